/**
 * The shape of a command's handler.
 */

import type { Code } from '../../protocol/codes.ts';
import type { Command } from '../../protocol/parse.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Person } from '../people.ts';
import { isHere, type Session } from '../session.ts';

/**
 * Carries out a command that passed the checks of verb, entry, role and arguments. It either writes exactly one
 * reply, and whatever else follows, to `effects` and returns '', or changes nothing and returns the fault.
 */
export type Handler = (desk: Desk, session: Session, command: Command, effects: Effects) => Code | '';

/** The same, for a command that only people who have entered may use. */
export type PersonHandler = (
  desk: Desk,
  person: Person & { session: Session },
  command: Command,
  effects: Effects,
) => Code | '';

/** A handler from that of a person: the table of commands says that it needs one. */
export function entered(handle: PersonHandler): Handler {
  return (desk, session, command, effects) => {
    const { person } = session;
    return isHere(person) ? handle(desk, person, command, effects) : 'NOT-CONNECTED';
  };
}
