/**
 * What a store is meant to do, said as plainly as possible: everything in arrays and maps, every answer by going
 * through all of it (see model-answers.ts and model-snapshot.ts).
 */

import { MAX_STAYS } from '../../src/desk/bounds.ts';
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
  RatingRecord,
  RoomRecord,
  Snapshot,
  Stats,
  Status,
  StoredMessage,
} from '../../src/desk/journal.ts';
import { type Records, RecordWriter } from '../../src/store/records.ts';
import type { PageQuery } from '../../src/store/store.ts';
import { historyOf, logOf, pageOf } from './model-answers.ts';
import { snapshotOf, statsOf } from './model-snapshot.ts';

/** A call on a journal, as its name and its values. */
export type Call = { [K in keyof Journal]: [K, ...Parameters<Journal[K]>] }[keyof Journal];

/** The records that these calls give. */
export function records(...calls: readonly Call[]): Records {
  const writer = new RecordWriter();
  for (const [name, ...values] of calls) (writer[name] as (...values: unknown[]) => void)(...values);
  return writer.take();
}

/** A customer enters, as plainly as can be but for `rest`. */
export function personRecord(party: number, rest: Partial<PersonRecord> = {}): Call {
  const usual = { display: '', tokenHash: 'hash', lang: 'pt', since: 1, sinceSeq: 0 } as const;
  return ['person', { party, role: 'consumidor', ...usual, ...rest }];
}

/** A member's account, but for `rest`. */
export function accountRecord(party: number, rest: Partial<AccountRecord> = {}): Call {
  return ['account', { party, role: 'membro', verifier: 'verifier', since: 1, sinceSeq: 0, ...rest }];
}

/** A customer waits, with the id as the ticket, but for `rest`. */
export function conversationRecord(
  id: number,
  customer: number,
  rest: Partial<ConversationRecord> = {},
): Call {
  const usual = { attendant: 0, ticket: id, waitingSince: 1, firstSeq: 1, at: 1, openedAt: 0, answeredAt: 0 };
  return ['conversation', { id, customer, state: 'waiting', ...usual, ...rest }];
}

export type Counter = 'seq' | 'delivery' | 'party' | 'conversation' | 'ticket' | 'at';

/** A message or a note. */
export interface ModelMessage {
  readonly seq: number;
  readonly at: number;
  readonly parties: readonly [sender: number, recipient: number, attendant: number];
  readonly text: string;
  readonly label: number;
  readonly note: boolean;
  gone: boolean;
}

/** Somebody's being in a room, up to a seq or, if null, now. */
export interface ModelStay {
  readonly room: number;
  readonly party: number;
  readonly after: number;
  readonly upto: number | null;
}

export class Model implements Journal {
  readonly parties = new Map<number, { readonly key: string; readonly name: string }>();
  readonly people = new Map<number, PersonRecord>();
  readonly statuses = new Map<number, Status>();
  readonly accounts = new Map<number, AccountRecord>();
  readonly away = new Map<number, Place | null>();
  former: readonly { readonly party: number; readonly was: number; readonly upto: number }[] = [];
  readonly conversations = new Map<number, ConversationRecord>();
  readonly returnedBy = new Map<number, ReadonlySet<number>>();
  readonly ratings = new Map<number, number>();
  readonly rooms = new Map<number, RoomRecord>();
  /** In the order of joining. */
  stays: readonly ModelStay[] = [];
  deliveries: readonly DeliveryRecord[] = [];
  messages: readonly ModelMessage[] = [];
  #expired = 0;
  /** When each message was said that ever was, by seq. */
  readonly #times = new Map<number, number>();
  readonly last: Record<Counter, number> = {
    seq: 0,
    delivery: 0,
    party: 0,
    conversation: 0,
    ticket: 0,
    at: 0,
  };

  commit(calls: readonly Call[]): void {
    for (const [name, ...values] of calls) (this[name] as (...values: unknown[]) => void)(...values);
  }

  /** The place behind everything. */
  get here(): Place {
    return { seq: this.last.seq, delivery: this.last.delivery };
  }

  party(id: number, key: string, name: string): void {
    this.parties.set(id, { key, name });
    this.#saw({ party: id });
  }

  person(person: PersonRecord): void {
    this.people.set(person.party, person);
    this.away.set(person.party, null);
    this.#saw({ at: person.since });
  }

