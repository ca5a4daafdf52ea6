/**
 * Owns a table from strings to values, for keys that come from strangers.
 *
 * It never does work in one call that grows with what it holds (but for copying the directory, one reference
 * for some 250 entries), never leaves tombstones, and never lets anyone choose where a key lands.
 *
 * The top bits of a key's hash choose a segment in the directory, its low bits a slot in the segment. A full
 * segment of 512 slots splits in two by the next bit of the hash, and two lean siblings merge again: growing
 * and shrinking are spread over many calls, each of which moves at most one segment's entries. The directory
 * has a place for every hash prefix as long as the deepest segment's; a shallower segment has several places,
 * side by side. A table of a single segment doubles and halves it instead, from 8 slots up.
 * Source: Fagin, Nievergelt, Pippenger and Strong, "Extendible Hashing" (ACM TODS 4:3, 1979).
 *
 * A string cut out of a longer one may keep the longer one in memory, and so would a key: hand in keys that
 * are strings of their own where that matters.
 */

import { HASH_BITS, keyedHash, randomSeed, secretFrom } from './keyed-hash.ts';
import { Segment } from './segment.ts';

const SMALLEST = 8;
const WIDEST = 512;

/** Where hashes agree on this many bits, segments no longer split but grow, as only a leaked seed can bring about. */
const DEEPEST = 20;

export class HashTable<V> {
  readonly #start: number;
  readonly #factor: number;
  #directory: Segment<V>[] = [new Segment<V>(SMALLEST, 0)];
  #size = 0;

  /** How far to shift a hash right to get its place in the directory. */
  #shift = HASH_BITS;

  /**
   * @param options.seed a safe integer that fixes the hash, and with it the order of iteration, for tests;
   * without it the seed is random, which is what protects the table
   * @throws RangeError when the seed is anything else
   */
  constructor(options: { seed?: number | undefined } = {}) {
    const { start, factor } = secretFrom(options.seed ?? randomSeed());
    this.#start = start;
    this.#factor = factor;
  }

  /** How many keys the table holds. O(1). */
  get size(): number {
    return this.#size;
  }

