/** CREATE #room [topic]: a room comes to be; who makes it is not in it. */

import { ok } from '../../protocol/format.ts';
import { MAX_TOPIC_BYTES } from '../../protocol/limits.ts';
import { exceedsUtf8 } from '../../protocol/utf8.ts';
import { makeRoom } from '../gathering.ts';
import { entered } from './handler.ts';

export const createRoom = entered((desk, person, command, effects) => {
  const [name = '', key = '', topic = ''] = command.args;
  if (exceedsUtf8(topic, MAX_TOPIC_BYTES)) return 'TEXT-TOO-LONG';
  if (desk.rooms.has(key)) return 'ROOM-EXISTS';
  const room = makeRoom(desk, effects, person, { name, key }, topic);
  if (!room) return 'FULL';
  effects.send(person.session.conn, ok(command.label, room.party.name));
  return '';
});
