/**
 * The writing side of the store over SQLite, without threads: owns the data folder, the writing connection and
 * its transactions. It never reads for others, and never decides when to tidy up.
 *
 * A commit appends and nothing else. The index follows in `tidy`, which whoever runs this calls when nothing waits.
 */

import type { DatabaseSync } from 'node:sqlite';
import { claimFolder, databasePath } from './folder.ts';
import { Indexer } from './indexer.ts';
import { type Records, replay } from './records.ts';
import { Rows } from './rows.ts';
import { openForWriting } from './schema.ts';
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

export class SqliteWriter {
  readonly #path: string;
  readonly #durability: Durability;
  readonly #indexEvery: number;
  readonly #claim: Disposable;
  readonly #db: DatabaseSync;
  readonly #indexer: Indexer;
  readonly #rows: Rows;
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
      this.#rows = new Rows(db, this.#indexer);
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
    this.#erased ||= rows.erased;
  }

  /** Whether `tidy` has something to do: not yet, when nothing else waits, or before anything else. */
  get untidy(): 'no' | 'when-quiet' | 'now' {
    const { behind } = this.#indexer;
    if (behind >= this.#indexEvery * OVERDUE) return 'now';
    return this.#erased || behind >= this.#indexEvery ? 'when-quiet' : 'no';
  }

  /**
   * Indexes what the index lacks, and makes sure that erased texts are nowhere in the files. Throws a `StoreError`;
   * nothing is lost then, and it can be called again. After `close` it does nothing.
   */
  tidy(): void {
    if (!this.#db.isOpen) return;
    if (this.#indexer.behind >= this.#indexEvery) this.#index();
    if (this.#erased) this.#emptyLog();
  }

  /** Ends it in good order; the folder is free again. */
  close(): void {
    this.#db.close();
    this.#claim[Symbol.dispose]();
  }

  /** Without waiting for the disk: what a power cut takes of the index is made again from the messages. */
  #index(): void {
    this.#db.exec('PRAGMA synchronous = NORMAL');
    try {
      this.#transaction(() => this.#indexer.write());
      this.#indexer.forget();
    } finally {
      this.#db.exec(`PRAGMA synchronous = ${this.#durability === 'full' ? 'FULL' : 'NORMAL'}`);
    }
  }

  /** Erased texts stand in the log until it is emptied. While somebody reads from it, that has to wait. */
  #emptyLog(): void {
    try {
      this.#erased = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()!['busy'] === 1;
    } catch (cause) {
      throw storeError(cause, this.#path);
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
