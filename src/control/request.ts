/**
 * What those who run the desk may ask of it, and the lines that this crosses the control socket in: one line of JSON
 * for the request and one for the answer, on a connection of its own.
 *
 * Whoever reaches the socket may do all that stands here; a request is checked nevertheless, because what comes from
 * another version of Telechat must not reach the desk.
 */

import { resolve } from 'node:path';
import type { StoredMessage } from '../desk/journal.ts';
import type { AccountInfo, Order, OrderFault } from '../desk/orders.ts';
import { ROLES } from '../protocol/commands.ts';
import { isKey, readName } from '../protocol/names.ts';
import type { StoreErrorCode } from '../store/store-error.ts';

/** Both ends must have the same. It grows whenever a request or an answer changes its meaning. */
const CONTROL_VERSION = 1;

/** Bytes in a request; and in an answer, the longest of which is a list of 50,000 accounts. */
export const MAX_REQUEST_BYTES = 64 * 1024;
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** Messages in the answer to a `page`. */
export const PAGE_MESSAGES = 200;

export type Request =
  /** Whether anything is stored under a name. */
  | { readonly do: 'known'; readonly key: string }
  /** The desk expires by itself, and the canned answers come from a file of the server; nobody asks for that. */
  | Exclude<Order, { do: 'expire' | 'canned' }>
  /** The oldest messages of a name above a seq, at most PAGE_MESSAGES of them. */
  | { readonly do: 'page'; readonly key: string; readonly after: number }
  /** A copy of all that is stored, to a new file; its path is absolute. */
  | { readonly do: 'backup'; readonly path: string };

export type Answer =
  | {
      readonly ok: true;
      readonly accounts?: readonly AccountInfo[];
      readonly known?: boolean;
      /** Oldest first. */
      readonly messages?: readonly StoredMessage[];
    }
  | { readonly ok: false; readonly why: Fault /** In one line, for people. */; readonly detail?: string };

export type Fault =
  | OrderFault
  /** What a store says when it cannot; of the folder, or of the file of a backup. */
  | StoreErrorCode
  /** The server cannot store anything at the moment. */
  | 'store-failed'
  /** A backup would lie in the data folder, where it would not be erased with the rest. */
  | 'inside-data'
  /** Too many ask at the same time. */
  | 'busy'
  /** The other end is of another version. */
  | 'version'
  /** There is no data in the folder. */
  | 'no-data'
  /** The socket is somebody else's. */
  | 'forbidden'
  /** The server ended, or took too long: whether it was done is not known. */
  | 'unanswered'
  /** A bug, which the server's log tells more about. */
  | 'failed';

/** The line that asks. */
export function requestLine(request: Request): string {
  return `${JSON.stringify({ v: CONTROL_VERSION, ...request })}\n`;
}

export function answerLine(answer: Answer): string {
  return `${JSON.stringify({ v: CONTROL_VERSION, ...answer })}\n`;
}

/** The request in a line, or why it is none. */
export function readRequest(line: string): Request | 'version' | 'failed' {
  const fields = readObject(line);
  if (!fields) return 'failed';
  if (fields['v'] !== CONTROL_VERSION) return 'version';
  return toRequest(fields) ?? 'failed';
}

/** The answer in a line. One of another version says only that it is. */
export function readAnswer(line: string): Answer {
  const fields = readObject(line);
  if (!fields) return { ok: false, why: 'unanswered' };
  if (fields['v'] !== CONTROL_VERSION) return { ok: false, why: 'version' };
  return fields as unknown as Answer;
}

function toRequest(fields: Fields): Request | null {
  const { do: what, name, role, key, verifier, after, path } = fields;
  switch (what) {
    case 'register': {
      const read = typeof name === 'string' ? readName(name) : null;
      const known = ROLES.find((one) => one === role);
      if (!read || read.key !== key || !known || !isText(verifier)) return null;
      return { do: what, name: read.name, key: read.key, role: known, verifier };
    }
    case 'password':
      return isKeyOf(key) && isText(verifier) ? { do: what, key, verifier } : null;
    case 'unregister':
    case 'forget':
    case 'known':
      return isKeyOf(key) ? { do: what, key } : null;
    case 'accounts':
      return { do: what };
    case 'page':
      return isKeyOf(key) && isSeq(after) ? { do: what, key, after } : null;
    case 'backup':
      return isPath(path) ? { do: what, path } : null;
    default:
      return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readObject(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Whether it is the key of a name: there are others, `*` say, that only the desk gives. */
function isKeyOf(value: unknown): value is string {
  return typeof value === 'string' && isKey(value);
}

/** Whether it is an absolute path, without detours: the server has another folder that it works in. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && resolve(value) === value && !value.includes('\0');
}

function isSeq(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
