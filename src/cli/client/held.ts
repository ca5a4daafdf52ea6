/**
 * What is mine at the desk as far as the server told: the customers that I serve, the rooms that I am in. Owns the
 * names by their keys, in the order in which they came, and which of them were told of again after a return. Pure, and
 * bounded.
 */

import { keepNewest } from './newest.ts';

/** What is kept, whatever a server says that is mine: past it the oldest go. */
const MAX_HELD = 1_000;

export class Held {
  readonly #names = new Map<string, string>();
  /** The keys of those that were told of since a return; null if that is over. */
  #confirmed: Set<string> | null = null;

  /** As they are written, in the order in which they came. */
  get names(): readonly string[] {
    return [...this.#names.values()];
  }

  /** The one that came last, or null. */
  get last(): string | null {
    return this.names.at(-1) ?? null;
  }

  /** Between a return and the end of what is told then. */
  get isReturning(): boolean {
    return this.#confirmed !== null;
  }

  /** Whether it was not told of since a return that is not over. */
  isUnsure(key: string): boolean {
    return this.#names.has(key) && this.#confirmed?.has(key) === false;
  }

  has(key: string): boolean {
    return this.#names.has(key);
  }

  add(key: string, name: string): void {
    this.#confirmed?.add(key);
    this.#names.set(key, name);
    keepNewest(this.#names, MAX_HELD);
  }

  delete(key: string): boolean {
    return this.#names.delete(key);
  }

  /** Another name of the same; it keeps its place. O(names). */
  rename(old: string, key: string, name: string): void {
    if (!this.#names.has(old)) return;
    const all = [...this.#names];
    this.#names.clear();
    for (const [one, written] of all) this.#names.set(one === old ? key : one, one === old ? name : written);
    if (this.#confirmed?.delete(old)) this.#confirmed.add(key);
  }

  /** I am back: what is mine will be told. */
  returned(): void {
    this.#confirmed = new Set();
  }

  /** That was all; the names that were not told of, which are still in here. */
  settled(): readonly string[] {
    const confirmed = this.#confirmed;
    this.#confirmed = null;
    return [...this.#names].flatMap(([key, name]) => (!confirmed || confirmed.has(key) ? [] : [name]));
  }
}
