/**
 * The reading side of the store over SQLite, without threads: owns a connection that can only read. It never sees
 * half a batch: each answer is made in one read transaction, a consistent snapshot of what was committed.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  HistoryQuery,
  HistoryResult,
  Snapshot,
  SnapshotConversation,
  SnapshotMessage,
  SnapshotPerson,
} from '../desk/journal.ts';
import { databasePath } from './folder.ts';
import { unpack } from './postings.ts';
import { openForReading } from './schema.ts';
import { storeError } from './store-error.ts';

/** How many messages of a conversation a restart brings back. */
const NEWEST = 50;

export class SqliteReader {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #subject: StatementSync;
  readonly #indexedUpto: StatementSync;
  readonly #tail: StatementSync;
  readonly #postings: StatementSync;
  readonly #message: StatementSync;

  /** Opens the database of a folder, which a writer has open already. Throws a `StoreError`. */
  constructor(dir: string) {
    this.#path = databasePath(dir);
    this.#db = openForReading(this.#path);
    const prepare = (sql: string) => this.#db.prepare(sql);
    this.#subject = prepare('SELECT subject FROM party WHERE key = ? LIMIT 1');
    this.#indexedUpto = prepare("SELECT value FROM mark WHERE name = 'indexed-upto'");
    this.#tail = prepare(`
      WITH bearer AS (SELECT id FROM party WHERE key = :key)
      SELECT seq FROM message
      WHERE seq > :after AND seq < :before
        AND (sender IN bearer OR recipient IN bearer OR attendant IN bearer)
      ORDER BY seq DESC LIMIT :limit`);
    // A list belongs to the answer from the first one that ends at or after `before` down: it may begin before.
    this.#postings = prepare(`
      SELECT last_seq, seqs FROM posting
      WHERE subject = :subject AND last_seq > :after AND last_seq <= coalesce(
        (SELECT min(last_seq) FROM posting WHERE subject = :subject AND last_seq >= :before), :before)
      ORDER BY last_seq DESC`);
    this.#message = prepare(`
      SELECT seq, at, sender, recipient, text,
        coalesce(s.name, '*') AS "from", coalesce(r.name, '*') AS "to"
      FROM message LEFT JOIN party s ON s.id = sender LEFT JOIN party r ON r.id = recipient
      WHERE seq = ?`);
  }

  /** The newest messages of a name. O(limit), plus the messages that the index lacks. Throws a `StoreError`. */
  history(query: HistoryQuery): HistoryResult {
    return this.#snapshot(() => {
      const subject = this.#subject.get(query.key)?.['subject'] as number | undefined;
      if (subject === undefined) return { known: false, messages: [] };
      const seqs = this.#seqsOf(subject, query);
      return { known: true, messages: seqs.map((seq) => toMessage(this.#message.get(seq) as Row)) };
    });
  }

  /**
   * What a restart starts from. O(people + messages of the conversations that are not closed), plus the messages
   * that the index lacks. Throws a `StoreError`.
   */
  load(): Snapshot {
    return this.#snapshot(() => ({
      ...(this.#db.prepare(COUNTERS).get() as unknown as Counters),
      people: this.#db.prepare(PEOPLE).all() as unknown as SnapshotPerson[],
      conversations: this.#conversations(),
    }));
  }

  close(): void {
    this.#db.close();
  }

  /** Newest first. */
  #seqsOf(subject: number, { key, after, before, limit }: HistoryQuery): number[] {
    const upto = this.#upto();
    const seqs = this.#tail
      .all({ key, after: Math.max(after, upto), before, limit })
      .map((row) => row['seq'] as number);
    if (seqs.length === limit) return seqs;
    for (const seq of this.#indexed(subject, after, before)) {
      seqs.push(seq);
      if (seqs.length === limit) break;
    }
    return seqs;
  }

  /** What the index has between `after` and `before`, newest first. */
  *#indexed(subject: number, after: number, before: number): Generator<number, void> {
    for (const { last_seq, seqs } of this.#postings.iterate({ subject, after, before })) {
      for (const seq of unpack(last_seq as number, seqs as Uint8Array)) {
        if (seq <= after) return;
        if (seq < before) yield seq;
      }
    }
  }

  #conversations(): SnapshotConversation[] {
    const alive = this.#db.prepare(ALIVE).all() as unknown as Alive[];
    const upto = this.#upto();
    const tails = this.#tails(alive, upto);
    const parties = this.#db.prepare('SELECT sender, recipient FROM message WHERE seq = ?');
    const isOf = (customer: number, seq: number) => {
      const { sender, recipient } = parties.get(seq) as Row;
      return sender === customer || recipient === customer;
    };
    return alive.map(({ subject, shared, ...conversation }) => {
      const { customer, firstSeq } = conversation;
      const newest = (tails.get(customer) ?? []).filter((seq) => seq >= firstSeq);
      let count = newest.length;
      for (const seq of this.#indexed(subject, firstSeq - 1, upto + 1)) {
        if (shared && !isOf(customer, seq)) continue;
        count++;
        if (newest.length < NEWEST) newest.push(seq);
      }
      return { ...conversation, count, newest: newest.slice(0, NEWEST).reverse().map(this.#snapshotMessage) };
    });
  }

  /** The seqs that the index lacks, newest first, by customer. */
  #tails(alive: readonly Alive[], upto: number): Map<number, number[]> {
    const tails = new Map<number, number[]>(alive.map(({ customer }) => [customer, []]));
    const rows = this.#db.prepare(
      'SELECT seq, sender, recipient FROM message WHERE seq > ? ORDER BY seq DESC',
    );
    for (const { seq, sender, recipient } of rows.iterate(upto) as Iterable<Row>) {
      tails.get(sender)?.push(seq);
      if (recipient !== sender) tails.get(recipient)?.push(seq);
    }
    return tails;
  }

  #snapshotMessage = (seq: number): SnapshotMessage => {
    const row = this.#message.get(seq) as Row;
    return { ...toMessage(row), sender: row.sender, recipient: row.recipient };
  };

  #upto(): number {
    return this.#indexedUpto.get()!['value'] as number;
  }

  #snapshot<T>(read: () => T): T {
    try {
      this.#db.exec('BEGIN');
      return read();
    } catch (cause) {
      throw storeError(cause, this.#path);
    } finally {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    }
  }
}

type Row = Record<'seq' | 'at' | 'sender' | 'recipient', number> &
  Record<'from' | 'to', string> & { text: string | null };

function toMessage({ seq, at, from, to, text }: Row) {
  return { seq, at, from, to, text: text ?? '', gone: text === null };
}

type Counters = Omit<Snapshot, 'people' | 'conversations'>;

/** Desk time never goes back, so that no message is later than the newest. */
const COUNTERS = `
  SELECT
    coalesce((SELECT max(seq) FROM message), 0) AS lastSeq,
    coalesce((SELECT max(id) FROM party), 0) AS lastParty,
    coalesce((SELECT max(id) FROM conversation), 0) AS lastConversation,
    (SELECT value FROM mark WHERE name = 'last-ticket') AS lastTicket,
    max(
      (SELECT value FROM mark WHERE name = 'last-at'),
      coalesce((SELECT at FROM message ORDER BY seq DESC LIMIT 1), 0)
    ) AS lastAt`;

const PEOPLE = `
  SELECT person.party, key, name, role, display, token_hash AS tokenHash, lang, since, since_seq AS sinceSeq
  FROM person JOIN party ON party.id = person.party
  ORDER BY since, since_seq, person.party`;

/**
 * A customer serves nobody, so that all in the lists of the name are the customer's, unless it is `shared`: others
 * bore it too.
 */
type Alive = Omit<SnapshotConversation, 'count' | 'newest'> & {
  readonly subject: number;
  readonly shared: 0 | 1;
};

const ALIVE = `
  SELECT conversation.id, customer, attendant, state, ticket,
    waiting_since AS waitingSince, first_seq AS firstSeq, subject,
    EXISTS (SELECT 1 FROM party other WHERE other.key = party.key AND other.id <> party.id) AS shared
  FROM conversation JOIN party ON party.id = customer
  WHERE state <> 'closed'
  ORDER BY ticket, conversation.id`;
