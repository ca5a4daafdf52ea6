/**
 * How much of what was said stays in memory, over all people: each history is bounded in messages, but many of them
 * with long texts would take more than a machine has. The store has everything; memory only spares asking it.
 */

import type { Desk } from './desk.ts';
import type { Message } from './messages.ts';
import type { Person } from './people.ts';

/** What a message takes beside its text; and a character at most. */
const MESSAGE_BYTES = 256;
const CHARACTER_BYTES = 2;

/**
 * A message was remembered in so many histories. When that may be too much altogether, it is counted, and the largest
 * histories go, until half of what may stay is left. O(1) amortised: counting is O(messages in memory).
 */
export function remembered(desk: Desk, message: Message, histories: number): void {
  desk.rememberedBytes += weigh(message) * histories;
  if (desk.rememberedBytes <= desk.options.maxRememberedBytes) return;
  const people = [...desk.people.inOrder()].map((person) => ({ person, bytes: weighAll(person) }));
  let total = people.reduce((sum, { bytes }) => sum + bytes, 0);
  people.sort((a, b) => b.bytes - a.bytes);
  for (const { person, bytes } of people) {
    if (total <= desk.options.maxRememberedBytes / 2) break;
    drop(person);
    total -= bytes;
  }
  desk.rememberedBytes = total;
}

function drop(person: Person): void {
  person.history.clear();
  person.undo.clear();
  person.historyCut = true;
}

function weighAll({ history, undo }: Person): number {
  let bytes = 0;
  for (const message of history) bytes += weigh(message);
  for (const message of undo) bytes += weigh(message);
  return bytes;
}

function weigh({ text }: Message): number {
  return MESSAGE_BYTES + CHARACTER_BYTES * text.length;
}