  personEnded(party: number): void {
    this.people.delete(party);
    this.statuses.delete(party);
    this.former = this.former.filter((one) => one.party !== party);
    this.stays = this.stays.filter((stay) => stay.party !== party);
    this.#dropDeliveriesOfNobody();
  }

  status(party: number, status: Status): void {
    this.statuses.set(party, status);
  }

  renamed(from: number, to: number, seq: number): void {
    const heir = <T extends object>(record: T, field: keyof T): T =>
      record[field] === from ? { ...record, [field]: to } : record;
    const person = this.people.get(from);
    if (person) this.people.set(to, { ...person, party: to });
    this.people.delete(from);
    for (const map of [this.statuses, this.away] as Map<number, unknown>[]) {
      if (map.has(from)) map.set(to, map.get(from));
      map.delete(from);
    }
    this.former = [...this.former.map((one) => heir(one, 'party')), { party: to, was: from, upto: seq }];
    this.stays = this.stays.map((stay) => heir(stay, 'party'));
    this.deliveries = this.deliveries.map((delivery) => heir(delivery, 'party'));
    for (const one of this.alive()) this.conversations.set(one.id, heir(heir(one, 'customer'), 'attendant'));
    for (const [id, attendants] of this.returnedBy) {
      this.returnedBy.set(id, new Set([...attendants].map((one) => (one === from ? to : one))));
    }
  }

  presence(party: number, away: Place | null): void {
    this.away.set(party, away);
  }

  account(account: AccountRecord): void {
    this.accounts.set(account.party, account);
    this.#saw({ at: account.since });
  }

  accountRemoved(party: number): void {
    this.accounts.delete(party);
    this.#dropDeliveriesOfNobody();
  }

  delivery(delivery: DeliveryRecord): void {
    this.deliveries = [...this.deliveries, delivery];
    this.#saw({ delivery: delivery.id });
  }

  conversation(conversation: ConversationRecord): void {
    const { id, ticket, waitingSince, at, state } = conversation;
    this.conversations.set(id, conversation);
    if (state === 'closed') this.returnedBy.delete(id);
    this.#saw({ conversation: id, ticket, at: Math.max(waitingSince, at) });
  }

  returned(conversation: number, attendant: number): void {
    this.returnedBy.set(conversation, new Set([...(this.returnedBy.get(conversation) ?? []), attendant]));
  }

  rating({ conversation, score, at }: RatingRecord): void {
    if (this.conversations.has(conversation)) this.ratings.set(conversation, score);
    this.#saw({ at });
  }

  room(room: RoomRecord): void {
    this.rooms.set(room.party, room);
    this.#saw({ at: room.since });
  }

  roomEnded(party: number): void {
    this.rooms.delete(party);
    this.stays = this.stays.filter(({ room, upto }) => room !== party || upto !== null);
    this.#dropDeliveriesOfNobody();
  }

  joined(room: number, party: number, seq: number): void {
    this.stays = [...this.stays, { room, party, after: seq, upto: null }];
  }

  left(room: number, party: number, seq: number): void {
    const stays = this.stays.map((stay) =>
      stay.room === room && stay.party === party && stay.upto === null ? { ...stay, upto: seq } : stay,
    );
    const kept = new Set(pastStays(stays, party).slice(-MAX_STAYS));
    this.stays = stays.filter((stay) => stay.party !== party || stay.upto === null || kept.has(stay));
  }

  message(...[seq, at, sender, recipient, attendant, text, label]: Parameters<Journal['message']>): void {
    this.#say({ seq, at, parties: [sender, recipient, attendant], text, label, note: false, gone: false });
  }

  note(...[seq, at, author, customer, attendant, text, label]: Parameters<Journal['note']>): void {
    this.#say({ seq, at, parties: [author, customer, attendant], text, label, note: true, gone: false });
  }

  gone(seq: number): void {
    const message = this.messageOf(seq);
    if (message) message.gone = true;
  }

