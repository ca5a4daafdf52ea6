/**
 * A store as simple as can be, written from journal.ts alone: every record is kept in a plain map, every question
 * is answered by looking at all of them. What the desk does is checked against it.
 */

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
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotOwn,
} from '../../src/desk/journal.ts';
import { readName } from '../../src/protocol/names.ts';

export interface ModelMessage {
  readonly seq: number;
  readonly at: number;
  readonly sender: number;
  readonly recipient: number;
  readonly attendant: number;
  readonly label: number;
  text: string;
  gone: boolean;
}

export type ModelConversation = Omit<ConversationRecord, 'at'>;

/** How many labels a restart brings back. */
const LABELS_KEPT = 1000;
/** What UNDO reaches: messages, and how old they may be. */
const MAX_UNDO = 50;
const UNDO_WINDOW_MS = 5 * 60_000;

export class ModelStore implements Journal {
  readonly parties = new Map<number, { readonly key: string; readonly name: string }>();
  /** Those who have entered and are not ended, by party, in the order of their entry. */
  readonly people = new Map<number, PersonRecord>();
  /** By party, in the order in which they were made. */
  readonly accounts = new Map<number, AccountRecord>();
  /** Where people and accounts went away, by party; null while they are connected. */
  readonly away = new Map<number, Place | null>();
  /** Those that wait or are open. */
  readonly #alive = new Map<number, ModelConversation>();
  /** Every conversation there ever was. */
  readonly conversations = new Map<number, ModelConversation>();
  /** By seq. */
  readonly messages = new Map<number, ModelMessage>();
  /** By their number. */
  readonly deliveries = new Map<number, DeliveryRecord>();
  lastSeq = 0;
  lastAt = 0;
  /** Numbers are given once, also those of what was erased. */
  #lastDelivery = 0;
  #lastParty = 0;

  party(id: number, key: string, name: string): void {
    this.parties.set(id, { key, name });
    this.#lastParty = Math.max(this.#lastParty, id);
  }

  person(person: PersonRecord): void {
    this.people.set(person.party, person);
    this.away.set(person.party, null);
    this.#saw(person.since);
  }

  personEnded(party: number): void {
    this.people.delete(party);
    if (!this.accounts.has(party)) this.#identityEnded(party);
  }

  presence(party: number, away: Place | null): void {
    this.away.set(party, away);
  }

  account(account: AccountRecord): void {
    this.accounts.set(account.party, account);
    this.#saw(account.since);
  }

  accountRemoved(party: number): void {
    this.accounts.delete(party);
    if (!this.people.has(party)) this.#identityEnded(party);
  }

  delivery(delivery: DeliveryRecord): void {
    this.deliveries.set(delivery.id, delivery);
    this.#lastDelivery = Math.max(this.#lastDelivery, delivery.id);
  }

  conversation({ at, ...conversation }: ConversationRecord): void {
    const { id, state } = conversation;
    this.conversations.set(id, conversation);
    if (state === 'closed') this.#alive.delete(id);
    else this.#alive.set(id, conversation);
    this.#saw(at);
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
    this.messages.set(seq, { seq, at, sender, recipient, attendant, label, text, gone: false });
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.#saw(at);
  }

  gone(seq: number): void {
    const message = this.messages.get(seq);
    if (!message) return;
    message.text = '';
    message.gone = true;
  }

  forgotten(key: string): void {
    const bearers = this.#bearers(key);
    this.#erase(({ sender, recipient }) => bearers.has(sender) || bearers.has(recipient));
    for (const [id, delivery] of this.deliveries) if (closedBy(delivery) === key) this.deliveries.delete(id);
    for (const party of bearers) {
      this.people.delete(party);
      this.accounts.delete(party);
      this.parties.delete(party);
      this.#identityEnded(party);
    }
  }

  expired(before: number): void {
    const erased = this.#erase(({ at }) => at < before);
    const last = Math.max(0, ...erased);
    // What stands in front of a message that is too old is older still.
    for (const { id, place } of [...this.deliveries.values()]) if (place < last) this.deliveries.delete(id);
  }

  /** Conversations that wait, by ticket. */
  waiting(): ModelConversation[] {
    return this.alive().filter(({ state }) => state === 'waiting');
  }

  /** Conversations open with this attendant, by ticket. */
  servedBy(attendant: number): ModelConversation[] {
    return this.alive().filter((one) => one.state === 'open' && one.attendant === attendant);
  }

