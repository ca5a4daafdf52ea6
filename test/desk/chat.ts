/**
 * A desk to talk with: a test says lines on numbered connections and reads what each heard, as in a chat. Lines
 * go through the real parser; questions to the store are answered from a model store fed by the journal.
 */

import { resumeReply } from '../../src/desk/commands/resume.ts';
import { apply, createDesk, type Desk, type DeskOptions, type Entry } from '../../src/desk/desk.ts';
import type { LogRead } from '../../src/desk/effects.ts';
import type { Order, OrderResult } from '../../src/desk/orders.ts';
import { restoreDesk } from '../../src/desk/restore.ts';
import { type Role, readRole } from '../../src/protocol/commands.ts';
import { EOL } from '../../src/protocol/format.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { readName } from '../../src/protocol/names.ts';
import { answer } from './answer.ts';
import { Edge, verifierOf } from './edge.ts';
import { ModelStore } from './model-store.ts';
import { type Effect, Recorder, record } from './recorder.ts';

/** When every chat begins, and how its lines show that. */
export const START = Date.UTC(2026, 0, 1);
export const START_TIME = '2026-01-01T00:00:00.000Z';

export const MINUTE = 60_000;

/** The clock of a chat: the test moves it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: number;
}

export class Chat {
  readonly clock: Clock;
  readonly store = new ModelStore();
  readonly #options: Partial<DeskOptions>;
  readonly #recorder = new Recorder();
  readonly #edge = new Edge();
  readonly #heard = new Map<number, string[]>();
  readonly #closed = new Set<number>();
  #desk: Desk;
  #answered: OrderResult | undefined;
  #lastRequest = 0;
  /** How many listings the store was asked for. */
  reads = 0;
  /** What the store was asked for those who came back, in order. */
  readonly logReads: LogRead[] = [];
  /** All effects of the last entry. */
  effects: readonly Effect[] = [];

  constructor(options: Partial<DeskOptions>, clock: Clock) {
    this.#options = options;
    this.clock = clock;
    this.#desk = createDesk(options);
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** A connection sends lines, one after the other. */
  says(conn: number, ...lines: Line[]): void {
    for (const line of lines) {
      const verifier = (key: string) => this.#desk.accounts.find(key)?.verifier;
      this.#enter({
        kind: 'command',
        at: this.clock.now,
        conn,
        command: this.#edge.command(conn, line, verifier),
      });
    }
  }

  /** The same for a CONNECT with this proof, whatever password was given. */
  proves(conn: number, line: string, proof: string): string[] {
    const command = this.#edge.command(conn, line, () => undefined);
    this.heard(conn);
    this.#enter({
      kind: 'command',
      at: this.clock.now,
      conn,
      command: { ...command, args: command.args.with(-2, proof) },
    });
    return this.heard(conn);
  }

  /** Those who run the desk want something. */
  order(order: Order): OrderResult {
    this.#answered = undefined;
    this.#enter({ kind: 'order', at: this.clock.now, request: ++this.#lastRequest, order });
    if (!this.#answered) throw new Error('an order was not answered');
    return this.#answered;
  }

  /** A name gets an account: `registers('ana atendente', 'segredo')`. */
  registers(who: string, password = 'senha'): OrderResult {
    const [name = '', role = ''] = who.split(' ');
    const read = readName(name);
    if (!read) throw new Error(`no name: ${name}`);
    return this.order({
      do: 'register',
      ...read,
      role: readRole(role) as Role,
      verifier: verifierOf(password),
    });
  }

  /** Somebody with an account enters, and whatever is heard upon it is forgotten. */
  proceeds(conn: number, who: string, password = 'senha'): void {
    this.says(conn, `PASS ${password}`, `CONNECT ${who}`);
    this.forget();
  }

  /** A connection comes from this address. */
  comesFrom(conn: number, origin: string): void {
    this.#edge.origins.set(conn, origin);
  }

  /** What a connection heard since the last time it was asked, line by line. */
  heard(conn: number): string[] {
    const lines = this.#heard.get(conn) ?? [];
    this.#heard.delete(conn);
    return lines;
  }

  /** Says one line and returns what the same connection hears upon it. */
  asks(conn: number, line: Line): string[] {
    this.heard(conn);
    this.says(conn, line);
    return this.heard(conn);
  }

  /** Somebody enters, and whatever is heard upon it is forgotten: `enters(1, 'ana atendente')`. */
  enters(conn: number, who: string): void {
    this.says(conn, `CONNECT ${who}`);
    this.forget();
  }

  /** Forgets all that was heard. */
  forget(): void {
    this.#heard.clear();
  }

  /** The connection breaks. */
  loses(conn: number): void {
    this.#enter({ kind: 'lost', at: this.clock.now, conn });
  }

  /** Time passes, and the desk notices. */
  passes(ms: number): void {
    this.clock.now += ms;
    this.#enter({ kind: 'tick', at: this.clock.now });
  }

  /** Whether the desk has ended the connection. */
  closed(conn: number): boolean {
    return this.#closed.has(conn);
  }

  /** The server stops at once and starts again, from what the journal had; perhaps with other options. */
  restarts(options: Partial<DeskOptions> = {}): void {
    const now = { ...this.#options, ...options };
    this.#desk = restoreDesk(now, this.store.snapshot(), this.clock.now, this.store);
    this.forget();
  }

  #enter(entry: Entry): void {
    apply(this.#desk, entry, this.#recorder);
    this.effects = this.#recorder.take();
    for (const effect of this.effects) {
      switch (effect.kind) {
        case 'send':
        case 'entered':
          this.#hears(effect.conn, effect.lines);
          break;
        case 'read':
          this.reads++;
          this.#hears(effect.conn, answer(this.store, effect.read));
          break;
        case 'resumed': {
          this.logReads.push(effect.read);
          const { after, lines } = resumeReply(effect.read, this.store.log(effect.read.query));
          const reply = `${effect.read.before}${this.#edge.token(effect.conn)}${after}`;
          this.#hears(effect.conn, [reply, ...lines].join(EOL));
          break;
        }
        case 'answer':
          this.#answered = effect.result;
          break;
        case 'close':
          this.#closed.add(effect.conn);
          break;
        case 'record':
          record(this.store, effect);
          break;
        case 'language':
          break;
      }
    }
  }

  #hears(conn: number, lines: string): void {
    const heard = this.#heard.get(conn) ?? [];
    heard.push(...lines.split(EOL));
    this.#heard.set(conn, heard);
  }
}

/** A new desk with nobody at it. */
export function chat(options: Partial<DeskOptions> = {}, clock: Clock = { now: START }): Chat {
  return new Chat(options, clock);
}
