/** Names and rooms: which are valid, how they are shown, and which are the same. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_NAME_LENGTH, MAX_ROOM_LENGTH } from '../../src/protocol/limits.ts';
import { isKey, readName, readRoom } from '../../src/protocol/names.ts';
import { anyString, REPEATABLE } from './random.ts';

/** Names with a good chance of being valid, from many scripts, with marks and compatibility characters. */
const nameLike = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'abzABZ019_.-'),
    fc.constantFrom(...'éÉçßẞſıİKÅΣσςΑαϹϲΐᾂᾼﬁﬀⅷⅧ①⒈ａＡ〇한글ᄒ나日本हिनдЖѠꙊⴀႠᎠꭰǅǆŉ'),
    fc.constantFrom('\u0300', '\u0301', '\u0307', '\u0323', '\u0345', '\u0313', '\u0342', '\u1161', '\u11ab'),
    fc.constantFrom(
      '\u{16d67}',
      '\u{16d68}',
      '\u{1e900}',
      '\u{10400}',
      '\u{2f800}',
      '\u{1d400}',
      '\u{1f130}',
    ),
  ),
  minLength: 1,
  maxLength: 40,
});

describe('a valid name', () => {
  test.each([
    ['ana', 'ana'],
    ['Ana', 'ana'],
    ['ANA.maria_2-b', 'ana.maria_2-b'],
    ['7', '7'],
    ['a', 'a'],
    ['Zé', 'zé'],
    ['ÉRICA', 'érica'],
    ['Жанна', 'жанна'],
    ['日本語', '日本語'],
    ['हिन्दी', 'हिन्दी'],
    ['٣ب', '٣ب'],
    ['𐐀𐐁', '𐐨𐐩'],
  ])('%s has the key %s and is shown as written', (written, key) => {
    expect(readName(written)).toEqual({ name: written, key });
  });

  test('is shown after NFC', () => {
    expect(readName('Ze\u0301')).toEqual({ name: 'Zé', key: 'zé' });
    expect(readName('\u1112\u1161\u11ab')).toEqual({ name: '한', key: '한' });
    expect(readName('\u212b')).toEqual({ name: 'Å', key: 'å' });
  });

  test('keeps its compatibility characters when shown, and loses them in its key', () => {
    expect(readName('Ｆｉ')).toEqual({ name: 'Ｆｉ', key: 'fi' });
    expect(readName('ﬁ')).toEqual({ name: 'ﬁ', key: 'fi' });
    expect(readName('Ⅷ')).toEqual({ name: 'Ⅷ', key: 'viii' });
    expect(readName('x²')).toEqual({ name: 'x²', key: 'x2' });
    expect(readName('①')).toEqual({ name: '①', key: '1' });
  });

  test('keeps marks that compose with nothing', () => {
    expect(readName('q\u0303x')).toEqual({ name: 'q\u0303x', key: 'q\u0303x' });
  });
});

describe('no valid name', () => {
  test.each([
    ['nothing', ''],
    ['a space', 'a b'],
    ['a TAB', 'a\tb'],
    ['a line end', 'ana\n'],
    ['a no-break space', 'a\u00a0b'],
    ['a hyphen first', '-a'],
    ['a dot first', '.a'],
    ['a lone dot', '.'],
    ['an underscore first', '_a'],
    ['a mark first', '\u0301a'],
    ['a star', '*'],
    ['a number sign', '#a'],
    ['an at sign', '@a'],
    ['a plus sign', '+a'],
    ['a slash', 'a/b'],
    ['an apostrophe', "d'Ana"],
    ['an emoji', 'a😀'],
    ['a currency sign', '€'],
    ['a zero-width space', 'a\u200b'],
    ['a zero-width joiner', 'a\u200db'],
    ['an override of direction', 'a\u202eb'],
    ['a BOM', '\ufeffa'],
    ['a NUL', 'a\0'],
    ['a lone high surrogate', 'a\ud800'],
    ['a lone low surrogate', 'a\udc00'],
    ['a circled letter, which is a symbol', 'ⓐ'],
    ['a fraction, which is no digit after NFKC', '½'],
    ['a bracketed digit, which is brackets after NFKC', '⑴'],
    ['a full-width slash, which is one after NFKC', 'a／b'],
    ['an ypogegrammeni, which begins with a space after NFKC', 'a\u037a'],
    ['an Arabic form that is a space and a mark after NFKC', '\ufe70'],
  ])('has or is %s', (_, written) => expect(readName(written)).toBeNull());
});

