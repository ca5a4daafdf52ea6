/**
 * One connection to a server, as a client holds it: bytes in, replies and events out. Owns the socket, TLS, the
 * labels of commands that bring none, which reply belongs to which command, the signs of life in both directions,
 * and the reason of the end. It never shows anything and knows no command but PING and QUIT.
 */

import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MAX_LINE_BYTES } from '../../protocol/limits.ts';
import { LineReader } from '../../protocol/lines.ts';
import { type Event, type ServerLine, ServerLines, splitWords } from '../../protocol/server-lines.ts';
import type { Server } from './address.ts';
import { type End, openProblem, type SocketError } from './ends.ts';
import { Pulse } from './pulse.ts';

export type Reply = Exclude<ServerLine, { kind: 'event' }>;

export type Opened = { readonly connection: Connection } | { readonly end: End };

/** Milliseconds until the greeting must have come. */
export const OPEN_TIMEOUT_MS = 10_000;

/** How often TCP asks for a sign of life, in milliseconds. */
const KEEP_ALIVE_MS = 60_000;

/** Events that are kept until somebody listens: more than RESUME ever sends. */
const MAX_EARLY = 10_000;

/** Commands without a reply, and bytes that the server has not read, from which on its PINGs get no answer. */
const MAX_PENDING = 1_000;
const MAX_UNREAD_BYTES = 64 * 1024;

/** Bytes that came at once from which on the keyboard has its turn before the next are read. */
const MUCH_BYTES = 32 * 1024;

const GREETING = /^\+ok 3MCP\/1(?: |$)/;
const LABEL = /^@([A-Za-z0-9_.:-]{1,64}) /;

export interface Opening {
  /** Milliseconds until the greeting must have come. */
  readonly timeoutMs?: number;
  readonly pulse?: Pulse;
  /** Aborts when nobody wants the connection any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Connects and waits for the greeting. Never throws. */
export function openConnection(server: Server, opening: Opening = {}): Promise<Opened> {
  const { timeoutMs = OPEN_TIMEOUT_MS, pulse = new Pulse(), signal } = opening;
  return new Promise((resolve) => {
    const socket = dial(server);
    const connection: Connection = new Connection(socket, server.tls !== undefined, pulse, () => {
      clearTimeout(timer);
      resolve({ connection });
    });
    const leave = () => connection.give({ how: 'left' });
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave);
    const late = () => connection.give({ how: socket.connecting ? 'timeout' : 'mute' });
    const timer = setTimeout(late, timeoutMs);
    void connection.ended.then((end) => {
      signal?.removeEventListener('abort', leave);
      clearTimeout(timer);
      resolve({ end });
    });
  });
}

function dial({ host, port, tls }: Server): Socket {
  if (!tls) return connect({ host, port });
  const { ca, insecure } = tls;
  return connectTls({
    host,
    port,
    rejectUnauthorized: !insecure,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
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
  readonly #pulse: Pulse;
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

  constructor(socket: Socket, tls: boolean, pulse: Pulse, greeted: () => void) {
    this.#socket = socket;
    this.#pulse = pulse;
    this.#greeted = greeted;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const beat = setInterval(() => this.#beat(), pulse.everyMs);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error: SocketError) => {
      if (this.#greeting === '') this.#end ??= openProblem(error, tls);
    });
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        clearInterval(beat);
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

  /** The bytes that a line to this server may have. */
  get maxLine(): number {
    const told = Number(/ max-line=(\d{1,9})(?: |$)/.exec(this.#greeting)?.[1] ?? MAX_LINE_BYTES);
    return Math.min(told, MAX_LINE_BYTES);
  }

  /** Whether what is sent now has a chance to arrive. */
  get alive(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
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
    if (!this.alive) {
      done(null);
      return;
    }
    const labelled = line.startsWith('@') ? line : `@${this.#prefix}.${++this.#counter} ${line}`;
    this.#pending.push({ label: LABEL.exec(labelled)?.[1] ?? '', done });
    this.#pulse.waits(true);
    if (/^@\S* QUIT(?: |$)/i.test(labelled)) this.#quitting = true;
    this.#socket.write(`${labelled}\r\n`);
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

  #beat(): void {
    if (this.#greeting === '') return;
    const next = this.#pulse.beat();
    if (next === 'ask') this.send('PING', () => {});
    else if (next === 'gone') this.give({ how: 'silent' });
  }

  #take(chunk: Uint8Array): void {
    this.#pulse.heard();
    if (chunk.length >= MUCH_BYTES) this.#rest();
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

  /** Node reads a flooded socket many times in a row; whoever wants to leave is not to wait for that. */
  #rest(): void {
    this.#socket.pause();
    setImmediate(() => this.#socket.resume());
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
    if (this.#pending.length === 0) this.#pulse.waits(false);
    pending?.done(reply);
  }

  #event(event: Event): void {
    if (event.verb === 'PING') {
      // Who asks on and on and takes no answer must not fill our memory with them.
      if (this.#pending.length >= MAX_PENDING || this.#socket.writableLength > MAX_UNREAD_BYTES) return;
      this.send(event.rest === '' ? 'PING' : `PING ${event.rest}`, () => {});
      return;
    }
    if (event.verb === 'QUIT') {
      const [code = '', text = ''] = splitWords(event.rest, 1);
      this.#end ??= { how: 'farewell', code, text };
      return;
    }
    if (this.#listener) this.#listener(event);
    else if (this.#early.push(event) > MAX_EARLY) this.give({ how: 'unreadable' });
  }

  #plainEnd(): End {
    if (this.#greeting === '') return { how: 'not-3mcp' };
    return { how: this.#quitting ? 'left' : 'lost' };
  }
}
