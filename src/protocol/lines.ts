/**
 * Lines from bytes. A connection's chunks go in as they arrive, of any size; whole lines come out, decoded,
 * each checked for length, UTF-8 and control characters.
 *
 * The invariant: between two chunks the reader holds at most one unfinished line, and never more than the
 * limit. Whatever the cuts between the chunks, the same bytes give the same lines. It never throws.
 */

import type { Code } from './codes.ts';
import { MAX_LINE_BYTES } from './limits.ts';
import { exceedsUtf8 } from './utf8.ts';

/** A line that cannot be read, in the place where it stood. */
export type BrokenLine = { readonly fault: Extract<Code, 'LINE-TOO-LONG' | 'BAD-ENCODING'> };
export type Line = string | BrokenLine;

const TOO_LONG: BrokenLine = { fault: 'LINE-TOO-LONG' };
const BAD_ENCODING: BrokenLine = { fault: 'BAD-ENCODING' };

const REPLACEMENT = '\ufffd';
const LF = 10;
const CR = 13;
const SMALLEST_REST = 128;

/** Unicode Cc but for TAB. */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

// Bytes are checked with isUtf8 first: an exception per broken line would cost fifty times the line.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Splits one direction of a connection into lines.
 *
 * Memory: nothing between lines, at most the limit within one. Cost: O(bytes), with one decoding for all the
 * whole lines of a chunk. The lines are slices of that one string: in V8, whoever keeps a piece of one keeps
 * the text of its whole chunk alive (postMessage and encoding make copies).
 */
export class LineReader {
  readonly #limit: number;
  #rest: Uint8Array | null = null;
  #restLength = 0;
  #skipping = false;

  /** @param limit bytes in a line with its end; a longer line is thrown away up to its end. */
  constructor(limit: number = MAX_LINE_BYTES) {
    this.#limit = limit;
  }

  /** Bytes held of a line whose end has not come yet. */
  get held(): number {
    return this.#restLength;
  }

  /**
   * Takes the next bytes and returns the lines that they complete, in order, without their ends. Empty lines
   * are left out. The chunk is not kept. A line that grows past the limit is reported at once, not at its end.
   */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    if (this.#skipping || this.#restLength > 0) {
      const end = chunk.indexOf(LF);
      if (end < 0) {
        this.#keep(chunk, lines);
        return lines;
      }
      this.#finish(chunk.subarray(0, end), lines);
      start = end + 1;
    }
    const last = chunk.lastIndexOf(LF);
    if (last >= start) this.#block(chunk.subarray(start, last + 1), lines);
    if (last + 1 < chunk.length) this.#keep(chunk.subarray(Math.max(start, last + 1)), lines);
    return lines;
  }

  /** Many whole lines at once: decoded together, since no UTF-8 sequence crosses an LF. */
  #block(bytes: Uint8Array, lines: Line[]): void {
    const text = decode(bytes);
    if (text === null) {
      this.#oneByOne(bytes, lines);
      return;
    }
    const ascii = text.length === bytes.length;
    for (let start = 0, end = 0; start < text.length; start = end + 1) {
      end = text.indexOf('\n', start);
      const stop = end > start && text.charCodeAt(end - 1) === CR ? end - 1 : end;
      const length = end + 1 - start;
      if (length * (ascii ? 1 : 3) > this.#limit) {
        if (ascii || exceedsUtf8(text.slice(start, end + 1), this.#limit)) {
          lines.push(TOO_LONG);
          continue;
        }
      }
      if (stop === start) continue;
      const line = text.slice(start, stop);
      lines.push(CONTROL.test(line) ? BAD_ENCODING : line);
    }
  }

  /** The slow way, for a block of which at least one line is not UTF-8: only that line suffers. */
  #oneByOne(bytes: Uint8Array, lines: Line[]): void {
    for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
      end = bytes.indexOf(LF, start);
      this.#line(bytes.subarray(start, end), lines);
    }
  }

  /** One line without its LF. */
  #line(bytes: Uint8Array, lines: Line[]): void {
    if (bytes.length + 1 > this.#limit) {
      lines.push(TOO_LONG);
      return;
    }
    const whole = bytes.length > 0 && bytes[bytes.length - 1] === CR ? bytes.subarray(0, -1) : bytes;
    if (whole.length === 0) return;
    const text = decode(whole);
    lines.push(text === null || CONTROL.test(text) ? BAD_ENCODING : text);
  }

  /** The end has come of the line that was held. */
  #finish(tail: Uint8Array, lines: Line[]): void {
    if (!this.#skipping) this.#keep(tail, lines);
    if (this.#skipping) this.#skipping = false;
    else if (this.#rest) this.#line(this.#rest.subarray(0, this.#restLength), lines);
    this.#drop();
  }

  /** Holds the beginning of a line, or finds that it can no longer fit and skips the rest of it. */
  #keep(part: Uint8Array, lines: Line[]): void {
    if (this.#skipping) return;
    const length = this.#restLength + part.length;
    if (length + 1 > this.#limit) {
      lines.push(TOO_LONG);
      this.#drop();
      this.#skipping = true;
      return;
    }
    if (!this.#rest || this.#rest.length < length) {
      const room = Math.min(this.#limit, Math.max(SMALLEST_REST, length * 2));
      const grown = new Uint8Array(room);
      if (this.#rest) grown.set(this.#rest.subarray(0, this.#restLength));
      this.#rest = grown;
    }
    this.#rest.set(part, this.#restLength);
    this.#restLength = length;
  }

  #drop(): void {
    this.#rest = null;
    this.#restLength = 0;
  }
}

/**
 * The text of these bytes, or null if they are not UTF-8. The decoder puts U+FFFD in place of what is not, and an
 * exception for each broken line would be dear: so what counts is whether the bytes have as many of their own.
 */
function decode(bytes: Uint8Array): string | null {
  const text = utf8.decode(bytes);
  let replaced = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) replaced++;
  for (let at = bytes.indexOf(0xef); replaced > 0 && at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) replaced--;
  }
  return replaced === 0 ? text : null;
}
