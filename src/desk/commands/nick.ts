/** NICK name: another name for the same person. What was said keeps the name that it was said under. */

import { ok } from '../../protocol/format.ts';
import { MAX_RENAMES } from '../../protocol/limits.ts';
import type { Desk } from '../desk.ts';
import type { Person } from '../people.ts';
import { entered } from './handler.ts';

export const nick = entered((desk, person, command, effects) => {
  const [name = '', key = ''] = command.args;
  const { party: old, session } = person;
  // A registered name is that of its account.
  if (desk.accounts.find(old.key)) return 'FORBIDDEN';
  if (key !== old.key && (desk.people.find(key) || desk.accounts.find(key))) return 'NAME-TAKEN';
  if (name !== old.name) {
    if (person.former.length >= MAX_RENAMES) return 'FULL';
    const party = { id: ++desk.lastParty, key, name };
    desk.people.rename(person, party);
    person.former = [...person.former, { party: old, upto: desk.lastSeq }];
    effects.party(party.id, key, name);
    effects.renamed(old.id, party.id, desk.lastSeq);
    const conns = neighbours(desk, person);
    if (conns.length > 0) effects.sendAll(conns, `NICK ${old.name} ${name}`);
  }
  effects.send(session.conn, ok(command.label, name));
  return '';
});

/**
 * The connections of those with whom the person has a conversation or a room in common, and of those who were told that
 * the person waits, each once.
 */
function neighbours(desk: Desk, person: Person): number[] {
  const { conversation, serving, rooms } = person;
  const people = new Set<Person | null>([conversation?.attendant ?? null]);
  if (conversation?.announced) for (const attendant of desk.people.attendants) people.add(attendant);
  for (const { customer } of serving) people.add(customer);
  for (const { members } of rooms?.keys() ?? []) for (const member of members.keys()) people.add(member);
  people.delete(person);
  return [...people].flatMap((other) => (other?.session ? [other.session.conn] : []));
}
