/** JOIN #room: somebody comes into a room, which is made if there is none. */

import { ok } from '../../protocol/format.ts';
import { MAX_ROOMS_OF_ONE } from '../../protocol/limits.ts';
import { join, makeRoom } from '../gathering.ts';
import type { Room } from '../rooms.ts';
import { entered } from './handler.ts';

export const joinRoom = entered((desk, person, command, effects) => {
  const [name = '', key = ''] = command.args;
  const reply = ({ party, members }: Room) =>
    effects.send(person.session.conn, ok(command.label, `${party.name} ${members.size}`));
  const known = desk.rooms.find(key);
  if (known?.members.has(person)) {
    reply(known);
    return '';
  }
  if ((person.rooms?.size ?? 0) >= MAX_ROOMS_OF_ONE) return 'FULL';
  const room = known ?? makeRoom(desk, effects, person, { name, key }, '');
  if (!room) return 'FULL';
  join(desk, effects, room, person);
  reply(room);
  return '';
});
