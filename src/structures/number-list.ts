/**
 * Owns a growing list of numbers in one typed array: what batches are made of on their way between threads. A
 * typed array crosses as plain memory, where an array of numbers is taken apart and put together one by one.
 */

const SMALLEST = 64;

export class NumberList {
  #slots = new Float64Array(SMALLEST);
  #length = 0;

  /** How many numbers there are. O(1). */
  get length(): number {
    return this.#length;
  }

  /** Puts a number at the end. O(1) amortised. */
  push(value: number): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[this.#length++] = value;
  }

  /** The numbers, as an array of their own. O(length). */
  toArray(): Float64Array<ArrayBuffer> {
    return this.#slots.slice(0, this.#length);
  }

  /** Drops the numbers and keeps the room they took. O(1). */
  clear(): void {
    this.#length = 0;
  }

  #grow(): void {
    const grown = new Float64Array(this.#slots.length * 2);
    grown.set(this.#slots);
    this.#slots = grown;
  }
}
