/**
 * Which messages there are, for whoever reads the database: by seq, and by name from either end. It knows the index,
 * the messages that the index lacks, and what is being erased and not to be seen any more. It never begins or ends a
 * transaction: whoever calls it does, so that all it says is of one moment.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoredMessage } from '../desk/journal.ts';
import { mentions } from '../desk/mentions.ts';
import { ERASED } from './eraser.ts';
import { keyHash } from './key-hash.ts';
import { unpack } from './postings.ts';

/** A message with the parties that it concerns. */
export interface ReadMessage extends StoredMessage {
  readonly sender: number;
  readonly recipient: number;
  readonly attendant: number;
  /** 0 for none. */
  readonly label: number;
}

/** A name that is being forgotten. */
interface Forgotten {
  readonly subject: number;
  readonly key: string;
  readonly delivery: number;
}

/** Lists that are read at a time, where others are read in between. */
const LISTS = 8;

export class SqliteMessages {
  /** Messages up to this seq are not to be seen. */
  expired = 0;
  #indexed = 0;
  #forgotten: readonly Forgotten[] = [];

  readonly #marks: StatementSync;
  readonly #erasures: StatementSync;
  readonly #subject: StatementSync;
  readonly #message: StatementSync;
  readonly #tail: Readonly<Record<'newest' | 'oldest', StatementSync>>;
  readonly #tailOfSome: StatementSync;
  readonly #lists: Readonly<Record<'newest' | 'oldest', StatementSync>>;
  readonly #someLists: StatementSync;

