/**
 * What a restart starts from, read out of the database. It never begins or ends a transaction, nor writes.
 */

import type { DatabaseSync } from 'node:sqlite';
import { MAX_UNDO } from '../desk/bounds.ts';
import type {
  AccountRecord,
  PersonRecord,
  Place,
  Snapshot,
  SnapshotAccount,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotOwn,
  SnapshotPerson,
} from '../desk/journal.ts';
import { MAX_LABELS, UNDO_WINDOW_MS } from '../protocol/limits.ts';
import type { ReadMessage, SqliteMessages } from './sqlite-messages.ts';

/** How many messages of a conversation a restart brings back. */
const NEWEST = 50;

/**
 * Characters of texts that a restart brings back in all: it must not need more memory than there was before. Past
 * them conversations, and UNDO, begin with fewer messages in memory or none; HISTORY has them.
 */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** Messages that are looked at for the labels of one identity: some 0.1 s. */
const MAX_LOOKED_AT = 20_000;

/** Takes what still fits: whether this one does. */
type Budget = (message: ReadMessage) => boolean;

function budgetOf(characters: number): Budget {
  let left = characters;
  return ({ text }) => {
    left -= text.length;
    return left >= 0;
  };
}

/** O(people, accounts, and their messages, and those of the conversations that are not closed). */
export function loadSnapshot(
  db: DatabaseSync,
  messages: SqliteMessages,
  maxCharacters = MAX_CHARACTERS,
): Snapshot {
  const fits = budgetOf(maxCharacters);
  const alive = db.prepare(ALIVE).all() as unknown as Alive[];
  const people = db.prepare(PEOPLE).all() as unknown as Identified<PersonRecord>[];
  const accounts = db.prepare(ACCOUNTS).all() as unknown as Identified<AccountRecord>[];
  const tail = readTail(db, messages, [
    ...alive.map(({ customer }) => customer),
    ...labelled(people, accounts),
  ]);
  const counters = db.prepare(COUNTERS).get() as unknown as Counters;
  const everForgotten =
    db.prepare("SELECT value FROM mark WHERE name = 'ever-forgotten'").get()!['value'] === 1;
  const identity = <T extends { readonly party: number; readonly sinceSeq: number }>(
    { subject, awaySeq, awayDelivery, ...rest }: Identified<T>,
    withLabels: boolean,
  ) => ({
    ...rest,
    away: awaySeq === null ? null : ({ seq: awaySeq, delivery: awayDelivery! } satisfies Place),
    labels: withLabels ? labelsOf(rest as unknown as T, subject, messages, tail) : [],
  });
  const personOf = (one: Identified<PersonRecord>) => ({
    ...identity(one, !registered.has(one.party)),
    own: ownOf(one, counters.lastAt, messages, tail, fits),
  });
  const registered = new Set(accounts.map(({ party }) => party));
  const conversations = alive.map((one) => loadConversation(one, messages, tail, everForgotten, fits));
  return {
    ...counters,
    accounts: accounts.map((account) => identity(account, true) as unknown as SnapshotAccount),
    people: people.map((one) => personOf(one) as unknown as SnapshotPerson),
    conversations,
  };
}

/** The messages that the index lacks, newest first, of the parties that were asked for. */
type Tail = ReadonlyMap<number, readonly ReadMessage[]>;

