/** MSG to text: to the desk, to a customer, between members and attendants, to a room. */

import type { Code } from '../../protocol/codes.ts';
import { ok } from '../../protocol/format.ts';
import {
  announce,
  answered,
  assignedEvent,
  backlog,
  begin,
  type Conversation,
  handOver,
  open,
} from '../conversations.ts';
import { makePlaceInLine } from '../crowd.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { tellMembers } from '../gathering.ts';
import { labelKey } from '../labels.ts';
import { type Memory, type Message, messageEvent, post } from '../messages.ts';
import type { Party, Person } from '../people.ts';
import { addressee, personOf, type Receiver } from '../receiver.ts';
import type { Room } from '../rooms.ts';
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
  const whom = addressee(desk, sender, to);
  if (typeof whom === 'string') return whom;
  switch (whom.kind) {
    case 'desk':
      return toDesk(desk, sender, whom.to, whom.attendant, letter, effects);
    case 'customer':
      return toCustomer(desk, sender, whom.conversation, letter, effects);
    case 'room':
      return toRoom(desk, sender, whom.room, letter, effects);
    default:
      return direct(desk, sender, whom.receiver, letter, effects);
  }
});

/** Whoever writes after CLOSED begins a new conversation. */
function toDesk(
  desk: Desk,
  sender: Sender,
  to: Party,
  attendant: Person | null,
  letter: Letter,
  effects: Effects,
): Code | '' {
  const { conversation } = sender;
  if (!conversation && !makePlaceInLine(desk, effects)) return 'FULL';
  const current = conversation ?? begin(desk, sender);
  const message = send(desk, effects, sender, to, attendant, current, letter);
  if (attendant?.session) effects.send(attendant.session.conn, messageEvent(message));
  if (!conversation) announce(desk, effects, [current]);
  return '';
}

/** A customer who waits is taken by it. */
function toCustomer(
  desk: Desk,
  sender: Sender,
  conversation: Conversation,
  letter: Letter,
  effects: Effects,
): Code | '' {
  const { customer } = conversation;
  if (!conversation.attendant) {
    if (!customer.session) return 'NO-CONVERSATION';
    takeToAnswer(desk, sender, conversation, effects);
  }
  sender.partner = conversation;
  const message = send(desk, effects, sender, customer.party, customer, conversation, letter);
  answered(desk, effects, conversation);
  if (customer.session) effects.send(customer.session.conn, messageEvent(message));
  return '';
}

/** To all others who are in the room. */
function toRoom(desk: Desk, sender: Sender, room: Room, letter: Letter, effects: Effects): '' {
  const message = send(desk, effects, sender, room.party, room, null, letter);
  tellMembers(effects, room, messageEvent(message), sender);
  return '';
}

function takeToAnswer(desk: Desk, sender: Sender, conversation: Conversation, effects: Effects): void {
  const handed = backlog(conversation);
  open(desk, effects, conversation, sender);
  effects.send(sender.session.conn, assignedEvent(conversation, sender));
  handOver(desk, effects, handed, sender);
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
  receiver: Memory | null,
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
