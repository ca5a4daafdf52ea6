/**
 * The newest texts as UTF-8, in one ring of bytes outside of the heap: hundreds of thousands of strings would be
 * moved and marked by the garbage collector again and again. It grows up to its limit, then the oldest are
 * written over.
 */

import { Buffer } from 'node:buffer';

const SMALLEST = 64 * 1024;

export class TextRing {
  readonly #limit: number;
  #bytes: Buffer;
  /** Where the next text goes, as a count of all bytes ever; its place is this modulo the limit. */
  #end = 0;

  /** @param limit bytes, a multiple of 64 Ki. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(SMALLEST, limit));
  }

  /** Offsets below this one are written over. */
  get oldest(): number {
    return Math.max(0, this.#end - this.#limit);
  }

  /**
   * Keeps a text and returns its offset; a part of it lies as many bytes further as the text before it takes.
   * O(bytes). Throws a RangeError for a text that is longer than the ring.
   */
  append(text: string): number {
    const length = Buffer.byteLength(text);
    if (length > this.#limit) throw new RangeError(`a text of ${length} bytes does not fit`);
    const room = this.#limit - (this.#end % this.#limit);
    // A text lies in one piece: what is left at the end of the ring is passed over.
    if (length > room) this.#end += room;
    const at = this.#end % this.#limit;
    if (at + length > this.#bytes.length) this.#grow(at + length);
    this.#bytes.write(text, at);
    this.#end += length;
    return this.#end - length;
  }

  /** The text of so many bytes at an offset. */
  read(offset: number, length: number): string {
    const at = offset % this.#limit;
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** Writes zeros over it. */
  erase(offset: number, length: number): void {
    const at = offset % this.#limit;
    this.#bytes.fill(0, at, at + length);
  }

  #grow(needed: number): void {
    let size = this.#bytes.length;
    while (size < needed) size *= 2;
    const grown = Buffer.allocUnsafeSlow(Math.min(size, this.#limit));
    this.#bytes.copy(grown);
    this.#bytes = grown;
  }
}
