/** RETURN name: an attendant puts a customer back in the line, at the old place. */

import { ok } from '../../protocol/format.ts';
import { announce, giveBack } from '../conversations.ts';
import { entered } from './handler.ts';

export const returnCustomer = entered((desk, attendant, command, effects) => {
  const customer = desk.people.find(command.args[0] ?? '');
  if (!customer) return 'NO-SUCH-USER';
  const { conversation } = customer;
  if (!conversation?.attendant) return 'NO-CONVERSATION';
  if (conversation.attendant !== attendant) return 'TAKEN';
  effects.send(attendant.session.conn, ok(command.label, ''));
  giveBack(desk, effects, conversation, attendant);
  announce(desk, effects, [conversation]);
  return '';
});
