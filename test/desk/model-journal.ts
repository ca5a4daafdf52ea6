/**
 * The journal as simple as can be, written from journal.ts alone: every record is kept in a plain map. It answers
 * nothing: see model-store.ts.
 */

import type {
  AccountRecord,
  ConversationRecord,
  DeliveryRecord,
  Journal,
  PersonRecord,
  Place,
  RatingRecord,
  RoomRecord,
  Scope,
  Status,
} from '../../src/desk/journal.ts';
import { readName } from '../../src/protocol/names.ts';

/** A message or a note; of a note the recipient is the customer. */
export interface ModelMessage {
  readonly seq: number;
  readonly at: number;
  readonly sender: number;
  readonly recipient: number;
  readonly attendant: number;
  readonly label: number;
  readonly note: boolean;
  text: string;
  gone: boolean;
}

export type ModelConversation = ConversationRecord;

/** Somebody is in a room, and gets what is said there behind a seq. */
export interface ModelMember {
  readonly room: number;
  readonly party: number;
  readonly after: number;
}

/** A name of before, and up to which seq it was theirs. */
export interface ModelFormer {
  readonly party: number;
  readonly upto: number;
}

export class ModelJournal implements Journal {
  readonly parties = new Map<number, { readonly key: string; readonly name: string }>();
  /** Those who have entered and are not ended, by party, in the order of their entry. */
  people = new Map<number, PersonRecord>();
  /** By party, in the order in which they were made. */
  readonly accounts = new Map<number, AccountRecord>();
  /** Where people and accounts went away, by party; null while they are connected. */
  readonly away = new Map<number, Place | null>();
  readonly statuses = new Map<number, Status>();
  /** Former names by the party of now, oldest first. */
  readonly former = new Map<number, readonly ModelFormer[]>();
  /** The party of before, by the one that it became. */
  protected readonly before = new Map<number, number>();
  /** Those that wait or are open. */
  protected readonly living = new Map<number, ModelConversation>();
  /** Every conversation there ever was. */
  readonly conversations = new Map<number, ModelConversation>();
  /** Those that were with an attendant when they ended, in the order of their end. */
  readonly ended: ModelConversation[] = [];
  /** Who gave a conversation back, by its number. */
  readonly returnedBy = new Map<number, Set<number>>();
  readonly ratings = new Map<number, RatingRecord>();
  /** By party, in the order of making. */
  readonly rooms = new Map<number, RoomRecord>();
  /** Who is in which room, in the order of joining. */
  members: readonly ModelMember[] = [];
  /** Rooms that somebody was in and left, by party. */
  readonly stays = new Map<number, readonly Scope[]>();
  /** Messages and notes by seq. */
  readonly messages = new Map<number, ModelMessage>();
  /** By their number. */
  readonly deliveries = new Map<number, DeliveryRecord>();
  lastSeq = 0;
  lastAt = 0;
  /** Numbers are given once, also those of what was erased. */
  lastDelivery = 0;
  lastParty = 0;

  party(id: number, key: string, name: string): void {
    this.parties.set(id, { key, name });
    this.lastParty = Math.max(this.lastParty, id);
  }

  person(person: PersonRecord): void {
    this.people.set(person.party, person);
    this.away.set(person.party, null);
    this.#saw(person.since);
  }

  personEnded(party: number): void {
    this.people.delete(party);
    this.statuses.delete(party);
    this.former.delete(party);
    this.stays.delete(party);
    this.members = this.members.filter((member) => member.party !== party);
    if (!this.accounts.has(party)) this.#identityEnded(party);
  }

  status(party: number, status: Status): void {
    this.statuses.set(party, status);
  }

  renamed(from: number, to: number, seq: number): void {
    const heir = <T extends object>(record: T, field: keyof T): T =>
      record[field] === from ? { ...record, [field]: to } : record;
    this.people = new Map(
      [...this.people.values()].map((person) => heir(person, 'party')).map((one) => [one.party, one]),
    );
    for (const map of [this.away, this.statuses, this.stays] as Map<number, unknown>[])
      inherit(map, from, to);
    this.former.set(to, [...(this.former.get(from) ?? []), { party: from, upto: seq }]);
    this.former.delete(from);
    this.before.set(to, from);
    for (const [id, delivery] of this.deliveries) this.deliveries.set(id, heir(delivery, 'party'));
    for (const [id, conversation] of this.living) {
      const now = heir(heir(conversation, 'customer'), 'attendant');
      this.living.set(id, now);
      this.conversations.set(id, now);
    }
    this.members = this.members.map((member) => heir(member, 'party'));
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
    this.lastDelivery = Math.max(this.lastDelivery, delivery.id);
  }

