/**
 * The writing side of the store over SQLite, without threads: owns the data folder, the writing connection and
 * its transactions. It never reads for others, and never decides when to tidy up.
 *
 * A commit appends and nothing else. The index follows in `tidy`, and so does the larger part of erasing; whoever
 * runs this calls it when nothing waits.
 */

import type { DatabaseSync } from 'node:sqlite';
import { Eraser } from './eraser.ts';
import { claimFolder, databasePath, logBytes } from './folder.ts';
import { Indexer } from './indexer.ts';
import { type Records, replay } from './records.ts';
import { Rows } from './rows.ts';
import { BUSY_MS, openForWriting } from './schema.ts';
import { SearchIndex } from './search-index.ts';
import type { Durability } from './store.ts';
import { storeError } from './store-error.ts';

export type Untidy = 'no' | 'when-idle' | 'when-quiet' | 'now';

export interface WriterOptions {
  /** The data folder; made if there is none. */
  readonly dir: string;
  readonly durability: Durability;
  /** The index follows when so many messages are not in it; 4096 unless told. */
  readonly indexEvery?: number;
  /** The same of the index for SEARCH; 1024 unless told. */
  readonly searchEvery?: number;
  /** Past so many bytes one does not wait until the log is begun anew by chance; 64 MiB unless told. */
  readonly longLog?: number;
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

/**
 * The index for SEARCH takes ten times the CPU of storing a message. So it follows when there is nothing else to do for
 * a while. Until then a piece of some hundred messages follows every so many milliseconds, which takes 1 to 2 per cent
 * of the time and keeps up with a thousand messages per second; and one between any two batches when so many messages
 * are not in it: looking through a million of them takes a second.
 */
const SEARCH_EVERY_MS = 250;
const SEARCH_LACKS = 1_000_000;

/** SQLite begins the log anew when nobody reads from it. How long it is by now is asked each so many batches. */
const LOOK_EVERY = 256;

/**
 * Merging the index for SEARCH, so that nothing of an undone message is left in it, takes 0.6 s of a million messages.
 * However often somebody undoes one: it does so at most for this share of the time.
 */
const MERGE_SHARE = 0.05;

export class SqliteWriter {
  readonly #path: string;
  readonly #durability: Durability;
  readonly #indexEvery: number;
  readonly #searchEvery: number;
  readonly #longLog: number;
  readonly #claim: Disposable;
  readonly #db: DatabaseSync;
  readonly #indexer: Indexer;
  readonly #search: SearchIndex;
  readonly #eraser: Eraser;
  readonly #rows: Rows;
  /** Whether texts that were erased may still stand in the log; and whether it could not be emptied the last time. */
  #erased = false;
  #blocked = false;
  /** Whether the log is so long that it has to be emptied too; and how many batches ago somebody looked. */
  #long = false;
  #unlooked = 0;
  /** When messages were put into the index for SEARCH last, how long merging it has taken, and when it may go on. */
  #searchedAt = 0;
  #mergedMs = 0;
  #mergeAt = 0;

