/**
 * What people said, as far as a restart brings it back: messages of conversations, what can be undone, and labels. It
 * never begins or ends a transaction, nor writes.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAX_UNDO } from '../desk/bounds.ts';
import type {
  PersonRecord,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotOwn,
} from '../desk/journal.ts';
import { isRoom } from '../desk/rooms.ts';
import { MAX_LABELS, UNDO_WINDOW_MS } from '../protocol/limits.ts';
import type { ReadMessage, SqliteMessages } from './sqlite-messages.ts';
import type { Bearer, Bearers } from './sqlite-people.ts';
import { merged } from './walks.ts';

/** How many messages of a conversation a restart brings back, and how many notes. */
const NEWEST = 50;

/** Messages that are looked at for the labels of one identity: some 0.1 s. */
const MAX_LOOKED_AT = 20_000;

/** Takes what still fits: whether this one does. */
export type Budget = (message: ReadMessage) => boolean;

/** So many characters of text. */
export function budgetOf(characters: number): Budget {
  let left = characters;
  return ({ text }) => {
    left -= text.length;
    return left >= 0;
  };
}

/** The messages that the index lacks, newest first, by party. */
type Tail = ReadonlyMap<number, readonly ReadMessage[]>;

/** What there is to read of what people said: the tail is of all parties of the bearers. */
export interface Said {
  readonly messages: SqliteMessages;
  readonly bearers: Bearers;
  readonly tail: Tail;
}

export function readTail(db: DatabaseSync, messages: SqliteMessages, bearers: Bearers): Tail {
  const parties = [...bearers.values()].flatMap((bearer) => [...bearer.parties]);
  const tail = new Map<number, ReadMessage[]>(parties.map((party) => [party, []]));
  const rows = db.prepare('SELECT seq, sender, recipient FROM message WHERE seq > ? ORDER BY seq DESC');
  for (const { seq, sender, recipient } of rows.iterate(messages.indexed) as Iterable<
    Record<string, unknown>
  >) {
    const from = tail.get(sender as number);
    const to = recipient === sender ? undefined : tail.get(recipient as number);
    const message = from || to ? messages.get(seq as number) : undefined;
    if (!message) continue;
    from?.push(message);
    to?.push(message);
  }
  return tail;
}

