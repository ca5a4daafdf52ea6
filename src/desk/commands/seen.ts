/**
 * SEEN seq: somebody has seen a message, and all before it; whoever sent it is told. It changes nothing, and goes by
 * what is in memory alone.
 */

import { ok } from '../../protocol/format.ts';
import type { Desk } from '../desk.ts';
import type { Memory, Message } from '../messages.ts';
import type { Person } from '../people.ts';
import { entered } from './handler.ts';

export const seen = entered((desk, person, command, effects) => {
  const seq = Number(command.args[0]);
  if (seq > desk.lastSeq) return 'BAD-ARGUMENT';
  effects.send(person.session.conn, ok(command.label, ''));
  const sender = senderOf(desk, person, seq);
  if (sender?.session) effects.send(sender.session.conn, `SEEN ${person.party.name} ${seq}`);
  return '';
});

/**
 * Who sent this person the message of this seq, if it is in memory. O(messages in memory of theirs, of their rooms, and
 * of those whom they serve).
 */
function senderOf(desk: Desk, person: Person, seq: number): Person | undefined {
  const message = inMemory([person, ...(person.rooms?.keys() ?? [])], seq);
  if (!message) return writtenBefore(desk, person, seq);
  const sender = desk.people.whoIs(message.from);
  // Of what somebody said themselves, only what was to themselves is to them.
  return sender !== person || desk.people.whoIs(message.to) === person ? sender : undefined;
}

/** The customer who wrote it in a conversation that this person serves: before that, it was to nobody. */
function writtenBefore(desk: Desk, person: Person, seq: number): Person | undefined {
  for (const { customer, firstSeq } of person.serving) {
    const message = seq >= firstSeq ? inMemory([customer], seq) : undefined;
    if (message && desk.people.whoIs(message.from) === customer) return customer;
  }
  return undefined;
}

function inMemory(memories: readonly Memory[], seq: number): Message | undefined {
  for (const { history } of memories) {
    for (const message of history) {
      if (message.seq === seq) return message;
      if (message.seq < seq) break;
    }
  }
  return undefined;
}
