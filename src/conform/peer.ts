/**
 * One connection to the server under test. It trusts nothing: every wait has an end, what is held is bounded, and a
 * server that closes, floods or sends garbage makes a Fault and nothing worse. It knows lines and which of them are
 * replies; what they ought to be is not its business.
 */

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MAX_LINE_BYTES } from '../protocol/limits.ts';
import { Fault, Unreachable } from './fault.ts';
import { LineQueue } from './line-queue.ts';
import { isUtf8, readable, shortened, visible } from './visible.ts';

/** The server under test. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Without it the connection is in the clear. */
  readonly tls?: { readonly ca: string | undefined; readonly insecure: boolean };
}

/** What a whole run remembers of every connection: broken rules that hold for each line whatever it says. */
export interface Watch {
  /** A line of the server that is no line of 3MCP. */
  line(fault: Fault): void;
  /** A whole line, as text. */
  said(line: string, peer: Peer): void;
}

/** Lines of both directions that a report shows. */
const CONTEXT = 6;
const LF = 10;
const CR = 13;
const REPLY = /^(?:@[A-Za-z0-9_.:-]{1,64} )?(?:\+ok|-err)(?: |$)/;
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

/** Whether a line is a reply, or the first line of a listing. */
export function isReply(line: string): boolean {
  return REPLY.test(line);
}

export class Peer {
  readonly socket: Socket;
  readonly #timeoutMs: number;
  readonly #watch: Watch;
  /** Whole lines that were not taken yet. */
  readonly #lines = new LineQueue();
  #rest: Buffer = Buffer.alloc(0);
  readonly #context: string[] = [];
  #over = '';
  #wake: (() => void)[] = [];
  #barriers = 0;
  #quitting = false;

