/**
 * How much of what was said stays in memory, over all people and rooms: each history is bounded in messages, but many
 * of them with long texts would take more than a machine has. The store has everything; memory only spares asking it.
 */

import type { Desk } from './desk.ts';
import type { Memory, Message } from './messages.ts';
import type { Person } from './people.ts';

/** What a message takes beside its text; and a character at most. */
const MESSAGE_BYTES = 256;
const CHARACTER_BYTES = 2;

/** Somebody, or a room, that remembers messages. */
type Holder = Memory & Partial<Pick<Person, 'undo' | 'notes'>>;

/**
 * A message was remembered in so many histories. When that may be too much altogether, it is counted, and the largest
 * histories go, until half of what may stay is left. O(1) amortised: counting is O(messages in memory).
 */
export function remembered(desk: Desk, message: Message, histories: number): void {
  desk.rememberedBytes += weigh(message) * histories;
  if (desk.rememberedBytes <= desk.options.maxRememberedBytes) return;
  const all: Holder[] = [...desk.people.inOrder(), ...desk.rooms.inOrder()];
  const holders = all.map((holder) => ({ holder, bytes: weighAll(holder) }));
  let total = holders.reduce((sum, { bytes }) => sum + bytes, 0);
  holders.sort((a, b) => b.bytes - a.bytes);
  for (const { holder, bytes } of holders) {
    if (total <= desk.options.maxRememberedBytes / 2) break;
    drop(desk, holder);
    total -= bytes;
  }
  desk.rememberedBytes = total;
}

function drop(desk: Desk, holder: Holder): void {
  holder.history.clear();
  holder.notes?.clear();
  holder.undo?.clear();
  holder.heldAfter = desk.lastSeq;
}

function weighAll({ history, notes, undo }: Holder): number {
  let bytes = 0;
  for (const messages of [history, notes, undo]) {
    for (const message of messages ?? []) bytes += weigh(message);
  }
  return bytes;
}

function weigh({ text }: Message): number {
  return MESSAGE_BYTES + CHARACTER_BYTES * text.length;
}
