/**
 * A client as a good one behaves: it labels each message, keeps what was not acknowledged, and whenever the connection
 * is lost comes back with RESUME and says again, under the same labels, what may have been lost. It writes down all
 * that it said, was told and heard (see `testimony.ts`), and judges nothing.
 *
 * Where it connects to, and when, is the test's: `address` may make it wait until the server is back.
 */

import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { LineReader } from '../../src/protocol/lines.ts';
import { type ServerLine, ServerLines, splitWords } from '../../src/protocol/server-lines.ts';
import { type Said, Testimony } from './testimony.ts';

export interface VisitorOptions {
  readonly name: string;
  readonly role: 'membro' | 'consumidor' | 'atendente';
  /** The port to connect to; asked anew for each connection. */
  address(): number | Promise<number>;
  /** Makes a connection; plain TCP to the loopback address unless told. */
  connect?(port: number): Socket;
  /** Sees each message event, also one that came before. */
  onMessage?(visitor: Visitor, from: string, text: string): void;
  /** Sees each sending of a message. */
  onSend?(said: Said): void;
  /** Sees the first acknowledgement of each message. */
  onAcknowledged?(said: Said): void;
}

/** How long it waits before it tries again to enter: its name was still taken, or the store failed. */
const AGAIN_MS = 10;

type Answer = (reply: ServerLine | null) => void;

export class Visitor {
  readonly name: string;
  readonly testimony: Testimony;
  /** Connections that it made, and those in which it entered or came back. */
  connections = 0;
  entries = 0;
  /** Events that are no messages, as they came. */
  readonly events: string[] = [];
  token = '';
  /** Whether it has entered on the connection of now. */
  online = false;
  readonly #options: VisitorOptions;
  readonly #labels = `${randomBytes(4).toString('hex')}-`;
  /** What ended it for good: nothing that a client could do helps. */
  #failure: Error | null = null;
  #leaving = false;
  /** It was sent away for now. */
  #pause = false;
  #socket: Socket | null = null;
  /** Who waits for the replies to what was sent on this connection, in order. */
  #answers: Answer[] = [];
  #wake: (() => void)[] = [];

  private constructor(options: VisitorOptions) {
    this.name = options.name;
    this.testimony = new Testimony(options.name, options.role);
    this.#options = options;
  }

  /** Enters; from then on it comes back by itself until it leaves. */
  static async enter(options: VisitorOptions): Promise<Visitor> {
    const visitor = new Visitor(options);
    void visitor.#live().catch((error: Error) => visitor.#fail(error));
    await visitor.when(() => visitor.online);
    return visitor;
  }

  /** Says something now, or as soon as it is back. The text is made unique by its label, which it begins with. */
  say(to: string, text: string): Said {
    const label = `${this.#labels}${this.testimony.spoken}`;
    const said = this.testimony.says(label, to, `${label} ${text}`);
    if (this.online) this.#send(said);
    return said;
  }

  /** Says again what was refused. */
  insist(): void {
    for (const said of this.testimony.open) {
      if (this.online && said.refusals === said.sends) this.#send(said);
    }
  }

