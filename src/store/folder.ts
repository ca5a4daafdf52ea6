/**
 * The data folder and its one owner. SQLite alone would let two servers write into one database by turns, each
 * giving out the same seqs; so whoever wants to write claims the folder first.
 *
 * The claim is an exclusive transaction, never ended, in a database of its own that stays empty. Its lock is the
 * operating system's: it is gone with the process that held it, however that ended, so nothing is ever stale.
 */

import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError, storeError } from './store-error.ts';

/** The database in a data folder. */
export function databasePath(dir: string): string {
  return join(dir, 'telechat.db');
}

/** How long the write-ahead log of a database is. */
export function logBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Makes the folder if there is none (for its owner alone, mode 0700) and claims it. Throws a `StoreError`:
 * `in-use`, or `unwritable`. Disposing of what it returns gives the folder up.
 */
export function claimFolder(dir: string): Disposable {
  const path = join(dir, 'lock.db');
  let lock: DatabaseSync | undefined;
  try {
    makeFolder(dir);
    makeLock(path);
    lock = new DatabaseSync(path, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    const error = storeError(cause, dir);
    if (error instanceof StoreError && error.code === 'in-use') {
      throw new StoreError('in-use', `${dir} is in use by another server`);
    }
    throw error;
  }
}

/**
 * For its owner alone, which SQLite does not see to. One that is there is not opened: to close it would free its lock.
 */
function makeLock(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}

/** Not `recursive`: that never returns where the parent is there but cannot hold folders, as /proc (Node 26.10). */
function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(dirname(dir))) throw cause;
    makeFolder(dirname(dir));
    mkdirSync(dir, { mode: 0o700 });
  }
}
