/**
 * What strangers wrote, made fit for a terminal. Owns which characters may reach the screen, and how wide
 * they stand there. Pure; it never decides what is shown.
 */

/** Unicode Cc: a terminal could take them for orders. */
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g;

/** Marks that turn the direction of what follows, or break the line, without being seen. */
const INVISIBLE = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

const COMBINING = /^[\p{M}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/**
 * One line of the server without anything that a terminal would obey: control characters become their
 * pictures (`␛`), a TAB becomes a space, marks of direction vanish. O(length).
 */
export function harmless(line: string): string {
  return line.replace(CONTROL, picture).replace(INVISIBLE, '');
}

/** With a capital letter to begin with. */
export function capital(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** The columns that `text` takes in a terminal: none for combining marks, two for wide characters. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (COMBINING.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 0x09) return ' ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
