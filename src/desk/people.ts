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
import type { Place } from './journal.ts';
import type { Labels } from './labels.ts';
import type { Message } from './messages.ts';
import type { Session } from './session.ts';

/** Whoever a message can be from or to, under one name. Never changes: messages refer to it for ever. */
export interface Party {
  readonly id: number;
  readonly key: string;
  readonly name: string;
}

/** The desk itself, as customers write to it. */
export const DESK: Party = { id: 0, key: '*', name: '*' };

/** An identity: somebody with a name and a token, connected or lost. */
export interface Person {
  readonly party: Party;
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
  /** What they sent under labels. */
  readonly labels: Labels;
  /** The newest messages from and to them, newest on top. */
  readonly history: Stack<Message>;
  /** Whether `history` no longer holds all of their messages. */
  historyCut: boolean;
  /** Their own messages, for UNDO. */
  readonly undo: Stack<Message>;
  /** A customer's conversation: the one that waits or is open. */
  conversation: Conversation | null;
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
    historyCut: false,
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