/** Of all names of somebody, newest first, each message once. O(messages). */
function tailOf({ parties }: Bearer, tail: Tail): readonly ReadMessage[] {
  const [first, ...others] = [...parties].map((party) => tail.get(party)!);
  if (others.length === 0) return first!;
  const bySeq = new Map([first!, ...others].flat().map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** The seqs above one in the lists of all names of somebody, newest first. O(what is taken). */
function listedOf({ subjects }: Bearer, { messages }: Said, after: number): Iterable<number> {
  const from = Math.max(after, messages.expired);
  const walks = [...subjects].map((subject) => messages.listed(subject, from));
  return walks.length === 1 ? walks[0]! : merged(walks);
}

/** What an identity and others of its names said or heard since it began, newest first. O(what is taken). */
function* newestFirst(
  { party, sinceSeq }: { readonly party: number; readonly sinceSeq: number },
  said: Said,
): Generator<ReadMessage, void> {
  const bearer = said.bearers.get(party)!;
  for (const message of tailOf(bearer, said.tail)) {
    if (message.seq <= sinceSeq) return;
    yield message;
  }
  for (const seq of listedOf(bearer, said, sinceSeq)) {
    const message = said.messages.get(seq);
    if (message) yield message;
  }
}

/** Labels of an identity, oldest first. O(messages of theirs until there are enough, at most MAX_LOOKED_AT). */
export function labelsOf(
  identity: { readonly party: number; readonly sinceSeq: number },
  said: Said,
): SnapshotIdentity['labels'] {
  const { parties } = said.bearers.get(identity.party)!;
  const labels: [key: number, seq: number][] = [];
  let lookedAt = 0;
  for (const { seq, sender, label } of newestFirst(identity, said)) {
    if (parties.has(sender) && label > 0) labels.push([label, seq]);
    if (labels.length === MAX_LABELS || ++lookedAt === MAX_LOOKED_AT) break;
  }
  return labels.reverse();
}

/** What somebody can undo, oldest first. O(messages of theirs not too old to be undone, until there are enough). */
export function ownOf(person: PersonRecord, lastAt: number, said: Said, fits: Budget): SnapshotOwn[] {
  const { parties } = said.bearers.get(person.party)!;
  const own: SnapshotOwn[] = [];
  const oldest = Math.max(person.since, lastAt - UNDO_WINDOW_MS);
  for (const { label, ...message } of newestFirst(person, said)) {
    if (message.at < oldest || own.length === MAX_UNDO) break;
    // Of notes, only an attendant's can be undone: a customer's comes with a rating.
    const mayUndo = !message.note || person.role === 'atendente';
    if (!parties.has(message.sender) || message.gone || !mayUndo) continue;
    if (!fits({ ...message, label })) break;
    own.push(message);
  }
  return own.reverse();
}

/**
 * A customer serves nobody, so that all in the lists of the name are of the conversation, unless the name is `shared`
 * with others who bore it, or is not the only one, or the customer was in a room, or something was erased.
 */
export function loadConversation(
  { subject, shared, roomy, ...conversation }: Alive,
  said: Said,
  notesOf: StatementSync,
  everForgotten: boolean,
  fits: Budget,
): Omit<SnapshotConversation, 'returnedBy'> {
  const { customer, firstSeq } = conversation;
  const bearer = said.bearers.get(customer)!;
  const { parties } = bearer;
  const ofNotes = [...parties].flatMap((party) => notesOf.all(party, firstSeq));
  const noteSeqs = new Set(ofNotes.map(({ seq }) => seq as number));
  const newest = tailOf(bearer, said.tail).filter((message) => message.seq >= firstSeq && isOfDesk(message));
  let count = newest.length;
  const uncertain = shared === 1 || roomy === 1 || parties.size > 1 || everForgotten;
  for (const seq of listedOf(bearer, said, firstSeq - 1)) {
    if (noteSeqs.has(seq)) continue;
    if (!uncertain && newest.length >= NEWEST) {
      count++;
      continue;
    }
    const message = said.messages.get(seq);
    if (!message || !(parties.has(message.sender) || parties.has(message.recipient))) continue;
    if (!isOfDesk(message)) continue;
    count++;
    if (newest.length < NEWEST) newest.push(message);
  }
  const notes = Iterator.from([...noteSeqs].sort((a, b) => b - a))
    .map((seq) => said.messages.get(seq))
    .filter((note) => note !== undefined)
    .take(NEWEST)
    .toArray();
  return {
    ...conversation,
    count,
    newest: newestThatFit(newest, fits),
    notes: newestThatFit(notes, fits),
  };
}

/** Whether it was said between a customer and the desk: no note, and not in a room. */
function isOfDesk({ note, to }: ReadMessage): boolean {
  return !note && !isRoom(to);
}

/** Oldest first, of those that come newest first. */
function newestThatFit(messages: readonly ReadMessage[], fits: Budget): SnapshotMessage[] {
  const end = messages.findIndex((message, i) => i === NEWEST || !fits(message));
  return (end < 0 ? messages : messages.slice(0, end)).map(toSnapshot).reverse();
}

function toSnapshot({ attendant, label, ...message }: ReadMessage): SnapshotMessage {
  return message;
}

/** A conversation that is not over, with its customer's subject. */
export type Alive = Omit<SnapshotConversation, 'count' | 'newest' | 'notes' | 'returnedBy'> & {
  readonly subject: number;
  readonly shared: 0 | 1;
  readonly roomy: 0 | 1;
};

/** The notes about a customer from a seq on, newest first. */
export const NOTES =
  'SELECT seq FROM message WHERE note = 1 AND recipient = ? AND seq >= ? ORDER BY seq DESC';
