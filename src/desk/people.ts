/**
 * Who is at the desk: the index of people by the key of their name, and the order in which they entered.
 *
 * The index is a HashTable, because names come from strangers; its order is random, so what people see in
 * order (LIST-USERS, the attendants in turn) comes from a list of their own.
 */

import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import { HashTable } from '../structures/hash-table.ts';
import { Stack } from '../structures/stack.ts';
import { MAX_HISTORY_IN_MEMORY, MAX_UNDO } from './bounds.ts';
import type { Conversation } from './conversations.ts';
import type { Place, Scope, Status } from './journal.ts';
import type { Labels } from './labels.ts';
import type { Message } from './messages.ts';
import type { Member, Room } from './rooms.ts';
import type { Session } from './session.ts';

/**
 * Whoever or whatever a message can be from or to, under one name: a person, a room, the desk. It never changes, as
 * messages refer to it for ever: with another name a person is another party.
 */
export interface Party {
  readonly id: number;
  readonly key: string;
  readonly name: string;
}

/** The desk itself, as customers write to it. */
export const DESK: Party = { id: 0, key: '*', name: '*' };

/** A name that somebody bore before, for all that was said up to a seq. */
export interface FormerName {
  readonly party: Party;
  readonly upto: number;
}

/** An identity: somebody with a name and a token, connected or lost. */
export interface Person {
  /** Who they are by the name that they bear now. */
  party: Party;
  /** The names that they bore before as this identity, oldest first: at most MAX_RENAMES. */
  former: readonly FormerName[];
  readonly role: Role;
  display: string;
  /** '' while there is none: only a password leads back then. */
  tokenHash: string;
  /** Milliseconds since 1970: when they entered. */
  readonly since: number;
  /** The last seq given before they entered: their own history lies above it. */
  readonly sinceSeq: number;
  /** The address that they are counted under; '' if they are not. */
  readonly origin: string;
  lang: Lang;
  /** Their connection, or null while it is lost. */
  session: Session | null;
  /** When they lost it, and where; the place is null while they are connected. */
  lostAt: number;
  away: Place | null;
  /** Whether they are given customers, if they are an attendant. */
  status: Status;
  /** What they sent under labels. */
  readonly labels: Labels;
  /** The newest messages from and to them, newest on top. */
  readonly history: Stack<Message>;
  /** Of what concerns them behind this seq nothing is missing in `history` and `notes`. */
  heldAfter: number;
  /**
   * The newest notes about a customer, or by an attendant and to one: apart from `history`, so that no way of a message
   * is one of a note.
   */
  notes: Stack<Message> | null;
  /** Their own messages and notes, for UNDO. */
  readonly undo: Stack<Message>;
  /** A customer's conversation: the one that waits or is open. */
  conversation: Conversation | null;
  /** The conversation that a customer may rate: ended by CLOSE, not rated, and nothing begun since. */
  rateable: Rateable | null;
  /** The rooms that they are in, in the order of joining; and those that they left, as scopes of the delivery log. */
  rooms: Map<Room, Member> | null;
  stays: readonly Scope[];
  /** What an attendant serves, in the order of assignment. */
  readonly serving: Set<Conversation>;
  /** An attendant's `*`: the conversation of their own last MSG, NEXT or TAKE. */
  partner: Conversation | null;
  /** When they were last given a customer, as a count of assignments; 0 for never. */
  lastAssigned: number;
  /** Their neighbours in the order of entry. */
  before: Person | null;
  after: Person | null;
}

export interface Rateable {
  readonly conversation: number;
  readonly attendant: Party;
}

const NOBODY: Set<Conversation> = Object.freeze(new Set<Conversation>()) as Set<Conversation>;

const NO_PEOPLE: ReadonlySet<Person> = new Set();

export type NewPerson = Pick<
  Person,
  'party' | 'role' | 'display' | 'tokenHash' | 'since' | 'sinceSeq' | 'lang' | 'session' | 'labels'
> & { readonly origin?: string };

/** A person who has just entered. O(1). */
export function newPerson(from: NewPerson): Person {
  return {
    origin: '',
    ...from,
    lostAt: 0,
    away: null,
    history: new Stack<Message>({ bound: MAX_HISTORY_IN_MEMORY }),
    heldAfter: from.sinceSeq,
    former: [],
    status: 'online',
    notes: null,
    rateable: null,
    rooms: null,
    stays: [],
    undo: new Stack<Message>({ bound: MAX_UNDO }),
    conversation: null,
    serving: from.role === 'atendente' ? new Set() : NOBODY,
    partner: null,
    lastAssigned: 0,
    before: null,
    after: null,
  };
}

