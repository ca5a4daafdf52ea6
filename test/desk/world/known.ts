/**
 * What the world knows by itself: the journal, kept in a model store, who is at the far end of each connection, and
 * what went out to each identity. People go by their identity, the first party that they were: it stays when they
 * change their name. It checks nothing.
 */

import type { DeskOptions } from '../../../src/desk/desk.ts';
import type { Role } from '../../../src/protocol/commands.ts';
import { type Client, Logs, type Outgoing } from '../clients.ts';
import { Edge } from '../edge.ts';
import { median } from '../model-answers.ts';
import { type ModelConversation, type ModelMessage, ModelStore } from '../model-store.ts';

/** Somebody at the far end of a connection. */
export interface End {
  readonly conn: number;
  /** The identity that entered here, or 0. */
  who: number;
  role: Role | '';
  /** The desk has ended it. */
  closed: boolean;
  /** Whoever is behind it, once entered. */
  client: Client | null;
  /** The last seq that its RESUME told; and where in the log what it gets begins. */
  last: string;
  from: number;
  /** The place in the line that the last QUEUE event told. */
  told: number;
  /** Who waits, as an attendant knows from the line at entry and the events since. */
  readonly waiting: Set<number>;
  /** How others are, as PRESENCE told last; ASSIGNED says that they are here. */
  readonly presence: Map<number, string>;
}

/** Every text of a MSG holds one of these, and no two the same one. */
export const MARKER = /<m\d+>/g;

export class Known {
  readonly options: DeskOptions;
  readonly store = new ModelStore();
  readonly ends = new Map<number, End>();
  readonly edge = new Edge();
  /** What went out to each identity. */
  readonly logs = new Logs();
  /** Clients without a connection, that may come back. */
  readonly absent: Client[] = [];
  /** The one token of each identity that leads back. */
  readonly tokens = new Map<number, string>();
  /** Labelled lines of each identity that were stored, oldest first. */
  readonly labels = new Map<number, { readonly line: string; readonly seq: number }[]>();
  /** Whom each text was shown to by right, by its marker. */
  readonly mayRead = new Map<string, Set<number>>();
  /** The attendant who last got the messages of a conversation, by its number. */
  readonly servedBy = new Map<number, number>();
  /** The conversation of the customer when a note was made, by its seq; none of those whose customer had none. */
  readonly noteOf = new Map<number, number>();
  /** The order of the last assignments: by attendant, higher is later. */
  readonly lastAssigned = new Map<number, number>();
  assignments = 0;
  /**
   * Of each customer who lost messages to an order: the oldest seq that the desk may still have in memory, of messages
   * and of notes, which fall out of it each for themselves.
   */
  readonly floor = new Map<number, number>();
  readonly noteFloor = new Map<number, number>();
  /** How many messages of a conversation were erased by an order since the last restart, by its number. */
  readonly erased = new Map<number, number>();
  /** Since when each person is at the desk, as the last seq of before, and how much they have said since. */
  readonly visits = new Map<number, { readonly after: number; said: number }>();
  /** Conversations that were over at the last restart, of which the desk knows only what their messages tell. */
  overBefore = new Set<number>();
  /** Rooms in the order in which they became empty, by party. */
  empty: number[] = [];
  /** Customers who may rate: which conversation, and who closed it. */
  readonly rateable = new Map<number, { readonly conversation: number; readonly attendant: number }>();
  canned: readonly string[] = [];
  /** How long conversations were open that have ended, oldest first. */
  durations: readonly number[] = [];
  /** Whether anything was ever erased by an order: then less may be left after a restart. */
  everErased = false;
  now = 0;
  lastSeq = 0;

  constructor(options: DeskOptions) {
    this.options = options;
  }

  end(conn: number): End {
    const known = this.ends.get(conn);
    if (known) return known;
    const end: End = {
      ...{ conn, who: 0, role: '', closed: false, client: null, last: '', from: 0, told: 0 },
      waiting: new Set(),
      presence: new Map(),
    };
    this.ends.set(conn, end);
    return end;
  }

  /** Nobody is at this end any more. */
  leaves(end: End): void {
    end.who = 0;
    end.role = '';
  }

  /** The identity of a party. */
  who(party: number): number {
    return this.store.identity(party);
  }

  /** The party that an identity is now. */
  party(who: number): number {
    for (const party of this.store.people.keys()) if (this.who(party) === who) return party;
    return who;
  }

