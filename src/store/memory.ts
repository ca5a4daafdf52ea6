/**
 * The store without a disk: for trials, tests and measurements. It owns the newest messages in memory and never
 * outlives the process; a new one is empty.
 *
 * Messages lie in a ring of columns, not as objects, their texts as bytes outside of the heap, and nothing is
 * indexed: a commit writes seven numbers a message and the texts of a batch at once, a read goes through the ring
 * from its newest end.
 */

import type {
  ConversationRecord,
  HistoryQuery,
  HistoryResult,
  Journal,
  PersonRecord,
  Snapshot,
  SnapshotConversation,
  SnapshotMessage,
} from '../desk/journal.ts';
import { utf8Length } from '../protocol/utf8.ts';
import { type Records, replay } from './records.ts';
import type { Store } from './store.ts';
import { TextRing } from './text-ring.ts';

/** In place of the bytes of a text: it is gone. */
const GONE = -1;

/** How many messages of a conversation a restart brings back. */
const NEWEST = 50;

interface Party {
  readonly key: string;
  readonly name: string;
}

type Conversation = Omit<SnapshotConversation, 'count' | 'newest'>;

export class MemoryStore implements Store, Journal {
  readonly #capacity: number;

  // The ring: a message has the same place in each column. Of its text there is where it lies and how many bytes it
  // takes, or GONE.
  readonly #seq: number[] = [];
  readonly #at: number[] = [];
  readonly #sender: number[] = [];
  readonly #recipient: number[] = [];
  readonly #attendant: number[] = [];
  readonly #textAt: number[] = [];
  readonly #textBytes: number[] = [];
  readonly #texts: TextRing;
  /** How many messages ever came; the next one's place is this modulo the capacity. */
  #total = 0;
  #first = 0;

  /** Never forgotten: a name takes some hundred bytes for the life of the process. */
  readonly #parties = new Map<number, Party>();
  readonly #bearers = new Map<string, Set<number>>();
  readonly #people = new Map<number, PersonRecord>();
  readonly #conversations = new Map<number, Conversation>();
  #lastSeq = 0;
  #lastParty = 0;
  #lastConversation = 0;
  #lastTicket = 0;
  #lastAt = 0;
  /** The batch that is being taken in: whether it is plain ASCII, and where its next text lies. */
  #ascii = false;
  #next = 0;

  /**
   * Keeps the newest messages over all, at most `capacity` of them and `bytes` of text (a multiple of 64 Ki, and
   * more than any batch has); the older ones fall out.
   */
  constructor(capacity = 200_000, bytes = 128 * 1024 * 1024) {
    this.#capacity = capacity;
    this.#texts = new TextRing(bytes);
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
    this.#ascii = Buffer.byteLength(records.text) === records.text.length;
    this.#next = this.#texts.append(records.text);
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
    this.#pass(key);
    this.#pass(name);
    if (this.#parties.has(id)) return;
    this.#parties.set(id, { key, name });
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) this.#bearers.set(key, new Set([id]));
    else bearers.add(id);
    this.#lastParty = Math.max(this.#lastParty, id);
  }

  person(person: PersonRecord): void {
    this.#pass(person.display);
    this.#pass(person.tokenHash);
    this.#people.set(person.party, person);
    this.#lastAt = Math.max(this.#lastAt, person.since);
  }

  personEnded(party: number): void {
    this.#people.delete(party);
  }

  conversation({ at, state, ...rest }: ConversationRecord): void {
    const { id, ticket, waitingSince } = rest;
    if (state === 'closed') this.#conversations.delete(id);
    else this.#conversations.set(id, { ...rest, state });
    this.#lastConversation = Math.max(this.#lastConversation, id);
    this.#lastTicket = Math.max(this.#lastTicket, ticket);
    this.#lastAt = Math.max(this.#lastAt, at, waitingSince);
  }

  message(seq: number, at: number, sender: number, recipient: number, attendant: number, text: string): void {
    const textAt = this.#next;
    this.#pass(text);
    if (seq <= this.#lastSeq) return;
    const i = this.#total++ % this.#capacity;
    this.#seq[i] = this.#lastSeq = seq;
    this.#at[i] = at;
    this.#sender[i] = sender;
    this.#recipient[i] = recipient;
    this.#attendant[i] = attendant;
    this.#textAt[i] = textAt;
    this.#textBytes[i] = this.#next - textAt;
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
    if (low === this.#total || this.#seq[i] !== seq || this.#textBytes[i] === GONE) return;
    this.#texts.erase(this.#textAt[i]!, this.#textBytes[i]!);
    this.#textBytes[i] = GONE;
  }

  /** A text of the batch lies here; the next one behind it. */
  #pass(text: string): void {
    this.#next += this.#ascii ? text.length : utf8Length(text);
  }

  /** The oldest message that is whole. O(1), but for those whose texts were written over. */
  get #oldest(): number {
    const { oldest } = this.#texts;
    let n = Math.max(this.#first, this.#total - this.#capacity);
    while (n < this.#total && this.#textAt[n % this.#capacity]! < oldest) n++;
    this.#first = n;
    return n;
  }

  #message(i: number): SnapshotMessage {
    const sender = this.#sender[i]!;
    const recipient = this.#recipient[i]!;
    const bytes = this.#textBytes[i]!;
    return {
      seq: this.#seq[i]!,
      at: this.#at[i]!,
      from: this.#parties.get(sender)?.name ?? '*',
      to: this.#parties.get(recipient)?.name ?? '*',
      text: bytes === GONE ? '' : this.#texts.read(this.#textAt[i]!, bytes),
      gone: bytes === GONE,
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
