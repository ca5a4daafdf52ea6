/**
 * The reading side of the store over SQLite, without threads: owns a connection that can only read. It never sees
 * half a batch: each answer is made in one read transaction, a consistent snapshot of what was committed.
 */

import type { DatabaseSync } from 'node:sqlite';
import type {
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  SearchQuery,
  SearchResult,
  Snapshot,
  Stats,
  StoredMessage,
} from '../desk/journal.ts';
import { readLog } from './delivery-log.ts';
import { databasePath } from './folder.ts';
import { openForReading } from './schema.ts';
import { SearchReader } from './search-reader.ts';
import { loadSnapshot } from './sqlite-load.ts';
import { SqliteLog } from './sqlite-log.ts';
import { type ReadMessage, SqliteMessages, toStored } from './sqlite-messages.ts';
import { SqliteStats } from './sqlite-stats.ts';
import type { PageQuery } from './store.ts';
import { storeError } from './store-error.ts';
import { TimeBudget } from './time-budget.ts';

/**
 * Milliseconds that a search may take: of a million messages, one for words that many have takes 100 at most. No other
 * read waits for it, but other searches do, and so does the emptying of the log.
 */
const SEARCH_MS = 250;

export class SqliteReader {
  readonly #path: string;
  readonly #now: () => number;
  readonly #db: DatabaseSync;
  readonly #messages: SqliteMessages;
  readonly #search: SearchReader;
  readonly #log: SqliteLog;
  readonly #stats: SqliteStats;

  /**
   * Opens the database of a folder, which a writer has open already. Throws a `StoreError`.
   * @param now the clock by which searches end, in milliseconds from whenever
   */
  constructor(dir: string, now = () => performance.now()) {
    this.#now = now;
    this.#path = databasePath(dir);
    this.#db = openForReading(this.#path);
    this.#messages = new SqliteMessages(this.#db);
    this.#search = new SearchReader(this.#db, this.#messages);
    this.#log = new SqliteLog(this.#db, this.#messages);
    this.#stats = new SqliteStats(this.#db);
  }

  /** The newest messages of a name. O(limit), plus the messages that the index lacks. Throws a `StoreError`. */
  history({ key, after, before, limit, notes }: HistoryQuery): HistoryResult {
    return this.#snapshot(() => {
      if (this.#messages.subjectOf(key) === undefined) return { known: false, messages: [] };
      const messages = this.#messages.newestFirst(key, after, before);
      return { known: true, messages: take(limit, messages, ({ note }) => notes || !note) };
    });
  }

  /** The oldest messages of a name, without notes and those that are gone, in the same way. */
  page({ key, after, limit }: PageQuery): StoredMessage[] {
    const messages = () => this.#messages.oldestFirst(key, after);
    return this.#snapshot(() => take(limit, messages(), ({ note, gone }) => !note && !gone));
  }

  /** The newest messages that have certain words, as far as there is time. Throws a `StoreError`. */
  search({ limit, ...query }: SearchQuery): SearchResult {
    const budget = new TimeBudget(SEARCH_MS, this.#now);
    const messages = this.#snapshot(() => take(limit, this.#search.newestFirst(query, budget)));
    return { messages, complete: !budget.wasShort };
  }

  /**
   * What somebody missed. O(what is returned) or O(limit), as in delivery-log.ts, for each of the rooms and names in
   * it, plus the messages that the index lacks. Throws a `StoreError`.
   */
  log(query: LogQuery): LogEvent[] {
    return this.#snapshot(() => readLog(query, this.#log.source(query)));
  }

  /** The figures of that day up to that moment. O(messages and conversations of the day). Throws a `StoreError`. */
  stats(at: number): Stats {
    return this.#snapshot(() => this.#stats.at(at, this.#messages.expired));
  }

  /**
   * What a restart starts from. O(people, accounts, and their messages, and those of the conversations that are not
   * closed), plus the messages that the index lacks. Throws a `StoreError`.
   */
  load(maxCharacters?: number): Snapshot {
    return this.#snapshot(() => loadSnapshot(this.#db, this.#messages, maxCharacters));
  }

  close(): void {
    this.#db.close();
  }

  #snapshot<T>(read: () => T): T {
    try {
      this.#db.exec('BEGIN');
      this.#messages.begin();
      return read();
    } catch (cause) {
      throw storeError(cause, this.#path);
    } finally {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    }
  }
}

function take(
  limit: number,
  messages: Iterable<ReadMessage>,
  wanted: (message: ReadMessage) => boolean = () => true,
): StoredMessage[] {
  const taken: StoredMessage[] = [];
  if (limit === 0) return taken;
  for (const message of messages) {
    if (!wanted(message)) continue;
    taken.push(toStored(message));
    if (taken.length === limit) break;
  }
  return taken;
}
