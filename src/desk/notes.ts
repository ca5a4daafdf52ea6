/**
 * Notes: what attendants remark about customers, for attendants alone. Owns how they are made and remembered. Notes are
 * in memory apart from messages, so that no way of a message is one of a note; only `together` brings both into one
 * order, for attendants.
 */

import { Stack } from '../structures/stack.ts';
import { MAX_HISTORY_IN_MEMORY } from './bounds.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import { remembered } from './memory.ts';
import type { Message } from './messages.ts';
import type { Party, Person } from './people.ts';

/** Who and what a note is about, and whom else it concerns. */
export interface About {
  /** The customer, who need not be at the desk. */
  readonly customer: Party;
  readonly person: Person | null;
  /** The attendant who serves the customer, or served: the note is for them too. */
  readonly attendant: Person | null;
  /** The party of that attendant, who need not be at the desk; 0 for none. */
  readonly attendantParty: number;
}

/**
 * Gives the note its seq, remembers it with all whom it concerns, and writes it into the journal. It sends nothing, and
 * the author cannot undo it yet. O(1).
 *
 * @param label the key of the label that it came with, or 0.
 */
export function postNote(
  desk: Desk,
  effects: Effects,
  author: Person,
  { customer, person, attendant, attendantParty }: About,
  text: string,
  label = 0,
): Message {
  const message: Message = {
    seq: ++desk.lastSeq,
    at: desk.now,
    from: author.party,
    to: customer,
    note: true,
    conversation: person?.conversation ?? null,
    attendant: attendant?.party ?? null,
    text,
    gone: false,
  };
  const concerned = new Set([author, person, attendant].filter((one) => one !== null));
  for (const one of concerned) rememberNote(one, message);
  // Whoever wrote it may also have it for UNDO.
  remembered(desk, message, concerned.size + 1);
  effects.note(message.seq, message.at, author.party.id, customer.id, attendantParty, text, label);
  if (label !== 0) author.labels.add(label, message.seq);
  return message;
}

/** Puts a note on top of somebody's notes; the oldest may fall out. O(1). */
export function rememberNote(person: Person, note: Message): void {
  person.notes ??= new Stack<Message>({ bound: MAX_HISTORY_IN_MEMORY });
  const fallen = person.notes.push(note);
  if (fallen) person.heldAfter = Math.max(person.heldAfter, fallen.seq);
}

/** Messages and notes in one order, newest first: for attendants alone. O(1) a step. */
export function* together(
  messages: Iterable<Message>,
  notes: Iterable<Message> | null,
): Generator<Message, void, undefined> {
  if (!notes) {
    yield* messages;
    return;
  }
  const later = notes[Symbol.iterator]();
  let note = later.next();
  for (const message of messages) {
    for (; !note.done && note.value.seq > message.seq; note = later.next()) yield note.value;
    yield message;
  }
  for (; !note.done; note = later.next()) yield note.value;
}
