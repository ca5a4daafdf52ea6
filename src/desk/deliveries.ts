/**
 * The delivery log of an identity: what went out to it or waits for it, and its own messages. The log itself is
 * nowhere in memory: a message stands in it at the place of its seq, so the store can tell it from the messages. Only
 * what went out in another place, or is no message, is noted here.
 */

import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import type { DeliveryKind, Place } from './journal.ts';
import type { Message } from './messages.ts';
import type { Party } from './people.ts';

/** The place behind all that has gone out. */
export function here(desk: Desk): Place {
  return { seq: desk.lastSeq, delivery: desk.lastDelivery };
}

/** An older message was handed over to this party. */
export function notedHandOver(desk: Desk, effects: Effects, to: Party, message: Message): void {
  note(desk, effects, to, 'MSG', message.seq, '');
}

/** A message to this party was undone. */
export function notedUndo(desk: Desk, effects: Effects, to: Party, message: Message): void {
  note(desk, effects, to, 'UNDO', message.seq, '');
}

/** A conversation of this party is over, as this event tells. */
export function notedClosed(desk: Desk, effects: Effects, to: Party, event: string): void {
  note(desk, effects, to, 'CLOSED', 0, event);
}

function note(desk: Desk, effects: Effects, to: Party, kind: DeliveryKind, seq: number, text: string): void {
  effects.delivery({ id: ++desk.lastDelivery, party: to.id, place: desk.lastSeq, kind, seq, text });
}