  /** The conversation of a customer that waits or is open. */
  conversationOf(customer: number): ModelConversation | undefined {
    for (const one of this.#alive.values()) if (one.customer === customer) return one;
    return undefined;
  }

  /** The messages of a conversation, oldest first. */
  messagesOf({ customer, firstSeq }: ModelConversation): ModelMessage[] {
    return [...this.messages.values()].filter(
      ({ seq, sender, recipient }) => seq >= firstSeq && (sender === customer || recipient === customer),
    );
  }

  history({ key, after, before, limit }: HistoryQuery): HistoryResult {
    const bearers = this.#bearers(key);
    const messages = [...this.messages.values()].filter(
      ({ seq, sender, recipient, attendant }) =>
        seq > after &&
        seq < before &&
        (bearers.has(sender) || bearers.has(recipient) || bearers.has(attendant)),
    );
    return {
      known: bearers.size > 0,
      messages: messages.slice(-limit).reverse().map(this.shown),
    };
  }

  /** The delivery log, straight from its definition: messages stand at (seq, 0), deliveries at (place, id). */
  log({ party, after, upto, since, limit }: LogQuery): LogEvent[] {
    const all = [
      ...[...this.messages.values()]
        .filter(({ sender, recipient, attendant }) => [sender, recipient, attendant].includes(party))
        .map(({ seq }) => ({ place: seq, id: 0, kind: 'MSG' as const, seq, text: '' })),
      ...[...this.deliveries.values()].filter((delivery) => delivery.party === party),
    ]
      .sort((a, b) => a.place - b.place || a.id - b.id)
      .filter(({ place, id }) => (id === 0 ? place > since : place >= since))
      .filter(({ place, id }) => (id === 0 ? place <= upto.seq : id <= upto.delivery));
    const behind =
      typeof after === 'number'
        ? all.slice(all.findIndex(({ kind, seq }) => kind === 'MSG' && seq === after) + 1)
        : all.filter(({ place, id }) => (id === 0 ? place > after.seq : id > after.delivery));
    return behind.slice(-limit).flatMap(({ kind, seq, text }): LogEvent[] => {
      if (kind === 'CLOSED') return [{ kind, text }];
      const message = this.messages.get(seq);
      if (!message) return [];
      const { gone, from, to, ...rest } = this.shown(message);
      if (kind === 'UNDO') return [{ kind, seq, from, to }];
      return gone ? [] : [{ kind, message: { ...rest, gone, from, to } }];
    });
  }

  /** What a restart starts from. */
  snapshot(): Snapshot {
    const highest = (numbers: Iterable<number>) => Math.max(0, ...numbers);
    return {
      lastSeq: this.lastSeq,
      lastDelivery: this.#lastDelivery,
      lastParty: this.#lastParty,
      lastConversation: highest(this.conversations.keys()),
      lastTicket: highest([...this.conversations.values()].map(({ ticket }) => ticket)),
      lastAt: this.lastAt,
      accounts: [...this.accounts.values()].map((account) => ({
        ...account,
        ...this.#identity(account.party),
      })),
      people: [...this.people.values()].map((person) => ({
        ...person,
        ...this.#identity(person.party),
        // Those of somebody with an account stand there.
        ...(this.accounts.has(person.party) ? { labels: [] } : {}),
        own: this.#own(person),
      })),
      conversations: this.alive().map(({ state, ...conversation }) => {
        const messages = this.messagesOf({ state, ...conversation });
        return {
          ...conversation,
          state: state as 'waiting' | 'open',
          count: messages.length,
          newest: messages.slice(-50).map(this.shown),
        };
      }),
    };
  }

  nameOf(party: number): string {
    return this.parties.get(party)?.name ?? '*';
  }

  shown = ({ seq, at, sender, recipient, text, gone }: ModelMessage): SnapshotMessage => {
    return { seq, at, from: this.nameOf(sender), to: this.nameOf(recipient), text, gone, sender, recipient };
  };

  /** Those that wait or are open, by ticket. */
  alive(): ModelConversation[] {
    return [...this.#alive.values()].sort((a, b) => a.ticket - b.ticket);
  }

  #bearers(key: string): Set<number> {
    const bearers = new Set<number>();
    for (const [id, party] of this.parties) if (party.key === key) bearers.add(id);
    return bearers;
  }

  #identity(party: number): SnapshotIdentity {
    const labels = [...this.messages.values()]
      .filter(({ sender, label }) => sender === party && label !== 0)
      .map(({ label, seq }) => [label, seq] as const);
    return {
      ...this.parties.get(party)!,
      away: this.away.get(party) ?? null,
      labels: labels.slice(-LABELS_KEPT),
    };
  }

  /** What this person could undo at the last moment known. */
  #own({ party, since }: PersonRecord): SnapshotOwn[] {
    return [...this.messages.values()]
      .filter(({ at, sender, gone }) => sender === party && !gone && at >= since)
      .filter(({ at }) => this.lastAt - at <= UNDO_WINDOW_MS)
      .slice(-MAX_UNDO)
      .map((message) => ({ ...this.shown(message), attendant: message.attendant }));
  }

  #identityEnded(party: number): void {
    this.away.delete(party);
    for (const [id, delivery] of this.deliveries) if (delivery.party === party) this.deliveries.delete(id);
  }

  /** Erases messages, and the deliveries that tell of them; returns their seqs. */
  #erase(which: (message: ModelMessage) => boolean): Set<number> {
    const erased = new Set<number>();
    for (const [seq, message] of this.messages) if (which(message)) erased.add(seq);
    for (const seq of erased) this.messages.delete(seq);
    for (const [id, { seq }] of this.deliveries) if (erased.has(seq)) this.deliveries.delete(id);
    return erased;
  }

  #saw(at: number): void {
    this.lastAt = Math.max(this.lastAt, at);
  }
}

/** The key of whom a CLOSED names, whose words it may hold too. */
function closedBy({ kind, text }: Pick<DeliveryRecord, 'kind' | 'text'>): string | undefined {
  return kind === 'CLOSED' ? readName(text.split(' ')[1] ?? '')?.key : undefined;
}