  constructor(db: DatabaseSync) {
    this.#marks = db.prepare(
      "SELECT value FROM mark WHERE name IN ('expired-upto', 'indexed-upto') ORDER BY name",
    );
    this.#erasures = db.prepare('SELECT subject, key, delivery FROM erasure WHERE subject > 0');
    this.#subject = db.prepare('SELECT subject FROM party WHERE key_hash = ? AND key = ? LIMIT 1');
    this.#message = db.prepare(`
      SELECT seq, at, sender, recipient, attendant, text, coalesce(label, 0) AS label, note,
        coalesce(s.name, '*') AS "from", coalesce(r.name, '*') AS "to",
        s.subject AS senderSubject, r.subject AS recipientSubject
      FROM message LEFT JOIN party s ON s.id = sender LEFT JOIN party r ON r.id = recipient
      WHERE seq = ?`);
    const tail = (order: string) =>
      db.prepare(`
        WITH bearer AS (SELECT id FROM party WHERE key_hash = :hash AND key = :key)
        SELECT seq FROM message
        WHERE seq > :after AND seq < :before
          AND (sender IN bearer OR recipient IN bearer OR attendant IN bearer)
        ORDER BY seq ${order}`);
    // A list belongs to the answer from the first one that ends at or after `before` down: it may begin before.
    const lists = (order: string) => `
      SELECT last_seq, seqs FROM posting
      WHERE subject = :subject AND last_seq > :after AND last_seq <= coalesce(
        (SELECT min(last_seq) FROM posting WHERE subject = :subject AND last_seq >= :before), :before)
      ORDER BY last_seq ${order}`;
    this.#tail = { newest: tail('DESC'), oldest: tail('ASC') };
    this.#tailOfSome = db.prepare(`
      WITH some AS MATERIALIZED (SELECT value FROM json_each(:parties))
      SELECT seq FROM message
      WHERE seq > :after AND seq < :before AND (sender IN some OR recipient IN some OR attendant IN some)
      ORDER BY seq DESC`);
    this.#lists = { newest: db.prepare(lists('DESC')), oldest: db.prepare(lists('ASC')) };
    this.#someLists = db.prepare(`${lists('DESC')} LIMIT ${LISTS}`);
  }

  /** To be called when a transaction has begun. */
  begin(): void {
    const [expired, indexed] = this.#marks.all().map((row) => row['value'] as number);
    this.expired = expired!;
    this.#indexed = indexed!;
    this.#forgotten = this.#erasures.all() as unknown as Forgotten[];
  }

  /** The message of this seq; undefined if there is none, or none that is to be seen. */
  get(seq: number): ReadMessage | undefined {
    if (seq <= this.expired) return undefined;
    const row = this.#message.get(seq) as Row | undefined;
    if (
      !row ||
      row.sender === ERASED ||
      this.#isForgotten(row.senderSubject) ||
      this.#isForgotten(row.recipientSubject)
    )
      return undefined;
    const { at, from, to, text, sender, recipient, attendant, label, note } = row;
    return {
      ...{ seq, at, from, to, text: text ?? '', gone: text === null, note: note === 1 },
      ...{ sender, recipient, attendant, label },
    };
  }

  /** Whether a delivery of this id names somebody who is being forgotten. */
  names(id: number, text: string): boolean {
    return this.#forgotten.some(({ key, delivery }) => id <= delivery && mentions(text, key));
  }

  /** Whoever bore the name of this key, as one number; undefined if nobody did. */
  subjectOf(key: string): number | undefined {
    return this.#subject.get(keyHash(key), key)?.['subject'] as number | undefined;
  }

  /**
   * The messages of a name between two seqs, one after the other, newest first. Only one such walk at a time.
   * O(what is taken), plus the messages that the index lacks.
   */
  *newestFirst(key: string, after: number, before: number): Generator<ReadMessage, void> {
    const subject = this.subjectOf(key);
    if (subject === undefined) return;
    const from = Math.max(after, this.expired);
    yield* this.#inTail('newest', key, Math.max(from, this.#indexed), before);
    for (const seqs of this.#inLists('newest', subject, from, before)) {
      for (const seq of seqs) {
        if (seq <= from) return;
        const message = seq < before ? this.get(seq) : undefined;
        if (message) yield message;
      }
    }
  }

  /** The same above a seq, oldest first. */
  *oldestFirst(key: string, after: number): Generator<ReadMessage, void> {
    const subject = this.subjectOf(key);
    if (subject === undefined) return;
    const from = Math.max(after, this.expired);
    for (const seqs of this.#inLists('oldest', subject, from, Number.MAX_SAFE_INTEGER)) {
      for (const seq of [...seqs].reverse()) {
        const message = seq > from ? this.get(seq) : undefined;
        if (message) yield message;
      }
    }
    yield* this.#inTail('oldest', key, Math.max(from, this.#indexed), Number.MAX_SAFE_INTEGER);
  }

  /**
   * The seqs between two in the lists of a subject, newest first, seen or not. Of such walks there may be many at a
   * time. O(what is taken).
   */
  *listed(subject: number, after: number, before = this.#indexed + 1): Generator<number, void> {
    for (let below = before; below > after + 1; ) {
      const lists = this.#someLists.all({ subject, after, before: below });
      for (const { last_seq, seqs } of lists) {
        for (const seq of unpack(last_seq as number, seqs as Uint8Array)) {
          if (seq <= after) return;
          if (seq < below) yield (below = seq);
        }
      }
      if (lists.length < LISTS) return;
    }
  }

  /**
   * The seqs between two of messages that the index lacks, from or to these parties or with one of them, newest first.
   * Only one such walk at a time. O(messages that the index lacks).
   */
  *unlisted(parties: readonly number[], after: number, before: number): Generator<number, void> {
    const bounds = { after: Math.max(after, this.#indexed), before };
    for (const { seq } of this.#tailOfSome.iterate({ parties: JSON.stringify(parties), ...bounds })) {
      yield seq as number;
    }
  }

  /** Up to which seq the index goes. */
  get indexed(): number {
    return this.#indexed;
  }

  *#inTail(
    order: 'newest' | 'oldest',
    key: string,
    after: number,
    before: number,
  ): Generator<ReadMessage, void> {
    for (const { seq } of this.#tail[order].iterate({ hash: keyHash(key), key, after, before })) {
      const message = this.get(seq as number);
      if (message) yield message;
    }
  }

  *#inLists(
    order: 'newest' | 'oldest',
    subject: number,
    after: number,
    before: number,
  ): Generator<Iterable<number>, void> {
    for (const { last_seq, seqs } of this.#lists[order].iterate({ subject, after, before })) {
      yield unpack(last_seq as number, seqs as Uint8Array);
    }
  }

  #isForgotten(subject: number | null): boolean {
    return this.#forgotten.length > 0 && this.#forgotten.some((one) => one.subject === subject);
  }
}

type Row = Record<'at' | 'sender' | 'recipient' | 'attendant' | 'label' | 'note', number> &
  Record<'from' | 'to', string> &
  Record<'senderSubject' | 'recipientSubject', number | null> & { readonly text: string | null };

export function toStored({ seq, at, from, to, text, gone, note }: ReadMessage): StoredMessage {
  return { seq, at, from, to, text, gone, note };
}