/** Everybody at the desk. Every operation is O(1) but for walking. */
export class People {
  readonly #byKey = new HashTable<Person>();
  readonly #byToken = new HashTable<Person>();
  readonly #byOrigin = new HashTable<Set<Person>>();
  /** Those who bore another name before, by each party that they were. */
  readonly #former = new Map<number, Person>();
  readonly #attendants = new Set<Person>();
  readonly #lost = new Set<Person>();
  #first: Person | null = null;
  #last: Person | null = null;

  get size(): number {
    return this.#byKey.size;
  }

  /** The person whose name has this key. */
  find(key: string): Person | undefined {
    return this.#byKey.get(key);
  }

  /** Whoever is this party, or was it as the same identity: messages refer to names of their time. */
  whoIs(party: Party): Person | undefined {
    const person = this.#byKey.get(party.key);
    return person?.party.id === party.id ? person : this.#former.get(party.id);
  }

  /**
   * The person is this party from now on; the place in the order of entry stays. What it was before is still theirs.
   */
  rename(person: Person, party: Party): void {
    this.#byKey.delete(person.party.key);
    this.#former.set(person.party.id, person);
    person.party = party;
    this.#byKey.set(party.key, person);
  }

  /** The person whose token has this hash. */
  bearerOf(tokenHash: string): Person | undefined {
    return this.#byToken.get(tokenHash);
  }

  /** From now on the person's token has this hash: the one of before is void. '' for none. */
  giveToken(person: Person, tokenHash: string): void {
    if (person.tokenHash !== '') this.#byToken.delete(person.tokenHash);
    person.tokenHash = tokenHash;
    if (tokenHash !== '') this.#byToken.set(tokenHash, person);
  }

  add(person: Person): void {
    this.#byKey.set(person.party.key, person);
    if (person.tokenHash !== '') this.#byToken.set(person.tokenHash, person);
    for (const { party } of person.former) this.#former.set(party.id, person);
    person.before = this.#last;
    if (this.#last) this.#last.after = person;
    else this.#first = person;
    this.#last = person;
    if (person.role === 'atendente') this.#attendants.add(person);
    if (!person.session) this.#lost.add(person);
    if (person.origin === '') return;
    const same = this.#byOrigin.get(person.origin);
    if (same) same.add(person);
    else this.#byOrigin.set(person.origin, new Set([person]));
  }

  /** Those who are counted under this address, in the order of their entry. */
  from(origin: string): ReadonlySet<Person> {
    return this.#byOrigin.get(origin) ?? NO_PEOPLE;
  }

  remove(person: Person): void {
    this.#byKey.delete(person.party.key);
    if (person.tokenHash !== '') this.#byToken.delete(person.tokenHash);
    for (const { party } of person.former) this.#former.delete(party.id);
    if (person.before) person.before.after = person.after;
    else this.#first = person.after;
    if (person.after) person.after.before = person.before;
    else this.#last = person.before;
    person.before = null;
    person.after = null;
    this.#attendants.delete(person);
    this.#lost.delete(person);
    const same = this.#byOrigin.get(person.origin);
    same?.delete(person);
    if (same?.size === 0) this.#byOrigin.delete(person.origin);
  }

  /** Notes that the person has lost the connection. */
  lose(person: Person, at: number, away: Place): void {
    person.session = null;
    person.lostAt = at;
    person.away = away;
    this.#lost.add(person);
  }

  /** Notes that the person has this connection. */
  attach(person: Person, session: Session): void {
    person.session = session;
    person.away = null;
    this.#lost.delete(person);
  }

  /** Attendants, connected or lost, in the order of their entry. */
  get attendants(): ReadonlySet<Person> {
    return this.#attendants;
  }

  /** Those without a connection, in the order in which they lost it. */
  get lost(): ReadonlySet<Person> {
    return this.#lost;
  }

  /** Everybody who entered after `person`, or everybody, in the order of their entry. O(1) a step. */
  *inOrder(person: Person | null = null): Generator<Person, void, undefined> {
    for (let next = person ? person.after : this.#first; next; next = next.after) yield next;
  }
}
