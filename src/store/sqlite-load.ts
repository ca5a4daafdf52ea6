/**
 * What a restart starts from, read out of the database. It never begins or ends a transaction, nor writes.
 */

import type { DatabaseSync } from 'node:sqlite';
import { MAX_SAMPLES } from '../desk/bounds.ts';
import type {
  AccountRecord,
  PersonRecord,
  Place,
  Snapshot,
  SnapshotAccount,
  SnapshotPerson,
} from '../desk/journal.ts';
import type { SqliteMessages } from './sqlite-messages.ts';
import { readBearers, readMembers, readRateable, readRooms, readStays } from './sqlite-people.ts';
import {
  type Alive,
  budgetOf,
  labelsOf,
  loadConversation,
  NOTES,
  ownOf,
  readTail,
  type Said,
} from './sqlite-said.ts';

/**
 * Characters of texts that a restart brings back in all: it must not need more memory than there was before. Past
 * them conversations, and UNDO, begin with fewer messages in memory or none; HISTORY has them.
 */
const MAX_CHARACTERS = 32 * 1024 * 1024;

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
  const customers = alive.map(({ customer, subject }) => ({ party: customer, subject }));
  const bearers = readBearers(db, [...customers, ...people, ...accounts]);
  const said: Said = { messages, bearers, tail: readTail(db, messages, bearers) };
  const counters = db.prepare(COUNTERS).get() as unknown as Counters;
  const everForgotten =
    db.prepare("SELECT value FROM mark WHERE name = 'ever-forgotten'").get()!['value'] === 1;
  const registered = new Set(accounts.map(({ party }) => party));
  const members = readMembers(db);
  const inRooms = Map.groupBy(members, ({ party }) => party);
  const stays = readStays(db);
  const rateable = readRateable(db);
  const identity = <T extends { readonly party: number; readonly sinceSeq: number }>(
    { subject, awaySeq, awayDelivery, ...rest }: Identified<T>,
    withLabels: boolean,
  ) => ({
    ...rest,
    away: awaySeq === null ? null : ({ seq: awaySeq, delivery: awayDelivery! } satisfies Place),
    labels: withLabels ? labelsOf(rest as unknown as T, said) : [],
  });
  const personOf = (one: Identified<PersonRecord>) => {
    const bearer = bearers.get(one.party)!;
    return {
      ...identity(one, !registered.has(one.party)),
      own: ownOf(one, counters.lastAt, said, fits),
      former: bearer.former,
      rooms: (inRooms.get(one.party) ?? []).map(({ room }) => room),
      stays: stays.get(one.party) ?? [],
      rateable: one.role === 'consumidor' ? rateable(bearer) : null,
    };
  };
  const notes = db.prepare(NOTES);
  const returned = db.prepare('SELECT attendant FROM returned WHERE conversation = ? ORDER BY attendant');
  const conversations = alive.map((one) => ({
    ...loadConversation(one, said, notes, everForgotten, fits),
    returnedBy: returned.all(one.id).map(({ attendant }) => attendant as number),
  }));
  const durations = db.prepare(DURATIONS).all();
  return {
    ...counters,
    durations: durations.map(({ duration }) => duration as number).reverse(),
    rooms: readRooms(db, members),
    accounts: accounts.map((account) => identity(account, true) as unknown as SnapshotAccount),
    people: people.map((one) => personOf(one) as unknown as SnapshotPerson),
    conversations,
  };
}

type Counters = Omit<Snapshot, 'durations' | 'rooms' | 'accounts' | 'people' | 'conversations'>;

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
    since_seq AS sinceSeq, away_seq AS awaySeq, away_delivery AS awayDelivery, status
  FROM person JOIN party ON party.id = person.party
  ORDER BY since, since_seq, person.party`;

const ACCOUNTS = `
  SELECT account.party, key, name, subject, role, verifier, since,
    since_seq AS sinceSeq, away_seq AS awaySeq, away_delivery AS awayDelivery
  FROM account JOIN party ON party.id = account.party
  ORDER BY account.party`;

const ALIVE = `
  SELECT conversation.id, customer, attendant, state, ticket,
    waiting_since AS waitingSince, first_seq AS firstSeq, opened_at AS openedAt, answered_at AS answeredAt, subject,
    EXISTS (SELECT 1 FROM party other
      WHERE other.key_hash = party.key_hash AND other.key = party.key AND other.id <> party.id) AS shared,
    EXISTS (SELECT 1 FROM stay WHERE stay.party = customer) AS roomy
  FROM conversation JOIN party ON party.id = customer
  WHERE state <> 'closed'
  ORDER BY ticket, conversation.id`;

/** Newest first. The conditions are those of an index. */
const DURATIONS = `
  SELECT at - opened_at AS duration FROM conversation
  WHERE state = 'closed' AND attendant <> 0 AND opened_at > 0
  ORDER BY at DESC, id DESC LIMIT ${MAX_SAMPLES}`;