describe('the length of a name', () => {
  test.each([
    ['ASCII', 'x'],
    ['two bytes', 'é'],
    ['three bytes', '本'],
    ['four bytes', '𐐨'],
  ])('is at most 32 code points, of %s as of any', (_, char) => {
    expect(readName(char.repeat(MAX_NAME_LENGTH))).toEqual({
      name: char.repeat(MAX_NAME_LENGTH),
      key: char.repeat(MAX_NAME_LENGTH),
    });
    expect(readName(char.repeat(MAX_NAME_LENGTH + 1))).toBeNull();
  });

  test('is counted after NFC', () => {
    expect(readName('e\u0301'.repeat(MAX_NAME_LENGTH))?.name).toBe('é'.repeat(MAX_NAME_LENGTH));
    expect(readName('e\u0301'.repeat(MAX_NAME_LENGTH + 1))).toBeNull();
    // Composition excluded: NFC makes two code points of this one.
    expect(readName('\u0958'.repeat(MAX_NAME_LENGTH / 2))).not.toBeNull();
    expect(readName('\u0958'.repeat(MAX_NAME_LENGTH / 2 + 1))).toBeNull();
  });

  test('is counted after NFKC too', () => {
    expect(readName('Ⅷ'.repeat(MAX_NAME_LENGTH / 4))).not.toBeNull();
    expect(readName('Ⅷ'.repeat(MAX_NAME_LENGTH / 4 + 1))).toBeNull();
  });

  test('lets the longest spelling of a valid name pass: 32 characters of six units each', () => {
    const longest = '\u{16d6a}';
    expect(longest.normalize('NFD').length).toBe(6);
    expect(readName(longest.normalize('NFD').repeat(MAX_NAME_LENGTH))?.name).toBe(
      longest.repeat(MAX_NAME_LENGTH),
    );
  });

  test('no code point that NFC leaves takes more than six units in any spelling', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const char = String.fromCodePoint(point);
      if (char.normalize('NFD').length > 6 && char.normalize('NFC') === char) expect.fail(point.toString(16));
    }
  });

  test('refuses a very long one without normalising it', () => {
    expect(readName('e\u0301'.repeat(100_000))).toBeNull();
    expect(readName('a'.repeat(1_000_000))).toBeNull();
  });
});

