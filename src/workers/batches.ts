/**
 * What crosses between the main thread and the session workers: batches, one per tick and direction. A batch is
 * an array of numbers and one string, so no object per message crosses a thread.
 */

import { type Code, ERRORS, LANGS, type Lang } from '../protocol/codes.ts';
import { ROLES, type Role } from '../protocol/commands.ts';
import type { Command } from '../protocol/parse.ts';
import { NumberList } from '../structures/number-list.ts';

/**
 * The number of a connection carries its worker in the low bits, so that the way back needs no table. Numbers
 * are never given twice.
 */
export const MAX_WORKERS = 64;

export function connectionNumber(count: number, worker: number): number {
  return count * MAX_WORKERS + worker;
}

export function workerOf(conn: number): number {
  return conn & (MAX_WORKERS - 1);
}

/** Numbers, and the texts whose lengths are among them, one after the other. */
export interface Packed {
  readonly numbers: Float64Array;
  readonly text: string;
}

/** What a session worker is to do. */
export interface Output extends Packed {
  /** Characters that it comes to write: a line to many counts as often as they are. */
  readonly toWrite: number;
}

// ---- From a session worker: what its connections did, in order.

/** In place of a verb: the client sends no more, but still reads. */
const HALF_CLOSED = -2;
/** In place of a verb: the connection is gone. */
const GONE = -3;

const FAULTS: readonly (Code | '')[] = ['', ...(Object.keys(ERRORS) as Code[])];

export class InputWriter {
  readonly #numbers = new NumberList();
  #text = '';

  get empty(): boolean {
    return this.#numbers.length === 0;
  }

  take(): Packed {
    const packed = { numbers: this.#numbers.toArray(), text: this.#text };
    this.#numbers.clear();
    this.#text = '';
    return packed;
  }

  command(conn: number, { verb, label, fault, args }: Command): void {
    const numbers = this.#numbers;
    numbers.push(conn);
    numbers.push(verb);
    numbers.push(FAULTS.indexOf(fault));
    numbers.push(label.length);
    this.#text += label;
    numbers.push(args.length);
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      numbers.push(arg.length);
      this.#text += arg;
    }
  }

  halfClosed(conn: number): void {
    this.#numbers.push(conn);
    this.#numbers.push(HALF_CLOSED);
  }

  connectionGone(conn: number): void {
    this.#numbers.push(conn);
    this.#numbers.push(GONE);
  }
}

const COMMAND_WEIGHT = 128;
/** To a room, which may have thousands of members: what it causes, more than what it says. */
const ROOM_COMMAND_WEIGHT = 4096;

/**
 * What a command weighs while it is under way: about the bytes that it takes, here and in the batch that answers it.
 * Both ends count it, so that credit comes back as it went.
 */
export function weightOf({ label, args }: Command): number {
  let weight = label.length + (args[0]?.startsWith('#') ? ROOM_COMMAND_WEIGHT : COMMAND_WEIGHT);
  for (let i = 0; i < args.length; i++) weight += args[i]!.length;
  return weight;
}

/** Who takes an input apart. */
export interface InputReader {
  command(conn: number, command: Command): void;
  halfClosed(conn: number): void;
  gone(conn: number): void;
}

export function readInput({ numbers, text }: Packed, reader: InputReader): void {
  let at = 0;
  let from = 0;
  while (at < numbers.length) {
    const conn = numbers[at++]!;
    const verb = numbers[at++]!;
    if (verb === HALF_CLOSED) reader.halfClosed(conn);
    else if (verb === GONE) reader.gone(conn);
    else {
      const fault = FAULTS[numbers[at++]!]!;
      const label = own(text.slice(from, (from += numbers[at++]!)));
      const args: string[] = [];
      for (let left = numbers[at++]!; left > 0; left--) {
        args.push(own(text.slice(from, (from += numbers[at++]!))));
      }
      reader.command(conn, { verb, label, fault, args });
    }
  }
}

/** Shorter slices V8 copies by itself. */
const SHORTEST_SLICE = 13;

/**
 * The same text in memory of its own. A slice keeps the string alive that it is a slice of, here a whole batch,
 * for as long as the desk remembers the message. Asking a joined string for a character makes V8 write it out.
 */
function own(text: string): string {
  if (text.length < SHORTEST_SLICE) return text;
  const joined = ` ${text}`;
  joined.charCodeAt(0);
  return joined.slice(1);
}

// ---- To a session worker: what to do with its connections, in order.

/** Below zero, an operation other than sending: a connection's number is never negative. */
const SHARED = -1;
const ENTERED = -2;
const LANGUAGE = -3;
const CLOSE = -4;
const ANSWERED = -5;
const RESUMED = -6;
const REPLAY = -7;
const UNRESUMED = -8;
/** Behind the connections that get the same line. */
const END_SHARED = -9;

export class OutputWriter {
  readonly #numbers = new NumberList();
  #text = '';
  #toWrite = 0;
  #sharing = false;

  get empty(): boolean {
    return this.#numbers.length === 0;
  }

  /** Characters of text. */
  get size(): number {
    return this.#text.length;
  }

