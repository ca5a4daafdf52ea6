/**
 * The store as the server sees it: it keeps what the desk writes into its journal, and gives it back.
 */

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
import type { Records } from './records.ts';

/** Whether a power cut may take what was acknowledged last: `full` never; `relaxed` the last moments. */
export type Durability = 'full' | 'relaxed';

export interface PageQuery {
  /** The key of the name. */
  readonly key: string;
  readonly after: number;
  readonly limit: number;
}

export interface Store {
  /** What a restart starts from. Called once, before anything else. */
  load(): Promise<Snapshot>;

  /**
   * Keeps a batch, all of it or nothing; resolves once it is durable. Batches are given one at a time: the next
   * only after this one resolved. Rejects when it could not be kept; the same batch may then be given again.
   */
  commit(records: Records): Promise<void>;

  /** The newest messages of a name among all that was committed before the call. */
  history(query: HistoryQuery): Promise<HistoryResult>;

  /** What somebody missed, among all that was committed before the call. Oldest first. */
  log(query: LogQuery): Promise<readonly LogEvent[]>;

  /**
   * The newest messages that have certain words, among all that was committed before the call; what it finds of them
   * within some hundred milliseconds.
   */
  search(query: SearchQuery): Promise<SearchResult>;

  /** The desk's figures at this moment, in ms since 1970, counted in all that was committed before the call. */
  stats(at: number): Promise<Stats>;

  /**
   * The oldest messages of a name above `after`, at most `limit` of them, oldest first; without those that are gone,
   * and without notes.
   */
  page(query: PageQuery): Promise<readonly StoredMessage[]>;

  /**
   * Resolves once what was erased before the call stands in no file any more: some 20 s for a million messages, in
   * which batches go on. Rejects with a `StoreError` when nothing can be written just then; it can be called again, and
   * what is left goes on by itself too, after the next batch or a restart.
   */
  erase(): Promise<void>;

  /**
   * Writes a copy of all that was committed to a new file. Rejects with a `StoreError`: `exists`, `unwritable`, or
   * `in-memory`.
   */
  backup(path: string): Promise<void>;

  /** Ends it in good order. Who waits for a search or for figures just then gets a `StoreError`. */
  close(): Promise<void>;
}
