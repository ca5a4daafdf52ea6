/**
 * The newest messages in memory, as a ring of columns, not as objects, their texts as bytes outside of the heap:
 * taking one in writes ten numbers. Nothing is indexed: one walks through it from the newest or finds a seq by
 * halves. It owns neither names nor the right to show a message.
 */

import { TextRing } from './text-ring.ts';

/** In place of the bytes of a text: it is gone. */
const GONE = -1;

/** In place of the parties: the message was erased, and only its place is left. */
const ERASED = -1;

/** A message, named by parties. */
export interface RingMessage {
  readonly seq: number;
  readonly at: number;
  readonly sender: number;
  readonly recipient: number;
  readonly attendant: number;
  /** 0 for none. */
  readonly label: number;
  readonly note: boolean;
  /** '' if it is gone. */
  readonly text: string;
  readonly gone: boolean;
}

export class MessageRing {
  readonly #capacity: number;

  // A message has the same place in each column. Of its text there is where it lies and how many bytes it takes, or
  // GONE.
  readonly #seq: number[] = [];
  readonly #at: number[] = [];
  readonly #sender: number[] = [];
  readonly #recipient: number[] = [];
  readonly #attendant: number[] = [];
  readonly #label: number[] = [];
  /** 1 for a note. */
  readonly #note: number[] = [];
  readonly #textAt: number[] = [];
  readonly #textBytes: number[] = [];
  readonly texts: TextRing;
  /** How many messages ever came; the next one's place is this modulo the capacity. */
  #total = 0;
  #first = 0;
  /** Up to which seq they are not to be seen. */
  #expired = 0;

  /** Holds at most so many messages and bytes of text; the older ones fall out. */
  constructor(capacity: number, bytes: number) {
    this.#capacity = capacity;
    this.texts = new TextRing(bytes);
  }

  /** A message, or a note, whose text lies in `texts`. Seqs ascend. Plain values, as there is one for each. O(1). */
  push(
    seq: number,
    at: number,
    sender: number,
    recipient: number,
    attendant: number,
    label: number,
    note: boolean,
    textAt: number,
    textBytes: number,
  ): void {
    const i = this.#total++ % this.#capacity;
    this.#seq[i] = seq;
    this.#at[i] = at;
    this.#sender[i] = sender;
    this.#recipient[i] = recipient;
    this.#attendant[i] = attendant;
    this.#label[i] = label;
    this.#note[i] = note ? 1 : 0;
    this.#textAt[i] = textAt;
    this.#textBytes[i] = textBytes;
  }

  /** The message of this seq, if it is there. O(log messages). */
  get(seq: number): RingMessage | undefined {
    const i = this.#find(seq);
    return i < 0 ? undefined : this.#message(i);
  }

  /** Those between two seqs that concern one of these parties, newest first. O(messages above `after`). */
  *newestFirst(
    concerns: (party: number) => boolean,
    after: number,
    before: number,
  ): Generator<RingMessage, void> {
    for (let n = this.#total - 1; n >= this.#oldest; n--) {
      const i = n % this.#capacity;
      if (this.#seq[i]! <= after) return;
      if (this.#seq[i]! < before && this.#concerns(i, concerns)) yield this.#message(i);
    }
  }

  /** The same above a seq, oldest first. O(messages). */
  *oldestFirst(concerns: (party: number) => boolean, after: number): Generator<RingMessage, void> {
    for (let n = this.#oldest; n < this.#total; n++) {
      const i = n % this.#capacity;
      if (this.#seq[i]! > after && this.#concerns(i, concerns)) yield this.#message(i);
    }
  }

  /** All of them, newest first, without their texts. O(messages). */
  *parties(): Generator<Omit<RingMessage, 'text' | 'gone'>, void> {
    for (let n = this.#total - 1; n >= this.#oldest; n--) {
      const i = n % this.#capacity;
      if (this.#sender[i] !== ERASED) yield this.#head(i);
    }
  }

  /** The text is gone: it is overwritten. O(log messages + bytes). */
  setGone(seq: number): void {
    const i = this.#find(seq);
    if (i >= 0) this.#eraseText(i);
  }

  /** Erases what is from or to such a party. O(messages). */
  erase(concerned: (party: number) => boolean): void {
    for (let n = this.#total - 1; n >= this.#oldest; n--) {
      const i = n % this.#capacity;
      if (concerned(this.#sender[i]!) || concerned(this.#recipient[i]!)) this.#erase(i);
    }
  }

  /** The newest message held that is of before this time: times grow with seqs. O(messages held). */
  newestBefore(time: number): { readonly seq: number; readonly at: number } | undefined {
    for (let n = this.#total - 1; n >= this.#oldest; n--) {
      const i = n % this.#capacity;
      const at = this.#at[i]!;
      if (at < time) return { seq: this.#seq[i]!, at };
    }
    return undefined;
  }

  /** Erases all up to a seq. O(messages erased). */
  expire(seq: number): void {
    for (let n = this.#oldest; n < this.#total && this.#seq[n % this.#capacity]! <= seq; n++) {
      this.#erase(n % this.#capacity);
    }
    this.#expired = Math.max(this.#expired, seq);
  }

  #erase(i: number): void {
    this.#eraseText(i);
    this.#sender[i] = ERASED;
    this.#recipient[i] = ERASED;
    this.#attendant[i] = ERASED;
    this.#label[i] = 0;
  }

  #eraseText(i: number): void {
    const bytes = this.#textBytes[i]!;
    if (bytes === GONE) return;
    this.texts.erase(this.#textAt[i]!, bytes);
    this.#textBytes[i] = GONE;
  }

  #concerns(i: number, concerns: (party: number) => boolean): boolean {
    return concerns(this.#sender[i]!) || concerns(this.#recipient[i]!) || concerns(this.#attendant[i]!);
  }

  /** By halves: seqs ascend from the oldest to the newest. */
  #find(seq: number): number {
    let low = this.#oldest;
    let high = this.#total;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#seq[middle % this.#capacity]! < seq) low = middle + 1;
      else high = middle;
    }
    const i = low % this.#capacity;
    return low < this.#total && this.#seq[i] === seq && this.#sender[i] !== ERASED ? i : -1;
  }

  /** The oldest message that is whole and not expired. O(1), but for those that ceased to be. */
  get #oldest(): number {
    const { oldest } = this.texts;
    let n = Math.max(this.#first, this.#total - this.#capacity);
    for (; n < this.#total; n++) {
      const i = n % this.#capacity;
      if (this.#textAt[i]! >= oldest && this.#seq[i]! > this.#expired) break;
    }
    this.#first = n;
    return n;
  }

  #head(i: number): Omit<RingMessage, 'text' | 'gone'> {
    return {
      seq: this.#seq[i]!,
      at: this.#at[i]!,
      sender: this.#sender[i]!,
      recipient: this.#recipient[i]!,
      attendant: this.#attendant[i]!,
      label: this.#label[i]!,
      note: this.#note[i] === 1,
    };
  }

  #message(i: number): RingMessage {
    const bytes = this.#textBytes[i]!;
    const gone = bytes === GONE;
    return { ...this.#head(i), text: gone ? '' : this.texts.read(this.#textAt[i]!, bytes), gone };
  }
}
