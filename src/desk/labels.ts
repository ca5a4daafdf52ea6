/**
 * What an identity has sent under labels, so that a resend is recognised. It keeps no text and no label: a line and
 * its label are one number of 53 bits, and beside it stands the seq of the message that it became.
 *
 * Two lines under two labels give the same number once in some 9,000,000,000,000,000 pairs; the later one would then
 * be taken for a resend. Nobody can do that to another: each identity has labels of its own.
 */

import { MAX_LABELS } from '../protocol/limits.ts';
import { keyedHash } from '../structures/keyed-hash.ts';

/** Not secret, and never to be changed: the numbers are stored. */
const LOW = { start: 0x2545f491, factor: 0x01000193 };
const HIGH = { start: 0x7f4a7c15, factor: 0x5bd1e995 };
const HIGH_BITS = 23;
const LOW_SPAN = 2 ** 30;

/** The number of a message and its label, 1 to 2^53 − 1. O(length). */
export function labelKey(label: string, to: string, text: string): number {
  const line = `${label} ${to} ${text}`;
  const high = keyedHash(line, HIGH.start, HIGH.factor) >>> (30 - HIGH_BITS);
  return high * LOW_SPAN + keyedHash(line, LOW.start, LOW.factor) || 1;
}

/**
 * The last MAX_LABELS of them at least, and at most twice as many: two generations, of which the older one falls out
 * when the newer one is full. Every operation is O(1) amortised; memory grows from nothing to 64 KiB.
 */
export class Labels {
  #recent = new Generation();
  #older: Generation | null = null;

  /** The seq of the message that came with this key, or 0. */
  find(key: number): number {
    return this.#recent.find(key) || (this.#older?.find(key) ?? 0);
  }

  /** Remembers a key that `find` does not know. */
  add(key: number, seq: number): void {
    if (this.#recent.size === MAX_LABELS) {
      this.#older = this.#recent;
      this.#recent = new Generation();
    }
    this.#recent.add(key, seq);
  }
}

const FIRST_SLOTS = 16;
const NO_SLOTS = new Float64Array(0);

/** A table with open addressing, at most half full: keys and seqs in turn, a key of 0 for an empty slot. */
class Generation {
  #slots = NO_SLOTS;
  size = 0;

  find(key: number): number {
    return this.size === 0 ? 0 : this.#slots[this.#place(key) + 1]!;
  }

  add(key: number, seq: number): void {
    if (this.size * 4 >= this.#slots.length) this.#grow();
    const place = this.#place(key);
    this.#slots[place] = key;
    this.#slots[place + 1] = seq;
    this.size++;
  }

  /** Where the key stands, or the empty slot where it belongs. */
  #place(key: number): number {
    const mask = this.#slots.length / 2 - 1;
    let slot = key & mask;
    while (this.#slots[slot * 2] !== 0 && this.#slots[slot * 2] !== key) slot = (slot + 1) & mask;
    return slot * 2;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(Math.max(FIRST_SLOTS * 2, before.length * 2));
    for (let i = 0; i < before.length; i += 2) {
      if (before[i] === 0) continue;
      const place = this.#place(before[i]!);
      this.#slots[place] = before[i]!;
      this.#slots[place + 1] = before[i + 1]!;
    }
  }
}
