/**
 * Rooms: which there are, in the order of their making, and who is in them. It never tells anybody, and writes nothing
 * into the journal.
 *
 * The index is a HashTable, because names come from strangers; what people see in order comes from a set beside it.
 */

import { GENERAL_ROOM } from '../protocol/limits.ts';
import { HashTable } from '../structures/hash-table.ts';
import { Stack } from '../structures/stack.ts';
import { MAX_HISTORY_IN_MEMORY, MAX_STAYS } from './bounds.ts';
import type { RoomRecord, Scope } from './journal.ts';
import type { Memory, Message } from './messages.ts';
import type { Party, Person } from './people.ts';

/** Somebody's being in a room. */
export interface Member {
  /** What is said behind this seq is for them. */
  readonly after: number;
}

export interface Room extends Memory {
  /** The party that messages to it are to. */
  readonly party: Party;
  /** '' for none; and who wrote it, null if there is none. */
  topic: string;
  maker: Pick<Party, 'id' | 'key'> | null;
  /** Milliseconds since 1970: when it was made. */
  readonly since: number;
  /** The address that it is counted under; '' if it is not. */
  readonly origin: string;
  /** In the order of joining. */
  readonly members: Map<Person, Member>;
}

export type NewRoom = Pick<Room, 'party' | 'topic' | 'maker' | 'since'> & { readonly origin?: string };

/**
 * A room with nobody in it.
 *
 * @param seq the last seq given before: there may have been a room of this name before, which only the store knows.
 */
export function newRoom(from: NewRoom, seq: number): Room {
  const history = new Stack<Message>({ bound: MAX_HISTORY_IN_MEMORY });
  return { origin: '', ...from, members: new Map(), history, heldAfter: seq };
}

/** The room as the journal keeps it. */
export function roomRecord({ party, topic, since, maker }: Room): RoomRecord {
  return { party: party.id, topic, since, maker: maker?.id ?? 0 };
}

/** Whether a party, or the name of one, is a room's. */
export function isRoom(key: string): boolean {
  return key.startsWith('#');
}

/** Every operation is O(1) but for walking. */
export class Rooms {
  readonly #byKey = new HashTable<Room>();
  readonly #all = new Set<Room>();
  /** In the order in which they became so. */
  readonly #empty = new Set<Room>();
  readonly #byOrigin = new HashTable<FromOne>();

  /** How many there are; the one that is always there counts before anybody was in it. */
  get size(): number {
    return this.#all.size + (this.find(GENERAL_ROOM) ? 0 : 1);
  }

  find(key: string): Room | undefined {
    return this.#byKey.get(key);
  }

  /** Whether there is such a room, be it that nobody was in it yet. */
  has(key: string): boolean {
    return key === GENERAL_ROOM || this.find(key) !== undefined;
  }

  add(room: Room): void {
    this.#byKey.set(room.party.key, room);
    this.#all.add(room);
    if (room.origin !== '') {
      const same = this.#byOrigin.get(room.origin);
      if (same) same.count++;
      else this.#byOrigin.set(room.origin, { count: 1, empty: new Set() });
    }
    if (room.members.size === 0) this.#emptied(room);
  }

  remove(room: Room): void {
    this.#byKey.delete(room.party.key);
    this.#all.delete(room);
    this.#filled(room);
    const same = this.#byOrigin.get(room.origin);
    if (same && --same.count === 0) this.#byOrigin.delete(room.origin);
  }

  /** The person is in the room from now on, and gets what is said behind this seq. */
  join(room: Room, person: Person, after: number): void {
    const member = { after };
    room.members.set(person, member);
    person.rooms ??= new Map();
    person.rooms.set(room, member);
    this.#filled(room);
  }

  /** The person is in the room no longer, but was until this seq: of use if a seq was given meanwhile. O(MAX_STAYS). */
  leave(room: Room, person: Person, upto: number): void {
    const { key, id } = room.party;
    const after = room.members.get(person)?.after ?? upto;
    if (after < upto) person.stays = [...person.stays, { key, party: id, after, upto }].slice(-MAX_STAYS);
    room.members.delete(person);
    person.rooms?.delete(room);
    if (room.members.size === 0) this.#emptied(room);
  }

  /** How many there are that were made from this address. */
  countFrom(origin: string): number {
    return this.#byOrigin.get(origin)?.count ?? 0;
  }

  /** The one of these without members for longest. */
  longestEmptyFrom(origin: string): Room | undefined {
    return this.#byOrigin.get(origin)?.empty.values().next().value;
  }

  /** The one without members for longest that may go. */
  get longestEmpty(): Room | undefined {
    for (const room of this.#empty) if (room.party.key !== GENERAL_ROOM) return room;
    return undefined;
  }

  /** In the order of their making, behind this one or from the first on. O(1) a step, O(rooms) to find it. */
  *inOrder(after: Room | null = null): Generator<Room, void, undefined> {
    let found = after === null;
    for (const room of this.#all) {
      if (found) yield room;
      else found = room === after;
    }
  }

  #emptied(room: Room): void {
    this.#empty.add(room);
    this.#byOrigin.get(room.origin)?.empty.add(room);
  }

  #filled(room: Room): void {
    this.#empty.delete(room);
    this.#byOrigin.get(room.origin)?.empty.delete(room);
  }
}

/** The rooms that were made from one address: how many, and the empty ones in the order in which they became so. */
interface FromOne {
  count: number;
  readonly empty: Set<Room>;
}

/** The room that somebody joined last of those that they are in. O(their rooms). */
export function lastJoined({ rooms }: Person): Room | undefined {
  let last: Room | undefined;
  for (const room of rooms?.keys() ?? []) last = room;
  return last;
}

/** What was said in rooms while somebody was there, and is said in those where they are: for the delivery log. */
export function roomScopes({ rooms, stays }: Pick<Person, 'rooms' | 'stays'>): Scope[] {
  const here = [...(rooms ?? [])].map(([{ party }, { after }]) => {
    return { key: party.key, party: party.id, after, upto: Number.MAX_SAFE_INTEGER };
  });
  return [...stays, ...here];
}
