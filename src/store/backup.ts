/**
 * A copy of a database while others write to it. The copy is of one moment, compact, holds nothing of what was erased
 * by then, and is a data folder's database by itself. It never touches a file that it did not make.
 */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { databasePath } from './folder.ts';
import { openForReading } from './schema.ts';
import { StoreError, storeError } from './store-error.ts';

/** What `link` says where the file system has no hard links: FAT, some of those of a network. */
const NO_HARD_LINKS: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** For the owner alone, and only if nothing has the name. */
const NEW_FILE = { flag: 'wx', mode: 0o600 };

/**
 * Copies the database of a folder to a new file, for its owner alone (mode 0600), and returns once it is on disk. It
 * is made beside the file that it becomes, as `NAME.<12 hex digits>.partial`, so that a copy that has its name is
 * whole; one that was killed leaves that behind. Throws a `StoreError`, and leaves nothing then: `exists`, or
 * `unwritable`. O(size of the database), in which time nothing that is written is held up, but the log of the database
 * grows.
 */
export function backUp(dir: string, path: string): void {
  // Absolute, SQLite does not take it for a URI, whatever it is called.
  const target = resolve(path);
  const partial = `${target}.${randomBytes(6).toString('hex')}.partial`;
  /** What is removed if it fails: what was made here, and nothing else. */
  const made: string[] = [];
  try {
    // A symbolic link that leads nowhere is something too.
    if (lstatSync(target, { throwIfNoEntry: false })) throw alreadyThere(target);
    writeFileSync(partial, '', NEW_FILE);
    made.push(partial, `${partial}-journal`);
    copy(dir, partial);
    sync(partial);
    const linked = link(partial, target);
    // Without hard links an empty file takes the name, and then the copy that file's place.
    if (!linked) writeFileSync(target, '', NEW_FILE);
    made.push(target);
    if (linked) remove(partial);
    else renameSync(partial, target);
    sync(dirname(target));
  } catch (cause) {
    made.forEach(remove);
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST'
      ? alreadyThere(target)
      : storeError(cause, target);
  }
}

function alreadyThere(target: string): StoreError {
  return new StoreError('exists', `${target} exists already`);
}

/** Gives a file a second name, or returns false if the file system cannot. Throws EEXIST rather than replace. */
function link(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (cause) {
    if (NO_HARD_LINKS.has((cause as NodeJS.ErrnoException).code)) return false;
    throw cause;
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
