/** The thread that reads from the store: history and what a restart starts from. It never writes. */

import { workerData } from 'node:worker_threads';
import type { HistoryQuery } from '../desk/journal.ts';
import { SqliteReader } from '../store/sqlite-reader.ts';
import { answerCalls } from './store-thread.ts';

answerCalls(() => new SqliteReader(workerData.dir), {
  open: () => undefined,
  load: (reader) => reader.load(),
  history: (reader, query: HistoryQuery) => reader.history(query),
});
