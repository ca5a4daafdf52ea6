/**
 * A connection in its session worker: bytes in, commands out; lines in, bytes out.
 *
 * It reads no further while a long command waits for its reply, while too much is unsent, while the worker has no
 * credit, or when the client is too quick; so whoever pipelines or does not read is held back by TCP. It never looks
 * at what a command means, but for those at the door, which `door.ts` makes fit to leave.
 */

import type { Socket } from 'node:net';
import type { Farewell, Lang } from '../protocol/codes.ts';
import { COMMANDS, type CommandSpec, commandIndex, type Role } from '../protocol/commands.ts';
import { EOL, farewell } from '../protocol/format.ts';
import { type Line, LineReader } from '../protocol/lines.ts';
import { broken, type Command, NO_VERB, parse } from '../protocol/parse.ts';
import { mostFrom } from './addresses.ts';
import { Door } from './door.ts';
import { Gate } from './gate.ts';
import type { Limits } from './limits.ts';
import { RateLimit } from './rate-limit.ts';
import type { SharedText } from './shared-text.ts';

/** The part of what may be unsent past which a connection is not read. */
const PAUSE_PART = 4;

/** How long a connection that the server ended may take to read the rest, and then to close. */
const DRAIN_MS = 30_000;
const LINGER_MS = 2000;

const ATTENDANT_RATE = 4;
const NO_LINES: Line[] = [];
const QUIT = commandIndex('QUIT');

/** Why a connection is not being read: any of these bits. But for the last, lines already read wait as well. */
const LONG_REPLY = 1;
const UNSENT = 2;
const NO_CREDIT = 4;
const TOO_QUICK = 8;
const VERIFYING = 16;
const STOPPED = 32;
const LINES_WAIT = LONG_REPLY | UNSENT | NO_CREDIT | TOO_QUICK | VERIFYING;

/** Who is too quick is told so often; then is not read for so long, and so on. */
const REFUSALS = 100;
const TOO_QUICK_MS = 1000;

/** What a connection tells its worker. */
export interface ConnectionEvents {
  /** A command was read. */
  command(conn: Connection, command: Command): void;
  /** A CONNECT for the name of this key waits until its password is `verified`. */
  verify(conn: Connection, key: string, password: string): void;
  /** Nothing more will come from it: the client has ended its side, or the server has. */
  halfClosed(conn: Connection): void;
  /** It is gone. */
  gone(conn: Connection): void;
  /** It has something to write: `flush` is to be called within this tick. */
  dirty(conn: Connection): void;
}

export interface ConnectionOptions {
  readonly lang: Lang;
  readonly limits: Limits;
  /** What it is counted under. */
  readonly address: string;
  /** Milliseconds of the monotonic clock. */
  readonly now: number;
}

export class Connection {
  readonly number: number;
  readonly address: string;
  /** Milliseconds of the monotonic clock: when it was made, and when anything last came from it. */
  startedAt: number;
  heardAt: number;
  pinged = false;
  entered = false;
  lang: Lang;
  /** When it was ended, and when all had been sent then; or 0. */
  #closedAt = 0;
  #sentAt = 0;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #limits: Limits;
  readonly #reader: LineReader;
  readonly #rate: RateLimit;
  readonly #door: Door;
  #gate: Gate | null = null;
  #out = '';
  /** In place of `#out`, as long as others were written the very same. */
  #shared: SharedText | null = null;
  #held = 0;
  /** Lines that were read and wait; those before `#next` are done. */
  #lines: Line[] = NO_LINES;
  #next = 0;
  #ended = false;
  #refusals = 0;

