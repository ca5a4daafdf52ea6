/**
 * One connection to a server, as a client holds it: bytes in, replies and events out. Owns the socket, the
 * labels, which reply belongs to which command, the answer to the server's PING, and the reason of the end.
 * It never shows anything and knows no command but PING and QUIT.
 */

import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { LineReader } from '../../protocol/lines.ts';
import { type Event, type ServerLine, ServerLines, splitWords } from '../../protocol/server-lines.ts';

export type Reply = Exclude<ServerLine, { kind: 'event' }>;

/** Why a connection is over, or never came to be. */
export type End =
  | { readonly how: 'left' }
  | { readonly how: 'farewell'; readonly code: string; readonly text: string }
  | { readonly how: 'lost' | 'silent' | 'unreadable' | 'not-3mcp' }
  | { readonly how: 'refused' | 'not-found' | 'timeout' }
  | { readonly how: 'unreachable'; readonly code: string };

export type Opened = { readonly connection: Connection } | { readonly end: End };

/** Milliseconds until the greeting must have come. */
export const OPEN_TIMEOUT_MS = 10_000;

/** Milliseconds without a byte, with a command unanswered, after which the server counts as gone. */
const SILENCE_MS = 60_000;

const GREETING = /^\+ok 3MCP\/1(?: |$)/;

/** Connects and waits for the greeting. Never throws. */
export function openConnection(host: string, port: number, timeoutMs = OPEN_TIMEOUT_MS): Promise<Opened> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const connection = new Connection(socket, () => {
      clearTimeout(timer);
      resolve({ connection });
    });
    const timer = setTimeout(() => connection.give({ how: 'timeout' }), timeoutMs);
    void connection.ended.then((end) => {
      clearTimeout(timer);
      resolve({ end });
    });
  });
}

interface Pending {
  readonly label: string;
  readonly done: (reply: Reply | null) => void;
}

export class Connection {
  /** Settles once the socket is closed; by then every command has its reply or null. */
  readonly ended: Promise<End>;
  readonly #socket: Socket;
  readonly #reader = new LineReader();
  readonly #lines = new ServerLines();
  readonly #prefix = randomBytes(6).toString('hex');
  readonly #greeted: () => void;
  #greeting = '';
  #counter = 0;
  #pending: Pending[] = [];
  #end: End | null = null;
  #quitting = false;
  #listener: ((event: Event) => void) | null = null;
  #early: Event[] = [];

  constructor(socket: Socket, greeted: () => void) {
    this.#socket = socket;
    this.#greeted = greeted;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, SILENCE_MS);
    socket.setTimeout(SILENCE_MS, () => {
      if (this.#pending.length > 0) this.give({ how: 'silent' });
    });
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#greeting === '') this.#end ??= openProblem(error.code ?? '');
    });
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        const end = this.#end ?? this.#plainEnd();
        for (const { done } of this.#pending.splice(0)) done(null);
        resolve(end);
      });
    });
  }

  /** The server's first line, without `+ok `. */
  get greeting(): string {
    return this.#greeting;
  }

  /** Events go to `listener` from now on, first those that came before anybody listened. */
  listen(listener: (event: Event) => void): void {
    this.#listener = listener;
    for (const event of this.#early.splice(0)) listener(event);
  }

  /**
   * Sends one command and calls `done` with its reply, in its place between the events; with null if the
   * connection ends first. A label is put in front unless the line brings one along.
   */
  send(line: string, done: (reply: Reply | null) => void): void {
    if (this.#socket.destroyed || !this.#socket.writable) {
      done(null);
      return;
    }
    const label = line.startsWith('@') ? '' : `${this.#prefix}.${++this.#counter}`;
    this.#pending.push({ label, done });
    if (/^(?:@\S* )?QUIT(?: |$)/i.test(line)) this.#quitting = true;
    this.#socket.write(label === '' ? `${line}\r\n` : `@${label} ${line}\r\n`);
  }

  /** As `send`, for whoever does not mind that events after the reply may be handled before it. */
  request(line: string): Promise<Reply | null> {
    return new Promise((resolve) => this.send(line, resolve));
  }

  /** Says QUIT and waits for the end; a server that does not close within `patienceMs` is left standing. */
  async quit(reason: string, done: (reply: Reply | null) => void, patienceMs = 2_000): Promise<End> {
    this.send(reason === '' ? 'QUIT' : `QUIT ${reason}`, done);
    const timer = setTimeout(() => this.give({ how: 'left' }), patienceMs);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }

  /** Ends it at once, for this reason unless there already is one. */
  give(end: End): void {
    this.#end ??= end;
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    for (const line of this.#reader.push(chunk)) {
      if (this.#greeting === '') {
        if (!this.#greet(typeof line === 'string' ? line : '')) return;
        continue;
      }
      if (typeof line !== 'string') {
        this.give({ how: 'unreadable' });
        return;
      }
      const whole = this.#lines.push(line);
      if (whole?.kind === 'event') this.#event(whole);
      else if (whole) this.#reply(whole);
    }
  }

  #greet(line: string): boolean {
    if (GREETING.test(line)) {
      this.#greeting = line.slice('+ok '.length);
      this.#greeted();
      return true;
    }
    const [verb, code = '', text = ''] = splitWords(line, 2);
    this.give(verb === 'QUIT' ? { how: 'farewell', code, text } : { how: 'not-3mcp' });
    return false;
  }

  /** Replies come in the order of the commands; one without a label belongs to the oldest. */
  #reply(reply: Reply): void {
    const at = reply.label === '' ? 0 : this.#pending.findIndex(({ label }) => label === reply.label);
    const [pending] = this.#pending.splice(Math.max(0, at), 1);
    pending?.done(reply);
  }

  #event(event: Event): void {
    if (event.verb === 'PING') {
      this.send(event.rest === '' ? 'PING' : `PING ${event.rest}`, () => {});
      return;
    }
    if (event.verb === 'QUIT') {
      const [code = '', text = ''] = splitWords(event.rest, 1);
      this.#end ??= { how: 'farewell', code, text };
      return;
    }
    if (this.#listener) this.#listener(event);
    else this.#early.push(event);
  }

  #plainEnd(): End {
    if (this.#greeting === '') return { how: 'not-3mcp' };
    return { how: this.#quitting ? 'left' : 'lost' };
  }
}

function openProblem(code: string): End {
  if (code === 'ECONNREFUSED') return { how: 'refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { how: 'not-found' };
  if (code === 'ETIMEDOUT') return { how: 'timeout' };
  if (code === 'ECONNRESET' || code === 'EPIPE') return { how: 'not-3mcp' };
  return { how: 'unreachable', code };
}
