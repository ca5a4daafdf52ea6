/** WHO [#room] [after-name]: who is in a room, by time of joining; without a room, in the one joined last. */

import { formatTime, listing, takeFitting } from '../../protocol/format.ts';
import { MAX_LISTED } from '../../protocol/limits.ts';
import type { Person } from '../people.ts';
import { lastJoined, type Room } from '../rooms.ts';
import { entered } from './handler.ts';

export const who = entered((desk, person, command, effects) => {
  const [key = '', after = ''] = command.args;
  if (key !== '' && !desk.rooms.has(key)) return 'NO-SUCH-ROOM';
  const room = key === '' ? lastJoined(person) : desk.rooms.find(key);
  if (!room?.members.has(person)) return 'NOT-IN-ROOM';
  const from = after === '' ? null : desk.people.find(after);
  if (from === undefined || (from && !room.members.has(from))) return 'NO-SUCH-USER';
  effects.send(
    person.session.conn,
    listing(command.label, takeFitting(members(room, from).take(MAX_LISTED))),
  );
  return '';
});

/** Those who joined after somebody, or all. */
function* members(room: Room, after: Person | null): Generator<string> {
  let found = after === null;
  for (const member of room.members.keys()) {
    if (found) yield item(member);
    else found = member === after;
  }
}

/** `USER name role state since [display name]`: whom somebody serves, and who waits, is not for all to know. */
function item(person: Person): string {
  const { party, role, since, display } = person;
  const item = `USER ${party.name} ${role} ${state(person)} ${formatTime(since)}`;
  return display === '' ? item : `${item} ${display}`;
}

function state({ session, status }: Person): 'online' | 'away' | 'lost' {
  return session ? status : 'lost';
}
