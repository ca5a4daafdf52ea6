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
  const messages = snapshot.conversations.flatMap((stored) => restoreConversation(desk, byParty, stored));
  // UNDO goes back from the newest, whatever conversation each was in.
  messages.sort((a, b) => a.seq - b.seq);
  for (const message of messages) byParty.get(message.from.id)?.undo.push(message);
  return desk;
}

/** The conversation stands as it did; returns its messages, oldest first. */
function restoreConversation(
  desk: Desk,
  byParty: ReadonlyMap<number, Person>,
  stored: SnapshotConversation,
): Message[] {
  const customer = byParty.get(stored.customer);
  if (!customer) return [];
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
    announced: !attendant,
  };
  customer.conversation = conversation;
  if (attendant) attendant.serving.add(conversation);
  else desk.waiting.join(conversation);

  const partyOf = (id: number, name: string): Party =>
    id === DESK.id ? DESK : (byParty.get(id)?.party ?? { id, key: '', name });
  const messages = stored.newest.map(({ seq, at, sender, recipient, from, to, text, gone }): Message => {
    return { seq, at, from: partyOf(sender, from), to: partyOf(recipient, to), conversation, text, gone };
  });
  for (const message of messages) remember(customer, message);
  return messages;
}
