/**
 * The store over SQLite and its two threads: one writes, one reads. It owns the threads, and never touches the
 * database itself.
 *
 * A thread that dies rejects what waited for it; the next call starts it again.
 */

import type { HistoryQuery, HistoryResult, Snapshot } from '../desk/journal.ts';
import type { Records } from '../store/records.ts';
import type { WriterOptions } from '../store/sqlite-writer.ts';
import type { Store } from '../store/store.ts';
import { entry } from './entry.ts';
import { StoreThread } from './store-thread.ts';

/**
 * Opens the store in a folder, made if there is none. Rejects with a `StoreError`, whose message is one line for
 * people: `unwritable`, `in-use`, `newer-schema` or `corrupt`. Nothing is left running then.
 */
export async function openSqliteStore(options: WriterOptions): Promise<Store> {
  const writer = new StoreThread(entry(import.meta.url, 'store-writer'), options);
  const reader = new StoreThread(entry(import.meta.url, 'store-reader'), { dir: options.dir });
  const close = async () => {
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
    close,
  };
}