  /** Opens the database, made or brought up to date as needed. Throws a `StoreError`. */
  constructor({
    dir,
    durability,
    indexEvery = 4096,
    searchEvery = 1024,
    longLog = 64 * 2 ** 20,
  }: WriterOptions) {
    this.#path = databasePath(dir);
    this.#durability = durability;
    this.#indexEvery = indexEvery;
    this.#searchEvery = searchEvery;
    this.#longLog = longLog;
    this.#claim = claimFolder(dir);
    let db: DatabaseSync | undefined;
    try {
      db = openForWriting(this.#path, durability);
      this.#indexer = new Indexer(db);
      this.#search = new SearchIndex(db);
      this.#eraser = new Eraser(db, this.#indexer, this.#search);
      this.#rows = new Rows(db, this.#indexer, this.#eraser, this.#search);
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
      this.#search.reload();
      throw cause;
    }
    this.#indexer.commit();
    this.#erased ||= rows.erased || rows.begun;
    if (rows.begun) this.#eraser.reload();
    if (++this.#unlooked === LOOK_EVERY) this.#look();
  }

  /**
   * Whether `tidy` has something to do: not yet, when nothing came for a while, when nothing else waits, or before
   * anything else.
   */
  get untidy(): Untidy {
    if (!this.#db.isOpen) return 'no';
    const { behind } = this.#indexer;
    if (behind >= this.#indexEvery * OVERDUE || this.#searchOverdue) return 'now';
    if (behind >= this.#indexEvery || this.#mustEmptyLog || this.#eraser.busy || this.#mayMerge)
      return 'when-quiet';
    return this.#searchLacks >= this.#searchEvery || this.#search.unmerged ? 'when-idle' : 'no';
  }

  /**
   * Does one of what is left to do: indexes what an index lacks, erases for some milliseconds, or makes sure that
   * erased texts are nowhere in the files. Returns whether there is more to do at once: what somebody reads just then
   * has to be tried later, and what costs much waits, unless one insists. Throws a `StoreError`; nothing is lost then,
   * and it can be called again. After `close` it does nothing.
   */
  tidy(insist = false): boolean {
    if (!this.#db.isOpen) return false;
    if (this.#indexer.behind >= this.#indexEvery || this.#eraser.needsIndex) this.#index();
    else if (this.#searchOverdue) this.#indexWords();
    else if (this.#eraser.busy) this.#erase();
    else if (this.#mustEmptyLog && !this.#emptyLog()) return false;
    else if (this.#mayMerge || (insist && this.#search.unmerged)) this.#mergeWords();
    else if (this.#searchLacks >= this.#searchEvery) this.#indexWords();
    else if (this.#search.unmerged) return false;
    return this.untidy !== 'no';
  }

  /** Whether all that was erased stands in no file any more; if not, `tidy` is to be called until it does. */
  get erased(): boolean {
    return !this.#erased && !this.#eraser.busy && !this.#search.unmerged;
  }

  /** Whether it cannot empty the log, as somebody reads from it: it takes a moment in which nobody does. */
  get blocked(): boolean {
    return this.#mustEmptyLog && this.#blocked;
  }

  /** Whether, with nothing else to do for a while, `tidyUp` may make searches a little faster. */
  get mayTidyUp(): boolean {
    return this.#db.isOpen && this.#searchLacks > 0;
  }

  /** Puts some of what the index for SEARCH lacks into it, however little that is. Throws a `StoreError`. */
  tidyUp(): void {
    if (this.mayTidyUp) this.#indexWords();
  }

  /** Ends it in good order; the folder is free again. */
  close(): void {
    this.#db.close();
    this.#claim[Symbol.dispose]();
  }

  get #mustEmptyLog(): boolean {
    return this.#erased || this.#long;
  }

  #look(): void {
    this.#unlooked = 0;
    this.#long ||= logBytes(this.#path) > this.#longLog;
  }

  /** What a power cut takes of the index is made again from the messages. */
  #index(): void {
    this.#withoutWaiting(() => this.#indexer.write());
    this.#indexer.forget();
    this.#eraser.indexed();
  }

  /** How many messages the index for SEARCH lacks, at most. */
  get #searchLacks(): number {
    return this.#indexer.lastSeq - this.#search.upto;
  }

  get #searchOverdue(): boolean {
    const lacks = this.#searchLacks;
    return (
      lacks >= SEARCH_LACKS ||
      (lacks >= this.#searchEvery && performance.now() >= this.#searchedAt + SEARCH_EVERY_MS)
    );
  }

  get #mayMerge(): boolean {
    return this.#search.unmerged && performance.now() >= this.#mergeAt;
  }

  /** What a power cut takes of this is made again, too. */
  #indexWords(): void {
    this.#inSearch(() => this.#search.write(this.#indexer.lastSeq));
    this.#searchedAt = performance.now();
  }

  #mergeWords(): void {
    const from = performance.now();
    this.#inSearch(() => this.#search.merge());
    const now = performance.now();
    this.#mergedMs += now - from;
    if (this.#search.unmerged) return;
    // What was merged stands in the log as it was before.
    this.#erased = true;
    this.#mergeAt = now + this.#mergedMs / MERGE_SHARE;
    this.#mergedMs = 0;
  }

  #inSearch(work: () => void): void {
    try {
      this.#withoutWaiting(work);
    } catch (cause) {
      this.#search.reload();
      throw cause;
    }
  }

  /** What a power cut takes of this is done again. */
  #erase(): void {
    // What an earlier run began, too.
    this.#erased = true;
    try {
      this.#withoutWaiting(() => {
        this.#eraser.work(ERASE_MS);
        this.#search.settle();
      });
    } catch (cause) {
      this.#search.reload();
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
      this.#blocked = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()!['busy'] === 1;
      this.#erased &&= this.#blocked;
      this.#long &&= this.#blocked;
      return !this.#blocked;
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