  /** The value of a key, or `undefined` when it is not there. O(length of the key), expected. */
  get(key: string): V | undefined {
    const hash = keyedHash(key, this.#start, this.#factor);
    const segment = this.#segmentOf(hash);
    const slot = segment.find(hash, key);
    return slot < 0 ? undefined : segment.valueAt(slot);
  }

  /** Whether a key is there. O(length of the key), expected. */
  has(key: string): boolean {
    const hash = keyedHash(key, this.#start, this.#factor);
    return this.#segmentOf(hash).find(hash, key) >= 0;
  }

  /**
   * Gives a key a value, in place of the one it may have.
   * O(length of the key), expected; at worst one segment of 512 slots is split besides.
   */
  set(key: string, value: V): this {
    const hash = keyedHash(key, this.#start, this.#factor);
    let segment = this.#segmentOf(hash);
    const slot = segment.find(hash, key);
    if (slot >= 0) {
      segment.replaceAt(slot, value);
      return this;
    }
    while (segment.size >= segment.capacity * 0.75) segment = this.#makeRoom(segment, hash);
    segment.add(hash, key, value);
    this.#size += 1;
    return this;
  }

  /**
   * Takes a key out, and says whether it was there.
   * O(length of the key), expected; at worst two lean segments of 512 slots are merged besides.
   */
  delete(key: string): boolean {
    const hash = keyedHash(key, this.#start, this.#factor);
    const segment = this.#segmentOf(hash);
    const slot = segment.find(hash, key);
    if (slot < 0) return false;
    segment.removeAt(slot);
    this.#size -= 1;
    if (segment.size <= segment.capacity * 0.1875) this.#giveBackRoom(segment, hash);
    return true;
  }

  /** Drops everything and the memory it took. O(1). */
  clear(): void {
    this.#directory = [new Segment<V>(SMALLEST, 0)];
    this.#shift = HASH_BITS;
    this.#size = 0;
  }

  /**
   * Every key with its value, in the order of their hashes' top bits: no order a caller may rely on.
   * O(1) a step, amortised; the keys of one segment are gathered at a time.
   *
   * The table may change meanwhile. A key that is there from beginning to end is visited exactly once, with the
   * value it has when its turn comes. A key that is taken out before its turn is not visited. A key that comes
   * meanwhile may be visited or not. No key is visited twice, even when it is taken out and put back.
   */
  *[Symbol.iterator](): Generator<[key: string, value: V], void, undefined> {
    for (let from = 0; from < 2 ** HASH_BITS; ) {
      const segment = this.#segmentOf(from);
      const width = 2 ** (HASH_BITS - segment.depth);
      const end = from - (from % width) + width;
      for (const [hash, key] of segment.keysFrom(from)) {
        const now = this.#segmentOf(hash);
        const slot = now.find(hash, key);
        if (slot >= 0) yield [key, now.valueAt(slot)];
      }
      from = end;
    }
  }

  /** How many slots the table takes, free ones included. O(size). For tests and figures. */
  get capacity(): number {
    return this.#segments().reduce((sum, segment) => sum + segment.capacity, 0);
  }

  /** The most slots a search for any key that is there looks at. O(size). For tests and figures. */
  get longestProbe(): number {
    return this.#segments().reduce((most, segment) => Math.max(most, segment.longestProbe), 0);
  }

  #segments(): Segment<V>[] {
    return [...new Set(this.#directory)];
  }

  #segmentOf(hash: number): Segment<V> {
    return this.#directory[hash >>> this.#shift]!;
  }

  /** Doubles or splits a full segment. Returns the segment that is now the hash's, which may again be full. */
  #makeRoom(full: Segment<V>, hash: number): Segment<V> {
    if (full.capacity < WIDEST || full.depth === DEEPEST) {
      full.resize(full.capacity * 2);
      return full;
    }
    const depth = full.depth + 1;
    if (HASH_BITS - this.#shift < depth) this.#doubleDirectory();
    const low = new Segment<V>(WIDEST, depth);
    const high = new Segment<V>(WIDEST, depth);
    full.pourInto(low, high, HASH_BITS - depth);
    this.#point(hash, depth, low, high);
    return this.#segmentOf(hash);
  }

  /** Halves a lean segment, or merges it with its sibling if both together are lean enough. */
  #giveBackRoom(lean: Segment<V>, hash: number): void {
    const { capacity, depth } = lean;
    if (capacity > (depth === 0 ? SMALLEST : WIDEST)) {
      lean.resize(capacity / 2);
      return;
    }
    if (depth === 0) return;
    const sibling = this.#segmentOf(hash ^ (1 << (HASH_BITS - depth)));
    if (sibling.depth !== depth || lean.size + sibling.size > WIDEST * 0.375) return;
    const whole = new Segment<V>(WIDEST, depth - 1);
    lean.pourInto(whole, whole, 0);
    sibling.pourInto(whole, whole, 0);
    this.#point(hash, depth, whole, whole);
    this.#halveDirectory();
  }

  /** Sets the places of the two siblings of a depth of which one has this hash. */
  #point(hash: number, depth: number, low: Segment<V>, high: Segment<V>): void {
    const half = 2 ** (HASH_BITS - depth);
    const first = hash - (hash % (2 * half));
    const places = half / 2 ** this.#shift;
    this.#directory.fill(low, first >>> this.#shift, (first >>> this.#shift) + places);
    this.#directory.fill(high, (first + half) >>> this.#shift, ((first + half) >>> this.#shift) + places);
  }

  #doubleDirectory(): void {
    const doubled: Segment<V>[] = [];
    for (const segment of this.#directory) doubled.push(segment, segment);
    this.#directory = doubled;
    this.#shift -= 1;
  }

  /** Halves the directory for as long as no segment needs its last bit. */
  #halveDirectory(): void {
    while (!this.#directory.some((segment) => segment.depth === HASH_BITS - this.#shift)) {
      this.#directory = this.#directory.filter((_, place) => place % 2 === 0);
      this.#shift += 1;
    }
  }
}
