/**
 * Words as they stand in the index for SEARCH: as keyed hashes, so that no piece of the index shows a text. The key is
 * the database's own: whoever has all of the database could still try words, so what is erased is taken out too. Two
 * words may have the same hash: what the index finds has still to be looked at.
 */

import { keyedHash, type Secret, secretFrom } from '../structures/keyed-hash.ts';

/** Tells one way to make terms from another: whoever changes here what a message has changes this. */
export const TERMS_VERSION = 2;

/**
 * Messages in a window: all of them share a term, so that one can look in some windows alone. And the terms that the
 * index is asked for at a time, over all windows in which it looks: where each message has all but one of them, that
 * takes some 50 ms.
 */
const WINDOW_BITS = 14;
const ASKED = 32;

/** A hash of 30 bits is three pairs of digits to the base of 32. */
const RADIX = 32;
const PAIR_BITS = 10;
const PAIRS = Array.from({ length: 2 ** PAIR_BITS }, (_, n) => n.toString(RADIX).padStart(2, '0'));

export class SearchTerms {
  readonly #secret: Secret;

  /** @param key a safe integer */
  constructor(key: number) {
    this.#secret = secretFrom(key);
  }

  /**
   * What the index holds of a message: a term for its window, each of its words, and each of its subjects, of which 0
   * is none.
   */
  of(seq: number, words: readonly string[], sender: number, recipient: number): string {
    let terms = `${ofWindow(windowOf(seq))} `;
    // The index takes no notice of what comes twice.
    for (const word of words) terms += `${this.#of(word)} `;
    if (sender > 0) terms += `${ofSubject(sender)} `;
    if (recipient > 0) terms += ofSubject(recipient);
    return terms;
  }

  /**
   * What the index is to be asked for, all of it together, to find no less than the messages that have all of these
   * words, at least one, and one of these subjects, unless they are null.
   */
  match(words: readonly string[], subjects: readonly number[] | null): string[] {
    // The longest mostly are the rarest.
    const longest = [...new Set(words)].sort((a, b) => b.length - a.length);
    const terms = longest.map((word) => this.#of(word));
    if (subjects !== null) terms.push(`(${subjects.map(ofSubject).join(' OR ')})`);
    return terms;
  }

  #of(word: string): string {
    const hash = keyedHash(word, this.#secret.start, this.#secret.factor);
    const last = PAIRS.length - 1;
    return `w${PAIRS[hash >> (2 * PAIR_BITS)]}${PAIRS[(hash >> PAIR_BITS) & last]}${PAIRS[hash & last]}`;
  }
}

/**
 * The windows in which there are seqs above the one and up to the other, newest first: as many at a time as one can
 * afford to ask for together with so many terms, as one more term.
 */
export function* windows(after: number, upto: number, terms: number): Generator<string, void> {
  const together = Math.max(1, Math.floor(ASKED / terms));
  const oldest = windowOf(after + 1);
  for (let newest = windowOf(upto); newest >= oldest; newest -= together) {
    const length = Math.min(together, newest - oldest + 1);
    yield `(${Array.from({ length }, (_, i) => ofWindow(newest - i)).join(' OR ')})`;
  }
}

function windowOf(seq: number): number {
  return Math.floor(seq / 2 ** WINDOW_BITS);
}

function ofWindow(window: number): string {
  return `b${window.toString(RADIX)}`;
}

function ofSubject(subject: number): string {
  return `s${subject.toString(RADIX)}`;
}
