/**
 * The desk after a restart: everybody is lost at that moment, and keeps the rest, conversations and places in
 * the line included.
 */

import { readName } from '../protocol/names.ts';
import type { Conversation } from './conversations.ts';
import { here } from './deliveries.ts';
import { createDesk, type Desk, type DeskOptions } from './desk.ts';
import type { Journal, Snapshot, SnapshotConversation, SnapshotIdentity } from './journal.ts';
import { Labels } from './labels.ts';
import { type Message, remember } from './messages.ts';
import { DESK, newPerson, type Party, type Person } from './people.ts';

/**
 * A desk that goes on from a snapshot. Whoever was connected went away at this moment, which is a change that the
 * journal has to keep.
 *
 * @param at the moment of the restart, in milliseconds since 1970.
 */
export function restoreDesk(
  options: Partial<DeskOptions>,
  snapshot: Snapshot,
  at: number,
  journal: Pick<Journal, 'presence'>,
): Desk {
  const desk = createDesk(options);
  desk.now = Math.max(at, snapshot.lastAt);
  desk.lastSeq = snapshot.lastSeq;
  desk.lastDelivery = snapshot.lastDelivery;
  desk.lastParty = snapshot.lastParty;
  desk.lastConversation = snapshot.lastConversation;
  desk.lastTicket = snapshot.lastTicket;
  restoreAccounts(desk, snapshot, journal);
  const byParty = restorePeople(desk, snapshot, journal);
  const messages = snapshot.conversations.flatMap((stored) => restoreConversation(desk, byParty, stored));
  // UNDO goes back from the newest, whatever conversation each was in.
  messages.sort((a, b) => a.seq - b.seq);
  for (const message of messages) byParty.get(message.from.id)?.undo.push(message);
  return desk;
}

function restoreAccounts(desk: Desk, { accounts }: Snapshot, journal: Pick<Journal, 'presence'>): void {
  for (const { party, key, name, role, verifier, since, sinceSeq, away, labels } of accounts) {
    desk.accounts.add({
      ...{ party: { id: party, key, name }, role, verifier, since, sinceSeq },
      away: away ?? here(desk),
      labels: restoreLabels(labels),
    });
    if (!away) journal.presence(party, here(desk));
  }
}

function restorePeople(
  desk: Desk,
  { people }: Snapshot,
  journal: Pick<Journal, 'presence'>,
): ReadonlyMap<number, Person> {
  const byParty = new Map<number, Person>();
  for (const { party, key, name, away, labels, ...rest } of people) {
    const account = desk.accounts.find(key);
    const same = account?.party.id === party ? account : undefined;
    const person = newPerson({
      ...rest,
      party: same?.party ?? { id: party, key, name },
      labels: same?.labels ?? restoreLabels(labels),
      session: null,
    });
    person.lostAt = desk.now;
    person.away = away ?? here(desk);
    if (!away) journal.presence(party, person.away);
    person.historyCut = true;
    byParty.set(party, person);
    desk.people.add(person);
  }
  return byParty;
}

function restoreLabels(labels: SnapshotIdentity['labels']): Labels {
  const restored = new Labels();
  for (const [key, seq] of labels) restored.add(key, seq);
  return restored;
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

  // Of who is gone only the name came along; who is forgotten later goes by its key.
  const partyOf = (id: number, name: string): Party =>
    id === DESK.id ? DESK : (byParty.get(id)?.party ?? { id, key: readName(name)?.key ?? '', name });
  const messages = stored.newest.map(({ seq, at, sender, recipient, from, to, text, gone }): Message => {
    return { seq, at, from: partyOf(sender, from), to: partyOf(recipient, to), conversation, text, gone };
  });
  for (const message of messages) remember(customer, message);
  return messages;
}
