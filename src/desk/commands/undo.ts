/** UNDO [seq]: retracts one's last message, again and again, or a certain one. */

import { ok } from '../../protocol/format.ts';
import { UNDO_WINDOW_MS } from '../../protocol/limits.ts';
import { notedUndo } from '../deliveries.ts';
import type { Desk } from '../desk.ts';
import type { Message } from '../messages.ts';
import type { Person } from '../people.ts';
import { type Receiver, receiverOf } from '../receiver.ts';
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
  const to = receiver(desk, message);
  if (!to) return '';
  const event = `UNDO ${message.seq} ${message.from.name} ${message.to.name}`;
  if (to.session) effects.send(to.session.conn, event);
  notedUndo(desk, effects, to.party, message);
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

/** Who got the message or will get it, if still known. */
function receiver(desk: Desk, { conversation, from, to }: Message): Receiver | null {
  const party = from === conversation?.customer.party ? conversation.servedBy?.party : to;
  const known = party && receiverOf(desk, party.key);
  return known?.party === party ? (known ?? null) : null;
}