function readTail(db: DatabaseSync, messages: SqliteMessages, parties: readonly number[]): Tail {
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

function labelled(...identities: readonly (readonly { readonly party: number }[])[]): number[] {
  return identities.flatMap((some) => some.map(({ party }) => party));
}

/** What an identity and others of its name said or heard since it began, newest first. O(what is taken). */
function* newestFirst(
  { party, sinceSeq }: { readonly party: number; readonly sinceSeq: number },
  subject: number,
  messages: SqliteMessages,
  tail: Tail,
): Generator<ReadMessage, void> {
  for (const message of tail.get(party)!) {
    if (message.seq <= sinceSeq) return;
    yield message;
  }
  for (const seq of messages.listed(subject, Math.max(sinceSeq, messages.expired))) {
    const message = messages.get(seq);
    if (message) yield message;
  }
}

/** Oldest first. O(messages of theirs until there are enough, at most MAX_LOOKED_AT). */
function labelsOf(
  identity: { readonly party: number; readonly sinceSeq: number },
  subject: number,
  messages: SqliteMessages,
  tail: Tail,
): SnapshotIdentity['labels'] {
  const labels: [key: number, seq: number][] = [];
  let lookedAt = 0;
  for (const { seq, sender, label } of newestFirst(identity, subject, messages, tail)) {
    if (sender === identity.party && label > 0) labels.push([label, seq]);
    if (labels.length === MAX_LABELS || ++lookedAt === MAX_LOOKED_AT) break;
  }
  return labels.reverse();
}

/** Oldest first. O(messages of theirs that are not too old to be undone, until there are enough). */
function ownOf(
  person: Identified<PersonRecord>,
  lastAt: number,
  messages: SqliteMessages,
  tail: Tail,
  fits: Budget,
): SnapshotOwn[] {
  const own: SnapshotOwn[] = [];
  const oldest = Math.max(person.since, lastAt - UNDO_WINDOW_MS);
  for (const { label, ...message } of newestFirst(person, person.subject, messages, tail)) {
    if (message.at < oldest || own.length === MAX_UNDO) break;
    if (message.sender !== person.party || message.gone) continue;
    if (!fits({ ...message, label })) break;
    own.push(message);
  }
  return own.reverse();
}

/**
 * A customer serves nobody, so that all in the lists of the name are the customer's, unless it is `shared` with
 * others who bore it, or something in it was erased.
 */
function loadConversation(
  { subject, shared, ...conversation }: Alive,
  messages: SqliteMessages,
  tail: Tail,
  everForgotten: boolean,
  fits: Budget,
): SnapshotConversation {
  const { customer, firstSeq } = conversation;
  const newest = tail.get(customer)!.filter(({ seq }) => seq >= firstSeq);
  let count = newest.length;
  const uncertain = shared === 1 || everForgotten;
  for (const seq of messages.listed(subject, Math.max(firstSeq - 1, messages.expired))) {
    if (!uncertain && newest.length >= NEWEST) {
      count++;
      continue;
    }
    const message = messages.get(seq);
    if (message?.sender !== customer && message?.recipient !== customer) continue;
    count++;
    if (newest.length < NEWEST) newest.push(message);
  }
  const end = newest.findIndex((message, i) => i === NEWEST || !fits(message));
  const kept = end < 0 ? newest : newest.slice(0, end);
  return { ...conversation, count, newest: kept.reverse().map(toSnapshot) };
}

function toSnapshot({ attendant, label, ...message }: ReadMessage): SnapshotMessage {
  return message;
}

type Counters = Omit<Snapshot, 'accounts' | 'people' | 'conversations'>;

const HIGHEST = (name: string, rows: string) => `max(
  (SELECT value FROM mark WHERE name = '${name}'), coalesce((${rows}), 0))`;

/** Desk time never goes back, so that no message is later than the newest. */
const COUNTERS = `
  SELECT
    ${HIGHEST('last-seq', 'SELECT max(seq) FROM message')} AS lastSeq,
    ${HIGHEST('last-delivery', 'SELECT max(id) FROM delivery')} AS lastDelivery,
    ${HIGHEST('last-party', 'SELECT max(id) FROM party')} AS lastParty,
    ${HIGHEST('last-conversation', 'SELECT max(id) FROM conversation')} AS lastConversation,
    (SELECT value FROM mark WHERE name = 'last-ticket') AS lastTicket,
    ${HIGHEST('last-at', 'SELECT at FROM message ORDER BY seq DESC LIMIT 1')} AS lastAt`;

/** A row of somebody with a name. */
type Identified<T> = T & {
  readonly key: string;
  readonly name: string;
  readonly subject: number;
  readonly awaySeq: number | null;
  readonly awayDelivery: number | null;
};

const PEOPLE = `
  SELECT person.party, key, name, subject, role, display, token_hash AS tokenHash, lang, since,
    since_seq AS sinceSeq, away_seq AS awaySeq, away_delivery AS awayDelivery
  FROM person JOIN party ON party.id = person.party
  ORDER BY since, since_seq, person.party`;

const ACCOUNTS = `
  SELECT account.party, key, name, subject, role, verifier, since,
    since_seq AS sinceSeq, away_seq AS awaySeq, away_delivery AS awayDelivery
  FROM account JOIN party ON party.id = account.party
  ORDER BY account.party`;

type Alive = Omit<SnapshotConversation, 'count' | 'newest'> & {
  readonly subject: number;
  readonly shared: 0 | 1;
};

const ALIVE = `
  SELECT conversation.id, customer, attendant, state, ticket,
    waiting_since AS waitingSince, first_seq AS firstSeq, subject,
    EXISTS (SELECT 1 FROM party other
      WHERE other.key_hash = party.key_hash AND other.key = party.key AND other.id <> party.id) AS shared
  FROM conversation JOIN party ON party.id = customer
  WHERE state <> 'closed'
  ORDER BY ticket, conversation.id`;
