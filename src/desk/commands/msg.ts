/** MSG to text: to the desk, to a customer, between members and attendants. */

import type { Code } from '../../protocol/codes.ts';
import { ok } from '../../protocol/format.ts';
import { announce, assignedEvent, begin, type Conversation, handOver, open } from '../conversations.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { type Message, messageEvent, post } from '../messages.ts';
import { DESK, type Person } from '../people.ts';
import type { Session } from '../session.ts';
import { RECEIVED } from '../texts.ts';
import { entered } from './handler.ts';

type Sender = Person & { session: Session };

export const msg = entered((desk, sender, command, effects) => {
  const [to = '', text = ''] = command.args;
  const { label } = command;
  if (sender.role === 'consumidor') return fromCustomer(desk, sender, to, text, label, effects);
  if (to === '*') {
    if (!sender.partner) return 'NO-CONVERSATION';
    return toCustomer(desk, sender, sender.partner.customer, text, label, effects);
  }
  if (to.startsWith('#')) return 'NO-SUCH-ROOM';
  const receiver = desk.people.find(to);
  if (!receiver) return 'NO-SUCH-USER';
  if (receiver.role !== 'consumidor') return direct(desk, sender, receiver, text, label, effects);
  if (sender.role !== 'atendente') return 'FORBIDDEN';
  return toCustomer(desk, sender, receiver, text, label, effects);
});

/** To `*`, or to the attendant by name. Whoever writes after CLOSED begins a new conversation. */
function fromCustomer(
  desk: Desk,
  sender: Sender,
  to: string,
  text: string,
  label: string,
  effects: Effects,
): Code | '' {
  const attendant = sender.conversation?.attendant ?? null;
  if (to.startsWith('#')) return 'NO-SUCH-ROOM';
  if (to !== '*' && to !== attendant?.party.key) return 'FORBIDDEN';
  const { conversation } = sender;
  if (!conversation && desk.waiting.length >= desk.options.maxWaiting) return 'FULL';
  const current = conversation ?? begin(desk, sender);
  const recipient = to === '*' || !attendant ? DESK : attendant.party;
  const message = post(desk, effects, sender, recipient, attendant, current, text);
  acknowledge(effects, sender, label, message);
  if (attendant?.session) effects.send(attendant.session.conn, messageEvent(message));
  if (!conversation) announce(desk, effects, [current]);
  return '';
}

/** Only the attendant who serves a customer writes to them; one who waits is taken by it. */
function toCustomer(
  desk: Desk,
  sender: Sender,
  customer: Person,
  text: string,
  label: string,
  effects: Effects,
): Code | '' {
  const { conversation } = customer;
  if (!conversation) return 'NO-CONVERSATION';
  if (!conversation.attendant) {
    if (!customer.session) return 'NO-CONVERSATION';
    takeToAnswer(desk, sender, conversation, effects);
  } else if (conversation.attendant !== sender) return 'TAKEN';
  sender.partner = conversation;
  const message = post(desk, effects, sender, customer.party, customer, conversation, text);
  acknowledge(effects, sender, label, message);
  if (customer.session) effects.send(customer.session.conn, messageEvent(message));
  return '';
}

function takeToAnswer(desk: Desk, sender: Sender, conversation: Conversation, effects: Effects): void {
  open(desk, effects, conversation, sender);
  effects.send(sender.session.conn, assignedEvent(conversation, sender));
  handOver(effects, conversation, sender.session.conn);
}

function direct(
  desk: Desk,
  sender: Sender,
  receiver: Person,
  text: string,
  label: string,
  effects: Effects,
): Code | '' {
  const message = post(desk, effects, sender, receiver.party, receiver, null, text);
  acknowledge(effects, sender, label, message);
  if (receiver.session) effects.send(receiver.session.conn, messageEvent(message));
  return '';
}

function acknowledge(effects: Effects, sender: Sender, label: string, message: Message): void {
  effects.send(sender.session.conn, ok(label, `${RECEIVED} ${message.seq}`));
}
