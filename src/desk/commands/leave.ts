/** LEAVE [#room]: somebody leaves a room, or the one that they joined last. */

import { ok } from '../../protocol/format.ts';
import { leave } from '../gathering.ts';
import { lastJoined } from '../rooms.ts';
import { entered } from './handler.ts';

export const leaveRoom = entered((desk, person, command, effects) => {
  const [key = ''] = command.args;
  if (key !== '' && !desk.rooms.has(key)) return 'NO-SUCH-ROOM';
  const room = key === '' ? lastJoined(person) : desk.rooms.find(key);
  if (!room?.members.has(person)) return 'NOT-IN-ROOM';
  leave(desk, effects, room, person);
  effects.send(person.session.conn, ok(command.label, room.party.name));
  return '';
});