  /** Sends any line; resolves with its reply, or with null when the connection was lost before. */
  ask(line: string): Promise<ServerLine | null> {
    return new Promise((resolve) => this.#command(line, resolve));
  }

  /**
   * Resolves once all that it said was acknowledged, and all that was sent to it before this call has come; also when
   * it was told what no client may be told, since what it waits for may never come then.
   */
  async settle(): Promise<void> {
    const { open, wrongs } = this.testimony;
    await this.when(() => this.online && (open.size === 0 || wrongs.length > 0));
    while ((await this.ask('PING')) === null) await this.when(() => this.online);
  }

  /** Resolves when this holds: looked at whenever a line came or the connection changed. */
  async when(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Loses the connection, by a reset or in good order; then comes back. */
  drop(how: 'rst' | 'fin'): void {
    if (how === 'rst') this.#socket?.resetAndDestroy();
    else this.#socket?.destroy();
  }

  /** Loses the connection and does not come back. */
  vanish(): void {
    this.#leaving = true;
    this.drop('fin');
  }

  /** Says QUIT and resolves when the connection is closed. */
  async quit(): Promise<void> {
    await this.when(() => this.online);
    this.#leaving = true;
    await this.ask('QUIT');
    this.#socket?.end();
    await this.when(() => this.#socket === null);
  }

  async #live(): Promise<void> {
    while (!this.#leaving) {
      if (this.#pause) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      this.#pause = false;
      const port = await this.#options.address();
      if (this.#leaving) return;
      await this.#connection((this.#options.connect ?? plain)(port));
    }
  }

  /** One connection, from its beginning to its end. */
  async #connection(socket: Socket): Promise<void> {
    this.connections++;
    this.#socket = socket;
    const bytes = new LineReader();
    const lines = new ServerLines();
    this.#answers = [(greeting) => greeting && this.#enter()];
    const over = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      for (const line of bytes.push(chunk)) {
        const whole = typeof line === 'string' ? lines.push(line) : null;
        if (whole) this.#take(whole);
        else if (typeof line !== 'string') this.#fail(new Error(`a line came that is none: ${line.fault}`));
      }
      this.#stir();
    });
    await over;
    this.#socket = null;
    this.online = false;
    for (const answer of this.#answers.splice(0)) answer(null);
    this.#stir();
  }

  #take(line: ServerLine): void {
    if (line.kind !== 'event') {
      const answer = this.#answers.shift();
      if (answer) answer(line);
      else this.#fail(new Error(`${this.name} got a reply to nothing: ${JSON.stringify(line)}`));
    } else if (line.verb === 'MSG') {
      const [seq, time, from, to, text] = splitWords(line.rest, 4) as [
        string,
        string,
        string,
        string,
        string,
      ];
      this.testimony.hears({ seq: Number(seq), time, from, to, text });
      this.#options.onMessage?.(this, from, text);
    } else {
      this.events.push(`${line.verb} ${line.rest}`);
      if (line.verb === 'PING') this.#command('PING', () => {});
    }
  }

  /** Enters or comes back; whatever was not acknowledged is said again. */
  #enter(): void {
    const { name, token } = this;
    const { role, last } = this.testimony;
    this.#command(token === '' ? `CONNECT ${name} ${role}` : `RESUME ${token} ${last}`, (reply) => {
      if (reply?.kind === 'ok') {
        this.token = splitWords(reply.text, 3)[2]!;
        this.online = true;
        this.entries++;
        for (const said of this.testimony.open) this.#send(said);
      } else if (reply?.kind === 'err') this.#refused(reply.code);
    });
  }

  #refused(code: string): void {
    if (code !== 'NAME-TAKEN' && code !== 'STORE-FAILED') {
      this.#fail(new Error(`${this.name} was not let in: ${code}`));
      return;
    }
    this.#pause = true;
    this.drop('fin');
  }

  #send(said: Said): void {
    said.sends++;
    this.#options.onSend?.(said);
    this.#command(`@${said.label} MSG ${said.to} ${said.text}`, (reply) => {
      if (reply?.kind === 'ok') {
        this.testimony.acknowledged(said, reply);
        this.#options.onAcknowledged?.(said);
      }
      if (reply?.kind === 'err') this.testimony.refused(said, reply);
    });
  }

  #command(line: string, answer: Answer): void {
    if (!this.#socket) {
      answer(null);
      return;
    }
    // On a connection that is lost already there is no reply either, as is known when it is closed.
    this.#answers.push(answer);
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.vanish();
    this.#stir();
  }

  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Resolves once all of them have settled, and so has what they said because of what they heard. */
export async function settleAll(visitors: readonly Visitor[]): Promise<void> {
  const told = () =>
    visitors.reduce((sum, { testimony }) => sum + testimony.spoken + testimony.order.size, 0);
  for (let before = -1; before !== told(); ) {
    before = told();
    await Promise.all(visitors.map((visitor) => visitor.settle()));
  }
}

function plain(port: number): Socket {
  return connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
}
