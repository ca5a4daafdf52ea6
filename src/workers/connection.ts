/**
 * A connection in its session worker: bytes in, commands out; lines in, bytes out.
 *
 * It reads no further while a long command waits for its reply, while too much is unsent, while the worker has no
 * credit, or when the client is too quick; so whoever pipelines or does not read is held back by TCP. It never looks
 * at what a command means, but for CONNECT, which gets a token.
 */

import { hash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Farewell, Lang } from '../protocol/codes.ts';
import { COMMANDS, commandIndex, type Role } from '../protocol/commands.ts';
import { EOL, farewell } from '../protocol/format.ts';
import { type Line, LineReader } from '../protocol/lines.ts';
import { broken, type Command, NO_VERB, parse } from '../protocol/parse.ts';
import { RateLimit } from './rate-limit.ts';

/** Unsent characters past which a connection is not read, and past which it is given up. */
const PAUSE_ABOVE = 256 * 1024;
const SLOW_ABOVE = 1024 * 1024;

/** How long a connection that the server ended may take to read the rest, and then to close. */
const DRAIN_MS = 30_000;
const LINGER_MS = 2000;

const ATTENDANT_RATE = 4;
const NO_LINES: Line[] = [];
const CONNECT = commandIndex('CONNECT');
const QUIT = commandIndex('QUIT');

/** Why a connection is not being read: any of these bits. But for the last, lines already read wait as well. */
const LONG_REPLY = 1;
const UNSENT = 2;
const NO_CREDIT = 4;
const TOO_QUICK = 8;
const STOPPED = 16;
const LINES_WAIT = LONG_REPLY | UNSENT | NO_CREDIT | TOO_QUICK;

/** Who is too quick is told so often; then is not read for so long, and so on. */
const REFUSALS = 100;
const TOO_QUICK_MS = 1000;

/** What a connection tells its worker. */
export interface ConnectionEvents {
  /** A command was read. */
  command(conn: Connection, command: Command): void;
  /** Nothing more will come from it: the client has ended its side, or the server has. */
  halfClosed(conn: Connection): void;
  /** It is gone. */
  gone(conn: Connection): void;
  /** It has something to write: `flush` is to be called within this tick. */
  dirty(conn: Connection): void;
}

export class Connection {
  readonly number: number;
  /** Milliseconds of the monotonic clock: when it was made, and when anything last came from it. */
  readonly startedAt: number;
  heardAt: number;
  pinged = false;
  entered = false;
  lang: Lang;
  /** When it was ended, and when all had been sent then; or 0. */
  #closedAt = 0;
  #sentAt = 0;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #reader = new LineReader();
  readonly #rate: RateLimit;
  #perSecond: number;
  #out = '';
  #held = 0;
  /** Lines that were read and wait; those before `#next` are done. */
  #lines: Line[] = NO_LINES;
  #next = 0;
  #ended = false;
  #refusals = 0;
  #token = '';

  constructor(
    number: number,
    socket: Socket,
    events: ConnectionEvents,
    options: { lang: Lang; rate: number; now: number },
  ) {
    this.number = number;
    this.lang = options.lang;
    this.startedAt = options.now;
    this.heardAt = options.now;
    this.#socket = socket;
    this.#events = events;
    this.#perSecond = options.rate;
    this.#rate = new RateLimit(options.rate, options.now);
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
    if (this.#out === '') this.#events.dirty(this);
    this.#out += text;
  }

  /** The reply to CONNECT, with the token in its place. */
  enter(role: Role, before: string, after: string): void {
    this.entered = true;
    if (role === 'atendente') this.#rate.change(this.#perSecond * ATTENDANT_RATE);
    this.send(`${before}${this.#token}${after}`);
  }

  /** Hands what was written to the socket, in one piece, and sees whether the client keeps up. */
  flush(): void {
    const out = this.#out;
    this.#out = '';
    if (out === '' || this.#socket.destroyed) return;
    this.#socket.write(out);
    const unsent = this.#socket.writableLength;
    if (unsent <= PAUSE_ABOVE || this.#closedAt > 0) return;
    this.#hold(UNSENT);
    if (unsent > SLOW_ABOVE) this.dismiss('SLOW-CONSUMER');
  }

  /** Says goodbye and closes. */
  dismiss(code: Farewell): void {
    if (this.#closedAt > 0) return;
    this.send(farewell(code, this.lang) + EOL);
    this.close();
    this.#events.halfClosed(this);
  }

  /** Closes once all is sent; whatever still comes is thrown away. */
  close(): void {
    if (this.#closedAt > 0) return;
    this.#closedAt = performance.now();
    this.flush();
    this.#lines = NO_LINES;
    this.#next = 0;
    this.#held = 0;
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
    const drainMs = this.#socket.writableLength > SLOW_ABOVE ? LINGER_MS : DRAIN_MS;
    return now - this.#closedAt > drainMs || (this.#sentAt > 0 && now - this.#sentAt > LINGER_MS);
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
    let command = parse(line);
    if (!this.#rate.take(this.heardAt) && command.verb !== QUIT) {
      command = broken('RATE-LIMITED', NO_VERB, command.label);
      this.#refuse();
    }
    if (command.verb === CONNECT && command.fault === '') command = this.#withToken(command);
    if (command.verb !== NO_VERB && command.fault === '' && COMMANDS[command.verb]!.long)
      this.#hold(LONG_REPLY);
    this.#events.command(this, command);
  }

  /** One command too many. After some, nothing more is read for a while: the client's system holds it back. */
  #refuse(): void {
    if (++this.#refusals < REFUSALS) return;
    this.#refusals = 0;
    this.#hold(TOO_QUICK);
    setTimeout(() => this.#release(TOO_QUICK), TOO_QUICK_MS).unref();
  }

  /** CONNECT carries the hash of a fresh token to the desk; the token itself stays here. */
  #withToken(command: Command): Command {
    // One for the connection: of several CONNECTs only one can succeed.
    if (this.#token === '') this.#token = randomBytes(16).toString('base64url');
    return { ...command, args: [...command.args, hash('sha256', this.#token, 'base64url')] };
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