describe('the key of a name', () => {
  test('is the same however the name is written: case, composition, width', () => {
    for (const same of [
      ['Zé', 'zé', 'ZÉ', 'Ze\u0301', 'ＺÉ', 'z\u0065\u0301'],
      ['k', 'K', '\u212a', 'ｋ'],
      ['å', 'Å', '\u212b', 'a\u030a'],
      ['한글', '\u1112\u1161\u11ab\u1100\u1173\u11af'],
      ['fi', 'FI', 'ﬁ', 'Fi'],
      ['ὀδός', 'ὈΔΌΣ'],
    ]) {
      expect(new Set(same.map((written) => readName(written)?.key)).size, same.join(' ')).toBe(1);
    }
  });

  test('keeps apart what lower-casing keeps apart', () => {
    for (const [one, other] of [
      ['ana', 'aná'],
      ['ss', 'ß'],
      ['i', 'ı'],
      ['a.b', 'a_b'],
      ['οδος', 'οδοσ'],
    ]) {
      expect(readName(one as string)?.key).not.toBe(readName(other as string)?.key);
    }
  });

  test('of every single character is itself a valid name with the same key', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const read = readName(String.fromCodePoint(point));
      if (read && readName(read.key)?.key !== read.key) expect.fail(`U+${point.toString(16)}`);
    }
  });

  test('has no space, no control character and no capital, and is in NFKC', () => {
    let valid = 0;
    fc.assert(
      fc.property(fc.oneof(nameLike, anyString), (written) => {
        const read = readName(written);
        if (!read) return;
        valid++;
        expect(read.key).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u);
        expect(read.key.normalize('NFKC')).toBe(read.key);
        expect(read.key.toLowerCase()).toBe(read.key);
        expect(read.name.normalize('NFC')).toBe(read.name);
        expect([...read.name].length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
      }),
      { ...REPEATABLE, numRuns: 5000 },
    );
    expect(valid, 'the names tried are worth it').toBeGreaterThan(500);
  });

  test('is a valid name with itself as its key, unless İ has made it longer than a name', () => {
    fc.assert(
      fc.property(nameLike, (written) => {
        const read = readName(written);
        if (!read) return;
        const again = readName(read.key);
        if ([...read.key].length <= MAX_NAME_LENGTH)
          expect(again).toEqual({ name: again?.name, key: read.key });
        else expect(read.name).toContain('İ');
      }),
      { ...REPEATABLE, numRuns: 5000 },
    );
  });

  test('is longer than the name only for İ, whose dot becomes a mark of its own', () => {
    expect(readName('İ'.repeat(MAX_NAME_LENGTH))?.key).toBe('i\u0307'.repeat(MAX_NAME_LENGTH));
    for (let point = 0; point <= 0x10ffff; point++) {
      const read = readName(String.fromCodePoint(point));
      if (!read || read.name === 'İ') continue;
      if ([...read.key].length > [...read.name.normalize('NFKC')].length)
        expect.fail(`U+${point.toString(16)}`);
    }
  });

  test('is told from what is the key of no name', () => {
    fc.assert(
      fc.property(fc.oneof(nameLike, anyString), (written) => {
        const read = readName(written);
        if (read) expect(isKey(read.key)).toBe(true);
        if (isKey(written) && [...written].length <= MAX_NAME_LENGTH)
          expect(read).toEqual({ name: read?.name, key: written });
      }),
      { ...REPEATABLE, numRuns: 5000 },
    );
    expect(isKey('i\u0307'.repeat(MAX_NAME_LENGTH))).toBe(true);
    for (const none of ['', '*', 'Ana', '#geral', 'a b', '-a', 'ﬁ', 'İ', 'a'.repeat(65), 'a'.repeat(100_000)])
      expect(isKey(none), none.slice(0, 70)).toBe(false);
  });

  test('is the same for a name as written and as shown', () => {
    fc.assert(
      fc.property(nameLike, (written) => {
        const read = readName(written);
        if (!read) return;
        expect(readName(read.name)).toEqual(read);
        expect(readName(written.normalize('NFD'))).toEqual(read);
      }),
      { ...REPEATABLE, numRuns: 3000 },
    );
  });

  test('of ASCII is the name in lower case, as the shorter way to it promises', () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 0, max: 0x7f }).map((unit) => String.fromCharCode(unit)),
    });
    fc.assert(
      fc.property(fc.oneof(ascii, fc.stringMatching(/^[A-Za-z0-9_.-]{1,40}$/)), (written) => {
        const valid = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/.test(written);
        expect(readName(written)).toEqual(valid ? { name: written, key: written.toLowerCase() } : null);
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });
});

describe('a room', () => {
  test('is a number sign and a name, in its key too', () => {
    expect(readRoom('#Geral')).toEqual({ name: '#Geral', key: '#geral' });
    expect(readRoom('#Cafe\u0301')).toEqual({ name: '#Café', key: '#café' });
    expect(readRoom('#1')).toEqual({ name: '#1', key: '#1' });
  });

  test.each(['', '#', '##a', 'geral', '#-a', '# a', '#a b', '#*', '＃a', '#\u0301a'])(
    'is not %j',
    (written) => {
      expect(readRoom(written)).toBeNull();
    },
  );

  test('has at most 48 code points behind its number sign', () => {
    for (const char of ['x', 'é', '𐐨']) {
      const longest = `#${char.repeat(MAX_ROOM_LENGTH)}`;
      expect(readRoom(longest)).toEqual({ name: longest, key: longest });
      expect(readRoom(`${longest}${char}`)).toBeNull();
    }
  });

  test('has a key that no person has', () => {
    fc.assert(
      fc.property(nameLike, (written) => {
        const room = readRoom(`#${written}`);
        const person = readName(written);
        if (person) expect(room).toEqual({ name: `#${person.name}`, key: `#${person.key}` });
        if (room) expect(readName(room.key)).toBeNull();
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });
});

test('no string makes readName or readRoom throw, and the same one always gives the same', () => {
  fc.assert(
    fc.property(anyString, (written) => {
      expect(readName(written)).toEqual(readName(written));
      expect(readRoom(`#${written}`)).toEqual(readRoom(`#${written}`));
    }),
    { ...REPEATABLE, numRuns: 2000 },
  );
});
