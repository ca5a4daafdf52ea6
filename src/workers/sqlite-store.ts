/**
 * The store over SQLite and its threads: one writes, one reads, one looks for words and counts, which may take longer,
 * and each backup has one of its own. It owns the threads, and never touches the database itself.
 *
 * A thread that dies rejects what waited for it; the next call starts it again.
 */

import { setTimeout as sleep } from 'node:timers/promises';
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
import type { Records } from '../store/records.ts';
import type { WriterOptions } from '../store/sqlite-writer.ts';
import type { PageQuery, Store } from '../store/store.ts';
import { entry } from './entry.ts';
import { createGap } from './reading-gap.ts';
import { SharedRead } from './shared-read.ts';
import type { ReaderOptions } from './store-reader.ts';
import { type EraseState, StoreThread } from './store-thread.ts';

/** Milliseconds until it is tried again to erase what somebody reads just now. */
const ERASE_AGAIN_MS = 10;

/**
 * Opens the store in a folder, made if there is none. Rejects with a `StoreError`, whose message is one line for
 * people: `unwritable`, `in-use`, `newer-schema` or `corrupt`. Nothing is left running then.
 */
export async function openSqliteStore(options: WriterOptions): Promise<Store> {
  const { dir } = options;
  const gap = createGap();
  const writer = new StoreThread(entry(import.meta.url, 'store-writer'), { options, gap });
  const reads = (searches: boolean) => {
    return new StoreThread(entry(import.meta.url, 'store-reader'), {
      dir,
      gap,
      searches,
    } satisfies ReaderOptions);
  };
  const reader = reads(false);
  const searcher = reads(true);
  const stats = new SharedRead((at) => searcher.call<Stats>('stats', at));
  /** One after the other; those that were begun are waited for at the end. */
  let backups = Promise.resolve();
  const close = async () => {
    await backups;
    await searcher.abandon();
    await reader.close();
    await writer.close();
  };
  try {
    // The writer makes what the reader opens.
    await writer.call('open');
    await reader.call('open');
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    load: () => reader.call<Snapshot>('load'),
    commit: (records: Records) => writer.call<void>('commit', records),
    history: (query: HistoryQuery) => reader.call<HistoryResult>('history', query),
    log: (query: LogQuery) => reader.call<LogEvent[]>('log', query),
    stats: (at: number) => stats.at(at),
    search: (query: SearchQuery) => searcher.call<SearchResult>('search', query),
    page: (query: PageQuery) => reader.call<StoredMessage[]>('page', query),
    erase: () => erase(writer),
    backup: (path: string) => {
      const backup = backups.then(() => backUp(dir, path));
      backups = backup.catch(() => {});
      return backup;
    },
    close,
  };
}

/** A little at a time, so that batches come in between. */
async function erase(writer: StoreThread): Promise<void> {
  for (;;) {
    const state = await writer.call<EraseState>('erase');
    if (state === 'done') return;
    if (state === 'later') await sleep(ERASE_AGAIN_MS);
  }
}

async function backUp(dir: string, path: string): Promise<void> {
  const thread = new StoreThread(entry(import.meta.url, 'store-backup'), { dir });
  try {
    await thread.call('backup', path);
  } finally {
    await thread.close();
  }
}
