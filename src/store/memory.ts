/**
 * The store without a disk: for trials, tests and measurements. It owns who there is and the newest messages in
 * memory, and never outlives the process; a new one is empty.
 */

import { MAX_UNDO } from '../desk/bounds.ts';
import type {
  AccountRecord,
  ConversationRecord,
  DeliveryRecord,
  HistoryQuery,
  HistoryResult,
  Journal,
  LogEvent,
  LogQuery,
  PersonRecord,
  Place,
  Snapshot,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotOwn,
  StoredMessage,
} from '../desk/journal.ts';
import { MAX_LABELS, MAX_LOG, UNDO_WINDOW_MS } from '../protocol/limits.ts';
import { utf8Length } from '../protocol/utf8.ts';
import { readLog } from './delivery-log.ts';
import { mentions } from './mentions.ts';
import { MessageRing, type RingMessage } from './message-ring.ts';
import { type Records, replay } from './records.ts';
import type { PageQuery, Store } from './store.ts';
import { StoreError } from './store-error.ts';

/** How many messages of a conversation a restart brings back. */
const NEWEST = 50;

interface Party {
  readonly key: string;
  readonly name: string;
}

type Conversation = Omit<SnapshotConversation, 'count' | 'newest'>;
type Labels = SnapshotIdentity['labels'];

export class MemoryStore implements Store, Journal {
  readonly #ring: MessageRing;

  /** Kept until they are forgotten or expired: a name takes some hundred bytes. */
  readonly #parties = new Map<number, Party>();
  readonly #bearers = new Map<string, Set<number>>();
  readonly #people = new Map<number, PersonRecord>();
  readonly #accounts = new Map<number, AccountRecord>();
  /** Who is not connected. */
  readonly #away = new Map<number, Place>();
  /** Of each party, oldest first. */
  readonly #deliveries = new Map<number, DeliveryRecord[]>();
  readonly #conversations = new Map<number, Conversation>();
  #lastSeq = 0;
  #lastDelivery = 0;
  #lastParty = 0;
  #lastConversation = 0;
  #lastTicket = 0;
  #lastAt = 0;
  #expired = 0;
  /** The batch that is being taken in: whether it is plain ASCII, and where its next text lies. */
  #ascii = false;
  #next = 0;

  /**
   * Keeps the newest messages over all, at most `capacity` of them and `bytes` of text (a multiple of 64 Ki, and
   * more than any batch has); the older ones fall out.
   */
  constructor(capacity = 200_000, bytes = 128 * 1024 * 1024) {
    this.#ring = new MessageRing(capacity, bytes);
  }

  /** What was committed so far; a conversation counts the messages that are still in memory. O(messages held). */
  async load(): Promise<Snapshot> {
    const labels = this.#loadLabels();
    const own = this.#loadOwn();
    const identity = (party: number) => ({
      ...this.#parties.get(party)!,
      away: this.#away.get(party) ?? null,
      labels: labels.get(party) ?? [],
    });
    return {
      lastSeq: this.#lastSeq,
      lastDelivery: this.#lastDelivery,
      lastParty: this.#lastParty,
      lastConversation: this.#lastConversation,
      lastTicket: this.#lastTicket,
      lastAt: this.#lastAt,
      accounts: [...this.#accounts.values()]
        .sort((a, b) => a.party - b.party)
        .map((account) => ({ ...account, ...identity(account.party) })),
      people: [...this.#people.values()]
        .sort((a, b) => a.since - b.since || a.sinceSeq - b.sinceSeq || a.party - b.party)
        .map((person) => {
          const all = { ...person, ...identity(person.party), own: own.get(person.party) ?? [] };
          return this.#accounts.has(person.party) ? { ...all, labels: [] } : all;
        }),
      conversations: this.#loadConversations(),
    };
  }

  /** O(records), and O(messages held) for what is forgotten. */
  async commit(records: Records): Promise<void> {
    this.#ascii = Buffer.byteLength(records.text) === records.text.length;
    this.#next = this.#ring.texts.append(records.text);
    replay(records, this);
  }

  /** O(messages held) at worst: whoever wrote lately is found soon. */
  async history({ key, after, before, limit }: HistoryQuery): Promise<HistoryResult> {
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) return { known: false, messages: [] };
    const messages = this.#ring.newestFirst((party) => bearers.has(party), after, before);
    return { known: true, messages: this.#take(limit, messages) };
  }

  /** O(messages held). */
  async page({ key, after, limit }: PageQuery): Promise<StoredMessage[]> {
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) return [];
    const messages = this.#ring.oldestFirst((party) => bearers.has(party), after);
    return this.#take(
      limit,
      messages.filter(({ gone }) => !gone),
    );
  }

