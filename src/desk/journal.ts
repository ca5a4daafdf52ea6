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
  /** When they entered, in milliseconds since 1970; and the last seq given before their own history begins. */
  readonly since: number;
  readonly sinceSeq: number;
}

/** A name with a password: the same person for as long as the account exists. */
export interface AccountRecord {
  /** The party that this person is, at every visit. */
  readonly party: number;
  readonly role: Role;
  /** What the password is compared with; the desk never looks into it. */
  readonly verifier: string;
  /** Milliseconds since 1970: when the account was made; and the last seq given before. */
  readonly since: number;
  readonly sinceSeq: number;
}

/**
 * A place in the order in which things went out: behind the message of this seq, and behind the delivery of this id.
 */
export interface Place {
  readonly seq: number;
  readonly delivery: number;
}

/**
 * What went out to somebody, or waits for them, other than a message in the place of its seq: an older message that
 * was handed over, the undoing of one, the end of a conversation.
 */
export interface DeliveryRecord {
  /** Growing over the whole server. */
  readonly id: number;
  /** To whom. */
  readonly party: number;
  /** The last seq given before. */
  readonly place: number;
  readonly kind: DeliveryKind;
  /** Which message; 0 for CLOSED. */
  readonly seq: number;
  /** The whole event of a CLOSED; '' otherwise. */
  readonly text: string;
}

export type DeliveryKind = 'MSG' | 'UNDO' | 'CLOSED';

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
  /** When it came into this state, or what else of it changed, in milliseconds since 1970. */
  readonly at: number;
  /** When it was last given to an attendant, and when an attendant first answered; 0 for never. */
  readonly openedAt: number;
  readonly answeredAt: number;
}

/** Whether an attendant is given customers. */
export type Status = 'online' | 'away';

/** What a customer thought of a conversation that is over. */
export interface RatingRecord {
  readonly conversation: number;
  /** 1 to 5. */
  readonly score: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A room as it stands from now on. */
export interface RoomRecord {
  /** The party that its messages are to. */
  readonly party: number;
  /** '' for none. */
  readonly topic: string;
  /** When it was made, in milliseconds since 1970. */
  readonly since: number;
  /** The party of whoever made it with this topic; 0 if it has none. */
  readonly maker: number;
}

export interface Journal {
  /** Somebody or something a message can be from or to came to be, under this name. */
  party(id: number, key: string, name: string): void;

  person(person: PersonRecord): void;

  /**
   * The identity of this party is over: its deliveries are needed no more, unless it has an account; nor are its former
   * names, and the rooms that it was in.
   */
  personEnded(party: number): void;

  /** The attendant's status; until told, it is online. */
  status(party: number, status: Status): void;

  /**
   * The person who was the first party is the second one from now on, which was made known before and was nobody yet:
   * the identity, its deliveries, its conversations that are not over, its rooms and its former names. What is said up
   * to `seq` was said under the former name. The first party is nobody ever after.
   */
  renamed(from: number, to: number, seq: number): void;

  /** The person, or the account, is connected (null), or went away at this place. Until told, a person is connected. */
  presence(party: number, away: Place | null): void;

  /** The account stands so from now on. */
  account(account: AccountRecord): void;

  /** There is no such account any more. */
  accountRemoved(party: number): void;

  delivery(delivery: DeliveryRecord): void;

  conversation(conversation: ConversationRecord): void;

  /** This attendant gave the waiting conversation back: it is not given them again by itself. */
  returned(conversation: number, attendant: number): void;

  rating(rating: RatingRecord): void;

  /** There is such a room from now on, or it has another topic; its party was made known before. */
  room(room: RoomRecord): void;

  /** There is no such room any more, and nobody in it. What was said in it stays; its deliveries are needed no more. */
  roomEnded(party: number): void;

  /** Somebody is in the room, and gets what is said there behind `seq`. */
  joined(room: number, party: number, seq: number): void;

