/**
 * What must survive: the desk writes it here as it changes, and a store keeps it. Both sides of the way to the
 * store have this shape, so a record is a call on one side and the same call on the other.
 *
 * Ids and seqs are given by the desk and grow over the whole server. Every record is idempotent: applied twice
 * it leaves the same.
 */

import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';

export type ConversationState = 'waiting' | 'open' | 'closed';

/** A person entered: an identity that a restart must bring back. */
export interface PersonRecord {
  readonly party: number;
  readonly role: Role;
  /** '' for none. */
  readonly display: string;
  readonly tokenHash: string;
  readonly lang: Lang;
  /** When they entered, in milliseconds since 1970; and the last seq given before. */
  readonly since: number;
  readonly sinceSeq: number;
}

/** A conversation as it stands from now on. */
export interface ConversationRecord {
  readonly id: number;
  /** The parties; `attendant` is 0 for none. */
  readonly customer: number;
  readonly attendant: number;
  readonly state: ConversationState;
  /** Its place in the order of waiting. */
  readonly ticket: number;
  /** Milliseconds since 1970. */
  readonly waitingSince: number;
  /** The first seq that can belong to it. */
  readonly firstSeq: number;
  /** When it came into this state, in milliseconds since 1970. */
  readonly at: number;
}

export interface Journal {
  /** Somebody or something a message can be from or to came to be, under this name. */
  party(id: number, key: string, name: string): void;

  person(person: PersonRecord): void;

  /** The identity of this party is over. */
  personEnded(party: number): void;

  conversation(conversation: ConversationRecord): void;

  /**
   * A message. `sender` and `recipient` are what it shows (0 is the desk, `*`); `attendant` is who served the
   * conversation that it belongs to, or 0: it stands in the history of all three.
   */
  message(seq: number, at: number, sender: number, recipient: number, attendant: number, text: string): void;

  /** The message was undone: its text is to be erased. */
  gone(seq: number): void;
}

/** A message as a store gives it back. */
export interface StoredMessage {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** '' if it is gone. */
  readonly text: string;
  readonly gone: boolean;
}

/** The newest messages of whoever bore a name. */
export interface HistoryQuery {
  /** The key of the name. */
  readonly key: string;
  /** Only seqs above this one, and below `before`. */
  readonly after: number;
  readonly before: number;
  /** At most so many, the newest of them. */
  readonly limit: number;
}

export interface HistoryResult {
  /** Whether anything was ever stored under that name. */
  readonly known: boolean;
  /** Newest first. */
  readonly messages: readonly StoredMessage[];
}

/** What a restart starts from. */
export interface Snapshot {
  readonly lastSeq: number;
  readonly lastParty: number;
  readonly lastConversation: number;
  readonly lastTicket: number;
  /** The latest time that any record carries: desk time goes on from there. */
  readonly lastAt: number;
  /** In the order of their entry. */
  readonly people: readonly SnapshotPerson[];
  /** Those that wait or are open, by ticket. */
  readonly conversations: readonly SnapshotConversation[];
}

export interface SnapshotPerson extends PersonRecord {
  readonly key: string;
  readonly name: string;
}

export interface SnapshotConversation extends Omit<ConversationRecord, 'at'> {
  readonly state: 'waiting' | 'open';
  /** How many messages it has, and the newest 50 of them, oldest first. */
  readonly count: number;
  readonly newest: readonly SnapshotMessage[];
}

export interface SnapshotMessage extends StoredMessage {
  readonly sender: number;
  readonly recipient: number;
}
