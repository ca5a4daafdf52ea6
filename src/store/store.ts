/**
 * The store as the server sees it: it keeps what the desk writes into its journal, and gives it back.
 */

import type { HistoryQuery, HistoryResult, Snapshot } from '../desk/journal.ts';
import type { Records } from './records.ts';

/** Whether a power cut may take what was acknowledged last: `full` never; `relaxed` the last moments. */
export type Durability = 'full' | 'relaxed';

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

  /** Ends it in good order. */
  close(): Promise<void>;
}
