/**
 * That others saw what I wrote, as marks that do not fill the screen: one for each person and moment, and none for who
 * has answered meanwhile, which says more. To a customer all attendants are one, the desk: that another one sees what
 * they wrote, since they were handed over, is no news. Owns which marks are due. Pure, and bounded.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { keepNewest } from './newest.ts';
import { seqOf } from './shown.ts';
import { DESK, keyOf, type View } from './view.ts';

const MAX_PEOPLE = 200;

export class SeenMarks {
  /** By key, what is to be told. */
  readonly #due = new Map<string, { readonly event: Event; readonly seq: number }>();
  /** By key, up to where it was told. */
  readonly #told = new Map<string, number>();

  /** Learns from an event; true if it is a mark, which may be due. */
  learn(event: Event, { role }: Pick<View, 'role'>): boolean {
    const [first = '', second = '', third = ''] = splitWords(event.rest, 3);
    const keyFor = (name: string) => (role === 'consumidor' ? DESK : keyOf(name));
    if (event.verb === 'MSG') this.#due.delete(keyFor(third));
    if (event.verb !== 'SEEN') return false;
    const key = keyFor(first);
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
      keepNewest(this.#told, MAX_PEOPLE);
    }
    this.#due.clear();
    return events;
  }
}
