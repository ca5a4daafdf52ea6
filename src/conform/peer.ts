/**
 * One connection to the server under test. It trusts nothing: every wait has an end, what is held is bounded, and a
 * server that closes, floods or sends garbage makes a Fault and nothing worse. It knows lines and which of them are
 * replies; what they ought to be is not its business.
 */

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MAX_LINE_BYTES, MAX_LISTING_BYTES } from '../protocol/limits.ts';
import { Fault, Unreachable } from './fault.ts';
import { LineQueue } from './line-queue.ts';
import { both, inLang, type Telling } from './telling.ts';
import { isUtf8, readable, shortened, visible } from './visible.ts';
import { type Deadline, deadlineIn, noneWithin, within } from './waiting.ts';

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
  /** Something came after so many milliseconds, or what was waited for did not come in time. */
  waited?(ms: number, inTime: boolean): void;
  /** Looks at a line before it is sent. @throws Lacking where the server is known to do without that command. */
  sending?(line: string): void;
}

/** Lines of both directions that a report shows. */
const CONTEXT = 6;

/** UTF-16 code units of such a line that are shown. */
const CONTEXT_LENGTH = 160;
const LF = 10;
const CR = 13;
const REPLY = /^(?:@[A-Za-z0-9_.:-]{1,64} )?(?:\+ok|-err)(?: |$)/;
const A_LINE = both('a line', 'uma linha');
const A_REPLY = both('a reply', 'uma resposta');
export const THE_END = both('the end of the connection', 'o fim da conexão');
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

