/** LIST-USERS [role] [after-name]: who is at the desk, by time of entry. */

import { formatTime, listing, takeFitting } from '../../protocol/format.ts';
import type { Desk } from '../desk.ts';
import type { Person } from '../people.ts';
import { entered } from './handler.ts';

export const listUsers = entered((desk, person, command, effects) => {
  const [role = '', after = ''] = command.args;
  const from = after === '' ? null : desk.people.find(after);
  if (from === undefined) return 'NO-SUCH-USER';
  effects.send(person.session.conn, listing(command.label, takeFitting(users(desk, from, role))));
  return '';
});

function* users(desk: Desk, from: Person | null, role: string): Generator<string> {
  for (const person of desk.people.inOrder(from)) {
    if (role !== '' && person.role !== role) continue;
    const item = `USER ${person.party.name} ${person.role} ${state(desk, person)} ${formatTime(person.since)}`;
    yield person.display === '' ? item : `${item} ${person.display}`;
  }
}

function state(desk: Desk, person: Person): string {
  if (!person.session) return 'lost';
  const { conversation } = person;
  if (!conversation) return person.status;
  if (conversation.attendant) return `with:${conversation.attendant.party.name}`;
  return `waiting:${desk.waiting.position(conversation)}`;
}
