/**
 * What a terminal tells others of its person unasked: that a message stood on the screen, that somebody is being
 * written to; and how it calls the person when customers wait. Owns when each is due, so that it is seldom. Never
 * sends, never sounds; times are passed in, in milliseconds of one clock.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { seqOf } from './shown.ts';
import { keyOf, type View } from './view.ts';

/** What the person allows. */
export interface Manners {
  readonly seen: boolean;
  readonly typing: boolean;
  readonly bell: boolean;
}

/** Senders who are told at once; the others have to wait. */
const MAX_SENDERS = 20;

/** Which messages stood on the screen and whose sender has not been told so. */
export class Sight {
  /** The last of each sender, by key: it says that those before were seen too. */
  readonly #last = new Map<string, number>();

  /** An event was shown. In rooms nobody is told: with many members that would be many lines for one. */
  shown({ verb, rest }: Event, view: View): void {
    if (verb !== 'MSG') return;
    const [seq = '', , from = '', to = ''] = splitWords(rest, 4);
    if (to.startsWith('#') || view.isMe(from) || seqOf(seq) === 0) return;
    this.#last.set(keyOf(from), Math.max(seqOf(seq), this.#last.get(keyOf(from)) ?? 0));
  }

  /** The seqs that are to be told of now. */
  due(): readonly number[] {
    const senders = [...this.#last].slice(0, MAX_SENDERS);
    for (const [key] of senders) this.#last.delete(key);
    return senders.map(([, seq]) => seq);
  }
}

/** Others forget after 15 s that somebody types. */
const AGAIN_MS = 8_000;

/** Without a change for so long nobody types. */
const IDLE_MS = 10_000;

/** What others know of my typing. */
export class Hands {
  #told: { readonly to: string; readonly atMs: number } | null = null;
  #line = '';
  #changedMs = 0;
  /** The one who is not told, since the server refused it; '' is nobody. */
  #refused = '';

  /** The line was entered: the message itself tells that it is over. */
  entered(): void {
    this.#told = null;
    this.#line = '';
  }

  /** The server did not pass it on. */
  refused(to: string): void {
    this.#refused = to;
    this.#told = null;
  }

  /**
   * What is to be said now, as arguments of TYPING, or ''. To be called about once a second.
   *
   * @param to for whom the line is, null if for nobody or if it is a command.
   */
  at(now: number, line: string, to: string | null): string {
    if (line !== this.#line) this.#changedMs = now;
    this.#line = line;
    const told = this.#told;
    const isTyping = to !== null && line.trim() !== '' && now - this.#changedMs < IDLE_MS;
    if (told && (!isTyping || told.to !== to)) {
      this.#told = null;
      return `${told.to} off`;
    }
    if (!isTyping || to === this.#refused) return '';
    this.#refused = '';
    if (told && (now - told.atMs < AGAIN_MS || this.#changedMs <= told.atMs)) return '';
    this.#told = { to, atMs: now };
    return `${to} on`;
  }
}

/** Milliseconds between two calls for the same customers. */
const CALL_AGAIN_MS = 30_000;

/** When an attendant is called to those who wait. */
export class Bell {
  /** The keys of those who wait and were rung for. */
  #rung: ReadonlySet<string> = new Set();
  #atMs = Number.NEGATIVE_INFINITY;

  /** Whether to ring now: once for each who waits, and now and then until nobody does. */
  isDue(now: number, waiting: Iterable<string>): boolean {
    const keys = new Set(waiting);
    const isNew = [...keys].some((key) => !this.#rung.has(key));
    this.#rung = keys;
    if (keys.size === 0 || (!isNew && now - this.#atMs < CALL_AGAIN_MS)) return false;
    this.#atMs = now;
    return true;
  }
}
