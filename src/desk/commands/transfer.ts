/** TRANSFER name attendant: a conversation goes on with another attendant; if theirs is away, by anybody's word. */

import { ok } from '../../protocol/format.ts';
import { assign, assignedEvent, backlog, handOver, passOn } from '../conversations.ts';
import { isHere } from '../session.ts';
import { entered } from './handler.ts';

export const transfer = entered((desk, asking, command, effects) => {
  const [customerKey = '', attendantKey = ''] = command.args;
  const customer = desk.people.find(customerKey);
  if (!customer) return 'NO-SUCH-USER';
  const { conversation } = customer;
  const former = conversation?.attendant;
  if (!conversation || !former) return 'NO-CONVERSATION';
  if (former !== asking && isHere(former) && former.status === 'online') return 'TAKEN';
  const attendant = desk.people.find(attendantKey) ?? null;
  if (!isHere(attendant)) return 'NO-SUCH-USER';
  if (attendant.role !== 'atendente') return 'FORBIDDEN';

  effects.send(asking.session.conn, ok(command.label, ''));
  if (attendant === former) return '';
  const handed = backlog(conversation);
  passOn(desk, effects, conversation, attendant);
  const event = assignedEvent(conversation, attendant);
  if (former.session) effects.send(former.session.conn, event);
  effects.send(attendant.session.conn, event);
  // Only thus is somebody given a customer who is lost, and when that was nobody told them.
  if (!customer.session) effects.send(attendant.session.conn, `PRESENCE ${customer.party.name} lost`);
  handOver(desk, effects, handed, attendant);
  assign(desk, effects);
  return '';
});
