/**
 * What this client knows of the desk: who I am, whom I talk to, which customers I serve, in which rooms I am, which
 * names stood on the screen, which messages. Learns from events and replies; never sends, never shows. Everything is
 * bounded.
 */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import { readName, readRoom } from '../../protocol/names.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { Held } from './held.ts';
import { WaitingLine } from './waiting.ts';

const MAX_SEEN = 1_000;
const MAX_REMEMBERED = 500;

export interface Remembered {
  /** RFC 3339. */
  readonly time: string;
  readonly from: string;
  readonly to: string;
  /** As it went over the wire. */
  readonly text: string;
}

/** What a name is compared by; an invalid one by itself. */
export function keyOf(name: string): string {
  return (readName(name) ?? readRoom(name))?.key ?? name;
}

export class View {
  name: string;
  readonly role: Role;
  lang: Lang;
  /** What I was called before, as far as this session knows. */
  #former: string | null = null;
  /** I am away, as far as I said so or was told. */
  isAway = false;
  /** To whom plain text goes; null if to nobody. Always null for a customer, who talks to the desk. */
  #partner: string | null = null;
  /** The attendant who serves me, a customer. */
  #servedBy: string | null = null;
  /** Those who wait, as an attendant was told. */
  readonly waiting = new WaitingLine();
  readonly #open = new Held();
  readonly #rooms = new Held();
  /** The names that were on the screen, as they are written, by their keys. */
  readonly #seen = new Map<string, string>();
  readonly #messages = new Map<string, Remembered>();

  constructor(name: string, role: Role, lang: Lang) {
    this.name = name;
    this.role = role;
    this.lang = lang;
  }

  get partner(): string | null {
    return this.#partner;
  }

  get former(): string | null {
    return this.#former;
  }

  get servedBy(): string | null {
    return this.#servedBy;
  }

  /** The customers that this attendant serves, in the order in which they came. */
  get open(): readonly string[] {
    return this.#open.names;
  }

  /** The rooms that I am in, in the order in which I joined them. */
  get rooms(): readonly string[] {
    return this.#rooms.names;
  }

  /** Whether I talk to this one, or in this room. */
  isPartner(name: string): boolean {
    return this.#partner !== null && keyOf(this.#partner) === keyOf(name);
  }

  isMe(name: string): boolean {
    return keyOf(name) === keyOf(this.name);
  }

  isOpen(name: string): boolean {
    return this.#open.has(keyOf(name));
  }

  isIn(room: string): boolean {
    return this.#rooms.has(keyOf(room));
  }

