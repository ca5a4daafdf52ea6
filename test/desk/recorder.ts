/**
 * Effects as a list, in the order in which the desk wanted them: what a test of the desk looks at. Owns the
 * list, the fake tokens, and nothing else; whoever runs the desk decides what becomes of it.
 */

import type { Effects, ListingRead, LogRead } from '../../src/desk/effects.ts';
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
} from '../../src/desk/journal.ts';
import type { OrderResult } from '../../src/desk/orders.ts';
import type { Lang } from '../../src/protocol/codes.ts';
import type { Role } from '../../src/protocol/commands.ts';

/** What goes out: a line or a whole listing to one connection, its end, its language, a question to the store, an answer. */
export type Output =
  | { readonly kind: 'send'; readonly conn: number; readonly lines: string }
  | { readonly kind: 'entered'; readonly conn: number; readonly role: Role; readonly lines: string }
  | { readonly kind: 'resumed'; readonly conn: number; readonly role: Role; readonly read: LogRead }
  | { readonly kind: 'answer'; readonly request: number; readonly result: OrderResult }
  | { readonly kind: 'language'; readonly conn: number; readonly lang: Lang }
  | { readonly kind: 'close'; readonly conn: number }
  | { readonly kind: 'read'; readonly conn: number; readonly read: ListingRead };

/** A call on the journal: its name and its arguments. */
export type JournalRecord = {
  [N in keyof Journal]: { readonly kind: 'record'; readonly name: N; readonly args: Parameters<Journal[N]> };
}[keyof Journal];

export type Effect = Output | JournalRecord;

/** The token that a connection gets, in place of 128 random bits; and its hash, which the entry carries. */
export const fakeToken = (conn: number): string => `token-${conn}`;
export const fakeHash = (conn: number): string => `hash-${conn}`;

export class Recorder implements Effects {
  #effects: Effect[] = [];

  /** What was gathered since the last `take`. */
  take(): Effect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  send(conn: number, lines: string): void {
    this.#effects.push({ kind: 'send', conn, lines });
  }

  sendAll(conns: readonly number[], line: string): void {
    for (const conn of conns) this.send(conn, line);
  }

  entered(conn: number, role: Role, before: string, after: string): void {
    this.#effects.push({ kind: 'entered', conn, role, lines: `${before}${fakeToken(conn)}${after}` });
  }

  resumed(role: Role, read: LogRead): void {
    this.#effects.push({ kind: 'resumed', conn: read.conn, role, read });
  }

  answer(request: number, result: OrderResult): void {
    this.#effects.push({ kind: 'answer', request, result });
  }

  language(conn: number, lang: Lang): void {
    this.#effects.push({ kind: 'language', conn, lang });
  }

  close(conn: number): void {
    this.#effects.push({ kind: 'close', conn });
  }

  read(read: ListingRead): void {
    this.#effects.push({ kind: 'read', conn: read.conn, read });
  }

  party(id: number, key: string, name: string): void {
    this.#effects.push({ kind: 'record', name: 'party', args: [id, key, name] });
  }

  person(person: PersonRecord): void {
    this.#effects.push({ kind: 'record', name: 'person', args: [person] });
  }

  personEnded(party: number): void {
    this.#effects.push({ kind: 'record', name: 'personEnded', args: [party] });
  }

  status(party: number, status: Status): void {
    this.#effects.push({ kind: 'record', name: 'status', args: [party, status] });
  }

  renamed(from: number, to: number, seq: number): void {
    this.#effects.push({ kind: 'record', name: 'renamed', args: [from, to, seq] });
  }

  presence(party: number, away: Place | null): void {
    this.#effects.push({ kind: 'record', name: 'presence', args: [party, away] });
  }

  account(account: AccountRecord): void {
    this.#effects.push({ kind: 'record', name: 'account', args: [account] });
  }

  accountRemoved(party: number): void {
    this.#effects.push({ kind: 'record', name: 'accountRemoved', args: [party] });
  }

  delivery(delivery: DeliveryRecord): void {
    this.#effects.push({ kind: 'record', name: 'delivery', args: [delivery] });
  }

  conversation(conversation: ConversationRecord): void {
    this.#effects.push({ kind: 'record', name: 'conversation', args: [conversation] });
  }

  returned(conversation: number, attendant: number): void {
    this.#effects.push({ kind: 'record', name: 'returned', args: [conversation, attendant] });
  }

  rating(rating: RatingRecord): void {
    this.#effects.push({ kind: 'record', name: 'rating', args: [rating] });
  }

  room(room: RoomRecord): void {
    this.#effects.push({ kind: 'record', name: 'room', args: [room] });
  }

  roomEnded(party: number): void {
    this.#effects.push({ kind: 'record', name: 'roomEnded', args: [party] });
  }

  joined(room: number, party: number, seq: number): void {
    this.#effects.push({ kind: 'record', name: 'joined', args: [room, party, seq] });
  }

  left(room: number, party: number, seq: number): void {
    this.#effects.push({ kind: 'record', name: 'left', args: [room, party, seq] });
  }

  message(...args: Parameters<Journal['message']>): void {
    this.#effects.push({ kind: 'record', name: 'message', args });
  }

  note(...args: Parameters<Journal['note']>): void {
    this.#effects.push({ kind: 'record', name: 'note', args });
  }

  gone(seq: number): void {
    this.#effects.push({ kind: 'record', name: 'gone', args: [seq] });
  }

  forgotten(key: string): void {
    this.#effects.push({ kind: 'record', name: 'forgotten', args: [key] });
  }

  expired(before: number): void {
    this.#effects.push({ kind: 'record', name: 'expired', args: [before] });
  }
}

/** Makes the call that was recorded. */
export function record(journal: Journal, { name, args }: JournalRecord): void {
  (journal[name] as (...args: unknown[]) => void)(...args);
}
