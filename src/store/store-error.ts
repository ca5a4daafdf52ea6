/**
 * Why a store could not do what it was asked: the one kind of error that leaves it. A store never throws SQLite's
 * own errors; whoever catches one of these can print its message, a single line, and decide by its code.
 */

export type StoreErrorCode =
  /** The folder or a file in it cannot be made or written: rights, a full disk, an I/O error. */
  | 'unwritable'
  /** Another server, or a tool, holds the folder. */
  | 'in-use'
  /** A newer Telechat wrote the database. */
  | 'newer-schema'
  /** The file is damaged, or not a database of Telechat. */
  | 'corrupt'
  /** There is a file already where one was to be made. */
  | 'exists'
  /** The store is in memory alone: there are no files. */
  | 'in-memory'
  /** The thread that owned the database ended, or the store was closed. */
  | 'stopped';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** The primary result codes of SQLite that mean more than "could not write": https://sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** What `node:sqlite` or `node:fs` threw, as a `StoreError` about `path`. A bug (a TypeError, say) stays what it is. */
export function storeError(cause: unknown, path: string): unknown {
  if (cause instanceof StoreError || !(cause instanceof Error)) return cause;
  const { errcode, syscall } = cause as { errcode?: unknown; syscall?: unknown };
  if (typeof errcode === 'number') {
    switch (errcode & 0xff) {
      case BUSY:
      case LOCKED:
        return new StoreError('in-use', `${path} is in use by another process`);
      case CORRUPT:
      case NOT_A_DATABASE:
        return new StoreError('corrupt', `${path} is damaged: ${cause.message}`);
      default:
        return new StoreError('unwritable', `${path} cannot be written: ${cause.message}`);
    }
  }
  if (typeof syscall !== 'string') return cause;
  return new StoreError('unwritable', `${path} cannot be written: ${cause.message}`);
}
