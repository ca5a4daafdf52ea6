/** UNDO [seq]: retracts one's last message, again and again, or a certain one. */

import { ok } from '../../protocol/format.ts';
import { UNDO_WINDOW_MS } from '../../protocol/limits.ts';
import type { Desk } from '../desk.ts';
import type { Message } from '../messages.ts';
import type { Person } from '../people.ts';
import { entered } from './handler.ts';

export const undo = entered((desk, person, command, effects) => {
  const [seq = ''] = command.args;
  const message = seq === '' ? newest(person) : numbered(person, Number(seq));
  if (!message) return 'NOTHING-TO-UNDO';
  if (desk.now - message.at > UNDO_WINDOW_MS) return 'UNDO-EXPIRED';
  message.text = '';
  message.gone = true;
  effects.gone(message.seq);
  effects.send(person.session.conn, ok(command.label, `${message.seq}`));
  const conn = receiver(desk, message)?.session?.conn;
  if (conn !== undefined) {
    effects.send(conn, `UNDO ${message.seq} ${message.from.name} ${message.to.name}`);
  }
  return '';
});

/** The newest message of theirs that is not gone. */
function newest(person: Person): Message | undefined {
  while (person.undo.peek()?.gone) person.undo.pop();
  return person.undo.peek();
}

function numbered(person: Person, seq: number): Message | undefined {
  for (const message of person.undo) if (message.seq === seq) return message.gone ? undefined : message;
  return undefined;
}

/** Who got the message, if still there. */
function receiver(desk: Desk, { conversation, from, to }: Message): Person | null {
  if (conversation)
    return from === conversation.customer.party ? conversation.servedBy : conversation.customer;
  const person = desk.people.find(to.key);
  return person?.party === to ? person : null;
}
