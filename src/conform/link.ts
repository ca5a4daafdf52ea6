/**
 * The bytes of one connection to the server under test. It trusts nothing: every wait has an end, what is held is
 * bounded, and a server that closes, floods or sends garbage makes a Fault and nothing worse. It knows lines; what they
 * say is not its business.
 */

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MAX_LINE_BYTES } from '../protocol/limits.ts';
import { Fault, Unreachable } from './fault.ts';
import { LineQueue } from './line-queue.ts';
import { both, inLang, type Telling } from './telling.ts';
import { isUtf8, readable, shortened, visible } from './visible.ts';
import { type Deadline, deadlineIn, noneWithin, now, within } from './waiting.ts';

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
  said(line: string, link: Link): void;
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
const A_LINE = both('a line', 'uma linha');
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

/** A report is shown to others: the passwords of accounts stay out of it. */
export function concealed(line: string): string {
  return line.replace(/^((?:@\S+ )?PASS ).+$/i, '$1…');
}

export class Link {
  readonly #target: Target;
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
  #quitting = false;

  constructor(target: Target, timeoutMs: number, watch: Watch) {
    const { host, port, tls } = target;
    this.#target = target;
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
   * Waits until it is connected.
   * @throws Unreachable when nobody listens, or not in time.
   */
  async connected(): Promise<void> {
    const { host, port, tls } = this.#target;
    const ready = new Promise<void>((resolve) => {
      this.socket.once(tls ? 'secureConnect' : 'connect', resolve);
      this.#wake.push(resolve);
    });
    const inTime = await within(this.#timeoutMs, ready);
    if (inTime && this.#over === '') return;
    this.cut();
    const where = `${host}:${port}`;
    throw new Unreachable(
      both(`a connection to ${where}`, `uma conexão com ${where}`),
      inTime ? this.#over : both('no answer', 'sem resposta'),
    );
  }

  /** Whether the server has ended the connection. */
  get ended(): boolean {
    return this.#over !== '';
  }

  /** Whether lines came that were not taken yet. */
  get hasLines(): boolean {
    return this.#lines.count > 0;
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

  /** Reads no more, so that what comes fills the buffers between here and there. */
  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
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
  async line(awaited: Telling = A_LINE, until = this.inTime()): Promise<string | null> {
    const since = now();
    for (;;) {
      const leftMs = until.at - now();
      const line = leftMs > 0 ? this.#lines.take() : undefined;
      if (line !== undefined) {
        this.#watch.waited?.(now() - since, true);
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
  async some(awaited: Telling = A_LINE, until = this.inTime()): Promise<string> {
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

  /** When it is too late for what is waited for from now on. */
  protected inTime(): Deadline {
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
    const broken = ruleBrokenBy(bytes, text);
    if (broken) this.#watch.line(new Fault(broken, text + (hasCr ? '\r\n' : '\n'), this.context));
    this.#lines.add(text);
    this.#watch.said(text, this);
  }

  #note(line: string): void {
    this.#context.push(line);
    // With room for the PING and the PONG of soFar, which go again.
    if (this.#context.length > CONTEXT + 2) this.#context.shift();
  }

  /** Strikes a line from what is told of the connection. */
  protected forget(line: string): void {
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

/** What a line should have been, with its end; null if it is right. */
function ruleBrokenBy(bytes: Uint8Array, text: string): Telling | null {
  if (bytes.at(-2) !== CR) return both('a line that ends in \\r\\n', 'uma linha que termina em \\r\\n');
  if (bytes.length > MAX_LINE_BYTES) {
    const { length } = bytes;
    return both(
      `a line of at most 8192 bytes, not of ${length}`,
      `uma linha de no máximo 8192 bytes, não de ${length}`,
    );
  }
  if (!isUtf8(bytes)) return both('a line of UTF-8', 'uma linha em UTF-8');
  return CONTROL.test(text)
    ? both('a line without controls but TAB', 'uma linha sem controles além de TAB')
    : null;
}
