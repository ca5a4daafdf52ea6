/**
 * Who was lost when I came back: it may have been the server that fell, and then all come back one after the other.
 * Owns that such a loss is told only if it lasts, and that nobody is said to be back of whom nothing was told. Pure,
 * and bounded; times are passed in, in milliseconds of one clock.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { LONGEST_DELAY_MS } from './comeback.ts';
import { keepNewest } from './newest.ts';
import { keyOf } from './view.ts';

/** Milliseconds for which a loss has to last: by then everybody who tries to come back has done so once. */
export const LASTS_MS = LONGEST_DELAY_MS;

const MAX_PEOPLE = 200;

export class Losses {
  /** By key, what is to be told, and when. */
  readonly #held = new Map<string, { readonly event: Event; readonly atMs: number }>();
  /** By key, those of whom it was told that they are lost. */
  readonly #told = new Set<string>();
  #isReturning = false;

  /** I am back: what comes until `settled` tells how things stand. */
  returned(): void {
    this.#isReturning = true;
    this.#held.clear();
  }

  settled(): void {
    this.#isReturning = false;
  }

  /**
   * Learns from an event; true if it is not to be shown now, but by `due` or never.
   *
   * @param me my own name.
   */
  learn(event: Event, now: number, me: string): boolean {
    const [name = '', state = ''] = splitWords(event.rest, 2);
    const key = keyOf(name);
    // Then they are no longer the other side; of a customer it is the only one.
    const isServedAnew = event.verb === 'ASSIGNED' && key === keyOf(me);
    if (event.verb === 'QUEUE' || isServedAnew) this.#held.clear();
    if (event.verb === 'CLOSED' || event.verb === 'ASSIGNED') this.#held.delete(key);
    if (event.verb !== 'PRESENCE') return false;
    const wasHeld = this.#held.delete(key);
    if (state !== 'lost') {
      this.#told.delete(key);
      return wasHeld && state === 'online';
    }
    if (this.#isReturning && this.#told.has(key)) return true;
    if (this.#isReturning && this.#held.size < MAX_PEOPLE) {
      this.#held.set(key, { event, atMs: now + LASTS_MS });
      return true;
    }
    this.#tell(key);
    return false;
  }

  /** The losses that have lasted, each told once. */
  due(now: number): readonly Event[] {
    const due = [...this.#held].filter(([, { atMs }]) => atMs <= now);
    for (const [key] of due) {
      this.#held.delete(key);
      this.#tell(key);
    }
    return due.map(([, { event }]) => event);
  }

  #tell(key: string): void {
    this.#told.delete(key);
    this.#told.add(key);
    keepNewest(this.#told, MAX_PEOPLE);
  }
}
