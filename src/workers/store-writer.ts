/**
 * The thread that writes into the store: one transaction a batch, and when nothing waits the index and what is to be
 * erased. It never answers a question about what is stored.
 */

import { workerData } from 'node:worker_threads';
import type { Records } from '../store/records.ts';
import { SqliteWriter } from '../store/sqlite-writer.ts';
import { StoreError } from '../store/store-error.ts';
import { answerCalls, type EraseState } from './store-thread.ts';

/** Nothing waits when no batch came for so long. */
const QUIET_MS = 2;

/** What somebody reads just then is erased so much later. */
const LATER_MS = 50;

let quiet: NodeJS.Timeout | undefined;

answerCalls(
  () => new SqliteWriter(workerData),
  {
    open: () => undefined,
    commit: (writer, records: Records) => writer.commit(records),
    erase,
  },
  tidySoon,
);

/** Takes one step. */
function erase(writer: SqliteWriter): EraseState {
  const more = !writer.erased && writer.tidy();
  return writer.erased ? 'done' : more ? 'more' : 'later';
}

/** After each answer, which is on its way already. What a killed run left is tidied up so, too. */
function tidySoon(writer: SqliteWriter): void {
  clearTimeout(quiet);
  const { untidy } = writer;
  if (untidy === 'now') tidy(writer);
  else if (untidy === 'when-quiet') quiet = setTimeout(tidy, QUIET_MS, writer);
}

function tidy(writer: SqliteWriter): void {
  try {
    const more = writer.tidy();
    // Not at once: between two steps, batches are taken.
    if (more) quiet = setTimeout(tidy, QUIET_MS, writer);
    else if (writer.untidy !== 'no') quiet = setTimeout(tidy, LATER_MS, writer);
  } catch (cause) {
    // The messages are safe, and after the next batch it is tried again.
    if (!(cause instanceof StoreError)) throw cause;
  }
}