/** A report is shown to others: the passwords of accounts stay out of it. */
function concealed(line: string): string {
  return line.replace(/^((?:@\S+ )?PASS ).+$/i, '$1…');
}

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
  /** Why the server says nothing more; '' as long as it may. */
  #over: Telling = '';
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
    this.socket.on('end', () =>
      this.#end(both('the server closed the connection', 'o servidor fechou a conexão')),
    );
    this.socket.on('close', () => this.#end(both('the connection is closed', 'a conexão está fechada')));
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
    const where = `${target.host}:${target.port}`;
    throw new Unreachable(
      both(`a connection to ${where}`, `uma conexão com ${where}`),
      inTime ? peer.#over : both('no answer', 'sem resposta'),
    );
  }

  /** Whether the server has ended the connection. */
  get ended(): boolean {
    return this.#over !== '';
  }

  /** The last lines of both directions. */
  get context(): readonly string[] {
    return this.#context.slice(-CONTEXT).map((line) => shortened(visible(line), CONTEXT_LENGTH));
  }

  /** Whether QUIT was said. */
  get quitting(): boolean {
    return this.#quitting;
  }

  /** Sends lines, each with CR LF, in one piece. @throws Lacking. */
  say(...lines: string[]): void {
    for (const line of lines) this.#watch.sending?.(line);
    this.sayAnyway(...lines);
  }

  /** The same, also where the server is known to do without such a command. */
  sayAnyway(...lines: string[]): void {
    this.#quitting ||= lines.some((line) => /^(?:@\S+ )?QUIT\b/i.test(line));
    this.sayBytes(Buffer.from(lines.map((line) => `${line}\r\n`).join('')));
  }

  /** Sends these bytes as they are. */
  sayBytes(bytes: Uint8Array): void {
    for (const line of readable(bytes).split(/(?<=\n)/))
      this.#note(`> ${concealed(line.replace(/\r\n$/, ''))}`);
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
   * @throws Fault when nothing comes in time.
   */
  async line(awaited: Telling = A_LINE, until = this.#inTime()): Promise<string | null> {
    const since = performance.now();
    for (;;) {
      const leftMs = until.at - performance.now();
      const line = leftMs > 0 ? this.#lines.take() : undefined;
      if (line !== undefined) {
        this.#watch.waited?.(performance.now() - since, true);
        return line;
      }
      if (this.#over !== '' && this.#lines.count === 0) return null;
      if (leftMs <= 0) {
        this.#watch.waited?.(until.ms, false);
        throw new Fault(awaited, noneWithin(until.ms), this.context);
      }
      await within(leftMs, new Promise<void>((resolve) => this.#wake.push(resolve)));
    }
  }

  /** The next line. @throws Fault also at the end of the connection. */
  async some(awaited: Telling = A_LINE, until = this.#inTime()): Promise<string> {
    const line = await this.line(awaited, until);
    if (line === null) {
      const [en, pt] = [inLang(this.#over, 'en'), inLang(this.#over, 'pt')];
      throw new Fault(awaited, both(`(${en})`, `(${pt})`), this.context);
    }
    return line;
  }

  /** Puts lines back, to be taken again. */
  unread(lines: readonly string[]): void {
    this.#lines.putBack(lines);
  }

  /** Sends a line, passes over events, and returns the reply; of a listing the first line. */
  async ask(line: string): Promise<string> {
    this.say(line);
    return this.reply(both(`a reply to ${concealed(line)}`, `uma resposta a ${concealed(line)}`));
  }

  /** The same, also where the server is known to do without such a command. */
  async askAnyway(line: string): Promise<string> {
    this.sayAnyway(line);
    return this.reply(both(`a reply to ${concealed(line)}`, `uma resposta a ${concealed(line)}`));
  }

  /** The next reply; events before it are passed over. */
  async reply(awaited: Telling = A_REPLY): Promise<string> {
    for (const until = this.#inTime(); ; ) {
      const said = await this.some(awaited, until);
      if (isReply(said)) return said;
    }
  }

  /** The next line, which has to match. Returns it. */
  async expect(pattern: RegExp, expected: Telling): Promise<string> {
    const said = await this.some(expected);
    if (!pattern.test(said)) throw new Fault(expected, said, this.context);
    return said;
  }

  /** Sends a line whose reply has to match; events before it are passed over. Returns the reply. */
  async asked(line: string, pattern: RegExp, expected: Telling): Promise<string> {
    const said = await this.ask(line);
    if (!pattern.test(said)) throw new Fault(expected, said, this.context);
    return said;
  }

  /** Passes over lines up to an event that matches, and returns that. */
  async event(pattern: RegExp, expected: Telling, until = this.#inTime()): Promise<string> {
    for (;;) {
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
    let length = 0;
    // One time for all of them: who sends an item now and then would keep us for hours.
    const until = this.#inTime();
    while (items.length < count) {
      const next = items.length + 1;
      const item = await this.some(both(`item ${next} of ${count}`, `item ${next} de ${count}`), until);
      length += item.length;
      if (length > MAX_LISTING_BYTES) {
        this.cut();
        throw new Fault(
          both('a listing of at most 512 KiB', 'uma listagem de no máximo 512 KiB'),
          both(`${next} items and more`, `${next} itens e mais`),
          this.context,
        );
      }
      if (item === '.') {
        throw new Fault(
          both(`as many items as ${head} says`, `tantos itens quanto diz ${head}`),
          both(`a dot after ${items.length}`, `um ponto depois de ${items.length}`),
          this.context,
        );
      }
      items.push(item);
    }
    await this.expect(
      /^\.$/,
      both(`. as the line after item ${count}`, `. como a linha depois do item ${count}`),
    );
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
    this.sayAnyway(`${label} PING so-far`);
    for (const until = this.#inTime(); ; ) {
      const line = await this.some('+ok PONG so-far', until);
      if (reply.test(line)) {
        // Nobody who reads a report has said this.
        this.#forget(`> ${label} PING so-far`);
        this.#forget(`< ${line}`);
        return said;
      }
      said.push(line);
    }
  }

  /** All lines up to the end of the connection. @throws Fault when it does not come in time. */
  async toEnd(): Promise<string[]> {
    const said: string[] = [];
    for (const until = this.#inTime(); ; ) {
      const line = await this.line(THE_END, until);
      if (line === null) return said;
      said.push(line);
    }
  }

  #inTime(): Deadline {
    return deadlineIn(this.#timeoutMs);
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
      const held =
        this.#rest.length > MAX_LINE_BYTES * 8
          ? both('more bytes without an end', 'mais bytes sem fim')
          : both('more lines than anybody asked for', 'mais linhas do que alguém pediu');
      const expected = both(
        'lines of at most 8192 bytes, in answer to something',
        'linhas de no máximo 8192 bytes, em resposta a algo',
      );
      this.#watch.line(new Fault(expected, held, this.context));
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
      const expected = both(
        'a line of at most 8192 bytes of UTF-8, without controls but TAB, that ends in \\r\\n',
        'uma linha de no máximo 8192 bytes em UTF-8, sem controles além de TAB, que termina em \\r\\n',
      );
      this.#watch.line(new Fault(expected, text + (hasCr ? '\r\n' : '\n'), this.context));
    }
    this.#lines.add(text);
    this.#watch.said(text, this);
  }

  #note(line: string): void {
    this.#context.push(line);
    // With room for the PING and the PONG of soFar, which go again.
    if (this.#context.length > CONTEXT + 2) this.#context.shift();
  }

  #forget(line: string): void {
    const index = this.#context.lastIndexOf(line);
    if (index >= 0) this.#context.splice(index, 1);
  }

  #end(why: Telling): void {
    if (this.#over === '') this.#over = why;
    this.#stir();
  }

  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
