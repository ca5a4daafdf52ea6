/**
 * Accounts: names with a password. Whoever proves to know it is the same person at every visit, with the same
 * party, so that messages can wait for them. The desk never sees a password: it gets the proof that the edge made.
 */

import type { Code } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import { HashTable } from '../structures/hash-table.ts';
import type { Desk } from './desk.ts';
import type { Place } from './journal.ts';
import type { Labels } from './labels.ts';
import type { Party } from './people.ts';

/** The proof of a password that fits no account of this name. */
export const FAILED_PROOF = '!';

export interface Account {
  readonly party: Party;
  readonly role: Role;
  /** What the edge compares the password with. */
  verifier: string;
  /** Milliseconds since 1970: when it was made; and the last seq given before. */
  readonly since: number;
  readonly sinceSeq: number;
  /** Where its person was last; it matters while nobody is here under this name. */
  away: Place;
  readonly labels: Labels;
}

/** Every operation is O(1) but for walking. */
export class Accounts {
  readonly #byKey = new HashTable<Account>();
  /** In the order in which they were made: that of the table is random. */
  readonly #all = new Set<Account>();

  get size(): number {
    return this.#all.size;
  }

  find(key: string): Account | undefined {
    return this.#byKey.get(key);
  }

  add(account: Account): void {
    this.#byKey.set(account.party.key, account);
    this.#all.add(account);
  }

  remove(account: Account): void {
    this.#byKey.delete(account.party.key);
    this.#all.delete(account);
  }

  [Symbol.iterator](): IterableIterator<Account> {
    return this.#all.values();
  }
}

/**
 * Whether somebody may enter in this role: '' or why not. A name that has no account and a password that does not
 * fit get the same answer.
 *
 * @param proof '' if no password was given, or what the edge made of it.
 */
export function admission(desk: Desk, account: Account | undefined, role: Role, proof: string): Code | '' {
  if (proof !== '') {
    // Another password may have been set since this one was checked.
    if (account?.verifier !== proof) return 'AUTH-FAILED';
    return account.role === role ? '' : 'FORBIDDEN';
  }
  const needed = account !== undefined || (role === 'atendente' && desk.options.attendantsNeedAccount);
  return needed ? 'AUTH-REQUIRED' : '';
}
