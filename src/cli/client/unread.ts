/**
 * What was said in the conversations and rooms to which I do not talk at this moment: how many messages since I last
 * did. Owns these counts; they are on the screen already, but between others. Pure, and bounded.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { keyOf, type View } from './view.ts';

const MAX_PLACES = 100;

export interface Place {
  readonly name: string;
  readonly count: number;
}

export class Unread {
  readonly #places = new Map<string, Place & { readonly isCustomer: boolean }>();

  /** Those with something unread, in the order in which that began. */
  get places(): readonly Place[] {
    return [...this.#places.values()];
  }

  /** Learns from an event that the view has learnt from. */
  learn({ verb, rest }: Event, view: View): void {
    if (verb === 'NICK') this.#rename(rest);
    if (verb !== 'MSG') return;
    const [, , from = '', to = ''] = splitWords(rest, 4);
    // What a colleague said to somebody who is mine now came with them.
    const name = to.startsWith('#') || view.isOpen(to) ? to : from;
    if (view.isMe(from) || view.isHere(from, to)) return;
    // Said before I was there, to or by somebody who had another name then; nobody can talk there any more.
    const isElsewhere = view.role === 'atendente' && !to.startsWith('#') && !view.isMe(to);
    if (isElsewhere && !view.isOpen(name)) return;
    const key = keyOf(name);
    const count = (this.#places.get(key)?.count ?? 0) + 1;
    const isCustomer = view.isOpen(name);
    if (count > 1 || this.#places.size < MAX_PLACES) this.#places.set(key, { name, count, isCustomer });
  }

  /** Forgets what I talk to now, and what is no longer mine. */
  settle(view: View): void {
    for (const [key, { name, isCustomer }] of this.#places) {
      const isGone = name.startsWith('#') ? !view.isIn(name) : isCustomer && !view.isOpen(name);
      if (isGone || view.isHere(name, name)) this.#places.delete(key);
    }
  }

  #rename(rest: string): void {
    const [old = '', name = ''] = splitWords(rest, 2);
    const place = this.#places.get(keyOf(old));
    if (!place) return;
    this.#places.delete(keyOf(old));
    this.#places.set(keyOf(name), { ...place, name });
  }
}
