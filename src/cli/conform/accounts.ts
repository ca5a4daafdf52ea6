/**
 * The accounts of attendants that a server under test wants: from the command line, which others on the machine can
 * see, from a file, or from the environment. They are kept in memory alone.
 */

import type { Account } from '../../conform/account.ts';
import { readSecretFile } from '../secret-file.ts';

/** The variable with accounts as a file has them. */
export const ACCOUNTS_VARIABLE = 'TELECHAT_ATTENDANTS';

/** Bytes that a file of accounts may have: ample for the few that are needed. */
const MOST_BYTES = 65_536;

/** `name:password`; the password is all behind the first colon. Null if it is none. */
export function readAccount(text: string): Account | null {
  const [, name, password] = /^([^:\s]+):(.+)$/.exec(text) ?? [];
  return name === undefined || password === undefined ? null : { name, password };
}

export type AccountFile =
  /** `open`: others on this machine may read it. */
  | { readonly accounts: readonly Account[]; readonly open: boolean }
  /** Which line, from 1, is no account. */
  | { readonly line: number }
  | { readonly code: string };

/** Accounts, each on a line; empty lines mean nothing. */
export function readAccounts(text: string): readonly Account[] | { readonly line: number } {
  const accounts: Account[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const account = readAccount(line);
    if (account === null) return { line: index + 1 };
    accounts.push(account);
  }
  return accounts;
}

/** Those of a file; with the code of the error if it cannot be read, is too large, or holds none. */
export function readAccountFile(path: string): AccountFile {
  const file = readSecretFile(path, MOST_BYTES + 1);
  if ('code' in file) return file;
  // Its end would be cut off, perhaps within a password.
  if (Buffer.byteLength(file.text) > MOST_BYTES) return { code: 'TOO-LARGE' };
  const accounts = readAccounts(file.text);
  if ('line' in accounts) return accounts;
  return accounts.length === 0 ? { code: 'EMPTY' } : { accounts, open: file.open };
}
