/**
 * The store without a disk: for trials, tests and measurements. It owns the newest messages in memory and never
 * outlives the process; a new one is empty.
 *
 * Messages lie in a ring of columns, not as objects, and nothing is indexed: a commit writes six values a message,
 * a read goes through the ring from its newest end.
 */

import type {
  ConversationState,
  HistoryQuery,
  HistoryResult,
  Journal,
  Snapshot,
  SnapshotConversation,
  SnapshotMessage,
  SnapshotPerson,
} from '../desk/journal.ts';
import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import { type Records, replay } from './records.ts';
import type { Store } from './store.ts';

/** How many messages of a conversation a restart brings back. */
const NEWEST = 50;

interface Party {
  readonly key: string;
  readonly name: string;
}

type Person = Omit<SnapshotPerson, 'key' | 'name'>;
type Conversation = Omit<SnapshotConversation, 'count' | 'newest'>;

export class MemoryStore implements Store, Journal {
  readonly #capacity: number;

  // The ring: a message has the same place in each column. What is `undefined` among the texts is gone.
  readonly #seq: number[] = [];
  readonly #at: number[] = [];
  readonly #sender: number[] = [];
  readonly #recipient: number[] = [];
  readonly #attendant: number[] = [];
  readonly #text: (string | undefined)[] = [];
  /** How many messages ever came; the next one's place is this modulo the capacity. */
  #total = 0;

  /** Never forgotten: a name takes some hundred bytes for the life of the process. */
  readonly #parties = new Map<number, Party>();
  readonly #bearers = new Map<string, Set<number>>();
  readonly #people = new Map<number, Person>();
  readonly #conversations = new Map<number, Conversation>();
  #lastSeq = 0;
  #lastParty = 0;
  #lastConversation = 0;
  #lastTicket = 0;
  #lastAt = 0;

  /** Keeps the newest `capacity` messages over all; the older ones fall out. */
  constructor(capacity = 200_000) {
    this.#capacity = capacity;
  }

  /** What was committed so far; a conversation counts the messages that are still in memory. O(messages held). */
  async load(): Promise<Snapshot> {
    return {
      lastSeq: this.#lastSeq,
      lastParty: this.#lastParty,
      lastConversation: this.#lastConversation,
      lastTicket: this.#lastTicket,
      lastAt: this.#lastAt,
      people: [...this.#people.values()]
        .sort((a, b) => a.since - b.since || a.sinceSeq - b.sinceSeq || a.party - b.party)
        .map((person) => ({ ...person, ...this.#parties.get(person.party)! })),
      conversations: this.#loadConversations(),
    };
  }

  /** O(records). */
  async commit(records: Records): Promise<void> {
    replay(records, this);
  }

  /** O(messages held) at worst: whoever wrote lately is found soon. */
  async history({ key, after, before, limit }: HistoryQuery): Promise<HistoryResult> {
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) return { known: false, messages: [] };
    const messages: SnapshotMessage[] = [];
    for (let n = this.#total - 1; n >= this.#oldest && messages.length < limit; n--) {
      const i = n % this.#capacity;
      if (this.#seq[i]! <= after) break;
      if (this.#seq[i]! >= before) continue;
      if (
        bearers.has(this.#sender[i]!) ||
        bearers.has(this.#recipient[i]!) ||
        bearers.has(this.#attendant[i]!)
      ) {
        messages.push(this.#message(i));
      }
    }
    return { known: true, messages: messages.map(({ sender, recipient, ...message }) => message) };
  }

  async close(): Promise<void> {}

  party(id: number, key: string, name: string): void {
    if (this.#parties.has(id)) return;
    this.#parties.set(id, { key, name });
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) this.#bearers.set(key, new Set([id]));
    else bearers.add(id);
    this.#lastParty = Math.max(this.#lastParty, id);
  }

  person(
    party: number,
    role: Role,
    display: string,
    tokenHash: string,
    lang: Lang,
    since: number,
    sinceSeq: number,
  ): void {
    this.#people.set(party, { party, role, display, tokenHash, lang, since, sinceSeq });
    this.#lastAt = Math.max(this.#lastAt, since);
  }

  personEnded(party: number): void {
    this.#people.delete(party);
  }

  conversation(
    id: number,
    customer: number,
    attendant: number,
    state: ConversationState,
    ticket: number,
    waitingSince: number,
    firstSeq: number,
    at: number,
  ): void {
    if (state === 'closed') this.#conversations.delete(id);
    else {
      this.#conversations.set(id, { id, customer, attendant, state, ticket, waitingSince, firstSeq });
    }
    this.#lastConversation = Math.max(this.#lastConversation, id);
    this.#lastTicket = Math.max(this.#lastTicket, ticket);
    this.#lastAt = Math.max(this.#lastAt, at, waitingSince);
  }

  message(seq: number, at: number, sender: number, recipient: number, attendant: number, text: string): void {
    if (seq <= this.#lastSeq) return;
    const i = this.#total++ % this.#capacity;
    this.#seq[i] = this.#lastSeq = seq;
    this.#at[i] = at;
    this.#sender[i] = sender;
    this.#recipient[i] = recipient;
    this.#attendant[i] = attendant;
    this.#text[i] = text;
    if (at > this.#lastAt) this.#lastAt = at;
  }

  gone(seq: number): void {
    // By halves: seqs ascend from the oldest to the newest.
    let low = this.#oldest;
    let high = this.#total;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#seq[middle % this.#capacity]! < seq) low = middle + 1;
      else high = middle;
    }
    const i = low % this.#capacity;
    if (low < this.#total && this.#seq[i] === seq) this.#text[i] = undefined;
  }

  get #oldest(): number {
    return Math.max(0, this.#total - this.#capacity);
  }

  #message(i: number): SnapshotMessage {
    const sender = this.#sender[i]!;
    const recipient = this.#recipient[i]!;
    const text = this.#text[i];
    return {
      seq: this.#seq[i]!,
      at: this.#at[i]!,
      from: this.#parties.get(sender)?.name ?? '*',
      to: this.#parties.get(recipient)?.name ?? '*',
      text: text ?? '',
      gone: text === undefined,
      sender,
      recipient,
    };
  }

  #loadConversations(): SnapshotConversation[] {
    const alive = [...this.#conversations.values()].sort((a, b) => a.ticket - b.ticket || a.id - b.id);
    const places = new Map<number, number[]>(alive.map(({ customer }) => [customer, []]));
    for (let n = this.#total - 1; n >= this.#oldest; n--) {
      const i = n % this.#capacity;
      const sender = this.#sender[i]!;
      const recipient = this.#recipient[i]!;
      places.get(sender)?.push(i);
      if (recipient !== sender) places.get(recipient)?.push(i);
    }
    return alive.map((conversation) => {
      const own = places.get(conversation.customer)!.filter((i) => this.#seq[i]! >= conversation.firstSeq);
      const newest = own.slice(0, NEWEST).reverse();
      return { ...conversation, count: own.length, newest: newest.map((i) => this.#message(i)) };
    });
  }
}
