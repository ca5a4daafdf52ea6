/**
 * Conversations in memory: those that wait or are open, and the newest of those that were with an attendant and ended,
 * with what their customers thought of them. It knows nothing of what was said.
 */

import { MAX_RETURNED, MAX_SAMPLES } from '../desk/bounds.ts';
import { median } from '../desk/estimates.ts';
import type { ConversationRecord, RatingRecord, SnapshotPerson, Stats } from '../desk/journal.ts';
import { midnightOf } from './day.ts';

/** Conversations that ended are kept so long as there are no more: figures of a day, and what may be rated. */
const MAX_CLOSED = 10_000;

export class MemoryConversations {
  /** Those that wait or are open. */
  readonly alive = new Map<number, ConversationRecord>();
  /** Those that ended, in the order in which they did. */
  readonly #closed = new Map<number, ConversationRecord>();
  /** By conversation. */
  readonly #returned = new Map<number, Set<number>>();
  readonly #ratings = new Map<number, number>();

  conversation(conversation: ConversationRecord): void {
    const { id, state } = conversation;
    this.#closed.delete(id);
    this.alive.delete(id);
    if (state !== 'closed') {
      this.alive.set(id, conversation);
      return;
    }
    this.#returned.delete(id);
    this.#closed.set(id, conversation);
    const [oldest] = this.#closed.keys();
    if (this.#closed.size > MAX_CLOSED) this.#drop(oldest!);
  }

  returned(conversation: number, attendant: number): void {
    const returned = this.#returned.get(conversation) ?? new Set();
    this.#returned.set(conversation, returned.add(attendant));
    if (returned.size > MAX_RETURNED) returned.delete(Math.min(...returned));
  }

  rating({ conversation, score }: RatingRecord): void {
    if (this.alive.has(conversation) || this.#closed.has(conversation))
      this.#ratings.set(conversation, score);
  }

  /** Whoever was the first party is the second, in what is not over. O(conversations that are not over). */
  renamed(from: number, to: number): void {
    for (const [id, one] of this.alive) {
      if (one.customer === from || one.attendant === from) {
        this.alive.set(id, {
          ...one,
          customer: one.customer === from ? to : one.customer,
          attendant: one.attendant === from ? to : one.attendant,
        });
      }
    }
    for (const attendants of this.#returned.values()) if (attendants.delete(from)) attendants.add(to);
  }

  /** O(conversations). */
  forget(customers: ReadonlySet<number>): void {
    for (const { id, customer } of [...this.alive.values(), ...this.#closed.values()]) {
      if (customers.has(customer)) this.#drop(id);
    }
  }

  /** Forgets those that ended up to this time. O(conversations that ended). */
  expire(upto: number): void {
    for (const { id, at } of [...this.#closed.values()]) if (at <= upto) this.#drop(id);
  }

  returnedBy(conversation: number): readonly number[] {
    return [...(this.#returned.get(conversation) ?? [])].sort((a, b) => a - b);
  }

  /** How long the last ones that were with an attendant were open, oldest first. O(conversations that ended). */
  durations(): number[] {
    const last = this.#served()
      .toSorted((a, b) => a.at - b.at || a.id - b.id)
      .slice(-MAX_SAMPLES);
    return last.map(({ at, openedAt }) => at - openedAt);
  }

  /** Those that customers may rate: the newest of theirs, by party. O(conversations). */
  rateable(): ReadonlyMap<
    number,
    { readonly newest: number; readonly rateable: SnapshotPerson['rateable'] }
  > {
    const newest = new Map<number, ConversationRecord>();
    for (const one of [...this.alive.values(), ...this.#closed.values()]) {
      if (one.id > (newest.get(one.customer)?.id ?? 0)) newest.set(one.customer, one);
    }
    const served = new Set(this.#served().map(({ id }) => id));
    return new Map(
      [...newest].map(([customer, { id, attendant }]) => {
        const rateable = served.has(id) && !this.#ratings.has(id) ? { conversation: id, attendant } : null;
        return [customer, { newest: id, rateable }];
      }),
    );
  }

  /** Of the day of this moment, up to it. O(conversations). */
  stats(moment: number): Omit<Stats, 'byHour' | 'lastHour'> {
    const midnight = midnightOf(moment);
    const today = this.#served().filter(({ at }) => at >= midnight && at <= moment);
    const answered = today.filter(({ answeredAt }) => answeredAt > 0);
    const scores = today.map(({ id }) => this.#ratings.get(id)).filter((score) => score !== undefined);
    const alive = [...this.alive.values()];
    return {
      waiting: alive.filter(({ state }) => state === 'waiting').length,
      open: alive.filter(({ state }) => state === 'open').length,
      closed: today.length,
      firstAnswer: median(answered.map(({ answeredAt, waitingSince }) => answeredAt - waitingSince)),
      duration: median(today.map(({ at, openedAt }) => at - openedAt)),
      ratings: scores.length,
      rating: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    };
  }

  /** Those that ended and were with an attendant. */
  #served(): ConversationRecord[] {
    return [...this.#closed.values()].filter(({ attendant, openedAt }) => attendant > 0 && openedAt > 0);
  }

  #drop(id: number): void {
    this.alive.delete(id);
    this.#closed.delete(id);
    this.#returned.delete(id);
    this.#ratings.delete(id);
  }
}
