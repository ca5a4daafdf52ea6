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
import { apply, type Desk, type Entry } from '../desk/desk.ts';
import type { Order } from '../desk/orders.ts';
import { COMMANDS, type CommandSpec } from '../protocol/commands.ts';
import { type Command, NO_VERB } from '../protocol/parse.ts';
import type { Records } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { Queue } from '../structures/queue.ts';
import { Batch, type Outlet } from './batch.ts';
import { type InputReader, type Packed, readInput, weightOf, workerOf } from './batches.ts';
import type { Clock } from './clock.ts';
import { type OrderOutcome, Orders } from './orders.ts';
import { Reads, reasonOf } from './reads.ts';

const TICK_MS = 1000;
const RETRY_MS = 250;
const STOP_MS = 1500;
const READS_MS = 300;

/** Output past which long commands wait for a later batch, in characters: a batch stays far below what V8 allows. */
const LARGE_BATCH = 4 * 1024 * 1024;
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
  readonly #clock: Clock;
  readonly #reads: Reads;
  readonly #orders: Orders;
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
  #stopping = false;
  #flushing = false;
  #ticker: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];

  constructor(desk: Desk, store: Store, outlet: Outlet, log: Logger, clock: Clock) {
    this.#desk = desk;
    this.#store = store;
    this.#outlet = outlet;
    this.#log = log;
    this.#clock = clock;
    this.#reads = new Reads(store, outlet, log, () => this.#schedule());
    this.#orders = new Orders(store, log);
  }

  /** Begins to tell the desk that time passes, once a second. */
  start(): void {
    this.#ticker = setInterval(() => {
      if (!this.#held) this.#submit({ kind: 'tick', at: this.#clock() }, this.#current);
    }, TICK_MS);
  }

  /**
   * No more ticks and orders; resolves once all that was applied is stored and has left, or, with false, when that
   * takes longer than STOP_MS. What is read changes nothing: it does not leave if it takes longer than READS_MS.
   */
  async stop(): Promise<boolean> {
    clearInterval(this.#ticker);
    this.#stopping = true;
    if (this.#isIdle) return true;
    return new Promise((resolve) => {
      const giveUp = () => {
        this.#orders.giveUp();
        resolve(false);
      };
      // One behind the other: after the machine stood still both would be over at once, and nothing could leave.
      let timer = setTimeout(() => {
        timer = setTimeout(giveUp, STOP_MS - READS_MS);
        this.#reads.stop();
        this.#schedule();
      }, READS_MS);
      this.#idle.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** A session worker's batch. O(commands). */
  input(input: Packed): void {
    const at = this.#clock();
    const reader: InputReader = {
      command: (conn, command) => this.#command(at, conn, command),
      halfClosed: (conn) => {
        const batch = this.#forChanges(conn);
        this.#submit({ kind: 'lost', at, conn }, batch);
        batch.close(conn);
      },
      gone: (conn) => {
        this.#log.debug({ conn }, 'a connection is gone');
        this.#reads.gone(conn);
        // Nobody hears what is held for it.
        this.#held?.delete(conn);
        this.#submit({ kind: 'lost', at, conn }, this.#current);
      },
    };
    readInput(input, reader);
    this.#schedule();
  }

  /** A session worker has died, and all its connections with it. O(connections). */
  workerLost(worker: number): void {
    const at = this.#clock();
    this.#reads.workerGone(worker);
    for (const conn of [...this.#desk.sessions.keys()]) {
      if (workerOf(conn) === worker) this.#submit({ kind: 'lost', at, conn }, this.#current);
    }
  }

  /**
   * Carries out an order; resolves once it is stored and, where it erases something, nothing of that is left in the
   * files. While the store fails it is refused.
   */
  async order(order: Order): Promise<OrderOutcome> {
    if (this.#held || this.#stopping) return 'store-failed';
    const outcome = await this.#orders.give(order, (request) =>
      this.#submit({ kind: 'order', at: this.#clock(), request, order }, this.#current),
    );
    this.#schedule();
    return outcome;
  }

  #command(at: number, conn: number, command: Command): void {
    const spec = command.verb === NO_VERB ? undefined : (COMMANDS[command.verb] as CommandSpec);
    if (spec?.long && this.#full && this.#desk.sessions.has(conn)) {
      this.#deferred.enqueue({ conn, command });
      return;
    }
    const refused = this.#held !== null && spec?.changes === true && command.fault === '';
    const batch = this.#mayEnd(conn, spec) ? this.#forChanges(conn) : this.#forReply(conn);
    const readsBefore = batch.reads.length;
    const known: Command = refused ? { ...command, fault: 'STORE-FAILED', args: [] } : command;
    this.#submit({ kind: 'command', at, conn, command: known }, batch);
    const long = spec?.long === true && command.fault === '';
    const read = batch.reads[readsBefore];
    if (read) this.#reads.asked(read, long);
    else if (long) batch.answered(conn);
    batch.settle(workerOf(conn), weightOf(command));
  }

  /** Whether the command may end the connection: what others hear of that must not overtake what is held. */
  #mayEnd(conn: number, spec: CommandSpec | undefined): boolean {
    if (spec?.verb === 'QUIT') return true;
    if (!this.#held) return false;
    const errors = this.#desk.sessions.get(conn)?.errors ?? 0;
    return errors + 1 >= this.#desk.options.maxErrors;
  }

  /** Whether long replies have to wait. */
  get #full(): boolean {
    return this.#current.size + this.#aside.size > LARGE_BATCH || this.#outlet.congested;
  }

  /** Answers long commands that had to wait, as far as there is room now. */
  #catchUp(): void {
    while (!this.#full) {
      const next = this.#deferred.dequeue();
      if (!next) return;
      const { conn, command } = next;
      if (this.#desk.sessions.has(conn)) this.#command(this.#clock(), conn, command);
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
    const waiting = this.#committing !== null || this.#flushing || this.#deferred.size > 0;
    return !waiting && this.#reads.idle && this.#orders.idle;
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
    this.#reads.goOn();
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
        this.#log.error(
          { reason: reasonOf(error) },
          'the store failed; nothing is acknowledged until it recovers',
        );
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
    for (const read of batch.reads) this.#reads.due(read);
    this.#reads.goOn();
    for (const answer of batch.answers) this.#orders.stored(answer);
    batch.clear();
    this.#spare = batch;
  }
}