  /** They are not any more, and get what was said up to `seq`; if nothing was, as if they had never been there. */
  left(room: number, party: number, seq: number): void;

  /**
   * A message. `sender` and `recipient` are what it shows (0 is the desk, `*`); `attendant` is who served the
   * conversation that it belongs to, or 0: it stands in the history of all three. `label` is the key of the label
   * and the line that it came with (see labels.ts), or 0.
   */
  message(
    seq: number,
    at: number,
    sender: number,
    recipient: number,
    attendant: number,
    text: string,
    label: number,
  ): void;

  /**
   * A note about a customer, by an attendant, or by the customer with a rating: it stands in the history of all three,
   * for attendants alone. Its seq is one of those of messages; `gone` undoes it too.
   */
  note(
    seq: number,
    at: number,
    author: number,
    customer: number,
    attendant: number,
    text: string,
    label: number,
  ): void;

  /** The message or note was undone: its text is to be erased. */
  gone(seq: number): void;

  /**
   * Whoever bore the name of this key is to be forgotten: the messages from and to them, their deliveries and
   * identities, and the name itself. What others said to the desk while they served stays. Topics of rooms that are
   * theirs or name them have come without before; of them, too, no trace is to stay.
   */
  forgotten(key: string): void;

  /**
   * Messages of before this time, in milliseconds since 1970, are too old to be kept, and so is whatever belongs to
   * them alone. Times grow with seqs.
   */
  expired(before: number): void;
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
  /** Whether it is a note, which only attendants may see. */
  readonly note: boolean;
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
  /** Whether notes are among them: whoever asks is an attendant. */
  readonly notes: boolean;
}

export interface HistoryResult {
  /** Whether anything was ever stored under that name. */
  readonly known: boolean;
  /** Newest first. */
  readonly messages: readonly StoredMessage[];
}

/** The delivery log of a party: what went out to it or waits for it, and its own messages, in that order. */
export interface LogQuery {
  readonly party: number;
  /** The key of its name. */
  readonly key: string;
  /**
   * From where on: behind the first occurrence of this seq in the log (if it is not there, all of the log), or behind
   * a place.
   */
  readonly after: number | Place;
  /** Nothing behind this place. */
  readonly upto: Place;
  /** Only seqs above this one: the identity is not older. */
  readonly since: number;
  /** The log is so long, the newest of it. */
  readonly limit: number;
  /** Whether notes are in it: it is that of an attendant. */
  readonly notes: boolean;
  /**
   * What is in it beside what concerns the party: messages to each of these parties (rooms), or to and from it (former
   * names of this identity), and the deliveries to it, also in the place of `after`; but that a message was undone only
   * if the message is in one of its scopes. What is in it twice counts once.
   */
  readonly others: readonly Scope[];
}

/** Messages that concern a party, from one seq (which is not among them) up to another (which is). */
export interface Scope {
  /** The key of its name, a person's or a room's. */
  readonly key: string;
  readonly party: number;
  readonly after: number;
  readonly upto: number;
}

/** Messages that have certain words: all that there are, or those from or to one of these parties. Never notes. */
export interface SearchQuery {
  readonly text: string;
  readonly scopes: readonly Scope[] | null;
  /** At most so many, the newest of them. */
  readonly limit: number;
}

export interface SearchResult {
  /** Newest first. */
  readonly messages: readonly StoredMessage[];
  /** Whether no older ones were left out, up to the limit, because it would have taken too long to look for them. */
  readonly complete: boolean;
}

/** The desk's figures. Times are in milliseconds. */
export interface Stats {
  /** Conversations that wait now, and are open now. */
  readonly waiting: number;
  readonly open: number;
  /** Of today, by the clock of the server: conversations that were with an attendant and ended. */
  readonly closed: number;
  /** Medians of these, null if there are none: from waiting to the first answer, from the last opening to the end. */
  readonly firstAnswer: number | null;
  readonly duration: number | null;
  /** Messages of each hour of today, from midnight to now; gone ones count, notes do not. */
  readonly byHour: readonly number[];
  /** Messages of the last 60 minutes. */
  readonly lastHour: number;
  /** How many of the conversations that ended today were rated, and the mean of that; null if none was. */
  readonly ratings: number;
  readonly rating: number | null;
}

/** Messages that are gone are left out. Oldest first. */
export type LogEvent =
  | { readonly kind: 'MSG'; readonly message: StoredMessage }
  | { readonly kind: 'UNDO'; readonly seq: number; readonly from: string; readonly to: string }
  | { readonly kind: 'CLOSED'; readonly text: string };

/** What a restart starts from. */
export interface Snapshot {
  /** How long the last MAX_SAMPLES conversations that were with an attendant and ended were open, oldest first. */
  readonly durations: readonly number[];
  /** In the order of making. */
  readonly rooms: readonly SnapshotRoom[];
  readonly lastSeq: number;
  readonly lastDelivery: number;
  readonly lastParty: number;
  readonly lastConversation: number;
  readonly lastTicket: number;
  /** The latest time that any record carries: desk time goes on from there. */
  readonly lastAt: number;
  readonly accounts: readonly SnapshotAccount[];
  /** In the order of their entry. */
  readonly people: readonly SnapshotPerson[];
  /** Those that wait or are open, by ticket. */
  readonly conversations: readonly SnapshotConversation[];
}

export interface SnapshotIdentity {
  readonly key: string;
  readonly name: string;
  /** Where they went away; null if they were connected. */
  readonly away: Place | null;
  /** The keys of the labels of its last labelled messages, at most MAX_LABELS, and the seq of each, oldest first. */
  readonly labels: readonly (readonly [key: number, seq: number])[];
}

/** Somebody with an account who is at the desk has their labels there; they may be empty here. */
export interface SnapshotPerson extends PersonRecord, SnapshotIdentity {
  /**
   * What they said since they entered and could undo at `lastAt`: the newest MAX_UNDO of it, without what is gone,
   * oldest first. Notes are among it.
   */
  readonly own: readonly SnapshotOwn[];
  readonly status: Status;
  /** Former names of this identity, oldest first: up to which seq each was theirs. */
  readonly former: readonly {
    readonly party: number;
    readonly key: string;
    readonly name: string;
    readonly upto: number;
  }[];
  /** The parties of the rooms that they are in, in the order of joining. */
  readonly rooms: readonly number[];
  /** Rooms that they were in and left, in the order of leaving; the newest MAX_STAYS. */
  readonly stays: readonly Scope[];
  /** The conversation that they may rate: the newest of theirs, closed by this attendant and not rated. */
  readonly rateable: { readonly conversation: number; readonly attendant: number } | null;
}

export interface SnapshotRoom extends RoomRecord {
  readonly key: string;
  readonly name: string;
  /** The key of the maker's name; '' for none. */
  readonly makerKey: string;
  /** In the order of joining: from which seq on they get what is said. */
  readonly members: readonly { readonly party: number; readonly after: number }[];
}

export interface SnapshotAccount extends AccountRecord, SnapshotIdentity {}

export interface SnapshotConversation extends Omit<ConversationRecord, 'at'> {
  readonly state: 'waiting' | 'open';
  /** How many messages it has, and the newest 50 of them, oldest first; so the notes, which do not count. */
  readonly count: number;
  readonly newest: readonly SnapshotMessage[];
  readonly notes: readonly SnapshotMessage[];
  /** The parties of those attendants who gave it back. */
  readonly returnedBy: readonly number[];
}

export interface SnapshotMessage extends StoredMessage {
  readonly sender: number;
  readonly recipient: number;
}

export interface SnapshotOwn extends SnapshotMessage {
  /** Who served the conversation that it belongs to, or 0. */
  readonly attendant: number;
}
