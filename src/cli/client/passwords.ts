/**
 * Where a password comes from, and how often it may be wrong. It is kept in memory alone: never shown, never
 * written. Knows nothing of terminals but that somebody may be asked.
 */

import { MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import { readSecretFile } from '../secret-file.ts';

/** Times that a person is asked. */
const MAX_ASKED = 3;

const WANTED: ReadonlySet<string> = new Set(['AUTH-REQUIRED', 'AUTH-FAILED']);

/** What trying to enter may come to, as far as passwords are concerned. */
type Attempt = { readonly how: string; readonly code?: string };

/**
 * Enters, with a password only if the server wants one.
 *
 * @param given one that need not be asked for, or null.
 * @param ask asks the person, told how the attempt before ended; null if there is nobody, or they went away.
 */
export async function enterWith<A extends Attempt>(
  enter: (password: string | null) => Promise<A>,
  given: string | null,
  ask: (before: A) => Promise<string | null>,
): Promise<A> {
  let attempt = await enter(null);
  if (given !== null && attempt.code === 'AUTH-REQUIRED') attempt = await enter(given);
  for (let asked = 0; asked < MAX_ASKED && WANTED.has(attempt.code ?? ''); asked++) {
    const password = await ask(attempt);
    if (password === null) return attempt;
    attempt = await enter(password);
  }
  return attempt;
}

export type PasswordFile =
  /** `open`: others on this machine may read it. */
  { readonly password: string; readonly open: boolean } | { readonly code: string };

/** The first line of a file; with the code of the error if it cannot be read, or holds no password. */
export function readPasswordFile(path: string, platform?: string): PasswordFile {
  const file = readSecretFile(path, MAX_TEXT_BYTES + 2, platform);
  if ('code' in file) return file;
  const [password = ''] = file.text.split(/\r?\n/, 1);
  return password === '' ? { code: 'EMPTY' } : { password, open: file.open };
}