  name(who: number): string {
    return this.store.nameOf(this.party(who));
  }

  connected(who: number): End | undefined {
    if (who === 0) return undefined;
    for (const end of this.ends.values()) if (end.who === who) return end;
    return undefined;
  }

  /** Whether somebody is at the desk, lost or not. */
  isHere(who: number): boolean {
    return this.store.people.has(this.party(who));
  }

  /** Whoever bears the name of this key now, or has an account of it. */
  bearer(key: string): number | undefined {
    for (const party of [...this.store.people.keys(), ...this.store.accounts.keys()])
      if (this.store.parties.get(party)?.key === key) return this.who(party);
    return undefined;
  }

  roleOf(who: number): Role | undefined {
    const party = this.party(who);
    return this.store.people.get(party)?.role ?? this.store.accounts.get(party)?.role;
  }

  status(who: number): 'online' | 'away' {
    return this.store.statuses.get(this.party(who)) ?? 'online';
  }

  conversationOf(who: number): ModelConversation | undefined {
    return this.store.conversationOf(this.party(who));
  }

  /** Who is in a room, in the order of joining. */
  membersOf(room: number): number[] {
    return this.store.members.filter((member) => member.room === room).map(({ party }) => this.who(party));
  }

  /** The rooms that somebody is in, in the order of joining. */
  roomsOf(who: number): number[] {
    return this.store.members.filter(({ party }) => this.who(party) === who).map(({ room }) => room);
  }

  /** Whether somebody was in a room when this message was said there. */
  wasThere(who: number, room: number, seq: number): boolean {
    const { members, stays } = this.store;
    const party = this.party(who);
    return (
      members.some((one) => one.party === party && one.room === room && one.after < seq) ||
      (stays.get(party) ?? []).some((one) => one.party === room && one.after < seq && seq <= one.upto)
    );
  }

  /** Whether the stay in a room is remembered in which this went out: not one that is over, and in which nobody spoke. */
  isKept(who: number, { room, place }: Outgoing): boolean {
    const { members, stays } = this.store;
    const party = this.party(who);
    return (
      members.some((one) => one.party === party && one.room === room && one.after <= place) ||
      (stays.get(party) ?? []).some((one) => one.party === room && one.after <= place && place <= one.upto)
    );
  }

  /** Those on the other side of open conversations. */
  otherSides(who: number): number[] {
    return this.store.alive().flatMap(({ customer, attendant, state }) => {
      if (state !== 'open') return [];
      if (this.who(customer) === who) return [this.who(attendant)];
      return this.who(attendant) === who ? [this.who(customer)] : [];
    });
  }

  /** `position length eta` of a customer, as the journal has it at this moment. */
  place(who: number): string {
    const { store } = this;
    const line = store.waiting();
    const place = line.findIndex(({ customer }) => this.who(customer) === who) + 1;
    if (place === 0) return `0 ${line.length} ?`;
    const durations = this.durations.slice(-20);
    const open = Math.max(1, store.alive().length - line.length);
    const eta = durations.length < 5 ? '?' : Math.ceil((place * median(durations)!) / (open * 1000));
    return `${place} ${line.length} ${eta}`;
  }

  /** Something went out to an identity, or waits for it. */
  notes(who: number, kind: Outgoing['kind'], seq: number, line = '', room = 0): void {
    this.logs.note(who, { kind, seq, line, room, place: this.store.lastSeq, erased: false });
  }

  /** The texts of this message may be read by this identity. */
  allow({ text }: ModelMessage, who: number): void {
    for (const [found] of text.matchAll(MARKER)) {
      const readers = this.mayRead.get(found) ?? new Set();
      this.mayRead.set(found, readers.add(who));
    }
  }

  /** A message or a note as a listing has it. */
  line(message: ModelMessage): string {
    const { seq, at, from, to, text, gone, note } = this.store.shown(message);
    const head = `${seq} ${new Date(at).toISOString()} ${from} ${to}`;
    return gone ? `GONE ${head}` : `${note ? 'NOTE' : 'MSG'} ${head} ${text}`;
  }

  isErased = (seq: number): boolean => !this.store.messages.has(seq);

  /** Not to be seen any more by who has not seen it. */
  isGone = (seq: number): boolean => this.store.messages.get(seq)?.gone ?? true;
}
