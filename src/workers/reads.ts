/**
 * What the store is asked on behalf of connections: listings that memory does not hold, and what somebody missed.
 *
 * Only so many reads are under way at a time, none begins while the session workers have enough before them, and
 * nothing is read for a connection that is gone. A connection waits for at most one read of each kind, so what waits
 * here is bounded by the connections.
 */

import type { Logger } from 'pino';
import { historyReply } from '../desk/commands/history.ts';
import { resumeReply } from '../desk/commands/resume.ts';
import { searchReply } from '../desk/commands/search.ts';
import { statsReply } from '../desk/commands/stats.ts';
import { err } from '../protocol/format.ts';
import type { Store } from '../store/store.ts';
import { Batch, type Outlet, type Read } from './batch.ts';
import { workerOf } from './batches.ts';

/**
 * Reads that the store may be asked for at a time; and how many of them to search, which take longest: it does one
 * after the other, and figures that somebody asks for wait for those.
 */
const MAX_READS = 64;
const MAX_SEARCHES = 2;

export class Reads {
  readonly #store: Store;
  readonly #outlet: Outlet;
  readonly #log: Logger;
  readonly #done: () => void;
  /** Reads that are not answered yet, by their key: whether the connection sends nothing further before. */
  readonly #asked = new Map<number, boolean>();
  /** Those of them that may begin, in order. */
  readonly #waiting = new Map<number, Read>();
  #underWay = 0;
  #searching = 0;
  #failing = false;
  #stopped = false;

  /** @param done called after each read. */
  constructor(store: Store, outlet: Outlet, log: Logger, done: () => void) {
    this.#store = store;
    this.#outlet = outlet;
    this.#log = log;
    this.#done = done;
  }

  /** Whether nothing waits to be read or is being read. */
  get idle(): boolean {
    return this.#stopped || (this.#asked.size === 0 && this.#underWay === 0);
  }

  /** The server ends: nothing more is read, and nothing told of what is being read. */
  stop(): void {
    this.#stopped = true;
    this.#asked.clear();
    this.#waiting.clear();
  }

  /** A connection has asked, by a long command or not; what was said before it has not left yet. O(1). */
  asked(read: Read, long: boolean): void {
    this.#asked.set(keyOf(read), long);
  }

  /** All that was said before it has left: it may be read. O(1). */
  due(read: Read): void {
    const key = keyOf(read);
    if (this.#asked.has(key)) this.#waiting.set(key, read);
  }

  /** Begins as many as may be under way. */
  goOn(): void {
    for (const [key, read] of this.#waiting) {
      if (this.#stopped || this.#underWay >= MAX_READS || this.#outlet.congested) return;
      if (read.kind === 'search' && this.#searching >= MAX_SEARCHES) continue;
      this.#waiting.delete(key);
      void this.#read(key, read);
    }
  }

  /** The connection is gone. O(1). */
  gone(conn: number): void {
    for (const key of [2 * conn, 2 * conn + 1]) {
      this.#asked.delete(key);
      this.#waiting.delete(key);
    }
  }

  /** A session worker has died, and all its connections with it. O(reads asked for). */
  workerGone(worker: number): void {
    for (const key of this.#asked.keys()) {
      const conn = Math.floor(key / 2);
      if (workerOf(conn) === worker) this.gone(conn);
    }
  }

  async #read(key: number, read: Read): Promise<void> {
    this.#underWay++;
    if (read.kind === 'search') this.#searching++;
    const batch = new Batch();
    try {
      await this.#answer(read, batch);
      this.#turns(false);
    } catch (error) {
      if (this.#stopped) return;
      this.#turns(true, error);
      refuse(read, batch);
    }
    this.#underWay--;
    if (read.kind === 'search') this.#searching--;
    const long = this.#asked.get(key);
    if (this.#asked.delete(key)) {
      if (long) batch.answered(read.conn);
      this.#outlet.deliver(batch);
    }
    this.#done();
  }

  async #answer(read: Read, batch: Batch): Promise<void> {
    switch (read.kind) {
      case 'history':
        batch.send(read.conn, historyReply(read, await this.#store.history(read.query)));
        break;
      case 'search':
        batch.send(read.conn, searchReply(read, await this.#store.search(read.query)));
        break;
      case 'stats':
        batch.send(read.conn, statsReply(read, await this.#store.stats(read.at)));
        break;
      default: {
        const { after, lines } = resumeReply(read, await this.#store.log(read.query));
        batch.replay(read.conn, read.before, after, lines);
      }
    }
  }

  /** One line in the log each time that it begins or ceases to fail, however many ask. */
  #turns(failing: boolean, error?: unknown): void {
    if (failing === this.#failing) return;
    this.#failing = failing;
    if (failing) this.#log.error({ reason: reasonOf(error) }, 'the store cannot be read');
    else this.#log.info('the store can be read again');
  }
}

/** What a log may say of an error, on one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Who came back and cannot be told what was missed is sent away, rather than left to believe that it was nothing. */
function refuse(read: Read, batch: Batch): void {
  const reply = err(read.label, 'STORE-FAILED', read.lang);
  if (read.kind === 'log') batch.unresumed(read.conn, reply);
  else batch.send(read.conn, reply);
}

/** Numbers of connections are whole: one for each kind. */
function keyOf(read: Read): number {
  return 2 * read.conn + (read.kind === 'log' ? 1 : 0);
}