  private constructor(target: Target, timeoutMs: number, watch: Watch) {
    const { host, port, tls } = target;
    this.socket = tls
      ? connectTls({
          host,
          port,
          rejectUnauthorized: !tls.insecure,
          minVersion: 'TLSv1.2',
          ...(tls.ca === undefined ? {} : { ca: tls.ca }),
        })
      : connect({ host, port });
    this.#timeoutMs = timeoutMs;
    this.#watch = watch;
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? error.message));
    this.socket.on('end', () => this.#end('the server closed the connection'));
    this.socket.on('close', () => this.#end('the connection is closed'));
  }

  /**
   * Connects, and waits until it has.
   * @throws Unreachable when nobody listens, or not in time.
   */
  static async open(target: Target, timeoutMs: number, watch: Watch): Promise<Peer> {
    const peer = new Peer(target, timeoutMs, watch);
    const ready = new Promise<void>((resolve) => {
      peer.socket.once(target.tls ? 'secureConnect' : 'connect', resolve);
      peer.#wake.push(resolve);
    });
    const inTime = await within(timeoutMs, ready);
    if (inTime && peer.#over === '') return peer;
    peer.cut();
    throw new Unreachable(`a connection to ${target.host}:${target.port}`, inTime ? peer.#over : 'no answer');
  }

  /** Whether the server has ended the connection. */
  get ended(): boolean {
    return this.#over !== '';
  }

  /** The last lines of both directions. */
  get context(): readonly string[] {
    return this.#context.map((line) => shortened(visible(line)));
  }

  /** Whether QUIT was said. */
  get quitting(): boolean {
    return this.#quitting;
  }

  /** Sends lines, each with CR LF, in one piece. */
  say(...lines: string[]): void {
    this.#quitting ||= lines.some((line) => /^(?:@\S+ )?QUIT\b/i.test(line));
    this.sayBytes(Buffer.from(lines.map((line) => `${line}\r\n`).join('')));
  }

  /** Sends these bytes as they are. */
  sayBytes(bytes: Uint8Array): void {
    for (const line of readable(bytes).split(/(?<=\n)/)) this.#note(`> ${line.replace(/\r\n$/, '')}`);
    if (this.socket.writable) this.socket.write(bytes);
  }

  /** Sends no more, and still reads. */
  halfClose(): void {
    this.socket.end();
  }

  /** Cuts the connection: no farewell. */
  cut(): void {
    this.socket.destroy();
  }

  /**
   * The next line, or null at the end of the connection.
   * @param until the moment of `performance.now()` from which on it is too late.
   * @throws Fault when nothing comes in time.
   */
  async line(awaited = 'a line', until = this.#inTime()): Promise<string | null> {
    for (;;) {
      const leftMs = until - performance.now();
      const line = leftMs > 0 ? this.#lines.take() : undefined;
      if (line !== undefined) return line;
      if (this.#over !== '' && this.#lines.count === 0) return null;
      if (leftMs <= 0) throw new Fault(awaited, `none within ${this.#timeoutMs / 1_000} s`, this.context);
      await within(leftMs, new Promise<void>((resolve) => this.#wake.push(resolve)));
    }
  }

  /** The next line. @throws Fault also at the end of the connection. */
  async some(awaited = 'a line', until = this.#inTime()): Promise<string> {
    const line = await this.line(awaited, until);
    if (line === null) throw new Fault(awaited, `(${this.#over})`, this.context);
    return line;
  }

  /** Puts lines back, to be taken again. */
  unread(lines: readonly string[]): void {
    this.#lines.putBack(lines);
  }

  /** Sends a line, passes over events, and returns the reply; of a listing the first line. */
  async ask(line: string): Promise<string> {
    this.say(line);
    return this.reply(`a reply to ${line}`);
  }

  /** The next reply; events before it are passed over. */
  async reply(awaited = 'a reply'): Promise<string> {
    for (const until = this.#inTime(); ; ) {
      const said = await this.some(awaited, until);
      if (isReply(said)) return said;
    }
  }

  /** The next line, which has to match. Returns it. */
  async expect(pattern: RegExp, expected: string): Promise<string> {
    const said = await this.some(expected);
    if (!pattern.test(said)) throw new Fault(expected, said, this.context);
    return said;
  }

  /** Sends a line whose reply has to match; events before it are passed over. Returns the reply. */
  async asked(line: string, pattern: RegExp, expected: string): Promise<string> {
    const said = await this.ask(line);
    if (!pattern.test(said)) throw new Fault(expected, said, this.context);
    return said;
  }

  /** Passes over lines up to an event that matches, and returns that. */
  async event(pattern: RegExp, expected: string): Promise<string> {
    for (const until = this.#inTime(); ; ) {
      const said = await this.some(expected, until);
      if (pattern.test(said)) return said;
      if (isReply(said)) throw new Fault(expected, said, this.context);
    }
  }

  /** Sends a line and returns the items of the listing that answers it. @throws Fault where it is none. */
  async list(line: string): Promise<string[]> {
    const head = await this.asked(line, /^(?:@\S+ )?\+ok \*\d+/, '+ok *<n>');
    return this.items(head);
  }

  /** The items of a listing whose first line was taken: as many as it says, then a dot. */
  async items(head: string): Promise<string[]> {
    const count = Number(/\+ok \*(\d+)/.exec(head)?.[1]);
    const items: string[] = [];
    while (items.length < count) {
      const item = await this.some(`item ${items.length + 1} of ${count}`);
      if (item === '.')
        throw new Fault(`${count} items, as ${head} says`, `a dot after ${items.length}`, this.context);
      items.push(item);
    }
    await this.expect(/^\.$/, `the dot after ${count} items`);
    return items;
  }

  /**
   * All that the server has said so far: what comes before the reply to a last PING. A server that does not know
   * PING, or brings no labels back, is understood as well.
   */
  async soFar(): Promise<string[]> {
    const label = `@so-far.${++this.#barriers}`;
    const reply = new RegExp(`^(?:${label.replaceAll('.', '\\.')} )?(?:\\+ok PONG so-far$|-err BAD-COMMAND)`);
    const said: string[] = [];
    this.say(`${label} PING so-far`);
    for (const until = this.#inTime(); ; ) {
      const line = await this.some('+ok PONG so-far', until);
      if (reply.test(line)) return said;
      said.push(line);
    }
  }

  /** All lines up to the end of the connection. @throws Fault when it does not come in time. */
  async toEnd(): Promise<string[]> {
    const said: string[] = [];
    for (const until = this.#inTime(); ; ) {
      const line = await this.line('the end of the connection', until);
      if (line === null) return said;
      said.push(line);
    }
  }

  #inTime(): number {
    return performance.now() + this.#timeoutMs;
  }

  #take(chunk: Buffer): void {
    if (this.#over !== '' && this.socket.destroyed) return;
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF)) {
      this.#line(bytes.subarray(0, end + 1));
      bytes = bytes.subarray(end + 1);
    }
    this.#rest = Buffer.from(bytes);
    if (this.#rest.length > MAX_LINE_BYTES * 8 || this.#lines.isFull) {
      const held = `more than ${this.#rest.length > MAX_LINE_BYTES * 8 ? 'a line holds' : 'anybody asked for'}`;
      this.#watch.line(new Fault('lines of at most 8192 bytes, in answer to something', held, this.context));
      this.#end(held);
      this.cut();
    }
    this.#stir();
  }

  #line(bytes: Buffer): void {
    const hasCr = bytes.at(-2) === CR;
    const body = bytes.subarray(0, hasCr ? -2 : -1);
    const text = readable(body);
    this.#note(`< ${text}`);
    const broken = !hasCr || bytes.length > MAX_LINE_BYTES || !isUtf8(body) || CONTROL.test(text);
    if (broken) {
      const expected = 'a line of at most 8192 bytes of UTF-8, without controls but TAB, that ends in \\r\\n';
      this.#watch.line(new Fault(expected, text + (hasCr ? '\r\n' : '\n'), this.context));
    }
    this.#lines.add(text);
    this.#watch.said(text, this);
  }

  #note(line: string): void {
    this.#context.push(line);
    if (this.#context.length > CONTEXT) this.#context.shift();
  }

  #end(why: string): void {
    if (this.#over === '') this.#over = why;
    this.#stir();
  }

  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Whether it comes to an end within so many milliseconds. */
export async function within(ms: number, event: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
