/**
 * The desk after a restart: everybody is lost at that moment, and keeps the rest, conversations and places in
 * the line included.
 */

import type { Conversation } from './conversations.ts';
import { createDesk, type Desk, type DeskOptions } from './desk.ts';
import type { Snapshot, SnapshotConversation } from './journal.ts';
import { type Message, remember } from './messages.ts';
import { DESK, newPerson, type Party, type Person } from './people.ts';

/** A desk that goes on from a snapshot. `at` is the moment of the restart, in milliseconds since 1970. */
export function restoreDesk(options: Partial<DeskOptions>, snapshot: Snapshot, at: number): Desk {
  const desk = createDesk(options);
  desk.now = Math.max(at, snapshot.lastAt);
  desk.lastSeq = snapshot.lastSeq;
  desk.lastParty = snapshot.lastParty;
  desk.lastConversation = snapshot.lastConversation;
  desk.lastTicket = snapshot.lastTicket;
  const byParty = new Map<number, Person>();
  for (const { party, key, name, ...rest } of snapshot.people) {
    const person = newPerson({ ...rest, party: { id: party, key, name }, session: null });
    person.lostAt = desk.now;
    person.historyCut = true;
    byParty.set(party, person);
    desk.people.add(person);
  }
  for (const stored of snapshot.conversations) restoreConversation(desk, byParty, stored);
  return desk;
}

function restoreConversation(
  desk: Desk,
  byParty: ReadonlyMap<number, Person>,
  stored: SnapshotConversation,
): void {
  const customer = byParty.get(stored.customer);
  if (!customer) return;
  const attendant = stored.state === 'open' ? (byParty.get(stored.attendant) ?? null) : null;
  const conversation: Conversation = {
    id: stored.id,
    customer,
    ticket: stored.ticket,
    waitingSince: stored.waitingSince,
    firstSeq: stored.firstSeq,
    attendant,
    servedBy: attendant,
    count: stored.count,
    place: 'none',
    position: 0,
    toldPosition: 0,
  };
  customer.conversation = conversation;
  if (attendant) attendant.serving.add(conversation);
  else desk.waiting.join(conversation);

  const partyOf = (id: number, name: string): Party =>
    id === DESK.id ? DESK : (byParty.get(id)?.party ?? { id, key: '', name });
  for (const { seq, at, sender, recipient, from, to, text, gone } of stored.newest) {
    const message: Message = {
      seq,
      at,
      from: partyOf(sender, from),
      to: partyOf(recipient, to),
      conversation,
      text,
      gone,
    };
    remember(customer, message);
    byParty.get(sender)?.undo.push(message);
  }
}