  conversation(conversation: ConversationRecord): void {
    const { id, state, attendant, at } = conversation;
    this.conversations.set(id, conversation);
    if (state === 'closed') {
      this.living.delete(id);
      if (attendant !== 0) this.ended.push(conversation);
    } else this.living.set(id, conversation);
    this.#saw(at);
  }

  returned(conversation: number, attendant: number): void {
    const by = this.returnedBy.get(conversation) ?? new Set();
    this.returnedBy.set(conversation, by.add(attendant));
  }

  rating(rating: RatingRecord): void {
    this.ratings.set(rating.conversation, rating);
    this.#saw(rating.at);
  }

  room(room: RoomRecord): void {
    this.rooms.set(room.party, room);
    this.#saw(room.since);
  }

  roomEnded(party: number): void {
    this.rooms.delete(party);
    this.#dropDeliveries(party);
    this.members = this.members.filter(({ room }) => room !== party);
  }

  joined(room: number, party: number, seq: number): void {
    if (!this.#member(room, party)) this.members = [...this.members, { room, party, after: seq }];
  }

  left(room: number, party: number, seq: number): void {
    const member = this.#member(room, party);
    if (!member) return;
    this.members = this.members.filter((one) => one !== member);
    if (member.after === seq) return;
    const scope = { key: this.parties.get(room)!.key, party: room, after: member.after, upto: seq };
    this.stays.set(party, [...(this.stays.get(party) ?? []), scope]);
  }

  #member(room: number, party: number): ModelMember | undefined {
    return this.members.find((member) => member.room === room && member.party === party);
  }

  message(...[seq, at, sender, recipient, attendant, text, label]: Parameters<Journal['message']>): void {
    this.#keep({ seq, at, sender, recipient, attendant, label, text, gone: false, note: false });
  }

  note(...[seq, at, sender, recipient, attendant, text, label]: Parameters<Journal['note']>): void {
    this.#keep({ seq, at, sender, recipient, attendant, label, text, gone: false, note: true });
  }

  #keep(message: ModelMessage): void {
    this.messages.set(message.seq, message);
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    this.#saw(message.at);
  }

  gone(seq: number): void {
    const message = this.messages.get(seq);
    if (!message) return;
    message.text = '';
    message.gone = true;
  }

  forgotten(key: string): void {
    const bearers = this.bearers(key);
    this.#erase(({ sender, recipient }) => bearers.has(sender) || bearers.has(recipient));
    for (const [id, delivery] of this.deliveries) if (closedBy(delivery) === key) this.deliveries.delete(id);
    for (const party of bearers) {
      this.people.delete(party);
      this.accounts.delete(party);
      this.parties.delete(party);
      this.#identityEnded(party);
    }
    for (const [party, names] of this.former)
      this.former.set(
        party,
        names.filter((name) => !bearers.has(name.party)),
      );
  }

  expired(before: number): void {
    const erased = this.#erase(({ at }) => at < before);
    const last = Math.max(0, ...erased);
    // What stands in front of a message that is too old is older still.
    for (const { id, place } of [...this.deliveries.values()]) if (place < last) this.deliveries.delete(id);
  }

  /** Whoever bore the name of this key, or was the room. */
  bearers(key: string): Set<number> {
    const bearers = new Set<number>();
    for (const [id, party] of this.parties) if (party.key === key) bearers.add(id);
    return bearers;
  }

  #identityEnded(party: number): void {
    this.away.delete(party);
    this.#dropDeliveries(party);
  }

  #dropDeliveries(party: number): void {
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

/** What was one party's is the other's. */
function inherit<T>(map: Map<number, T>, from: number, to: number): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}

/** The key of whom a CLOSED names, whose words it may hold too. */
function closedBy({ kind, text }: Pick<DeliveryRecord, 'kind' | 'text'>): string | undefined {
  return kind === 'CLOSED' ? readName(text.split(' ')[1] ?? '')?.key : undefined;
}
