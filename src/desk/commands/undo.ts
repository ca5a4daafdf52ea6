/** UNDO [seq]: retracts one's last message, again and again, or a certain one. */

import { ok } from '../../protocol/format.ts';
import { UNDO_WINDOW_MS } from '../../protocol/limits.ts';
import { notedUndo } from '../deliveries.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { tellMembers } from '../gathering.ts';
import type { Message } from '../messages.ts';
import type { Person } from '../people.ts';
import { type Receiver, receiverNow } from '../receiver.ts';
import { isRoom } from '../rooms.ts';
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
  const event = `UNDO ${message.seq} ${message.from.name} ${message.to.name}`;
  if (isRoom(message.to.key)) tellRoom(desk, effects, person, message, event);
  else for (const to of receivers(desk, person, message)) tellReceiver(desk, effects, to, message, event);
  return '';
});

/** The others who are in the room now; of a room that is no more there is nobody to tell. */
function tellRoom(desk: Desk, effects: Effects, person: Person, message: Message, event: string): void {
  const room = desk.rooms.find(message.to.key);
  if (room?.party.id !== message.to.id) return;
  tellMembers(effects, room, event, person);
  notedUndo(desk, effects, room.party, message);
}

function tellReceiver(desk: Desk, effects: Effects, to: Receiver, message: Message, event: string): void {
  if (to.session) effects.send(to.session.conn, event);
  notedUndo(desk, effects, to.party, message);
}

/** The newest message of theirs that is not gone. */
function newest(person: Person): Message | undefined {
  while (person.undo.peek()?.gone) person.undo.pop();
  return person.undo.peek();
}

function numbered(person: Person, seq: number): Message | undefined {
  for (const message of person.undo) if (message.seq === seq) return message.gone ? undefined : message;
  return undefined;
}

/**
 * Who got the message or will get it, if still known, under whatever name, each once: of what was said to the desk, the
 * attendant of that time and the one who serves now. A note never went to the customer, and whoever serves the customer
 * has no need to be told of a note of their own.
 */
function receivers(desk: Desk, person: Person, message: Message): Iterable<Receiver> {
  const { conversation, attendant, to, note } = message;
  const toDesk = person.role === 'consumidor' || note;
  const known = new Map<number, Receiver>();
  for (const party of toDesk ? [attendant, conversation?.servedBy?.party] : [to]) {
    const receiver = party && receiverNow(desk, party);
    if (receiver && !(note && receiver.party === person.party)) known.set(receiver.party.id, receiver);
  }
  return known.values();
}
