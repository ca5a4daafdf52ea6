/**
 * Owns a last-in, first-out stack in memory, with an optional bound.
 *
 * It never allocates before the first push, never grows past its bound, and keeps no reference to what has
 * left. It never refuses a push: on a full stack the oldest value falls out at the bottom.
 *
 * Values stand in a plain array, bottom first, until the bound is reached. From then on the array is a ring:
 * `#fallen` counts what fell out, and the value at height `h` above the floor stands in slot
 * `(#fallen + h) % #bound`.
 */

const UNBOUNDED = 2 ** 31 - 1;

export class Stack<T> {
  readonly #bound: number;
  #slots: (T | undefined)[] | undefined;
  #fallen = 0;
  #size = 0;

  /**
   * @param options.bound the most values the stack holds, a whole number from 1; without it there is no bound
   * @throws RangeError when `bound` is anything else
   */
  constructor(options: { bound?: number | undefined } = {}) {
    const bound = options.bound ?? UNBOUNDED;
    if (!Number.isInteger(bound) || bound < 1 || bound > UNBOUNDED) {
      throw new RangeError(`the bound of a stack is a whole number from 1, not ${bound}`);
    }
    this.#bound = bound;
  }

  /** How many values the stack holds. O(1). */
  get size(): number {
    return this.#size;
  }

  /**
   * Puts a value on top. O(1) amortised.
   * @returns the oldest value, which fell out of a full stack; `undefined` when there was room
   */
  push(value: T): T | undefined {
    const size = this.#size;
    const slots = (this.#slots ??= []);
    const slot = this.#slotAt(size);
    if (size < this.#bound) {
      slots[slot] = value;
      this.#size = size + 1;
      return undefined;
    }
    const oldest = slots[slot];
    slots[slot] = value;
    this.#fallen += 1;
    return oldest;
  }

  /** Takes the newest value, or `undefined` when the stack is empty. O(1) amortised. */
  pop(): T | undefined {
    const slots = this.#slots;
    if (slots === undefined || this.#size === 0) return undefined;
    this.#size -= 1;
    const slot = this.#slotAt(this.#size);
    if (slot === slots.length - 1) return slots.pop();
    const value = slots[slot];
    slots[slot] = undefined;
    return value;
  }

  /** The newest value, left in its place, or `undefined` when the stack is empty. O(1). */
  peek(): T | undefined {
    return this.#size === 0 ? undefined : this.#slots?.[this.#slotAt(this.#size - 1)];
  }

  /** Drops everything and the memory it took. O(1). */
  clear(): void {
    this.#slots = undefined;
    this.#fallen = 0;
    this.#size = 0;
  }

  /**
   * The values, newest first, without taking them. O(1) a step.
   * The stack may change meanwhile. What is pushed on top is not visited; what has left before its turn is not
   * visited, though a value pushed since into its place is. Clearing the stack ends the walk.
   */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    const slots = this.#slots;
    let at = this.#fallen + this.#size - 1;
    while (this.#slots === slots && slots !== undefined && at >= this.#fallen) {
      yield slots[at % this.#bound] as T;
      at = Math.min(at, this.#fallen + this.#size) - 1;
    }
  }

  #slotAt(height: number): number {
    return this.#fallen === 0 && height < this.#bound ? height : (this.#fallen + height) % this.#bound;
  }
}
