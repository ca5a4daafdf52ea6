/**
 * The words of a text, for SEARCH: what is one, and when two are the same. Accents, case, width and ligatures make no
 * difference. A word is a run of letters and digits; every other visible character, be it a punctuation mark, a symbol
 * or an emoji, is a word by itself, and so is each letter of a script that writes no spaces.
 *
 * The index is made of these words, and what is taken out of it has to be what was put in: whoever changes here what
 * the words of a text are changes WORDS_VERSION.
 */

/** Tells one way to make words from another; the version of Unicode belongs to it. */
export const WORDS_VERSION = 1;

/** What a character of ASCII is to a word. */
const PART = 0;
const SEPARATOR = 1;
const ALONE = 2;

const ASCII = 128;
const KINDS = Uint8Array.from({ length: ASCII }, (_, code) => {
  if (code <= 0x20 || code === 0x7f) return SEPARATOR;
  return /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? PART : ALONE;
});

/** The zero-width space stands between words; what else is not to be seen stands within them. */
const BETWEEN = /[\p{Z}\p{Cc}\u200b]/u;
const WITHIN = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const LETTER = /[\p{L}\p{N}]/u;
const LETTERS = /^[\p{L}\p{N}\p{M}]+$/u;
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Yi}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** Characters that are remembered: more than a language has. */
const REMEMBERED = 32_768;
const remembered = new Map<string, string>();

/** The words of a text as it is on the wire, in the order in which they come. O(length), some 2 µs. */
export function wordsOf(text: string): string[] {
  return split(fold(text));
}

/**
 * Whether a text has all of these words, which `wordsOf` gave, at most some dozens of them. O(length), some 0.5 µs if
 * a word is no piece of the text.
 */
export function hasWords(text: string, words: readonly string[]): boolean {
  const folded = fold(text);
  if (!words.every((word) => folded.includes(word))) return false;
  const own = new Set(split(folded));
  return words.every((word) => own.has(word));
}

function split(folded: string): string[] {
  const words: string[] = [];
  let from = 0;
  for (let at = 0; at < folded.length; at++) {
    const code = folded.charCodeAt(at);
    const kind = code < ASCII ? KINDS[code]! : PART;
    if (kind === PART) continue;
    if (from < at) words.push(folded.slice(from, at));
    if (kind === ALONE) words.push(folded[at]!);
    from = at + 1;
  }
  if (from < folded.length) words.push(folded.slice(from));
  return words;
}

/** `\n` is a line break, `\\` a backslash. */
function unescaped(text: string): string {
  return text.replace(/\\[n\\]/g, (escaped) => (escaped === '\\n' ? ' ' : '\\'));
}

/** Only what is not ASCII needs more than lower case: what stands alone comes between spaces. */
function fold(wire: string): string {
  const text = wire.includes('\\') ? unescaped(wire) : wire;
  let folded = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < ASCII) continue;
    const character = String.fromCodePoint(text.codePointAt(at)!);
    folded += text.slice(from, at) + foldedCharacter(character);
    from = at + character.length;
    at = from - 1;
  }
  return (folded + text.slice(from)).toLowerCase();
}

function foldedCharacter(character: string): string {
  let folded = remembered.get(character);
  if (folded === undefined) {
    if (remembered.size === REMEMBERED) remembered.clear();
    remembered.set(character, (folded = foldCharacter(character)));
  }
  return folded;
}

function foldCharacter(character: string): string {
  if (BETWEEN.test(character)) return ' ';
  if (WITHIN.test(character)) return '';
  const expanded = character.normalize('NFKD');
  const folded = [...expanded].map(foldPart).join('');
  if (LETTERS.test(expanded) && LETTER.test(character)) return folded;
  // A sign that stands for words, as ½ and ™ do, is no part of those beside it; one that stands for nothing is itself.
  return folded.trim() === '' ? ` ${character} ` : ` ${folded} `;
}

/** A part of what a character stands for. A Σ at the end of a word has a shape of its own. */
function foldPart(part: string): string {
  if (BETWEEN.test(part)) return ' ';
  if (WITHIN.test(part)) return '';
  if (LETTER.test(part) && !UNSPACED.test(part)) return part.toLowerCase().replace('ς', 'σ');
  return ` ${part.toLowerCase()} `;
}
