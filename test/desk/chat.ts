/**
 * A desk to talk with: a test says lines on numbered connections and reads what each heard, as in a chat. Lines
 * go through the real parser; questions to the store are answered from a model store fed by the journal.
 */

import { historyReply } from '../../src/desk/commands/history.ts';
import { apply, createDesk, type Desk, type DeskOptions, type Entry } from '../../src/desk/desk.ts';
import { restoreDesk } from '../../src/desk/restore.ts';
import { commandIndex } from '../../src/protocol/commands.ts';
import { EOL } from '../../src/protocol/format.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { type Command, parse } from '../../src/protocol/parse.ts';
import { ModelStore } from './model-store.ts';
import { fakeHash, Recorder, record } from './recorder.ts';

/** When every chat begins, and how its lines show that. */
export const START = Date.UTC(2026, 0, 1);
export const START_TIME = '2026-01-01T00:00:00.000Z';

export const MINUTE = 60_000;

const CONNECT = commandIndex('CONNECT');

/** A line as the edge hands it to the desk: parsed, and CONNECT with the hash of its token. */
export function command(conn: number, line: Line): Command {
  const parsed = parse(line);
  if (parsed.verb !== CONNECT || parsed.fault !== '') return parsed;
  return { ...parsed, args: [...parsed.args, fakeHash(conn)] };
}

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
  readonly #heard = new Map<number, string[]>();
  readonly #closed = new Set<number>();
  #desk: Desk;
  /** How many questions the store was asked. */
  reads = 0;

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
      this.#apply({ kind: 'command', at: this.clock.now, conn, command: command(conn, line) });
    }
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
    this.#apply({ kind: 'lost', at: this.clock.now, conn });
  }

  /** Time passes, and the desk notices. */
  passes(ms: number): void {
    this.clock.now += ms;
    this.#apply({ kind: 'tick', at: this.clock.now });
  }

  /** Whether the desk has ended the connection. */
  closed(conn: number): boolean {
    return this.#closed.has(conn);
  }

  /** The server stops at once and starts again, from what the journal had. */
  restarts(): void {
    this.#desk = restoreDesk(this.#options, this.store.snapshot(), this.clock.now);
    this.forget();
  }

  #apply(entry: Entry): void {
    apply(this.#desk, entry, this.#recorder);
    for (const effect of this.#recorder.take()) {
      switch (effect.kind) {
        case 'send':
        case 'entered':
          this.#hears(effect.conn, effect.lines);
          break;
        case 'read':
          this.reads++;
          this.#hears(effect.conn, historyReply(effect.read, this.store.history(effect.read.query)));
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