  packed(): Output {
    return { numbers: this.#numbers.toArray(), text: this.#text, toWrite: this.#toWrite };
  }

  clear(): void {
    this.#numbers.clear();
    this.#text = '';
    this.#toWrite = 0;
  }

  /** `text` with its line end. */
  send(conn: number, text: string): void {
    this.#numbers.push(conn);
    this.#write(text);
  }

  /** To one of those who get the same line; it crosses once. Nothing else comes before `endShared`. */
  sendShared(conn: number, text: string): void {
    if (this.#sharing) this.#toWrite += text.length;
    else {
      this.#sharing = true;
      this.#numbers.push(SHARED);
      this.#write(text);
    }
    this.#numbers.push(conn);
  }

  /** That was the last of them, if there was any. */
  endShared(): void {
    if (!this.#sharing) return;
    this.#sharing = false;
    this.#numbers.push(END_SHARED);
  }

  /** The reply to CONNECT, around the token that only the worker knows. */
  entered(conn: number, role: Role, before: string, after: string): void {
    this.#numbers.push(ENTERED);
    this.#numbers.push(conn);
    this.#numbers.push(ROLES.indexOf(role));
    this.#write(before);
    this.#write(after);
  }

  /**
   * Somebody has come back: whatever is sent to the connection, or ends it, waits until the reply comes by `replay`.
   * `fresh`: by CONNECT, with a token that the worker made; otherwise by RESUME, with the one that it was given.
   */
  resumed(conn: number, role: Role, fresh: boolean): void {
    this.#numbers.push(RESUMED);
    this.#numbers.push(conn);
    this.#numbers.push(ROLES.indexOf(role));
    this.#numbers.push(fresh ? 1 : 0);
  }

  /**
   * The reply to somebody who came back, around the token, and what they missed; then all that waited. `after` and
   * `lines` with their line ends.
   */
  replay(conn: number, before: string, after: string, lines: string): void {
    this.#numbers.push(REPLAY);
    this.#numbers.push(conn);
    this.#write(before);
    this.#write(after);
    this.#write(lines);
  }

  /**
   * In place of a `replay` that failed: `text`, with its line end, and the end of the connection; nothing that waited.
   */
  unresumed(conn: number, text: string): void {
    this.#numbers.push(UNRESUMED);
    this.#numbers.push(conn);
    this.#write(text);
  }

  language(conn: number, lang: Lang): void {
    this.#numbers.push(LANGUAGE);
    this.#numbers.push(conn);
    this.#numbers.push(LANGS.indexOf(lang));
  }

  close(conn: number): void {
    this.#numbers.push(CLOSE);
    this.#numbers.push(conn);
  }

  /** A long command has its reply: the connection may go on. */
  answered(conn: number): void {
    this.#numbers.push(ANSWERED);
    this.#numbers.push(conn);
  }

  #write(text: string): void {
    this.#numbers.push(text.length);
    this.#text += text;
    this.#toWrite += text.length;
  }
}

/** Who carries an output out. */
export interface OutputReader {
  send(conn: number, text: string): void;
  /** To one of many who get the same text, one after the other. */
  sendShared(conn: number, text: string): void;
  entered(conn: number, role: Role, before: string, after: string): void;
  resumed(conn: number, role: Role, fresh: boolean): void;
  replay(conn: number, before: string, after: string, lines: string): void;
  unresumed(conn: number, text: string): void;
  language(conn: number, lang: Lang): void;
  close(conn: number): void;
  answered(conn: number): void;
}

export function readOutput({ numbers, text }: Packed, reader: OutputReader): void {
  let at = 0;
  let from = 0;
  const take = (length: number) => text.slice(from, (from += length));
  while (at < numbers.length) {
    const op = numbers[at++]!;
    if (op >= 0) {
      reader.send(op, take(numbers[at++]!));
      continue;
    }
    switch (op) {
      case SHARED: {
        const text = take(numbers[at++]!);
        while (numbers[at]! >= 0) reader.sendShared(numbers[at++]!, text);
        at++;
        break;
      }
      case ENTERED: {
        const conn = numbers[at++]!;
        const role = ROLES[numbers[at++]!]!;
        reader.entered(conn, role, take(numbers[at++]!), take(numbers[at++]!));
        break;
      }
      case RESUMED:
        reader.resumed(numbers[at++]!, ROLES[numbers[at++]!]!, numbers[at++] === 1);
        break;
      case REPLAY: {
        const conn = numbers[at++]!;
        reader.replay(conn, take(numbers[at++]!), take(numbers[at++]!), take(numbers[at++]!));
        break;
      }
      case UNRESUMED:
        reader.unresumed(numbers[at++]!, take(numbers[at++]!));
        break;
      case LANGUAGE:
        reader.language(numbers[at++]!, LANGS[numbers[at++]!]!);
        break;
      case CLOSE:
        reader.close(numbers[at++]!);
        break;
      case ANSWERED:
        reader.answered(numbers[at++]!);
        break;
      default:
        throw new Error(`unknown operation ${op}`);
    }
  }
}
