/**
 * What this client knows of the desk: who I am, whom I talk to, which customers I serve, which names stood on
 * the screen, which messages. Learns from events and replies; never sends, never shows. Everything is bounded.
 */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import { readName, readRoom } from '../../protocol/names.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';

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
  /** To whom plain text goes; null if to nobody. Always null for a customer, who talks to the desk. */
  #partner: string | null = null;
  /** The attendant who serves me, a customer. */
  #servedBy: string | null = null;
  readonly #open = new Map<string, string>();
  /** The customers of whom it was told since a return that I serve them; null if that is over. */
  #confirmed: Set<string> | null = null;
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

  get servedBy(): string | null {
    return this.#servedBy;
  }

  /** The customers that this attendant serves, in the order in which they came. */
  get open(): readonly string[] {
    return [...this.#open.values()];
  }

  isMe(name: string): boolean {
    return keyOf(name) === keyOf(this.name);
  }

  isOpen(name: string): boolean {
    return this.#open.has(keyOf(name));
  }

  /** Whether this name stood on the screen. */
  hasSeen(name: string): boolean {
    return this.#seen.has(keyOf(name));
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

  /** I am back: whom I serve will be told. */
  returned(): void {
    this.#confirmed = new Set();
  }

  /** That was all: whoever was not told of is no longer mine. */
  settled(): void {
    const confirmed = this.#confirmed;
    this.#confirmed = null;
    for (const name of this.open) if (confirmed && !confirmed.has(keyOf(name))) this.release(name);
  }

  /** I came as somebody new: what was mine is not. */
  startAnew(): void {
    for (const name of this.open) this.release(name);
    this.#servedBy = null;
    this.#messages.clear();
  }

  /** I serve this customer now. */
  serve(name: string): void {
    this.#confirmed?.add(keyOf(name));
    this.#open.set(keyOf(name), name);
    this.see(name);
  }

  /** That conversation is over, or no longer mine. */
  release(name: string): void {
    this.#open.delete(keyOf(name));
    if (this.#partner !== null && keyOf(this.#partner) === keyOf(name)) this.#partner = null;
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
      case 'MSG': {
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
      case 'USER':
      case 'WAITING':
      case 'WAITING-END':
      case 'PRESENCE':
        this.see(splitWords(rest, 1)[0] ?? '');
    }
  }

  #assigned(customer: string, attendant: string): void {
    if (this.role === 'consumidor') this.#servedBy = attendant;
    if (this.role !== 'atendente') return;
    if (!this.isMe(attendant)) {
      this.release(customer);
      return;
    }
    this.serve(customer);
    this.#partner ??= customer;
  }

  #renamed(old: string, name: string): void {
    this.see(name);
    if (this.isMe(old)) this.name = name;
    if (this.#partner !== null && keyOf(this.#partner) === keyOf(old)) this.#partner = name;
    if (this.#servedBy !== null && keyOf(this.#servedBy) === keyOf(old)) this.#servedBy = name;
    if (this.#open.delete(keyOf(old))) this.#open.set(keyOf(name), name);
  }
}
