/** CLOSE name [text]: an attendant ends a conversation; there is room again for who waits. */

import { ok } from '../../protocol/format.ts';
import { assign, close, tellClosed } from '../conversations.ts';
import { entered } from './handler.ts';

export const closeConversation = entered((desk, attendant, command, effects) => {
  const [key = '', text = ''] = command.args;
  const customer = desk.people.find(key);
  if (!customer) return 'NO-SUCH-USER';
  const { conversation } = customer;
  if (!conversation?.attendant) return 'NO-CONVERSATION';
  if (conversation.attendant !== attendant) return 'TAKEN';
  close(desk, effects, conversation);
  customer.rateable = { conversation: conversation.id, attendant: attendant.party };
  effects.send(attendant.session.conn, ok(command.label, ''));
  const event = `CLOSED ${attendant.party.name}`;
  tellClosed(desk, effects, customer, text === '' ? event : `${event} ${text}`);
  assign(desk, effects);
  return '';
});
