/**
 * The memory of the store without a disk, as records change it: who there is, and the newest messages. It answers
 * nothing; whoever reads takes it from here.
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
  Status,
} from '../desk/journal.ts';
import { mentions } from '../desk/mentions.ts';
import { utf8Length } from '../protocol/utf8.ts';
import { MemoryConversations } from './memory-conversations.ts';
import { MemoryDeliveries } from './memory-deliveries.ts';
import { MemoryPeople } from './memory-people.ts';
import { MemoryRooms } from './memory-rooms.ts';
import { MessageRing } from './message-ring.ts';
import { type Records, replay } from './records.ts';

export class MemoryJournal implements Journal {
  readonly ring: MessageRing;
  readonly people = new MemoryPeople();
  readonly rooms = new MemoryRooms();
  readonly conversations = new MemoryConversations();
  readonly deliveries = new MemoryDeliveries();
  lastSeq = 0;
  lastParty = 0;
  lastConversation = 0;
  lastTicket = 0;
  lastAt = 0;
  #expired = 0;
  /** Up to which time the batch at hand erases; 0 for nothing. */
  #expiring = 0;
  /** The batch that is being taken in: whether it is plain ASCII, and where its next text lies. */
  #ascii = false;
  #next = 0;

  /** Keeps so many messages and bytes of text, as a ring does. */
  constructor(capacity: number, bytes: number) {
    this.ring = new MessageRing(capacity, bytes);
  }

  /** Takes a batch in. O(records), and O(messages held) for what is forgotten or expires. */
  take(records: Records): void {
    this.#ascii = Buffer.byteLength(records.text) === records.text.length;
    this.#next = this.ring.texts.append(records.text);
    replay(records, this);
    if (this.#expiring > 0) this.#expire(this.#expiring);
    this.#expiring = 0;
  }

  party(id: number, key: string, name: string): void {
    this.#pass(key);
    this.#pass(name);
    this.lastParty = Math.max(this.lastParty, id);
    this.people.party(id, key, name);
  }

  person(person: PersonRecord): void {
    this.#pass(person.display);
    this.#pass(person.tokenHash);
    this.people.person(person);
    this.lastAt = Math.max(this.lastAt, person.since);
  }

  personEnded(party: number): void {
    this.people.personEnded(party);
    this.rooms.dropped(party);
    this.#dropUnlessNeeded(party);
  }

  status(party: number, status: Status): void {
    this.people.status(party, status);
  }

  renamed(from: number, to: number, seq: number): void {
    this.people.renamed(from, to, seq);
    this.rooms.moved(from, to);
    this.conversations.renamed(from, to);
    this.deliveries.moved(from, to);
  }

  presence(party: number, away: Place | null): void {
    this.people.presence(party, away);
  }

  account(account: AccountRecord): void {
    this.#pass(account.verifier);
    this.people.account(account);
    this.lastAt = Math.max(this.lastAt, account.since);
  }

  accountRemoved(party: number): void {
    this.people.accountRemoved(party);
    this.#dropUnlessNeeded(party);
  }

  delivery(delivery: DeliveryRecord): void {
    this.#pass(delivery.text);
    this.deliveries.add(delivery);
  }

  conversation(conversation: ConversationRecord): void {
    const { id, ticket, waitingSince, at } = conversation;
    this.conversations.conversation(conversation);
    this.lastConversation = Math.max(this.lastConversation, id);
    this.lastTicket = Math.max(this.lastTicket, ticket);
    this.lastAt = Math.max(this.lastAt, at, waitingSince);
  }

  returned(conversation: number, attendant: number): void {
    this.conversations.returned(conversation, attendant);
  }

  rating(rating: RatingRecord): void {
    this.conversations.rating(rating);
    this.lastAt = Math.max(this.lastAt, rating.at);
  }

  room(room: RoomRecord): void {
    this.#pass(room.topic);
    this.rooms.room(room);
    this.lastAt = Math.max(this.lastAt, room.since);
  }

  roomEnded(party: number): void {
    this.rooms.roomEnded(party);
    this.#dropUnlessNeeded(party);
  }

  joined(room: number, party: number, seq: number): void {
    this.rooms.joined(room, party, seq);
  }

  left(room: number, party: number, seq: number): void {
    this.rooms.left(room, party, seq);
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
    this.#keep(seq, at, sender, recipient, attendant, text, label, false);
  }

  note(
    seq: number,
    at: number,
    author: number,
    customer: number,
    attendant: number,
    text: string,
    label: number,
  ): void {
    this.#keep(seq, at, author, customer, attendant, text, label, true);
  }

  gone(seq: number): void {
    this.ring.setGone(seq);
  }

  forgotten(key: string): void {
    this.#pass(key);
    const bearers = this.people.forget(key);
    if (bearers.size === 0) return;
    for (const id of bearers) {
      this.rooms.dropped(id);
      this.#dropUnlessNeeded(id);
    }
    this.conversations.forget(bearers);
    this.ring.erase((party) => bearers.has(party));
    this.deliveries.drop(({ kind, seq, text }) =>
      kind === 'CLOSED' ? mentions(text, key) : this.ring.get(seq) === undefined,
    );
  }

  /** Done at the end of the batch, as SQLite does: until then it is not known which names its messages need. */
  expired(before: number): void {
    this.#expiring = Math.max(this.#expiring, before);
  }

  #expire(before: number): void {
    const newest = this.ring.newestBefore(before);
    if (newest === undefined || newest.seq <= this.#expired) return;
    const { seq, at } = newest;
    this.#expired = seq;
    this.ring.expire(seq);
    this.conversations.expire(at);
    this.deliveries.drop((one) => (one.kind === 'CLOSED' ? one.place < seq : one.seq <= seq));
    this.#dropNames();
  }

  #keep(
    seq: number,
    at: number,
    sender: number,
    recipient: number,
    attendant: number,
    text: string,
    label: number,
    note: boolean,
  ): void {
    const textAt = this.#next;
    this.#pass(text);
    if (seq <= this.lastSeq) return;
    this.lastSeq = seq;
    if (at > this.lastAt) this.lastAt = at;
    this.ring.push(seq, at, sender, recipient, attendant, label, note, textAt, this.#next - textAt);
  }

  /** A text of the batch lies here; the next one behind it. */
  #pass(text: string): void {
    this.#next += this.#ascii ? text.length : utf8Length(text);
  }

  #dropUnlessNeeded(party: number): void {
    if (!this.people.has(party)) this.deliveries.dropped(party);
  }

  /** Names that nobody bears or bore, and no room, message or conversation refers to. O(messages held + names). */
  #dropNames(): void {
    const needed = new Set(this.rooms.rooms.keys());
    for (const { maker } of this.rooms.rooms.values()) needed.add(maker);
    for (const { customer } of this.conversations.alive.values()) needed.add(customer);
    for (const { sender, recipient, attendant } of this.ring.parties()) {
      needed.add(sender).add(recipient).add(attendant);
    }
    this.people.keepNames(needed);
  }
}
