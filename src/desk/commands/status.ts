/** STATUS online|away: whether an attendant is given customers. */

import { ok } from '../../protocol/format.ts';
import { assign } from '../conversations.ts';
import type { Status } from '../journal.ts';
import { changeStatus } from '../status.ts';
import { entered } from './handler.ts';

export const status = entered((desk, attendant, command, effects) => {
  const wanted = command.args[0] as Status;
  effects.send(attendant.session.conn, ok(command.label, wanted));
  if (attendant.status === wanted) return '';
  changeStatus(desk, effects, attendant, wanted);
  if (wanted === 'online') assign(desk, effects);
  return '';
});
