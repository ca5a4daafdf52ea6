/**
 * What strangers wrote, made fit for a terminal. Owns which characters may reach the screen, and how wide
 * they stand there. Pure; it never decides what is shown.
 */

/** Unicode Cc: a terminal could take them for orders. */
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g;

/** Marks that turn the direction of what follows, or may break the line, and are seen nowhere, or not everywhere. */
const INVISIBLE = /[\u00ad\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * More marks on one letter than any script needs, perhaps with invisible joiners between them; a terminal piles them up
 * over the lines around.
 */
const PILE = /((?:\p{M}\p{Cf}*){6})[\p{M}\p{Cf}]+/gu;

/** Signs around numbers and abbreviations: Unicode calls them formats (Cf), and terminals show them. */
const SHOWN_FORMAT = /^[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]$/u;

/** Takes no column of its own: marks, and the vowels and finals of Hangul that join the letter before. */
const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;
const PICTURE = /^\p{Extended_Pictographic}$/u;

/** Shows the picture before it in colours, and so in two columns. */
const AS_PICTURE = '\ufe0f';

/** What joins pictures or chooses their look, without being seen itself. */
const JOINERS = /[\u200d\ufe0e\ufe0f]/g;
const SKINS = /\p{Emoji_Modifier}/gu;
const FLAG_LETTERS = /\p{Regional_Indicator}/gu;

/**
 * East Asian Width W and F of Unicode 17 (EastAsianWidth.txt): what terminals show in two columns; and the numbers in
 * black squares, which some do.
 */
const WIDE = new RegExp(
  `^[${[
    String.raw`\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615`,
    String.raw`\u2630-\u2637\u2648-\u2653\u267f\u268a-\u268f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5`,
    String.raw`\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e`,
    String.raw`\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\ua4c6`,
    String.raw`\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe6b\uff01-\uff60\uffe0-\uffe6`,
    String.raw`\u{16fe0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f1ae}`,
    String.raw`\u{1f200}-\u{1f320}\u{1f32d}-\u{1f335}\u{1f337}-\u{1f37c}\u{1f37e}-\u{1f393}\u{1f3a0}-\u{1f3ca}`,
    String.raw`\u{1f3cf}-\u{1f3d3}\u{1f3e0}-\u{1f3f0}\u{1f3f4}\u{1f3f8}-\u{1f43e}\u{1f440}\u{1f442}-\u{1f4fc}`,
    String.raw`\u{1f4ff}-\u{1f53d}\u{1f54b}-\u{1f54e}\u{1f550}-\u{1f567}\u{1f57a}\u{1f595}\u{1f596}\u{1f5a4}`,
    String.raw`\u{1f5fb}-\u{1f64f}\u{1f680}-\u{1f6c5}\u{1f6cc}\u{1f6d0}-\u{1f6d2}\u{1f6d5}-\u{1f6df}\u{1f6eb}`,
    String.raw`\u{1f6ec}\u{1f6f4}-\u{1f6fc}\u{1f7da}-\u{1f7f0}\u{1f90c}-\u{1f93a}\u{1f93c}-\u{1f945}`,
    String.raw`\u{1f947}-\u{1f9ff}\u{1fa70}-\u{1fafa}\u{20000}-\u{3fffd}`,
  ].join('')}]$`,
  'u',
);

/**
 * One line of the server without anything that a terminal would obey: control characters become their
 * pictures (`␛`), a TAB becomes a space, marks of direction vanish, and so do piles of accents. O(length).
 */
export function harmless(line: string): string {
  return disarmed(line).replace(PILE, '$1');
}

/** The same with all accents: every valid name stays what it is, so that it can be written to. O(length). */
export function disarmed(line: string): string {
  return line.replace(CONTROL, picture).replace(INVISIBLE, '');
}

/** With a capital letter to begin with. */
export function capital(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/**
 * The columns that `text` takes in a terminal at most: none for combining marks, two for wide characters. Pictures
 * joined to one count as if they were not, since not every terminal joins them. O(length).
 */
export function width(text: string): number {
  let columns = 0;
  let before = '';
  for (const character of text) {
    if (!COMBINING.test(character) || SHOWN_FORMAT.test(character)) columns += WIDE.test(character) ? 2 : 1;
    else if (character === AS_PICTURE && PICTURE.test(before) && !WIDE.test(before)) columns += 1;
    before = character;
  }
  return columns;
}

/**
 * The same with each picture by itself, as wide in every terminal as readline believes: it counts the parts of a joined
 * picture, and four columns for a flag or a colour of skin, which terminals show in two, four or six. O(length).
 */
export function apart(text: string): string {
  return text.replace(JOINERS, '').replace(SKINS, '\u3000').replace(FLAG_LETTERS, wideLetter);
}

/** What people take for one character each: a letter with its marks, a picture with what is joined to it. */
export function* characters(text: string): Iterable<string> {
  for (const { segment } of SEGMENTER.segment(text)) yield segment;
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The letter of a flag as one that takes two columns. */
function wideLetter(letter: string): string {
  return String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 0xff21);
}

function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 0x09) return ' ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
