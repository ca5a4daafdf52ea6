/**
 * A copy of a database while others write to it. The copy is of one moment, compact, holds nothing of what was erased
 * by then, and is a data folder's database by itself. It never touches an existing file.
 */

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { databasePath } from './folder.ts';
import { openForReading } from './schema.ts';
import { StoreError, storeError } from './store-error.ts';

/**
 * Copies the database of a folder to a new file, for its owner alone (mode 0600), and returns once it is on disk. It
 * is made beside the file that it becomes, under the name with `.partial` behind it, so that a copy that has its name
 * is whole. Throws a `StoreError`, and leaves nothing then: `exists`, or `unwritable`. O(size of the database), in
 * which time nothing that is written is held up, but the log of the database grows.
 */
export function backUp(dir: string, path: string): void {
  // Absolute, SQLite does not take it for a URI, whatever it is called.
  const target = resolve(path);
  if (existsSync(target)) throw new StoreError('exists', `${target} exists already`);
  const partial = `${target}.partial`;
  try {
    // What a copy that was killed left behind.
    rmSync(partial, { force: true });
    writeFileSync(partial, '', { flag: 'wx', mode: 0o600 });
    copy(dir, partial);
    sync(partial);
    renameSync(partial, target);
    sync(dirname(target));
  } catch (cause) {
    for (const file of [partial, `${partial}-journal`]) remove(file);
    throw storeError(cause, target);
  }
}

function copy(dir: string, partial: string): void {
  const db = openForReading(databasePath(dir));
  try {
    db.prepare('VACUUM INTO ?').run(partial);
  } finally {
    db.close();
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What cannot be removed was not made either: the first error is the one that matters. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
