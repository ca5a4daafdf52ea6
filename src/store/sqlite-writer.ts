/**
 * The writing side of the store over SQLite, without threads: owns the data folder, the writing connection and
 * its transactions. It never reads for others, and never decides when to tidy up.
 *
 * A commit appends and nothing else. The index follows in `tidy`, and so does the larger part of erasing; whoever
 * runs this calls it when nothing waits.
 */

import type { DatabaseSync } from 'node:sqlite';
import { Eraser } from './eraser.ts';
import { claimFolder, databasePath } from './folder.ts';
import { Indexer } from './indexer.ts';
import { type Records, replay } from './records.ts';
import { Rows } from './rows.ts';
import { BUSY_MS, openForWriting } from './schema.ts';
import type { Durability } from './store.ts';
import { storeError } from './store-error.ts';

export interface WriterOptions {
  /** The data folder; made if there is none. */
  readonly dir: string;
  readonly durability: Durability;
  /** The index follows when so many messages are not in it; 4096 unless told. */
  readonly indexEvery?: number;
}

/**
 * Past so many times `indexEvery` the index no longer waits for a quiet moment, as reads pay for what it lacks:
 * looking through 16,384 messages takes 1.7 ms. Larger pieces are cheaper, since each writes a page for nearly each
 * subject in it: with 1,000 subjects a message takes 0.4 µs of CPU to index in pieces of 16,384, about 1 µs in
 * pieces of 4,096.
 */
const OVERDUE = 4;

/**
 * Milliseconds that erasing takes at a time, besides the moving of the log into the database that its commit may bring
 * along: among a million messages a step takes 2.4 ms in the median, and 18 to 25 ms at most.
 */
const ERASE_MS = 2;

export class SqliteWriter {
  readonly #path: string;
  readonly #durability: Durability;
  readonly #indexEvery: number;
  readonly #claim: Disposable;
  readonly #db: DatabaseSync;
  readonly #indexer: Indexer;
  readonly #eraser: Eraser;
  readonly #rows: Rows;
  /** Whether texts that were erased may still stand in the log. */
  #erased = false;

  /** Opens the database, made or brought up to date as needed. Throws a `StoreError`. */
  constructor({ dir, durability, indexEvery = 4096 }: WriterOptions) {
    this.#path = databasePath(dir);
    this.#durability = durability;
    this.#indexEvery = indexEvery;
    this.#claim = claimFolder(dir);
    let db: DatabaseSync | undefined;
    try {
      db = openForWriting(this.#path, durability);
      this.#indexer = new Indexer(db);
      this.#eraser = new Eraser(db, this.#indexer);
      this.#rows = new Rows(db, this.#indexer, this.#eraser);
      this.#db = db;
    } catch (cause) {
      db?.close();
      this.#claim[Symbol.dispose]();
      throw storeError(cause, this.#path);
    }
  }

  /**
   * Keeps a batch in one transaction: all of it or nothing. Durable when it returns. Throws a `StoreError` when it
   * could not be kept; the same batch may be given again.
   */
  commit(records: Records): void {
    const rows = this.#rows;
    rows.begin();
    try {
      this.#transaction(() => {
        replay(records, rows);
        rows.finish();
      });
    } catch (cause) {
      this.#indexer.rollback();
      throw cause;
    }
    this.#indexer.commit();
    this.#erased ||= rows.erased || rows.begun;
    if (rows.begun) this.#eraser.reload();
  }

  /** Whether `tidy` has something to do: not yet, when nothing else waits, or before anything else. */
  get untidy(): 'no' | 'when-quiet' | 'now' {
    if (!this.#db.isOpen) return 'no';
    const { behind } = this.#indexer;
    if (behind >= this.#indexEvery * OVERDUE) return 'now';
    return this.#erased || this.#eraser.busy || behind >= this.#indexEvery ? 'when-quiet' : 'no';
  }

  /**
   * Does one of what is left to do: indexes what the index lacks, erases for some milliseconds, or makes sure that
   * erased texts are nowhere in the files. Returns whether there is more to do at once: what somebody reads just then
   * has to be tried later. Throws a `StoreError`; nothing is lost then, and it can be called again. After `close` it
   * does nothing.
   */
  tidy(): boolean {
    if (!this.#db.isOpen) return false;
    if (this.#indexer.behind >= this.#indexEvery || this.#eraser.needsIndex) {
      this.#index();
    } else if (this.#eraser.busy) this.#erase();
    else if (this.#erased && !this.#emptyLog()) return false;
    return this.untidy !== 'no';
  }

  /** Whether all that was erased stands in no file any more; if not, `tidy` is to be called until it does. */
  get erased(): boolean {
    return !this.#erased && !this.#eraser.busy;
  }

  /** Ends it in good order; the folder is free again. */
  close(): void {
    this.#db.close();
    this.#claim[Symbol.dispose]();
  }

  /** What a power cut takes of the index is made again from the messages. */
  #index(): void {
    this.#withoutWaiting(() => this.#indexer.write());
    this.#indexer.forget();
    this.#eraser.indexed();
  }

  /** What a power cut takes of this is done again. */
  #erase(): void {
    // What an earlier run began, too.
    this.#erased = true;
    try {
      this.#withoutWaiting(() => this.#eraser.work(ERASE_MS));
    } catch (cause) {
      this.#eraser.reload();
      throw cause;
    }
  }

  /**
   * Erased texts stand in the log until it is emptied. While somebody reads from it, that has to wait, but nobody
   * waits for that here.
   */
  #emptyLog(): boolean {
    try {
      this.#db.exec('PRAGMA busy_timeout = 0');
      this.#erased = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()!['busy'] === 1;
      return !this.#erased;
    } catch (cause) {
      throw storeError(cause, this.#path);
    } finally {
      this.#db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    }
  }

  /** A transaction that does not wait for the disk. */
  #withoutWaiting(work: () => void): void {
    this.#db.exec('PRAGMA synchronous = NORMAL');
    try {
      this.#transaction(work);
    } finally {
      this.#db.exec(`PRAGMA synchronous = ${this.#durability === 'full' ? 'FULL' : 'NORMAL'}`);
    }
  }

  #transaction(work: () => void): void {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      work();
      this.#db.exec('COMMIT');
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw storeError(cause, this.#path);
    }
  }
}
