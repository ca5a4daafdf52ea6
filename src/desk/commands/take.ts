/** TAKE name: an attendant takes one waiting customer. */

import { ok } from '../../protocol/format.ts';
import { backlog, type Conversation, handOver, open } from '../conversations.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Person } from '../people.ts';
import type { Session } from '../session.ts';
import { entered } from './handler.ts';

export const take = entered((desk, attendant, command, effects) => {
  const customer = desk.people.find(command.args[0] ?? '');
  if (!customer) return 'NO-SUCH-USER';
  const { conversation } = customer;
  if (!conversation) return 'NO-CONVERSATION';
  if (conversation.attendant === attendant) {
    attendant.partner = conversation;
    effects.send(attendant.session.conn, ok(command.label, `${customer.party.name} 0`));
    return '';
  }
  if (conversation.attendant) return 'TAKEN';
  // Who waits and is lost keeps the place, and is taken only once back.
  if (!customer.session) return 'NO-CONVERSATION';
  takeConversation(desk, attendant, conversation, command.label, effects);
  return '';
});

/** `+ok name n` to the attendant, then the n messages and notes of the backlog. */
export function takeConversation(
  desk: Desk,
  attendant: Person & { session: Session },
  conversation: Conversation,
  label: string,
  effects: Effects,
): void {
  const handed = backlog(conversation);
  const { conn } = attendant.session;
  effects.send(conn, ok(label, `${conversation.customer.party.name} ${handed.length}`));
  handOver(desk, effects, handed, attendant);
  attendant.partner = conversation;
  open(desk, effects, conversation, attendant);
}
