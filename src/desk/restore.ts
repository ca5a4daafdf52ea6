/**
 * The desk after a restart: everybody is lost at that moment, and keeps the rest, conversations and places in
 * the line included.
 */

import { readName, readRoom } from '../protocol/names.ts';
import { MAX_RETURNED } from './bounds.ts';
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
import { rememberNote } from './notes.ts';
import { DESK, newPerson, type Party, type Person } from './people.ts';
import { isRoom, newRoom, type Room } from './rooms.ts';

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
  desk.durations = snapshot.durations;
  restoreAccounts(desk, snapshot, journal);
  const byParty = restorePeople(desk, snapshot, journal);
  restoreRooms(desk, byParty, snapshot);
  const parties = knownParties(desk);
  const attendants = new Map(
    snapshot.people.flatMap(({ own }) => own.map((one) => [one.seq, one.attendant])),
  );
  const messages = snapshot.conversations.flatMap((stored) =>
    restoreConversation(desk, byParty, { parties, attendants }, stored),
  );
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  for (const { party, own, rateable } of snapshot.people) {
    const person = byParty.get(party)!;
    restoreUndo(person, byParty, { parties, attendants }, bySeq, own);
    if (!rateable) continue;
    const { conversation, attendant } = rateable;
    person.rateable = { conversation, attendant: partyOf(parties, attendant, '') };
  }
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
  for (const { party, key, name, away, labels, own, status, former, stays, ...rest } of people) {
    const account = desk.accounts.find(key);
    const same = account?.party.id === party ? account : undefined;
    const person = newPerson({
      ...rest,
      party: same?.party ?? { id: party, key, name },
      labels: same?.labels ?? restoreLabels(labels),
      session: null,
    });
    person.status = status;
    person.former = former.map(({ party, key, name, upto }) => ({ party: { id: party, key, name }, upto }));
    person.stays = stays;
    person.lostAt = desk.now;
    person.away = away ?? here(desk);
    if (!away) journal.presence(party, person.away);
    person.heldAfter = desk.lastSeq;
    byParty.set(party, person);
    for (const name of person.former) byParty.set(name.party.id, person);
    desk.people.add(person);
  }
  return byParty;
}

/** Rooms as they were, but for what was said there, which is in the store, and from which address they were made. */
function restoreRooms(desk: Desk, byParty: ReadonlyMap<number, Person>, { rooms, people }: Snapshot): void {
  const byId = new Map<number, Room>();
  for (const { party, key, name, topic, since, maker, makerKey, members } of rooms) {
    const madeBy = maker === 0 ? null : { id: maker, key: makerKey };
    const room = newRoom({ party: { id: party, key, name }, topic, maker: madeBy, since }, desk.lastSeq);
    byId.set(party, room);
    desk.rooms.add(room);
    for (const member of members) {
      const person = byParty.get(member.party);
      if (person) desk.rooms.join(room, person, member.after);
    }
  }
  for (const { party, rooms } of people) {
    const own = byParty.get(party)?.rooms;
    for (const id of rooms) {
      const room = byId.get(id);
      const member = room && own?.get(room);
      // Whatever is taken out and put in again stands last.
      if (member && own?.delete(room)) own.set(room, member);
    }
  }
}

function restoreLabels(labels: SnapshotIdentity['labels']): Labels {
  const restored = new Labels();
  for (const [key, seq] of labels) restored.add(key, seq);
  return restored;
}

/** Everybody and everything that can be written to, or could under a former name, by party. */
type Parties = ReadonlyMap<number, Party>;

/** Whom messages are from and to; and of those that may be undone, the party of who served then, by seq. */
interface Known {
  readonly parties: Parties;
  readonly attendants: ReadonlyMap<number, number>;
}

function knownParties(desk: Desk): Parties {
  const people = [...desk.people.inOrder()];
  const known = [
    ...desk.accounts,
    ...people,
    ...people.flatMap(({ former }) => former),
    ...desk.rooms.inOrder(),
  ];
  return new Map(known.map(({ party }) => [party.id, party]));
}

/** Of who is gone only the name came along; who is forgotten later goes by its key. */
function partyOf(parties: Parties, id: number, name: string): Party {
  return id === DESK.id ? DESK : (parties.get(id) ?? { id, key: keyOf(name), name });
}

function keyOf(name: string): string {
  return (readName(name) ?? readRoom(name))?.key ?? '';
}

/** The conversation stands as it did; returns its newest messages and notes. */
function restoreConversation(
  desk: Desk,
  byParty: ReadonlyMap<number, Person>,
  known: Known,
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
    openedAt: stored.openedAt,
    answeredAt: stored.answeredAt,
    returnedBy: stored.returnedBy.length > 0 ? new Set(stored.returnedBy.slice(-MAX_RETURNED)) : null,
    place: 'none',
    position: 0,
    toldPosition: 0,
    announced: !attendant,
  };
  customer.conversation = conversation;
  if (attendant) {
    attendant.serving.add(conversation);
    desk.open++;
  } else desk.waiting.join(conversation);

  const messages = stored.newest.map((message) => restoreMessage(known, message, conversation));
  for (const message of messages) remember(customer, message);
  const notes = stored.notes.map((note) => restoreMessage(known, note, conversation));
  for (const note of notes) rememberNote(customer, note);
  return [...messages, ...notes];
}

function restoreMessage(
  { parties, attendants }: Known,
  stored: SnapshotMessage,
  conversation: Sides | null,
): Message {
  const { seq, at, sender, recipient, from, to, text, gone, note } = stored;
  const sides = { from: partyOf(parties, sender, from), to: partyOf(parties, recipient, to) };
  const attendant = parties.get(attendants.get(seq) ?? 0) ?? null;
  return { seq, at, ...sides, conversation, attendant, text, gone, note };
}

/** What is in a conversation's memory too is the same message there. */
function restoreUndo(
  person: Person,
  byParty: ReadonlyMap<number, Person>,
  known: Known,
  bySeq: ReadonlyMap<number, Message>,
  own: readonly SnapshotOwn[],
): void {
  for (const stored of own) {
    // A customer's note came with a rating, which stands.
    if (stored.note && person.role === 'consumidor') continue;
    const customer = stored.note ? byParty.get(stored.recipient) : person;
    const message =
      bySeq.get(stored.seq) ?? restoreMessage(known, stored, sidesOf(customer, known.parties, stored));
    person.undo.push(message);
  }
}

/**
 * Of a message in no conversation's memory. What is by a customer, or a note about one, lies further back in their
 * conversation, or belongs to one that is over: of that, whom the message itself tells of. Anything else goes by the
 * name of its receiver.
 */
function sidesOf(
  customer: Person | undefined,
  parties: Parties,
  { seq, attendant, to }: SnapshotOwn,
): Sides | null {
  if (customer?.role !== 'consumidor' || isRoom(to)) return null;
  const { conversation } = customer;
  if (conversation && seq >= conversation.firstSeq) return conversation;
  const party = parties.get(attendant);
  return { customer, servedBy: party ? { party } : null };
}
