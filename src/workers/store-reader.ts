/** A thread that reads from the store: all there is to read, or only what SEARCH looks for. It never writes. */

import { workerData } from 'node:worker_threads';
import type { HistoryQuery, LogQuery, SearchQuery } from '../desk/journal.ts';
import { SqliteReader } from '../store/sqlite-reader.ts';
import type { PageQuery } from '../store/store.ts';
import { type Gap, waitForGap } from './reading-gap.ts';
import { answerCalls } from './store-thread.ts';

export interface ReaderOptions {
  readonly dir: string;
  /** In which it waits for who writes; and whether its reads are those that take long. */
  readonly gap: Gap;
  readonly searches: boolean;
}

const { dir, gap, searches } = workerData as ReaderOptions;

answerCalls(() => new SqliteReader(dir), {
  open: () => undefined,
  load: (reader) => reader.load(),
  history: (reader, query: HistoryQuery) => afterGap(() => reader.history(query)),
  log: (reader, query: LogQuery) => afterGap(() => reader.log(query)),
  stats: (reader, at: number) => afterGap(() => reader.stats(at)),
  search: (reader, query: SearchQuery) => afterGap(() => reader.search(query)),
  page: (reader, query: PageQuery) => afterGap(() => reader.page(query)),
});

function afterGap<T>(read: () => T): T {
  waitForGap(gap, searches);
  return read();
}
