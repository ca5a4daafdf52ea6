/**
 * The order of everything: entries go to the desk one after the other, and what it wants done leaves once its
 * records are stored.
 *
 * Output commit: no reply and no event leaves before the records of its batch, and of all batches before it, are
 * stored. Group commit: while one batch is being stored, the next gathers.
 *
 * When the store fails, its batch stays held and is tried again; nothing is un-applied and nothing acknowledged.
 * Until it succeeds, whatever would change the desk is refused with STORE-FAILED, and reads go on, but for
 * connections that wait for held output: theirs would come out of order.
 */

import type { Logger } from 'pino';
import { historyReply } from '../desk/commands/history.ts';
import { apply, type Desk, type Entry } from '../desk/desk.ts';
import type { HistoryRead } from '../desk/effects.ts';
import { COMMANDS } from '../protocol/commands.ts';
import { err } from '../protocol/format.ts';
import { type Command, NO_VERB } from '../protocol/parse.ts';
import type { Records } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { Queue } from '../structures/queue.ts';
import { Batch } from './batch.ts';
import { type InputReader, type Packed, readInput, weightOf, workerOf } from './batches.ts';

const TICK_MS = 1000;
const RETRY_MS = 250;
const STOP_MS = 1500;

/** Output past which long commands wait for a later batch, in characters: a batch stays far below what V8 allows. */
const LARGE_BATCH = 4 * 1024 * 1024;
/** Listings that the store may be asked for at a time. */
const MAX_READS = 64;

/** Where output goes. */
export interface Outlet {
  deliver(batch: Batch): void;
  /** Whether more of it had better wait. */
  readonly congested: boolean;
}

/** A long command, later: its connection sends nothing before it is answered. */
interface Deferred {
  readonly conn: number;
  readonly command: Command;
}

export class DeskLoop {
  readonly #desk: Desk;
  readonly #store: Store;
  readonly #outlet: Outlet;
  readonly #log: Logger;
  /** What gathers now; and what is being stored, until it is. */
  #current = new Batch();
  #committing: Batch | null = null;
  /** A batch that has left, to be used again. */
  #spare: Batch | null = null;
  /** While the store fails: the connections that wait for held output, and what leaves at once to the others. */
  #held: Set<number> | null = null;
  #aside = new Batch();
  /** Long commands that wait until there is room for their replies: at most one for each connection. */
  readonly #deferred = new Queue<Deferred>();
  /** How many listings the store was asked for and has not given yet. */
  #reading = 0;
  #flushing = false;
  #ticker: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];

  constructor(desk: Desk, store: Store, outlet: Outlet, log: Logger) {
    this.#desk = desk;
    this.#store = store;
    this.#outlet = outlet;
    this.#log = log;
  }

