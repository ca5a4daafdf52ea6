/**
 * A connection as the desk knows it: from its first command until it ends.
 */

import type { Lang } from '../protocol/codes.ts';
import type { Person } from './people.ts';

export interface Session {
  /** The number of the connection: never given twice. */
  readonly conn: number;
  lang: Lang;
  /** Who entered here, or null before CONNECT. */
  person: Person | null;
  /** Errors since the last command that went well. */
  errors: number;
  /** The desk has ended it; what still comes from it is ignored until it is gone. */
  closed: boolean;
}

/** Whether somebody is connected. */
export function isHere(person: Person | null): person is Person & { session: Session } {
  return person !== null && person.session !== null;
}
