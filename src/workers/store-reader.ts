/** The thread that reads from the store: history, logs and what a restart starts from. It never writes. */

import { workerData } from 'node:worker_threads';
import type { HistoryQuery, LogQuery } from '../desk/journal.ts';
import { SqliteReader } from '../store/sqlite-reader.ts';
import type { PageQuery } from '../store/store.ts';
import { answerCalls } from './store-thread.ts';

answerCalls(() => new SqliteReader(workerData.dir), {
  open: () => undefined,
  load: (reader) => reader.load(),
  history: (reader, query: HistoryQuery) => reader.history(query),
  log: (reader, query: LogQuery) => reader.log(query),
  page: (reader, query: PageQuery) => reader.page(query),
});
