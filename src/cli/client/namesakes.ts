/**
 * Customers of mine whose name may be somebody else's since the connection was away: they left or got another name, and
 * whoever came next took it. Owns which names these are after a return, and which lines are about one of them: what was
 * written before is for nobody then. Pure, and bounded.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { keepNewest } from './newest.ts';
import { keyOf } from './view.ts';

/** Customers of one attendant that are remembered; past it the oldest are not watched. */
const MAX_MINE = 1_000;

/** Commands that begin with the name of whom they are about, and do something to them. */
const ABOUT: ReadonlySet<string> = new Set(['MSG', 'NOTE', 'CLOSE', 'RETURN', 'TRANSFER', 'TYPING']);

/** What stands for the reply to a line that was not sent for this reason: no code of the wire. */
export const NAMESAKE = 'NAMESAKE';

export class Namesakes {
  readonly #mine = new Set<string>();
  /** Since a return: those of whom it was not told yet that they are still mine; null once all was told. */
  #unsure: Set<string> | null = null;
  /** By key, as of the last return. */
  #changed = new Set<string>();

  /** I am back; `same` if the server knows me, and tells whom I still serve. Until `settled`. */
  returned(same: boolean): void {
    // Who comes back twice without having heard everything still has the first time to hear of.
    if (this.#unsure === null) this.#changed = new Set();
    this.#unsure = new Set(this.#mine);
    if (!same) this.settled();
  }

  /** All that tells how things stand has come. */
  settled(): void {
    for (const key of this.#unsure ?? []) {
      this.#changed.add(key);
      this.#mine.delete(key);
    }
    this.#unsure = null;
  }

  /** @param me my own name. */
  learn({ verb, rest }: Event, me: string): void {
    const [first = '', second = ''] = splitWords(rest, 2);
    const key = keyOf(first);
    switch (verb) {
      case 'ASSIGNED':
        if (keyOf(second) !== keyOf(me)) this.#mine.delete(key);
        else this.#serve(key);
        return;
      case 'CLOSED':
        this.#mine.delete(key);
        this.#leave(key);
        return;
      case 'WAITING-END':
        // Whoever waited under this name is not the one whom I served all the time.
        this.#leave(key);
        return;
      case 'NICK':
        if (this.#mine.delete(key)) this.#mine.add(keyOf(second));
        if (this.#unsure?.delete(key)) this.#unsure.add(keyOf(second));
    }
  }

  /** Whether this line is about somebody whose name may be another's by now. With a label, or without. */
  isAbout(line: string): boolean {
    if (this.#changed.size === 0) return false;
    const [verb = '', name = ''] = splitWords(line.replace(/^@\S+ /, ''), 2);
    return ABOUT.has(verb.toUpperCase()) && this.#changed.has(keyOf(name));
  }

  #serve(key: string): void {
    if (!this.#changed.has(key)) this.#unsure?.delete(key);
    this.#mine.add(key);
    keepNewest(this.#mine, MAX_MINE);
  }

  #leave(key: string): void {
    if (this.#unsure?.delete(key)) this.#changed.add(key);
  }
}
