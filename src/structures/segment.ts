/**
 * Owns one segment of a `HashTable`: a small open-addressing table of the keys whose hashes share their top bits.
 *
 * It never hashes (the table does, once a call), never decides when to grow, and is never full: the table
 * leaves it free slots, which is what ends a search.
 *
 * `tags` holds, slot by slot, the hash + 1 of the key there, or 0 for a free slot, so that a search compares
 * strings only where the whole hashes agree, and resizing never hashes again. `entries` holds the key and the
 * value of slot `s` at `2s` and `2s + 1`.
 * Source: Knuth, TAOCP vol. 3, 6.4, Algorithm L (linear probing) and Algorithm R (deletion).
 */

export class Segment<V> {
  /** How many top bits of their hashes the keys share. */
  readonly depth: number;

  /** How many keys it holds. Only its own methods change it. */
  size = 0;
  #tags: Int32Array;
  #entries: (string | V | undefined)[];

  /** @param capacity how many slots, a power of two */
  constructor(capacity: number, depth: number) {
    this.depth = depth;
    this.#tags = new Int32Array(capacity);
    this.#entries = new Array(capacity * 2);
  }

  /** How many slots, free ones included. O(1). */
  get capacity(): number {
    return this.#tags.length;
  }

  /** The slot of a key, or -1. O(1) expected. */
  find(hash: number, key: string): number {
    const tags = this.#tags;
    const mask = tags.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const tag = tags[slot];
      if (tag === hash + 1 && this.#entries[slot * 2] === key) return slot;
      if (tag === 0) return -1;
    }
  }

  /** The value in a taken slot. O(1). */
  valueAt(slot: number): V {
    return this.#entries[slot * 2 + 1] as V;
  }

  /** Puts another value in a taken slot. O(1). */
  replaceAt(slot: number, value: V): void {
    this.#entries[slot * 2 + 1] = value;
  }

  /** Adds a key that is not there, in the first free slot from its home. O(1) expected. */
  add(hash: number, key: string, value: V): void {
    const tags = this.#tags;
    const mask = tags.length - 1;
    let slot = hash & mask;
    while (tags[slot] !== 0) slot = (slot + 1) & mask;
    tags[slot] = hash + 1;
    this.#entries[slot * 2] = key;
    this.#entries[slot * 2 + 1] = value;
    this.size += 1;
  }

  /** Frees a slot, and moves back what stood behind it only because it was taken: no tombstone. O(1) expected. */
  removeAt(slot: number): void {
    const tags = this.#tags;
    const entries = this.#entries;
    const mask = tags.length - 1;
    let gap = slot;
    for (let at = (gap + 1) & mask; tags[at] !== 0; at = (at + 1) & mask) {
      const home = tags[at]! - 1;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      tags[gap] = tags[at]!;
      entries[gap * 2] = entries[at * 2];
      entries[gap * 2 + 1] = entries[at * 2 + 1];
      gap = at;
    }
    tags[gap] = 0;
    entries[gap * 2] = undefined;
    entries[gap * 2 + 1] = undefined;
    this.size -= 1;
  }

  /** Moves everything into `capacity` slots, a power of two greater than `size`. O(capacity). */
  resize(capacity: number): void {
    const resized = new Segment<V>(capacity, this.depth);
    this.pourInto(resized, resized, 0);
    this.#tags = resized.#tags;
    this.#entries = resized.#entries;
  }

  /** Adds every key to `low` or `high`, as the given bit of its hash is clear or set. O(capacity). */
  pourInto(low: Segment<V>, high: Segment<V>, bit: number): void {
    for (let slot = 0; slot < this.#tags.length; slot++) {
      const tag = this.#tags[slot]!;
      if (tag === 0) continue;
      const side = (((tag - 1) >>> bit) & 1) === 0 ? low : high;
      side.add(tag - 1, this.#entries[slot * 2] as string, this.#entries[slot * 2 + 1] as V);
    }
  }

  /** The hash and key of every entry whose hash is at least `least`. O(capacity). */
  keysFrom(least: number): [hash: number, key: string][] {
    const keys: [number, string][] = [];
    this.#tags.forEach((tag, slot) => {
      if (tag > least) keys.push([tag - 1, this.#entries[slot * 2] as string]);
    });
    return keys;
  }

  /** The most slots a search for a key that is there has to look at. O(capacity). */
  get longestProbe(): number {
    const mask = this.capacity - 1;
    return this.#tags.reduce(
      (most, tag, slot) => (tag === 0 ? most : Math.max(most, ((slot - tag + 1) & mask) + 1)),
      0,
    );
  }
}
