/**
 * Who is typing to me right now, as far as they said so. Owns when that is forgotten: with what they send, when they
 * are gone, or after a while. Bounded; never shows anything. Times are passed in, in milliseconds of one clock.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { keyOf } from './view.ts';

/** Milliseconds after which who said that they are typing is taken to have stopped. */
const FORGET_MS = 15_000;

const MAX_TYPISTS = 20;

export class Typists {
  /** By key: what is shown of them, and until when. */
  readonly #all = new Map<string, { readonly shown: string; readonly untilMs: number }>();

  /** Learns from an event. */
  learn({ verb, rest }: Event, now: number): void {
    const [first = '', second = '', third = ''] = splitWords(rest, 3);
    switch (verb) {
      case 'TYPING':
        this.#all.delete(keyOf(first));
        if (third === 'on' && this.#all.size < MAX_TYPISTS) {
          const shown = second.startsWith('#') ? `${second}: ${first}` : first;
          this.#all.set(keyOf(first), { shown, untilMs: now + FORGET_MS });
        }
        return;
      case 'MSG':
        this.#all.delete(keyOf(third));
        return;
      case 'LEAVE':
        this.#all.delete(keyOf(second));
        return;
      case 'CLOSED':
      case 'NICK':
      case 'PRESENCE':
        this.#all.delete(keyOf(first));
    }
  }

  /** Those who type now, in the order in which they began; `#geral: ana` for who does so in a room. */
  names(now: number): readonly string[] {
    for (const [key, { untilMs }] of this.#all) if (untilMs <= now) this.#all.delete(key);
    return [...this.#all.values()].map(({ shown }) => shown);
  }

  /** Nobody types over a connection that is lost. */
  clear(): void {
    this.#all.clear();
  }
}
