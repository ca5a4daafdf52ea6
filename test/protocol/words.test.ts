import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasWords, wordsOf } from '../../src/protocol/words.ts';
import { anyCharacter } from '../support/characters.ts';

/** Whatever a message can have: any characters, and those with which folding has to take care. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(
        ' ',
        '\\n',
        '\\\\',
        'Ação',
        'AÇÃO',
        '½',
        '2½',
        '™',
        '´',
        'ﷺ',
        'ﬁm',
        'ΟΔΟΣ',
        'ｶﾞ',
        '日本',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('the words of a text', () => {
  it.each([
    ['runs of letters and digits', 'o pedido 4711 saiu', ['o', 'pedido', '4711', 'saiu']],
    ['without accents and case', 'Açaí AÇAÍ acai', ['acai', 'acai', 'acai']],
    ['whether accents are characters of their own or not', 'caf\u00e9 cafe\u0301', ['cafe', 'cafe']],
    ['without width', 'ＡＢＣ１２ ｶﾀｶﾅ', ['abc12', 'カ', 'タ', 'カ', 'ナ']],
    ['with ligatures and raised digits taken apart', 'ﬁm m²', ['fim', 'm2']],
    ['not glued to a sign that stands for letters', 'Telechat™ 2½', ['telechat', 'tm', '2', '1', '⁄', '2']],
    ['one for each that a ligature stands for', 'aﷺb', ['a', 'صلى', 'الله', 'عليه', 'وسلم', 'b']],
    ['the same at the end of a word and within', 'ΟΔΟΣ οδος οδοσ', ['οδοσ', 'οδοσ', 'οδοσ']],
    ['punctuation marks, one by one', 'a.b,"c" *', ['a', '.', 'b', ',', '"', 'c', '"', '*']],
    ['symbols, also such as are accents alone', '5 € ´ ¨', ['5', '€', '´', '¨']],
    ['emoji, one by one', 'oi🙂🙃!', ['oi', '🙂', '🙃', '!']],
    ['the parts of a composed emoji', '👍🏽👩‍👧❤️', ['👍', '🏽', '👩', '👧', '❤']],
    ['ideographs and kana, one by one', '日本語です。', ['日', '本', '語', 'て', 'す', '。']],
    ['letters of other scripts without spaces, one by one', 'ไทย', ['ไ', 'ท', 'ย']],
    ['runs of Hangul', '한국어 말', ['한국어'.normalize('NFKD'), '말'.normalize('NFKD')]],
    ['on both sides of a line break', 'fim\\nnovo', ['fim', 'novo']],
    ['and not of an escaped backslash', 'c:\\\\novo', ['c', ':', '\\', 'novo']],
    ['on both sides of any space', 'a\u00a0b\u3000c\u200bd\te', ['a', 'b', 'c', 'd', 'e']],
    ['but within what is not to be seen', 'co\u00adop\u200dera\ufeff', ['coopera']],
    ['none of a text without any', ' \\n \u0301\u200d', []],
  ])('are %s', (_, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are the same as those of the words themselves', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = wordsOf(text);
        expect(wordsOf(words.join(' '))).toEqual(words);
      }),
    );
  });

  it('are those of its parts', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(new Set(wordsOf(`${one} ${other}`))).toEqual(new Set([...wordsOf(one), ...wordsOf(other)]));
      }),
    );
  });

  it('are in a text if each of them is', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.boolean(), (text, other, within) => {
        const words = wordsOf(within ? `${text.slice(0, 3)} ${text}` : other);
        const own = wordsOf(text);
        expect(hasWords(text, words)).toBe(words.every((word) => own.includes(word)));
      }),
    );
  });
});