  /** Begins to tell the desk that time passes, once a second. */
  start(): void {
    this.#ticker = setInterval(() => {
      if (!this.#held) this.#submit({ kind: 'tick', at: Date.now() }, this.#current);
    }, TICK_MS);
  }

  /**
   * No more ticks; resolves once all that was applied is stored and has left, or, with false, when that takes
   * longer than STOP_MS.
   */
  async stop(): Promise<boolean> {
    clearInterval(this.#ticker);
    if (this.#isIdle) return true;
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), STOP_MS);
      this.#idle.push(() => {
        clearTimeout(late);
        resolve(true);
      });
    });
  }

  /** A session worker's batch. O(commands). */
  input(input: Packed): void {
    const at = Date.now();
    const reader: InputReader = {
      command: (conn, command) => this.#command(at, conn, command),
      halfClosed: (conn) => {
        const batch = this.#forChanges(conn);
        this.#submit({ kind: 'lost', at, conn }, batch);
        batch.close(conn);
      },
      gone: (conn) => this.#submit({ kind: 'lost', at, conn }, this.#forChanges(conn)),
    };
    readInput(input, reader);
    this.#schedule();
  }

  /** A session worker has died, and all its connections with it. O(connections). */
  workerLost(worker: number): void {
    const at = Date.now();
    for (const conn of [...this.#desk.sessions.keys()]) {
      if (workerOf(conn) === worker) this.#submit({ kind: 'lost', at, conn }, this.#current);
    }
  }

  #command(at: number, conn: number, command: Command): void {
    const spec = command.verb === NO_VERB ? undefined : COMMANDS[command.verb];
    if (spec?.long && this.#full && this.#desk.sessions.has(conn)) {
      this.#deferred.enqueue({ conn, command });
      return;
    }
    const refused = this.#held !== null && spec?.changes === true && command.fault === '';
    const batch = spec?.verb === 'QUIT' ? this.#forChanges(conn) : this.#forReply(conn);
    const readsBefore = batch.reads.length;
    const known: Command = refused ? { ...command, fault: 'STORE-FAILED', args: [] } : command;
    this.#submit({ kind: 'command', at, conn, command: known }, batch);
    const answered = batch.reads.length === readsBefore;
    if (spec?.long && command.fault === '' && answered) batch.answered(conn);
    batch.settle(workerOf(conn), weightOf(command));
  }

  /** Whether long replies have to wait. */
  get #full(): boolean {
    const reading = this.#reading + this.#current.reads.length + this.#aside.reads.length;
    const size = this.#current.size + this.#aside.size;
    return size > LARGE_BATCH || reading >= MAX_READS || this.#outlet.congested;
  }

  /** Answers long commands that had to wait, as far as there is room now. */
  #catchUp(): void {
    while (!this.#full) {
      const next = this.#deferred.dequeue();
      if (!next) return;
      const { conn, command } = next;
      if (this.#desk.sessions.has(conn)) this.#command(Date.now(), conn, command);
      else this.#current.settle(workerOf(conn), weightOf(command));
    }
  }

  /** The one way into the desk. */
  #submit(entry: Entry, batch: Batch): void {
    apply(this.#desk, entry, batch);
    this.#schedule();
  }

  #forReply(conn: number): Batch {
    return this.#held && !this.#held.has(conn) ? this.#aside : this.#current;
  }

  #forChanges(conn: number): Batch {
    this.#held?.add(conn);
    return this.#current;
  }

  /** Whether all that was applied is stored and has left. */
  get #isIdle(): boolean {
    return !this.#committing && !this.#flushing && this.#deferred.size === 0 && this.#reading === 0;
  }

  /** Batches leave at the end of the tick, when the batches of all workers were applied. */
  #schedule(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#held) {
      const aside = this.#aside;
      this.#aside = new Batch();
      this.#release(aside);
    }
    this.#catchUp();
    if (this.#committing) return;
    const batch = this.#current;
    this.#current = this.#spare ?? new Batch();
    this.#spare = null;
    if (batch.empty) this.#release(batch);
    else {
      this.#committing = batch;
      void this.#commit(batch, batch.take());
    }
    if (this.#deferred.size > 0 && !this.#full) this.#schedule();
    if (this.#isIdle) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #commit(batch: Batch, records: Records): Promise<void> {
    try {
      await this.#store.commit(records);
    } catch (error) {
      if (!this.#held)
        this.#log.error({ err: error }, 'the store failed; nothing is acknowledged until it recovers');
      this.#holdBack(batch);
      setTimeout(() => this.#commit(batch, records), RETRY_MS).unref();
      return;
    }
    if (this.#held) this.#recovered();
    this.#committing = null;
    this.#release(batch);
    this.#flush();
  }

  /** The store works again: what was to leave at once leaves, then all goes through one batch as before. */
  #recovered(): void {
    this.#log.info('the store has recovered');
    this.#release(this.#aside);
    this.#aside = new Batch();
    this.#held = null;
    this.#current.touched = null;
  }

  /** Notes who waits for held output. */
  #holdBack(batch: Batch): void {
    if (this.#held) return;
    this.#held = new Set([...batch.connections(), ...this.#current.connections()]);
    this.#current.touched = this.#held;
  }

  #release(batch: Batch): void {
    this.#outlet.deliver(batch);
    for (const read of batch.reads) void this.#read(read);
    batch.clear();
    this.#spare = batch;
  }

  /** A HISTORY from the store; its connection waits for it. */
  async #read(read: HistoryRead): Promise<void> {
    const batch = new Batch();
    this.#reading++;
    try {
      batch.send(read.conn, historyReply(read, await this.#store.history(read.query)));
    } catch (error) {
      this.#log.error({ err: error }, 'the store could not be read');
      batch.send(read.conn, err(read.label, 'STORE-FAILED', read.lang));
    }
    this.#reading--;
    batch.answered(read.conn);
    this.#outlet.deliver(batch);
    this.#schedule();
  }
}
