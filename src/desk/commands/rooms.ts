/** ROOMS [after-room]: which rooms there are, in the order of their making, so many at a time. */

import { listing, takeFitting } from '../../protocol/format.ts';
import { GENERAL_ROOM, MAX_LISTED } from '../../protocol/limits.ts';
import type { Desk } from '../desk.ts';
import { entered } from './handler.ts';

export const listRooms = entered((desk, person, command, effects) => {
  const [after = ''] = command.args;
  if (after !== '' && !desk.rooms.has(after)) return 'NO-SUCH-ROOM';
  effects.send(person.session.conn, listing(command.label, takeFitting(items(desk, after).take(MAX_LISTED))));
  return '';
});

/** Until somebody joins it, the room that is always there stands in front. */
function* items({ rooms }: Desk, after: string): Generator<string> {
  if (after === '' && !rooms.find(GENERAL_ROOM)) yield `ROOM ${GENERAL_ROOM} 0`;
  for (const { party, members, topic } of rooms.inOrder(rooms.find(after))) {
    const item = `ROOM ${party.name} ${members.size}`;
    yield topic === '' ? item : `${item} ${topic}`;
  }
}
