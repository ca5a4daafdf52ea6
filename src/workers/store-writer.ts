/**
 * The thread that writes into the store: one transaction a batch, and when nothing waits the index and what is to be
 * erased. It never answers a question about what is stored.
 */

import { workerData } from 'node:worker_threads';
import type { Records } from '../store/records.ts';
import { SqliteWriter, type WriterOptions } from '../store/sqlite-writer.ts';
import { StoreError } from '../store/store-error.ts';
import { type Gap, GapWanted } from './reading-gap.ts';
import { answerCalls, type EraseState } from './store-thread.ts';

/** Nothing waits when no batch came for so long; and nothing else is to be done when none came for longer. */
const QUIET_MS = 2;
const IDLE_MS = 2000;

/** What somebody reads just then is erased so much later. */
const LATER_MS = 50;

/** And this soon, if somebody waits to read until it is. */
const URGENT_MS = 5;

const { options, gap: shared } = workerData as { readonly options: WriterOptions; readonly gap: Gap };
const gap = new GapWanted(shared);
let quiet: NodeJS.Timeout | undefined;

answerCalls(
  () => new SqliteWriter(options),
  {
    open: () => undefined,
    commit: (writer, records: Records) => writer.commit(records),
    erase,
  },
  tidySoon,
);

/** Takes one step. */
function erase(writer: SqliteWriter): EraseState {
  const more = !writer.erased && writer.tidy(true);
  gap.note(writer.blocked);
  return writer.erased ? 'done' : more ? 'more' : 'later';
}

/** After each answer, which is on its way already. What a killed run left is tidied up so, too. */
function tidySoon(writer: SqliteWriter): void {
  clearTimeout(quiet);
  const { untidy } = writer;
  gap.note(writer.blocked);
  if (untidy === 'now') tidy(writer, false);
  else if (untidy === 'when-quiet') quiet = setTimeout(tidy, QUIET_MS, writer, false);
  else if (untidy === 'when-idle' || writer.mayTidyUp) quiet = setTimeout(tidy, IDLE_MS, writer, true);
}

function tidy(writer: SqliteWriter, idle: boolean): void {
  try {
    let more = writer.tidy();
    if (idle && !more && writer.mayTidyUp) {
      writer.tidyUp();
      more = writer.mayTidyUp;
    }
    gap.note(writer.blocked);
    const { untidy } = writer;
    if (untidy === 'no' && !writer.mayTidyUp) return;
    // Not at once: between two steps, batches are taken.
    const later = gap.urgent ? URGENT_MS : LATER_MS;
    if ((untidy === 'no' || untidy === 'when-idle') && !idle) quiet = setTimeout(tidy, IDLE_MS, writer, true);
    else quiet = setTimeout(tidy, more ? QUIET_MS : later, writer, idle);
  } catch (cause) {
    // The messages are safe, and after the next batch it is tried again.
    if (!(cause instanceof StoreError)) throw cause;
  }
}
