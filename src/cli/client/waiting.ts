/**
 * Who waits in line, as far as an attendant was told. Owns these names alone; the server has the true line. Pure, and
 * bounded.
 */

const MAX_NAMES = 10_000;

export class WaitingLine {
  /** As they are written, by key, in the order in which they were told of. */
  readonly #names = new Map<string, string>();

  get length(): number {
    return this.#names.size;
  }

  /** The keys of those who wait. */
  get keys(): Iterable<string> {
    return this.#names.keys();
  }

  has(key: string): boolean {
    return this.#names.has(key);
  }

  add(key: string, name: string): void {
    if (this.#names.size < MAX_NAMES) this.#names.set(key, name);
  }

  delete(key: string): void {
    this.#names.delete(key);
  }

  rename(old: string, key: string, name: string): void {
    if (this.#names.delete(old)) this.add(key, name);
  }

  /** The whole line is about to be told. */
  clear(): void {
    this.#names.clear();
  }
}