  forgotten(key: string): void {
    const bearers = this.bearersOf(key);
    if (bearers.length === 0) return;
    this.messages = this.messages.filter(
      ({ parties: [sender, recipient] }) => !bearers.includes(sender) && !bearers.includes(recipient),
    );
    this.#dropDeliveries(({ party, kind, text }) => {
      return bearers.includes(party) || (kind === 'CLOSED' && wordsOf(text).includes(key));
    });
    for (const [id, { customer }] of this.conversations) {
      if (bearers.includes(customer)) this.#dropConversation(id);
    }
    for (const id of bearers) {
      this.parties.delete(id);
      this.accounts.delete(id);
      this.personEnded(id);
    }
    this.former = this.former.filter(({ was }) => !bearers.includes(was));
  }

  expired(before: number): void {
    const old = [...this.#times].filter(([, at]) => at < before);
    const seq = Math.max(0, ...old.map(([seq]) => seq));
    if (seq <= this.#expired) return;
    this.#expired = seq;
    this.messages = this.messages.filter((message) => message.seq > seq);
    this.#dropDeliveries(({ kind, place }) => kind === 'CLOSED' && place < seq);
    const newest = this.#times.get(seq)!;
    for (const { id, state, at } of this.conversations.values()) {
      if (state === 'closed' && at <= newest) this.#dropConversation(id);
    }
    for (const id of this.parties.keys()) if (!this.isNeeded(id)) this.parties.delete(id);
  }

  /** Whether somebody bears the name or bore it, or something is left that refers to it. */
  isNeeded(party: number): boolean {
    return (
      this.people.has(party) ||
      this.accounts.has(party) ||
      this.rooms.has(party) ||
      [...this.rooms.values()].some(({ maker }) => maker === party) ||
      this.former.some(({ was }) => was === party) ||
      this.alive().some(({ customer }) => customer === party) ||
      this.messages.some(({ parties }) => parties.includes(party))
    );
  }

  history(query: HistoryQuery): HistoryResult {
    return historyOf(this, query);
  }

  page(query: PageQuery): StoredMessage[] {
    return pageOf(this, query);
  }

  log(query: LogQuery): LogEvent[] {
    return logOf(this, query);
  }

  stats(at: number): Stats {
    return statsOf(this, at);
  }

  load(): Snapshot {
    return snapshotOf(this);
  }

  /** Conversations that wait or are open. */
  alive(): ConversationRecord[] {
    return [...this.conversations.values()].filter(({ state }) => state !== 'closed');
  }

  bearersOf(key: string): number[] {
    return [...this.parties].filter(([, party]) => party.key === key).map(([id]) => id);
  }

  /** Somebody by the present name and the former ones. */
  namesOf(party: number): number[] {
    return [party, ...this.former.filter((one) => one.party === party).map(({ was }) => was)];
  }

  isRoom(party: number): boolean {
    return this.parties.get(party)?.key.startsWith('#') ?? false;
  }

  messageOf(seq: number): ModelMessage | undefined {
    return this.messages.find((message) => message.seq === seq);
  }

  stored = ({ seq, at, parties: [sender, recipient], text, gone, note }: ModelMessage): StoredMessage => {
    const nameOf = (party: number) => this.parties.get(party)?.name ?? '*';
    return { seq, at, from: nameOf(sender), to: nameOf(recipient), text: gone ? '' : text, gone, note };
  };

  #say(message: ModelMessage): void {
    const { seq, at } = message;
    this.messages = [...this.messages, message];
    this.#times.set(seq, at);
    this.#saw({ seq, at });
  }

  #dropConversation(id: number): void {
    this.conversations.delete(id);
    this.returnedBy.delete(id);
    this.ratings.delete(id);
  }

  #dropDeliveriesOfNobody(): void {
    const holders = [this.people, this.accounts, this.rooms];
    this.#dropDeliveries(({ party }) => !holders.some((map) => map.has(party)));
  }

  #dropDeliveries(obsolete: (delivery: DeliveryRecord) => boolean): void {
    this.deliveries = this.deliveries.filter((delivery) => !obsolete(delivery));
  }

  #saw(seen: Partial<Record<Counter, number>>): void {
    for (const [name, value] of Object.entries(seen) as [Counter, number][]) {
      this.last[name] = Math.max(this.last[name], value);
    }
  }
}

/** The rooms that somebody left, in the order of leaving: without those in which nothing can have been said. */
export function pastStays(stays: readonly ModelStay[], party: number): ModelStay[] {
  return stays
    .filter((stay) => stay.party === party && stay.upto !== null && stay.upto > stay.after)
    .sort((a, b) => a.upto! - b.upto! || a.after - b.after || a.room - b.room);
}

/** The words of a text as the keys that they would be, were they names. */
function wordsOf(text: string): string[] {
  const words = text.split(/[^\p{L}\p{M}\p{N}_.-]+/u);
  return words
    .flatMap((word) => [word, word.replace(/[.-]+$/, '')])
    .map((word) => word.normalize('NFKC').toLowerCase());
}
