/**
 * Who can be written to: those at the desk, lost ones included, and those who have an account.
 */

import type { Role } from '../protocol/commands.ts';
import type { Account } from './accounts.ts';
import type { Desk } from './desk.ts';
import type { Party, Person } from './people.ts';
import type { Session } from './session.ts';

/** Somebody with a name; the message waits for whoever has no session. */
export interface Receiver {
  readonly party: Party;
  readonly role: Role;
  readonly session: Session | null;
}

/** Whoever has the name of this key. O(1). */
export function receiverOf(desk: Desk, key: string): Receiver | undefined {
  return desk.people.find(key) ?? absent(desk.accounts.find(key));
}

function absent(account: Account | undefined): Receiver | undefined {
  return account && { party: account.party, role: account.role, session: null };
}

/** The person at the desk, if that is who it is. */
export function personOf(desk: Desk, { party }: Receiver): Person | null {
  const person = desk.people.find(party.key);
  return person?.party === party ? person : null;
}
