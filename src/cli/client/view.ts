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
import { Recent, type Remembered } from './recent.ts';
import { SeenNames } from './seen-names.ts';
import { WaitingLine } from './waiting.ts';

/** What plain text of a customer goes to, unless they talk in a room. */
export const DESK = '*';

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
  /** To whom plain text goes; null if to nobody, and for a customer to the desk. */
  #partner: string | null = null;
  /** The attendant who serves me, a customer. */
  #servedBy: string | null = null;
  /** Those who wait, as an attendant was told. */
  readonly waiting = new WaitingLine();
  readonly #open = new Held();
  readonly #rooms = new Held();
  readonly #seen = new SeenNames();
  readonly #messages = new Recent();

  constructor(name: string, role: Role, lang: Lang) {
    this.name = name;
    this.role = role;
    this.lang = lang;
  }

  /** The person or room in the prompt. */
  get partner(): string | null {
    return this.#partner;
  }

  /** To whom plain text goes: the partner, a customer without one the desk; null if to nobody. */
  get target(): string | null {
    return this.#partner ?? (this.role === 'consumidor' ? DESK : null);
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

  /** Whether this was said where I talk now. */
  isHere(from: string, to: string): boolean {
    if (to.startsWith('#')) return this.isPartner(to);
    return this.role === 'consumidor' ? this.#partner === null : this.isPartner(from);
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

  /** Whether I would talk in a room as soon as I have joined it: not if that took an attendant away from somebody. */
  get turnsAtJoin(): boolean {
    return this.role !== 'atendente' || this.#partner === null;
  }

  /** The names of people and rooms that stood on the screen, as they are written, the last one last. */
  get names(): readonly string[] {
    return this.#seen.all;
  }

  /** Whether this name stood on the screen. */
  hasSeen(name: string): boolean {
    return this.#seen.has(keyOf(name));
  }

  /** Whether the prompt shows a person who may be a customer. */
  get hasCustomer(): boolean {
    return this.#partner !== null && !this.#partner.startsWith('#');
  }

  /** Whether this name is known as that of a customer, mine or not. */
  isCustomer(name: string): boolean {
    return this.isOpen(name) || this.#seen.isCustomer(keyOf(name));
  }

  /** A name as it stood on the screen; one that did not, by itself. */
  spelled(name: string): string {
    return this.#seen.spelled(keyOf(name)) ?? name;
  }

  /** I talk there now. Whomever a customer talks to, it is the desk, or else a room. */
  turnTo(name: string): void {
    const spelled = this.spelled(name);
    this.#partner = this.role === 'consumidor' && !spelled.startsWith('#') ? null : spelled;
    if (spelled !== DESK) this.see(spelled);
  }

  /** I am back: whom I serve, in which rooms I am, and whether I am away, will be told. */
  returned(): void {
    this.isAway = false;
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
    this.see(name, true);
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
    this.forget(this.name);
    this.name = name;
    this.see(name);
  }

  /** @param isCustomer whether it is a customer's; undefined if this tells nothing of that. */
  see(name: string, isCustomer?: boolean): void {
    this.#seen.add(keyOf(name), name, isCustomer);
  }

  /** There is nobody of this name. */
  forget(name: string): void {
    this.#seen.delete(keyOf(name));
  }

  keep(seq: string, message: Remembered): void {
    this.#messages.add(seq, message);
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
        const isNote = verb === 'NOTE';
        this.see(from, to === DESK ? true : undefined);
        this.see(to, isNote ? true : undefined);
        this.keep(seq, { time, from, to, text, isNote });
        return;
      }
      case 'ASSIGNED': {
        const [customer = '', attendant = ''] = splitWords(rest, 2);
        const isNamesake = this.#turnFromNamesake(customer);
        this.see(customer, true);
        this.see(attendant, false);
        this.#assigned(customer, attendant, isNamesake);
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
      case 'WAITING':
      case 'WAITING-END': {
        const [name = ''] = splitWords(rest, 1);
        this.#turnFromNamesake(name);
        this.see(name, true);
        if (verb === 'WAITING') this.waiting.add(keyOf(name), name);
        else this.waiting.delete(keyOf(name));
        // Who waited while I was away is not the one of this name whom I serve.
        if (verb === 'WAITING-END' && this.#open.isUnsure(keyOf(name))) this.release(name);
        return;
      }
      // Of myself PRESENCE comes with how things stand after a return.
      case 'USER':
      case 'PRESENCE': {
        const isUser = verb === 'USER';
        const [name = '', second = '', third = ''] = splitWords(rest, 3);
        this.see(name, isUser ? second === 'consumidor' : undefined);
        if (this.isMe(name)) this.isAway = (isUser ? third : second) === 'away';
        return;
      }
      case 'ROOM':
      case 'SEEN':
      case 'TYPING':
        this.see(splitWords(rest, 1)[0] ?? '');
    }
  }

  /** A customer has the name of the colleague to whom I talk: that one is gone. Whether it was so. */
  #turnFromNamesake(customer: string): boolean {
    const isNamesake = this.role === 'atendente' && this.isPartner(customer) && !this.isCustomer(customer);
    if (isNamesake) this.#partner = null;
    return isNamesake;
  }

  #assigned(customer: string, attendant: string, isNamesake: boolean): void {
    if (this.role === 'consumidor') this.#servedBy = attendant;
    if (this.role !== 'atendente') return;
    this.waiting.delete(keyOf(customer));
    if (!this.isMe(attendant)) {
      this.release(customer);
      return;
    }
    this.serve(customer);
    if (!isNamesake) this.#partner ??= customer;
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
    const isCustomer = this.isCustomer(old);
    // Nobody is called so any more.
    this.forget(old);
    this.see(name, isCustomer);
    if (this.isMe(old)) this.rename(name);
    if (this.isPartner(old)) this.#partner = name;
    if (this.#servedBy !== null && keyOf(this.#servedBy) === keyOf(old)) this.#servedBy = name;
    this.#open.rename(keyOf(old), keyOf(name), name);
    this.waiting.rename(keyOf(old), keyOf(name), name);
  }
}
