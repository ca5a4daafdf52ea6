/**
 * That others saw what I wrote, as marks that do not fill the screen: one for each person and moment, and none for who
 * has answered meanwhile, which says more. Owns which marks are due. Pure, and bounded.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { seqOf } from './shown.ts';
import { keyOf } from './view.ts';

const MAX_PEOPLE = 200;

export class SeenMarks {
  /** By key, what is to be told. */
  readonly #due = new Map<string, { readonly event: Event; readonly seq: number }>();
  /** By key, up to where it was told. */
  readonly #told = new Map<string, number>();

  /** Learns from an event; true if it is a mark, which will be due. */
  learn(event: Event): boolean {
    const [first = '', second = '', third = ''] = splitWords(event.rest, 3);
    if (event.verb === 'MSG') this.#due.delete(keyOf(third));
    if (event.verb !== 'SEEN') return false;
    const key = keyOf(first);
    const seq = seqOf(second);
    const last = Math.max(this.#told.get(key) ?? 0, this.#due.get(key)?.seq ?? 0);
    if (seq > last && this.#due.size < MAX_PEOPLE) this.#due.set(key, { event, seq });
    return true;
  }

  /** The events of the marks that are due, each told once. */
  due(): readonly Event[] {
    const events = [...this.#due.values()].map(({ event }) => event);
    for (const [key, { seq }] of this.#due) {
      this.#told.delete(key);
      this.#told.set(key, seq);
      const oldest = this.#told.keys().next();
      if (this.#told.size > MAX_PEOPLE && !oldest.done) this.#told.delete(oldest.value);
    }
    this.#due.clear();
    return events;
  }
}