  /** O(messages held above the place). */
  async log(query: LogQuery): Promise<LogEvent[]> {
    const { party, after, upto, since } = query;
    const [seq, delivery] =
      typeof after === 'number' ? [since, 0] : [Math.max(after.seq, since), after.delivery];
    const messages = this.#ring.newestFirst((one) => one === party, seq, upto.seq + 1);
    const deliveries = (this.#deliveries.get(party) ?? []).filter(
      ({ id, place }) => id > delivery && id <= upto.delivery && place >= since,
    );
    return readLog(query, {
      messages: messages.map((message) => this.#stored(message)),
      deliveries: deliveries.reverse().values(),
      message: (seq) => {
        const message = this.#ring.get(seq);
        return message && this.#stored(message);
      },
    });
  }

  /** Erased texts were overwritten at once. */
  async erase(): Promise<void> {}

  async backup(): Promise<void> {
    throw new StoreError('in-memory', 'the store is in memory alone: there is nothing to back up');
  }

  async close(): Promise<void> {}

  party(id: number, key: string, name: string): void {
    this.#pass(key);
    this.#pass(name);
    this.#lastParty = Math.max(this.#lastParty, id);
    if (this.#parties.has(id)) return;
    this.#parties.set(id, { key, name });
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) this.#bearers.set(key, new Set([id]));
    else bearers.add(id);
  }

  person(person: PersonRecord): void {
    this.#pass(person.display);
    this.#pass(person.tokenHash);
    this.#people.set(person.party, person);
    this.#away.delete(person.party);
    this.#lastAt = Math.max(this.#lastAt, person.since);
  }

  personEnded(party: number): void {
    this.#people.delete(party);
    this.#dropUnlessNeeded(party);
  }

  presence(party: number, away: Place | null): void {
    if (away && (this.#people.has(party) || this.#accounts.has(party))) this.#away.set(party, away);
    else this.#away.delete(party);
  }

  account(account: AccountRecord): void {
    this.#pass(account.verifier);
    this.#accounts.set(account.party, account);
    this.#lastAt = Math.max(this.#lastAt, account.since);
  }

  accountRemoved(party: number): void {
    this.#accounts.delete(party);
    this.#dropUnlessNeeded(party);
  }

  delivery(delivery: DeliveryRecord): void {
    this.#pass(delivery.text);
    if (delivery.id <= this.#lastDelivery) return;
    this.#lastDelivery = delivery.id;
    const deliveries = this.#deliveries.get(delivery.party) ?? [];
    this.#deliveries.set(delivery.party, deliveries);
    if (deliveries.push(delivery) >= 2 * MAX_LOG) deliveries.splice(0, MAX_LOG);
  }

  conversation({ at, state, ...rest }: ConversationRecord): void {
    const { id, ticket, waitingSince } = rest;
    if (state === 'closed') this.#conversations.delete(id);
    else this.#conversations.set(id, { ...rest, state });
    this.#lastConversation = Math.max(this.#lastConversation, id);
    this.#lastTicket = Math.max(this.#lastTicket, ticket);
    this.#lastAt = Math.max(this.#lastAt, at, waitingSince);
  }

  message(
    seq: number,
    at: number,
    sender: number,
    recipient: number,
    attendant: number,
    text: string,
    label: number,
  ): void {
    const textAt = this.#next;
    this.#pass(text);
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    if (at > this.#lastAt) this.#lastAt = at;
    this.#ring.push({ seq, at, sender, recipient, attendant, label }, textAt, this.#next - textAt);
  }

  gone(seq: number): void {
    this.#ring.setGone(seq);
  }

  forgotten(key: string): void {
    this.#pass(key);
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) return;
    this.#bearers.delete(key);
    for (const id of bearers) {
      this.#parties.delete(id);
      this.#people.delete(id);
      this.#accounts.delete(id);
      this.#dropUnlessNeeded(id);
    }
    for (const [id, { customer }] of this.#conversations) {
      if (bearers.has(customer)) this.#conversations.delete(id);
    }
    this.#ring.erase((party) => bearers.has(party));
    this.#dropDeliveries(({ kind, seq, text }) =>
      kind === 'CLOSED' ? mentions(text, key) : this.#ring.get(seq) === undefined,
    );
  }

  expired(before: number): void {
    const seq = this.#ring.newestBefore(before);
    if (seq <= this.#expired) return;
    this.#expired = seq;
    this.#ring.expire(seq);
    this.#dropDeliveries((one) => (one.kind === 'CLOSED' ? one.place < seq : one.seq <= seq));
    this.#dropNames();
  }

  /** A text of the batch lies here; the next one behind it. */
  #pass(text: string): void {
    this.#next += this.#ascii ? text.length : utf8Length(text);
  }

  #dropUnlessNeeded(party: number): void {
    if (this.#people.has(party) || this.#accounts.has(party)) return;
    this.#away.delete(party);
    this.#deliveries.delete(party);
  }

  #dropDeliveries(obsolete: (delivery: DeliveryRecord) => boolean): void {
    for (const [party, deliveries] of this.#deliveries) {
      this.#deliveries.set(
        party,
        deliveries.filter((delivery) => !obsolete(delivery)),
      );
    }
  }

  /** Names that nobody bears, and no message or conversation refers to. O(messages held + names). */
  #dropNames(): void {
    const needed = new Set([...this.#people.keys(), ...this.#accounts.keys()]);
    for (const { customer } of this.#conversations.values()) needed.add(customer);
    for (const { sender, recipient, attendant } of this.#ring.parties()) {
      needed.add(sender).add(recipient).add(attendant);
    }
    for (const [id, { key }] of this.#parties) {
      if (needed.has(id)) continue;
      this.#parties.delete(id);
      const bearers = this.#bearers.get(key)!;
      bearers.delete(id);
      if (bearers.size === 0) this.#bearers.delete(key);
    }
  }

  #take(limit: number, messages: Iterator<RingMessage, void>): StoredMessage[] {
    return Iterator.from(messages)
      .take(limit)
      .map((message) => this.#stored(message))
      .toArray();
  }

  #stored({ seq, at, sender, recipient, text, gone }: RingMessage): StoredMessage {
    return { seq, at, from: this.#nameOf(sender), to: this.#nameOf(recipient), text, gone };
  }

  #nameOf(party: number): string {
    return this.#parties.get(party)?.name ?? '*';
  }

  /** Oldest first, by sender. */
  #loadLabels(): Map<number, Labels> {
    const labels = new Map<number, [key: number, seq: number][]>();
    for (const { seq, sender, label } of this.#ring.parties()) {
      const owner = this.#accounts.get(sender) ?? this.#people.get(sender);
      if (label === 0 || owner === undefined || seq <= owner.sinceSeq) continue;
      const own = labels.get(sender) ?? [];
      labels.set(sender, own);
      if (own.length < MAX_LABELS) own.push([label, seq]);
    }
    for (const own of labels.values()) own.reverse();
    return labels;
  }

  /** What people could undo now, oldest first, by sender. */
  #loadOwn(): Map<number, SnapshotOwn[]> {
    const all = new Map<number, SnapshotOwn[]>();
    for (const { seq, at, sender, attendant } of this.#ring.parties()) {
      if (at < this.#lastAt - UNDO_WINDOW_MS) break;
      const person = this.#people.get(sender);
      if (person === undefined || at < person.since || seq <= person.sinceSeq) continue;
      const own = all.get(sender) ?? [];
      all.set(sender, own);
      if (own.length === MAX_UNDO) continue;
      const message = this.#snapshotMessage(seq);
      if (!message.gone) own.push({ ...message, attendant });
    }
    for (const own of all.values()) own.reverse();
    return all;
  }

  #loadConversations(): SnapshotConversation[] {
    const alive = [...this.#conversations.values()].sort((a, b) => a.ticket - b.ticket || a.id - b.id);
    const seqs = new Map<number, number[]>(alive.map(({ customer }) => [customer, []]));
    for (const { seq, sender, recipient } of this.#ring.parties()) {
      seqs.get(sender)?.push(seq);
      if (recipient !== sender) seqs.get(recipient)?.push(seq);
    }
    return alive.map((conversation) => {
      const own = seqs.get(conversation.customer)!.filter((seq) => seq >= conversation.firstSeq);
      const newest = own.slice(0, NEWEST).reverse();
      return { ...conversation, count: own.length, newest: newest.map((seq) => this.#snapshotMessage(seq)) };
    });
  }

  #snapshotMessage(seq: number): SnapshotMessage {
    const message = this.#ring.get(seq)!;
    return { ...this.#stored(message), sender: message.sender, recipient: message.recipient };
  }
}
