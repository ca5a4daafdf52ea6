/**
 * Who waits, longest first: a FIFO queue of conversations, and beside it a short list, in the order of their
 * tickets, of those who had left the queue and came back (their attendant left).
 *
 * Who leaves stays in the queue as a husk and is skipped when reached. Husks never outnumber those who wait by
 * more than a few: the queue is swept before that. Who is lost keeps the place and is passed over.
 */

import { Queue } from '../structures/queue.ts';
import type { Conversation } from './conversations.ts';

const FEW_HUSKS = 64;

export class WaitingLine {
  readonly #queue = new Queue<Conversation>();
  readonly #returned: Conversation[] = [];
  #length = 0;
  #numbered = true;

  /** How many wait. */
  get length(): number {
    return this.#length;
  }

  /** A conversation begins to wait, behind all others: its ticket is the highest. O(1) amortised. */
  join(conversation: Conversation): void {
    conversation.place = 'queue';
    this.#queue.enqueue(conversation);
    // Nobody else's place changes: the line stays numbered, if it was.
    conversation.position = ++this.#length;
  }

  /** A conversation waits again, at the place of its ticket. O(those returned). */
  rejoin(conversation: Conversation): void {
    conversation.place = 'returned';
    const later = this.#returned.findIndex((other) => other.ticket > conversation.ticket);
    this.#returned.splice(later < 0 ? this.#returned.length : later, 0, conversation);
    this.#length++;
    this.#numbered = false;
  }

  /** A conversation waits no longer. O(1) amortised, O(those returned) for one of them. */
  leave(conversation: Conversation): void {
    if (conversation.place === 'returned') this.#returned.splice(this.#returned.indexOf(conversation), 1);
    conversation.place = 'none';
    conversation.position = 0;
    this.#length--;
    this.#numbered = false;
    this.#sweep();
  }

  /** The longest-waiting conversation whose customer is connected. O(those lost and husks before it). */
  longest(): Conversation | undefined {
    for (const conversation of this) if (conversation.customer.session) return conversation;
    return undefined;
  }

  /** Everybody who waits, longest first. O(1) a step, but for husks. The line must not change meanwhile. */
  *[Symbol.iterator](): Generator<Conversation, void, undefined> {
    const returned = this.#returned;
    let next = 0;
    for (const conversation of this.#queue) {
      if (conversation.place !== 'queue') continue;
      while (next < returned.length && returned[next]!.ticket < conversation.ticket) yield returned[next++]!;
      yield conversation;
    }
    while (next < returned.length) yield returned[next++]!;
  }

  /** The place of a waiting conversation, from 1. O(n) once after the line has changed, else O(1). */
  position(conversation: Conversation): number {
    if (!this.#numbered) {
      let position = 0;
      for (const waiting of this) waiting.position = ++position;
      this.#numbered = true;
    }
    return conversation.position;
  }

  /** Drops the husks at the head and, when there are many, all of them. */
  #sweep(): void {
    const queue = this.#queue;
    for (let head = queue.peek(); head && head.place !== 'queue'; head = queue.peek()) queue.dequeue();
    const waiting = this.#length - this.#returned.length;
    if (queue.size - waiting <= waiting + FEW_HUSKS) return;
    for (let n = queue.size; n > 0; n--) {
      const conversation = queue.dequeue()!;
      if (conversation.place === 'queue') queue.enqueue(conversation);
    }
  }
}
