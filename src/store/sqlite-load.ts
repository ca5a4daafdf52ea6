/**
 * What a restart starts from, read out of the database. It never begins or ends a transaction, nor writes.
 */

import type { DatabaseSync } from 'node:sqlite';
import type {
  AccountRecord,
  PersonRecord,
  Place,
  Snapshot,
  SnapshotAccount,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotPerson,
} from '../desk/journal.ts';
import { MAX_LABELS } from '../protocol/limits.ts';
import type { ReadMessage, SqliteMessages } from './sqlite-messages.ts';

/** How many messages of a conversation a restart brings back. */
const NEWEST = 50;

/** O(people, accounts, and their messages, and those of the conversations that are not closed). */
export function loadSnapshot(db: DatabaseSync, messages: SqliteMessages): Snapshot {
  const alive = db.prepare(ALIVE).all() as unknown as Alive[];
  const people = db.prepare(PEOPLE).all() as unknown as Identified<PersonRecord>[];
  const accounts = db.prepare(ACCOUNTS).all() as unknown as Identified<AccountRecord>[];
  const tail = readTail(db, messages, [
    ...alive.map(({ customer }) => customer),
    ...labelled(people, accounts),
  ]);
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
  const registered = new Set(accounts.map(({ party }) => party));
  return {
    ...(db.prepare(COUNTERS).get() as unknown as Counters),
    accounts: accounts.map((account) => identity(account, true) as unknown as SnapshotAccount),
    people: people.map((one) => identity(one, !registered.has(one.party)) as unknown as SnapshotPerson),
    conversations: alive.map((one) => loadConversation(one, messages, tail, everForgotten)),
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

/** Oldest first. O(messages of theirs until there are enough). */
function labelsOf(
  { party, sinceSeq }: { readonly party: number; readonly sinceSeq: number },
  subject: number,
  messages: SqliteMessages,
  tail: Tail,
): SnapshotIdentity['labels'] {
  const labels: [key: number, seq: number][] = [];
  const note = (message: ReadMessage | undefined) => {
    if (message?.sender === party && message.label > 0) labels.push([message.label, message.seq]);
    return labels.length === MAX_LABELS;
  };
  for (const message of tail.get(party)!) {
    if (message.seq <= sinceSeq || note(message)) return labels.reverse();
  }
  for (const seq of messages.listed(subject, Math.max(sinceSeq, messages.expired))) {
    if (note(messages.get(seq))) break;
  }
  return labels.reverse();
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
  return { ...conversation, count, newest: newest.slice(0, NEWEST).reverse().map(toSnapshot) };
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
