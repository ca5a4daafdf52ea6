/**
 * The names of people and rooms that stood on the screen: as they are written, and whether it is known that they are
 * those of customers. Owns these alone; the newest stay. Pure, and bounded.
 */

import { keepNewest } from './newest.ts';

const MAX_NAMES = 1_000;

export class SeenNames {
  readonly #names = new Map<string, { readonly name: string; readonly isCustomer: boolean }>();

  /** As they are written, the last one last. */
  get all(): readonly string[] {
    return [...this.#names.values()].map(({ name }) => name);
  }

  has(key: string): boolean {
    return this.#names.has(key);
  }

  /** As it was written; undefined if it never was. */
  spelled(key: string): string | undefined {
    return this.#names.get(key)?.name;
  }

  isCustomer(key: string): boolean {
    return this.#names.get(key)?.isCustomer === true;
  }

  /** @param isCustomer undefined if this tells nothing of that. */
  add(key: string, name: string, isCustomer = this.isCustomer(key)): void {
    this.#names.delete(key);
    this.#names.set(key, { name, isCustomer });
    keepNewest(this.#names, MAX_NAMES);
  }

  delete(key: string): void {
    this.#names.delete(key);
  }
}