  /** Whether I would talk in a room as soon as I have joined it: not if that took me away from a customer. */
  get turnsAtJoin(): boolean {
    return this.role === 'membro' || (this.role === 'atendente' && this.#partner === null);
  }

  /** The names of people and rooms that stood on the screen, as they are written, the last one last. */
  get names(): readonly string[] {
    return [...this.#seen.values()];
  }

  /** Whether this name stood on the screen. */
  hasSeen(name: string): boolean {
    return this.#seen.has(keyOf(name));
  }

  /** Whether one can turn there: to a room of mine, or a name that was on the screen. What is neither is nobody's. */
  isThere(to: string): boolean {
    if (readRoom(to)) return this.isIn(to);
    return !readName(to) || this.hasSeen(to);
  }

  /** A name as it stood on the screen; one that did not, by itself. */
  spelled(name: string): string {
    return this.#seen.get(keyOf(name)) ?? name;
  }

  turnTo(name: string): void {
    const spelled = this.spelled(name);
    if (this.role !== 'consumidor') this.#partner = spelled;
    this.see(spelled);
  }

  /** I am back: whom I serve, and in which rooms I am, will be told. */
  returned(): void {
    this.#open.returned();
    this.#rooms.returned();
  }

  /** That was all: whoever was not told of is no longer mine. */
  settled(): void {
    for (const name of this.#open.settled()) this.release(name);
    for (const room of this.#rooms.settled()) this.left(room);
  }

  /** I came as somebody new: what was mine is not. */
  startAnew(): void {
    for (const name of this.open) this.release(name);
    for (const room of this.rooms) this.left(room);
    this.#servedBy = null;
    this.isAway = false;
    this.#former = null;
    this.waiting.clear();
    this.#messages.clear();
  }

  /** I serve this customer now. */
  serve(name: string): void {
    this.#open.add(keyOf(name), name);
    this.waiting.delete(keyOf(name));
    this.see(name);
  }

  /** That conversation is over, or no longer mine. */
  release(name: string): void {
    this.#open.delete(keyOf(name));
    if (this.isPartner(name)) this.#partner = null;
  }

  /** I am in this room now, because I wanted to. */
  joined(room: string): void {
    if (this.turnsAtJoin) this.#partner = room;
    this.#rooms.add(keyOf(room), room);
    this.see(room);
  }

  /** I am no longer in this room. A member who talked there goes on in the one joined last. */
  left(room: string): void {
    this.#rooms.delete(keyOf(room));
    if (this.isPartner(room)) this.#partner = this.role === 'membro' ? this.#rooms.last : null;
  }

  /** I have another name. */
  rename(name: string): void {
    if (!this.isMe(name)) this.#former = this.name;
    this.name = name;
    this.see(name);
  }

  see(name: string): void {
    const key = keyOf(name);
    this.#seen.delete(key);
    this.#seen.set(key, name);
    const oldest = this.#seen.keys().next();
    if (this.#seen.size > MAX_SEEN && !oldest.done) this.#seen.delete(oldest.value);
  }

  /** There is nobody of this name after all. */
  forget(name: string): void {
    this.#seen.delete(keyOf(name));
  }

  keep(seq: string, message: Remembered): void {
    this.#messages.set(seq, message);
    const oldest = this.#messages.keys().next();
    if (this.#messages.size > MAX_REMEMBERED && !oldest.done) this.#messages.delete(oldest.value);
  }

  recall(seq: string): Remembered | undefined {
    return this.#messages.get(seq);
  }

  /** Learns from an event, or from the item of a listing. */
  learn({ verb, rest }: Event): void {
    switch (verb) {
      case 'MSG':
      case 'NOTE': {
        const [seq = '', time = '', from = '', to = '', text = ''] = splitWords(rest, 4);
        this.see(from);
        this.see(to);
        this.keep(seq, { time, from, to, text });
        return;
      }
      case 'ASSIGNED': {
        const [customer = '', attendant = ''] = splitWords(rest, 2);
        this.see(customer);
        this.see(attendant);
        this.#assigned(customer, attendant);
        return;
      }
      case 'QUEUE':
        // I wait again: who served me is gone.
        this.#servedBy = null;
        return;
      case 'CLOSED':
        this.#servedBy = null;
        this.release(splitWords(rest, 1)[0] ?? '');
        return;
      case 'NICK': {
        const [old = '', name = ''] = splitWords(rest, 2);
        this.#renamed(old, name);
        return;
      }
      case 'JOIN':
      case 'LEAVE': {
        const [room = '', name = ''] = splitWords(rest, 2);
        this.see(name);
        if (this.isMe(name)) this.#toldOfRoom(verb, room);
        return;
      }
      case 'USER': {
        const [name = '', , state = ''] = splitWords(rest, 3);
        this.see(name);
        if (this.isMe(name)) this.isAway = state === 'away';
        return;
      }
      case 'WAITING':
      case 'WAITING-END': {
        const [name = ''] = splitWords(rest, 1);
        this.see(name);
        if (verb === 'WAITING') this.waiting.add(keyOf(name), name);
        else this.waiting.delete(keyOf(name));
        return;
      }
      case 'ROOM':
      case 'PRESENCE':
      case 'SEEN':
      case 'TYPING':
        this.see(splitWords(rest, 1)[0] ?? '');
    }
  }

  #assigned(customer: string, attendant: string): void {
    if (this.role === 'consumidor') this.#servedBy = attendant;
    if (this.role !== 'atendente') return;
    this.waiting.delete(keyOf(customer));
    if (!this.isMe(attendant)) {
      this.release(customer);
      return;
    }
    this.serve(customer);
    this.#partner ??= customer;
  }

  /** How things stand after a return: a member who talks to nobody does so in the room joined last. */
  #toldOfRoom(verb: string, room: string): void {
    if (verb === 'LEAVE') {
      this.left(room);
      return;
    }
    const isFree = this.#partner === null || (!this.#rooms.isReturning && this.#partner.startsWith('#'));
    if (this.role === 'membro' && isFree) this.#partner = room;
    this.#rooms.add(keyOf(room), room);
    this.see(room);
  }

  #renamed(old: string, name: string): void {
    this.see(name);
    if (this.isMe(old)) this.rename(name);
    if (this.isPartner(old)) this.#partner = name;
    if (this.#servedBy !== null && keyOf(this.#servedBy) === keyOf(old)) this.#servedBy = name;
    this.#open.rename(keyOf(old), keyOf(name), name);
    this.waiting.rename(keyOf(old), keyOf(name), name);
  }
}
