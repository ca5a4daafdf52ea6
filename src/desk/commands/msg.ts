/** MSG to text: to the desk, to a customer, between members and attendants. */

import type { Code } from '../../protocol/codes.ts';
import { ok } from '../../protocol/format.ts';
import {
  announce,
  assignedEvent,
  backlog,
  begin,
  type Conversation,
  handOver,
  open,
} from '../conversations.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { labelKey } from '../labels.ts';
import { type Message, messageEvent, post } from '../messages.ts';
import { DESK, type Party, type Person } from '../people.ts';
import { personOf, type Receiver, receiverOf } from '../receiver.ts';
import { makeRoomInLine } from '../room.ts';
import type { Session } from '../session.ts';
import { RECEIVED } from '../texts.ts';
import { entered } from './handler.ts';

type Sender = Person & { session: Session };

/** What is to be said. */
interface Letter {
  readonly text: string;
  readonly label: string;
  /** The key of the label and the line, or 0. */
  readonly key: number;
}

export const msg = entered((desk, sender, command, effects) => {
  const [to = '', text = ''] = command.args;
  const { label } = command;
  const letter = { text, label, key: label === '' ? 0 : labelKey(label, to, text) };
  const seq = letter.key === 0 ? 0 : sender.labels.find(letter.key);
  if (seq > 0) {
    // It came before, and its reply was lost.
    acknowledge(effects, sender, label, seq);
    return '';
  }
  if (sender.role === 'consumidor') return fromCustomer(desk, sender, to, letter, effects);
  if (to === '*') {
    if (!sender.partner) return 'NO-CONVERSATION';
    return toCustomer(desk, sender, sender.partner.customer, letter, effects);
  }
  if (to.startsWith('#')) return 'NO-SUCH-ROOM';
  const receiver = receiverOf(desk, to);
  if (!receiver) return 'NO-SUCH-USER';
  if (receiver.role !== 'consumidor') return direct(desk, sender, receiver, letter, effects);
  if (sender.role !== 'atendente') return 'FORBIDDEN';
  const customer = personOf(desk, receiver);
  return customer ? toCustomer(desk, sender, customer, letter, effects) : 'NO-CONVERSATION';
});

/** To `*`, or to the attendant by name. Whoever writes after CLOSED begins a new conversation. */
function fromCustomer(desk: Desk, sender: Sender, to: string, letter: Letter, effects: Effects): Code | '' {
  const attendant = sender.conversation?.attendant ?? null;
  if (to.startsWith('#')) return 'NO-SUCH-ROOM';
  if (to !== '*' && to !== attendant?.party.key) return 'FORBIDDEN';
  const { conversation } = sender;
  if (!conversation && !makeRoomInLine(desk, effects)) return 'FULL';
  const current = conversation ?? begin(desk, sender);
  const recipient = to === '*' || !attendant ? DESK : attendant.party;
  const message = send(desk, effects, sender, recipient, attendant, current, letter);
  if (attendant?.session) effects.send(attendant.session.conn, messageEvent(message));
  if (!conversation) announce(desk, effects, [current]);
  return '';
}

/** Only the attendant who serves a customer writes to them; one who waits is taken by it. */
function toCustomer(
  desk: Desk,
  sender: Sender,
  customer: Person,
  letter: Letter,
  effects: Effects,
): Code | '' {
  const { conversation } = customer;
  if (!conversation) return 'NO-CONVERSATION';
  if (!conversation.attendant) {
    if (!customer.session) return 'NO-CONVERSATION';
    takeToAnswer(desk, sender, conversation, effects);
  } else if (conversation.attendant !== sender) return 'TAKEN';
  sender.partner = conversation;
  const message = send(desk, effects, sender, customer.party, customer, conversation, letter);
  if (customer.session) effects.send(customer.session.conn, messageEvent(message));
  return '';
}

function takeToAnswer(desk: Desk, sender: Sender, conversation: Conversation, effects: Effects): void {
  const messages = backlog(conversation);
  open(desk, effects, conversation, sender);
  effects.send(sender.session.conn, assignedEvent(conversation, sender));
  handOver(desk, effects, messages, sender);
}

/** Between members and attendants; it waits for somebody who has an account and is not here. */
function direct(desk: Desk, sender: Sender, receiver: Receiver, letter: Letter, effects: Effects): '' {
  const message = send(desk, effects, sender, receiver.party, personOf(desk, receiver), null, letter);
  if (receiver.session) effects.send(receiver.session.conn, messageEvent(message));
  return '';
}

/** Posts the message, and tells its sender. */
function send(
  desk: Desk,
  effects: Effects,
  sender: Sender,
  to: Party,
  receiver: Person | null,
  conversation: Conversation | null,
  { text, label, key }: Letter,
): Message {
  const message = post(desk, effects, sender, to, receiver, conversation, text, key);
  acknowledge(effects, sender, label, message.seq);
  return message;
}

function acknowledge(effects: Effects, sender: Sender, label: string, seq: number): void {
  effects.send(sender.session.conn, ok(label, `${RECEIVED} ${seq}`));
}
