/**
 * The model that LineReader is checked against: the rules of the wire, byte by byte, with the whole stream at
 * hand and no thought for cost. It shares no code with src/protocol and decodes UTF-8 by the table of RFC 3629.
 */

import type { Line } from '../../src/protocol/lines.ts';

const LF = 0x0a;
const CR = 0x0d;

/** The lines of a whole stream. One that is cut off at the end counts only if it is too long already. */
export function naiveLines(bytes: Uint8Array, limit: number): Line[] {
  const lines: Line[] = [];
  let line: number[] = [];
  for (const byte of bytes) {
    if (byte !== LF) {
      line.push(byte);
      continue;
    }
    const read = naiveLine(line, limit);
    if (read !== '') lines.push(read);
    line = [];
  }
  if (line.length + 1 > limit) lines.push({ fault: 'LINE-TOO-LONG' });
  return lines;
}

function naiveLine(bytes: readonly number[], limit: number): Line {
  if (bytes.length + 1 > limit) return { fault: 'LINE-TOO-LONG' };
  const text = decode(bytes.at(-1) === CR ? bytes.slice(0, -1) : bytes);
  if (text === null || /[^\P{Cc}\t]/u.test(text)) return { fault: 'BAD-ENCODING' };
  return text;
}

/** RFC 3629, section 4, or null. */
function decode(bytes: readonly number[]): string | null {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const length =
      first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0 || at + length > bytes.length) return null;
    let point = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i++) {
      const next = bytes[at + i] as number;
      if (next < 0x80 || next > 0xbf) return null;
      point = (point << 6) | (next & 0x3f);
    }
    const smallest = [0, 0, 0x80, 0x800, 0x10000][length] as number;
    if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}
