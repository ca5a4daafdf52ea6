/**
 * What this identity has seen, in the order in which it went out: the place from which RESUME goes on, and which
 * events are old ones that came again. Pure, and bounded; it never shows anything.
 *
 * The place moves with the first sight of a message only. What UNDO and CLOSED tell has no number of its own: those
 * seen behind the place are what a RESUME from it will send again.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { keepNewest } from './newest.ts';

/** Numbers that are remembered: more than RESUME ever sends again. */
const MAX_REMEMBERED = 4_000;

export class Shown {
  #last: number;
  readonly #seqs = new Set<number>();
  readonly #undone = new Set<number>();
  /** What CLOSED told behind the place. */
  #closed: string[] = [];
  /** The same, as far as it did not come again since the return; null if nothing comes again now. */
  #expected: string[] | null = null;

  /** @param last what was seen last by an earlier process; 0 is nothing. */
  constructor(last = 0) {
    this.#last = last;
    if (last > 0) this.#seqs.add(last);
  }

  /** The seq of what was seen last; 0 is nothing. */
  get last(): number {
    return this.#last;
  }

  /** From now on, until `replayed`, what was seen behind the place may come again. */
  replaying(): void {
    this.#expected = [...this.#closed];
  }

  replayed(): void {
    this.#expected = null;
  }

  /** The server has a message or note of mine; whether that was not seen before. */
  own(seq: number): boolean {
    if (!(seq > 0)) return true;
    if (!add(this.#seqs, seq)) return false;
    this.#last = seq;
    this.#closed = [];
    return true;
  }

  /** An event came; whether it is a new one. */
  event({ verb, rest }: Event): boolean {
    switch (verb) {
      case 'MSG':
      case 'NOTE':
        return this.own(seqOf(splitWords(rest, 1)[0]));
      case 'UNDO':
        return add(this.#undone, seqOf(splitWords(rest, 1)[0]));
      case 'CLOSED':
        return this.#close(rest);
      default:
        return true;
    }
  }

  #close(rest: string): boolean {
    const at = this.#expected?.indexOf(rest) ?? -1;
    if (at >= 0) {
      this.#expected?.splice(at, 1);
      return false;
    }
    this.#closed.push(rest);
    if (this.#closed.length > MAX_REMEMBERED) this.#closed.shift();
    return true;
  }
}

/** A seq of the wire; 0 if it is none. */
export function seqOf(word = ''): number {
  const seq = /^[1-9]\d{0,15}$/.test(word) ? Number(word) : 0;
  return Number.isSafeInteger(seq) ? seq : 0;
}

/** Whether it was not in there; the oldest falls out. What is no number is always new. */
function add(set: Set<number>, seq: number): boolean {
  if (seq === 0) return true;
  if (set.has(seq)) return false;
  set.add(seq);
  keepNewest(set, MAX_REMEMBERED);
  return true;
}