  constructor(number: number, socket: Socket, events: ConnectionEvents, options: ConnectionOptions) {
    const { lang, limits, address, now } = options;
    this.number = number;
    this.address = address;
    this.lang = lang;
    this.startedAt = now;
    this.heardAt = now;
    this.#socket = socket;
    this.#events = events;
    this.#limits = limits;
    this.#door = new Door(Number.isFinite(mostFrom(address, limits.maxPerAddress)) ? address : '');
    this.#reader = new LineReader(limits.maxLineBytes);
    this.#rate = new RateLimit(limits.commandsPerSecond, limits.burst, now);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#data(chunk));
    socket.on('end', () => this.#end());
    socket.on('drain', () => this.#release(UNSENT));
    socket.on('finish', () => {
      this.#sentAt = performance.now();
    });
    // A reset or a timeout: 'close' follows, and says all there is to say.
    socket.on('error', () => {});
    socket.on('close', () => events.gone(this));
    socket.resume();
  }

  /** Writes text with its line end; it leaves with the next flush. */
  send(text: string): void {
    if (this.#closedAt > 0) return;
    if (this.#gate !== null) {
      this.#gate.wait(text);
      if (this.#gate.bytes > this.#limits.maxOutboxBytes) this.dismiss('SLOW-CONSUMER');
      return;
    }
    if (this.#shared !== null) {
      this.#out = this.#shared.text;
      this.#shared = null;
    } else if (this.#out === '') this.#events.dirty(this);
    this.#out += text;
  }

  /** The same, of text that others are sent too. `empty` is the same one for all of them, until they are flushed. */
  sendShared(text: string, empty: SharedText): void {
    if (this.#closedAt > 0 || this.#gate !== null || this.#out !== '') {
      this.send(text);
      return;
    }
    if (this.#shared === null) this.#events.dirty(this);
    this.#shared = (this.#shared ?? empty).with(text);
  }

  /** The reply to CONNECT, with the token in its place. */
  enter(role: Role, before: string, after: string): void {
    this.send(before + this.#enter(role, true) + after);
  }

  /** Somebody has come back: whatever is sent from now on waits behind the reply. `fresh`: by CONNECT. */
  resumed(role: Role, fresh: boolean): void {
    if (this.#closedAt > 0) return;
    this.#gate = new Gate(this.#enter(role, fresh));
  }

  /** The reply that all waits for, with the token in its place, and what was missed; then what waited. */
  replay(before: string, after: string, lines: string): void {
    const gate = this.#gate;
    if (!gate) return;
    this.#gate = null;
    this.send(gate.open(before, after, lines));
    if (gate.closing) this.close();
  }

  /** The reply that all waits for could not be had: this is said in its place, and it ends. */
  unresumed(text: string): void {
    if (!this.#gate) return;
    this.#gate = null;
    this.send(text);
    this.close();
  }

  /** The password of the CONNECT that waits was verified; null: it was not, the address has to wait. */
  verified(proof: string | null): void {
    const command = this.#door.verified(proof);
    if (!command) return;
    this.#events.command(this, command);
    this.#release(VERIFYING);
  }

  /** Hands what was written to the socket, in one piece, and sees whether the client keeps up. */
  flush(): void {
    const out = this.#shared === null ? this.#out : this.#shared.bytes;
    this.#out = '';
    this.#shared = null;
    if (out.length === 0 || this.#socket.destroyed) return;
    this.#socket.write(out);
    const unsent = this.#socket.writableLength;
    const most = this.#limits.maxOutboxBytes;
    if (unsent <= most / PAUSE_PART || this.#closedAt > 0) return;
    this.#hold(UNSENT);
    if (unsent > most) this.dismiss('SLOW-CONSUMER');
  }

  /** Says goodbye and closes. Who waits for the reply to a return has to come back again. */
  dismiss(code: Farewell): void {
    if (this.#closedAt > 0) return;
    this.#gate = null;
    this.send(farewell(code, this.lang) + EOL);
    this.close();
    this.#events.halfClosed(this);
  }

  /** Closes once all is sent, and all that waits behind a reply; whatever still comes is thrown away. */
  close(): void {
    if (this.#closedAt > 0) return;
    if (this.#gate) {
      this.#gate.closing = true;
      this.#hold(STOPPED);
      return;
    }
    this.#closedAt = performance.now();
    this.flush();
    this.#lines = NO_LINES;
    this.#next = 0;
    this.#held = 0;
    this.#door.close();
    this.#socket.end();
    this.#socket.resume();
  }

  /** Whether the server has ended it. */
  get closing(): boolean {
    return this.#closedAt > 0;
  }

  /** Whether the server has its own reasons not to read it: its silence says nothing then. Not reading is its own. */
  get unread(): boolean {
    return (this.#held & ~UNSENT) !== 0;
  }

  /** Whether it was ended and has had its time since. @param now milliseconds of the monotonic clock. */
  overdue(now: number): boolean {
    if (this.#closedAt === 0) return false;
    const drainMs = this.#socket.writableLength > this.#limits.maxOutboxBytes ? LINGER_MS : DRAIN_MS;
    return now - this.#closedAt > drainMs || (this.#sentAt > 0 && now - this.#sentAt > LINGER_MS);
  }

  /**
   * So many milliseconds before `now` count neither as silence nor as its time to enter; who came or was heard since
   * then has no more time than others. O(1).
   */
  excuse(ms: number, now: number): void {
    this.startedAt = Math.min(now, this.startedAt + ms);
    this.heardAt = Math.min(now, this.heardAt + ms);
  }

  /** Ends it at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** The reply to a long command is on its way: later lines go on. */
  answered(): void {
    this.#release(LONG_REPLY);
  }

  /** Reads no more until the worker has credit again. */
  outOfCredit(): void {
    this.#hold(NO_CREDIT);
  }

  credit(): void {
    this.#release(NO_CREDIT);
  }

  /** Reads no more at all. */
  stop(): void {
    this.#hold(STOPPED);
  }

  #data(chunk: Buffer): void {
    this.heardAt = performance.now();
    this.pinged = false;
    if (this.#closedAt > 0) return;
    const lines = this.#reader.push(chunk);
    this.#lines = this.#next < this.#lines.length ? [...this.#lines.slice(this.#next), ...lines] : lines;
    this.#next = 0;
    this.#goOn();
  }

  /** The lines that were read, until one has to wait; then, if the client has ended its side, that. */
  #goOn(): void {
    while (this.#next < this.#lines.length) {
      if ((this.#held & LINES_WAIT) !== 0 || this.#closedAt > 0) return;
      this.#line(this.#lines[this.#next++]!);
    }
    this.#lines = NO_LINES;
    this.#next = 0;
    if (!this.#ended || (this.#held & LINES_WAIT) !== 0) return;
    this.#ended = false;
    this.#events.halfClosed(this);
  }

  #line(line: Line): void {
    let command = parse(line, this.#limits.maxTextBytes);
    if (!this.#rate.take(this.heardAt) && command.verb !== QUIT) {
      command = broken('RATE-LIMITED', NO_VERB, command.label);
      this.#refuse();
    }
    if (command.fault === '') {
      const spec: CommandSpec = COMMANDS[command.verb]!;
      if (spec.long) this.#hold(LONG_REPLY);
      if (spec.phase === 'before') {
        this.#atTheDoor(command);
        return;
      }
    }
    this.#events.command(this, command);
  }

  /** A command of somebody who enters. With a password it leaves, and what follows it, once that is verified. */
  #atTheDoor(command: Command): void {
    const ready = this.#door.pass(command);
    if ('password' in ready) {
      this.#hold(VERIFYING);
      this.#events.verify(this, ready.key, ready.password);
    } else this.#events.command(this, ready);
  }

  /** One command too many. After some, nothing more is read for a while: the client's system holds it back. */
  #refuse(): void {
    if (++this.#refusals < REFUSALS) return;
    this.#refusals = 0;
    this.#hold(TOO_QUICK);
    setTimeout(() => this.#release(TOO_QUICK), TOO_QUICK_MS).unref();
  }

  /** From now on it has this role. Returns the token. */
  #enter(role: Role, fresh: boolean): string {
    this.entered = true;
    if (role === 'atendente') this.#rate.multiply(ATTENDANT_RATE);
    return this.#door.enter(fresh);
  }

  #end(): void {
    this.#ended = true;
    this.#goOn();
  }

  #hold(why: number): void {
    if (this.#held === 0) this.#socket.pause();
    this.#held |= why;
  }

  #release(why: number): void {
    if ((this.#held & why) === 0) return;
    this.#held &= ~why;
    this.heardAt = performance.now();
    if ((this.#held & LINES_WAIT) === 0) this.#goOn();
    if (this.#held === 0) this.#socket.resume();
  }
}
