/**
 * The desk after a restart: everybody is lost at that moment, and keeps the rest, conversations and places in
 * the line included.
 */

import { readName } from '../protocol/names.ts';
import type { Conversation } from './conversations.ts';
import { here } from './deliveries.ts';
import { createDesk, type Desk, type DeskOptions } from './desk.ts';
import type {
  Journal,
  Snapshot,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotOwn,
} from './journal.ts';
import { Labels } from './labels.ts';
import { type Message, remember, type Sides } from './messages.ts';
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
  const parties = knownParties(desk);
  const messages = snapshot.conversations.flatMap((stored) =>
    restoreConversation(desk, byParty, parties, stored),
  );
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  for (const { party, own } of snapshot.people) restoreUndo(byParty.get(party)!, parties, bySeq, own);
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
  for (const { party, key, name, away, labels, own, ...rest } of people) {
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

/** Everybody who can be written to, by party. */
type Parties = ReadonlyMap<number, Party>;

function knownParties(desk: Desk): Parties {
  const known = [...desk.accounts, ...desk.people.inOrder()];
  return new Map(known.map(({ party }) => [party.id, party]));
}

/** Of who is gone only the name came along; who is forgotten later goes by its key. */
function partyOf(parties: Parties, id: number, name: string): Party {
  return id === DESK.id ? DESK : (parties.get(id) ?? { id, key: readName(name)?.key ?? '', name });
}

/** The conversation stands as it did; returns its newest messages, oldest first. */
function restoreConversation(
  desk: Desk,
  byParty: ReadonlyMap<number, Person>,
  parties: Parties,
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

  const messages = stored.newest.map((message) => restoreMessage(parties, message, conversation));
  for (const message of messages) remember(customer, message);
  return messages;
}

function restoreMessage(parties: Parties, stored: SnapshotMessage, conversation: Sides | null): Message {
  const { seq, at, sender, recipient, from, to, text, gone } = stored;
  const sides = { from: partyOf(parties, sender, from), to: partyOf(parties, recipient, to) };
  return { seq, at, ...sides, conversation, text, gone };
}

/** What is in a conversation's memory too is the same message there. */
function restoreUndo(
  person: Person,
  parties: Parties,
  bySeq: ReadonlyMap<number, Message>,
  own: readonly SnapshotOwn[],
): void {
  for (const stored of own) {
    const message =
      bySeq.get(stored.seq) ?? restoreMessage(parties, stored, sidesOf(person, parties, stored));
    person.undo.push(message);
  }
}

/**
 * Of a message in no conversation's memory. A customer's lies further back in their conversation, or belongs to one
 * that is over: of that, whom the message itself tells of. Anybody else's goes by the name of its receiver.
 */
function sidesOf(person: Person, parties: Parties, { seq, attendant }: SnapshotOwn): Sides | null {
  if (person.role !== 'consumidor') return null;
  const { conversation } = person;
  if (conversation && seq >= conversation.firstSeq) return conversation;
  const party = parties.get(attendant);
  return { customer: person, servedBy: party ? { party } : null };
}
