/**
 * The file of canned answers: one a line, a name and the text behind it. It is read whole or not at all: what is
 * wrong with it is said by a code and the number of the line.
 */

import { readFile } from 'node:fs/promises';
import type { CannedAnswer } from '../desk/orders.ts';
import { MAX_LINE_BYTES, MAX_LISTING_BYTES, MAX_TEXT_BYTES } from '../protocol/limits.ts';
import { readName } from '../protocol/names.ts';
import { exceedsUtf8, utf8Length } from '../protocol/utf8.ts';

/** Answers in a file, at most. */
export const MAX_CANNED = 500;

/** Bytes of all answers, at most, each with what it has around it in a listing: CANNED shows all of them. */
const MAX_BYTES = MAX_LISTING_BYTES - MAX_LINE_BYTES;
const AROUND_BYTES = 'CANNED  \r\n'.length;

export type CannedErrorCode =
  | 'unreadable'
  | 'not-utf8'
  /** More than MAX_CANNED answers, or more bytes than a listing has. */
  | 'too-many'
  /** The line does not begin with a name. */
  | 'bad-name'
  /** The same name as in an earlier line. */
  | 'name-twice'
  | 'no-text'
  | 'text-too-long'
  /** A control character other than a tab. */
  | 'bad-text';

/** For the log, which is in English. */
const REASONS: Readonly<Record<CannedErrorCode, string>> = {
  unreadable: 'it cannot be read',
  'not-utf8': 'it is not UTF-8',
  'too-many': `more than ${MAX_CANNED} answers, or more than a listing has room for`,
  'bad-name': 'the line does not begin with a name',
  'name-twice': 'an earlier line has this name already',
  'no-text': 'there is no text behind the name',
  'text-too-long': 'the text is too long',
  'bad-text': 'the text has control characters',
};

/** Why a file of canned answers is of no use; `line` is 0 if that is no matter of a line. */
export class CannedError extends Error {
  readonly code: CannedErrorCode;
  readonly path: string;
  readonly line: number;

  constructor(code: CannedErrorCode, path: string, line = 0, why = REASONS[code]) {
    super(`${path}${line > 0 ? `, line ${line}` : ''}: ${why}`);
    this.name = 'CannedError';
    this.code = code;
    this.path = path;
    this.line = line;
  }
}

/** Reads such a file. It never rejects. O(bytes). */
export async function readCanned(path: string): Promise<readonly CannedAnswer[] | CannedError> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    return new CannedError('unreadable', path, 0, (cause as NodeJS.ErrnoException).code ?? 'unreadable');
  }
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new CannedError('not-utf8', path);
  }
  return parseCanned(content, path);
}

/** The answers in the text of a file, in its order, or the first thing that is wrong with it. O(length). */
export function parseCanned(content: string, path: string): readonly CannedAnswer[] | CannedError {
  const answers = new Map<string, CannedAnswer>();
  let bytes = 0;
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const [word = ''] = entry.split(/\s/, 1);
    const name = readName(word);
    const text = entry.slice(word.length).trim();
    const wrong = faultOf(name?.key, text, answers);
    if (wrong !== null) return new CannedError(wrong, path, index + 1);
    bytes += utf8Length(name!.name) + utf8Length(text) + AROUND_BYTES;
    if (bytes > MAX_BYTES) return new CannedError('too-many', path, index + 1);
    answers.set(name!.key, { name: name!.name, text });
  }
  return [...answers.values()];
}

function faultOf(
  key: string | undefined,
  text: string,
  before: ReadonlyMap<string, CannedAnswer>,
): CannedErrorCode | null {
  if (key === undefined) return 'bad-name';
  if (before.has(key)) return 'name-twice';
  if (before.size === MAX_CANNED) return 'too-many';
  if (text === '') return 'no-text';
  if (exceedsUtf8(text, MAX_TEXT_BYTES)) return 'text-too-long';
  return CONTROL.test(text) ? 'bad-text' : null;
}

/** What no line of the protocol may have: control characters but a tab. */
const CONTROL = /[^\P{Cc}\t]/u;
