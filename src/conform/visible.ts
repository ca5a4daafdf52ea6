/**
 * Bytes and lines as people can read them in a report: whatever would not show, or would do something to a terminal,
 * is written as an escape. Pure.
 */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Controls, accents that stand apart from their letter, marks of direction, separators, and what is no character. */
const UNSEEN =
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]|[\u{300}-\u{36f}]/gu;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' };

/** The longest line that is shown whole where what matters is what it says, in UTF-16 code units. */
const LONGEST = 400;

/** Of a line without its middle, so much less is shown than of one that is whole. */
const GAP = 40;

/** Text with what does not show written as `\r`, `\x1b` or `\u{202e}`, as is a space at its end. */
export function visible(text: string): string {
  return text.replace(/ $/, '\\x20').replace(UNSEEN, (character) => {
    const code = character.codePointAt(0)!;
    return NAMED[character] ?? (code < 0x100 ? `\\x${hex(code)}` : `\\u{${code.toString(16)}}`);
  });
}

/** The text of these bytes; of what is not UTF-8 every byte from 0x80 on as `\xff`. */
export function readable(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${hex(byte)}`)).join(
      '',
    );
  }
}

/** Whether these bytes are UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The same character so many times and more, of which a few are shown at either end. */
const RUN = /(.)\1{40,}/gu;
const OF_RUN = 5;

/** A line that is too long for a report, without what goes on and on in it, and without its middle. */
export function shortened(whole: string, longest = LONGEST): string {
  const line = whole.replace(RUN, (run, one: string) => {
    const count = run.length / one.length;
    return `${one.repeat(OF_RUN)}[…${count - 2 * OF_RUN}…]${one.repeat(OF_RUN)}`;
  });
  if (line.length <= longest) return line;
  const part = (longest - GAP) / 2;
  return `${line.slice(0, part)} […${line.length - 2 * part}…] ${line.slice(-part)}`;
}

function hex(code: number): string {
  return code.toString(16).padStart(2, '0');
}
