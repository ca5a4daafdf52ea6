/**
 * Erases people and what is too old. It begins in the batch that says so: from then on a name is free, and a note in
 * the table `erasure` tells readers what not to show and this run, or the next, what is left to do. The rows
 * themselves go in small steps afterwards, since a million of them take seconds that no commit can wait.
 *
 * It never begins or ends a transaction. The order of the steps is that of the two lists below; each begins behind
 * the last row that the one before it looked at.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { mentions } from '../desk/mentions.ts';
import type { Indexer } from './indexer.ts';
import { keyHash } from './key-hash.ts';
import { type NewestBefore, newestBefore } from './moments.ts';
import { unpack } from './postings.ts';
import type { SearchIndex } from './search-index.ts';

/** Rows that a step looks at. */
const STEP = 64;

/** In place of the sender of a message: it was erased. */
export const ERASED = -1;

/**
 * Makes an erased message of a row. The row stays, since deleting it would have its neighbours move, and leave copies
 * of them behind (see schema.ts); it takes some 20 bytes.
 */
const EMPTY = `UPDATE message
  SET sender = ${ERASED}, recipient = 0, attendant = 0, text = NULL, label = NULL, note = 0`;

/**
 * Of the messages that are too old the last so many are emptied but not deleted: SQLite may move the rows of the two
 * pages behind the one in which it deletes, and no page has room for 300 empty rows.
 */
const MARGIN = 1024;

/** The tables whose rows move, and which are small: they hold people and topics, not what was said. */
const SMALL = ['person', 'account', 'delivery', 'room'];

/** A name that is being forgotten has a subject; what is too old has none, and goes up to a seq and its time. */
interface Erasure {
  readonly id: number;
  readonly subject: number;
  readonly key: string;
  readonly seq: number;
  readonly at: number;
  /** Deliveries of later than this one are not concerned. */
  readonly delivery: number;
  stage: number;
  done: number;
}

/** Does some of a stage, behind `done`; returns how far it went, or null if nothing is left. */
type Stage = (erasure: Erasure, done: number) => number | null;

export class Eraser {
  /** What is left to do. */
  readonly #left: Erasure[] = [];
  /** The last of it whose messages are all in the index. */
  #indexed = 0;
  readonly #db: DatabaseSync;
  readonly #indexer: Indexer;
  readonly #search: SearchIndex;
  readonly #newestBefore: NewestBefore;
  readonly #statements = new Map<string, StatementSync>();
  readonly #stages: { readonly forget: readonly Stage[]; readonly expire: readonly Stage[] };

  /** Reads what an earlier run left. */
  constructor(db: DatabaseSync, indexer: Indexer, search: SearchIndex) {
    this.#db = db;
    this.#indexer = indexer;
    this.#search = search;
    this.#newestBefore = newestBefore(db);
    this.#stages = {
      forget: [this.#ownMessages, this.#deliveries],
      expire: [
        ...[this.#emptyOld, this.#deleteOld, this.#oldPostings],
        ...[this.#deliveries, this.#conversations, this.#names],
      ],
    };
    this.reload();
  }

  /** Whether work is left. */
  get busy(): boolean {
    return this.#left.length > 0;
  }

  /** Whether what was begun last has to be in the index first. */
  get needsIndex(): boolean {
    return (this.#left.at(-1)?.id ?? 0) > this.#indexed;
  }

  /** The index has every message that was there when the last of this began. */
  indexed(): void {
    this.#indexed = this.#left.at(-1)?.id ?? 0;
  }

  /** Reads what is left to do: after a batch that began something, or a step that failed. */
  reload(): void {
    this.#left.length = 0;
    this.#left.push(...(this.#prepare('SELECT * FROM erasure ORDER BY id').all() as unknown as Erasure[]));
    if (!this.busy) this.#indexed = 0;
  }

  /**
   * Whoever bears the name of this key, but for `except`, has no name, identity, conversation, room or delivery from
   * now on; an identity that bore it before goes on without it. O(bearers).
   */
  forget(key: string, except: ReadonlySet<number>, lastDelivery: number): void {
    const bearers = this.#prepare('SELECT id, subject FROM party WHERE key_hash = ? AND key = ?')
      .all(keyHash(key), key)
      .filter(({ id }) => !except.has(id as number));
    if (bearers.length === 0) {
      // Topics may have named whom nobody knew.
      this.#rewrite(['room']);
      return;
    }
    this.#remember();
    for (const { id } of bearers) {
      this.#run('DELETE FROM person WHERE party = ?', id);
      this.#run('DELETE FROM account WHERE party = ?', id);
      this.#run('DELETE FROM delivery WHERE party = ?', id);
      this.#run('DELETE FROM stay WHERE party = ?', id);
      this.#run('DELETE FROM former WHERE party = ?1 OR was = ?1', id);
      for (const table of ['rating', 'returned']) {
        this.#run(
          `DELETE FROM ${table} WHERE conversation IN (SELECT id FROM conversation WHERE customer = ?)`,
          id,
        );
      }
      this.#run('DELETE FROM conversation WHERE customer = ?', id);
      this.#eraseName(id);
    }
    this.#run("UPDATE mark SET value = 1 WHERE name = 'ever-forgotten'");
    this.#begin(bearers[0]!['subject'] as number, key, 0, 0, lastDelivery);
  }

  /** Messages of before this time are not to be seen any more from now on. O(log messages). */
  expire(before: number): void {
    const seq = this.#newestBefore(before);
    const { changes } = this.#run(
      "UPDATE mark SET value = ?1 WHERE name = 'expired-upto' AND value < ?1",
      seq,
    );
    if (changes === 0) return;
    this.#remember();
    const newest = this.#prepare('SELECT at FROM message WHERE seq <= ? ORDER BY seq DESC LIMIT 1').get(seq);
    this.#begin(0, '', seq, (newest?.['at'] as number | undefined) ?? 0, Number.MAX_SAFE_INTEGER);
  }

  /** Goes on for about so many milliseconds. What it did is kept by the transaction of the caller, or not at all. */
  work(budgetMs: number): void {
    const until = performance.now() + budgetMs;
    for (let next = this.#left[0]; next; next = this.#left[0]) {
      this.#step(next);
      if (performance.now() < until && next === this.#left[0]) continue;
      this.#run('UPDATE erasure SET stage = ?, done = ? WHERE id = ?', next.stage, next.done, next.id);
      if (performance.now() >= until) return;
    }
  }

  #step(erasure: Erasure): void {
    const stages = erasure.subject > 0 ? this.#stages.forget : this.#stages.expire;
    const done = stages[erasure.stage]!.call(this, erasure, erasure.done);
    if (done !== null) {
      erasure.done = done;
      return;
    }
    erasure.stage++;
    erasure.done = 0;
    if (erasure.stage < stages.length) return;
    this.#run('DELETE FROM erasure WHERE id = ?', erasure.id);
    this.#left.shift();
    if (this.busy) return;
    this.#indexed = 0;
    this.#run('DELETE FROM erasure');
    this.#rewrite(SMALL);
  }

  /** Leaves no copies of rows that moved. O(people + deliveries + rooms), about 1 µs each, in one go. */
  #rewrite(tables: readonly string[]): void {
    for (const table of tables) {
      this.#db.exec(`
        CREATE TEMP TABLE rewritten AS SELECT * FROM ${table};
        DELETE FROM ${table};
        INSERT INTO ${table} SELECT * FROM rewritten ORDER BY 1;
        DROP TABLE rewritten;`);
    }
  }

  #begin(subject: number, key: string, seq: number, at: number, delivery: number): void {
    this.#run('INSERT INTO erasure VALUES (NULL, ?, ?, ?, ?, ?, 0, 0)', subject, key, seq, at, delivery);
  }

  /** Ids, seqs and desk time go on from where they were, whatever is erased. */
  #remember(): void {
    const keep =
      "UPDATE mark SET value = max(value, coalesce((SELECT max(id) FROM $), 0)) WHERE name = 'last-$'";
    for (const table of ['party', 'conversation']) this.#run(keep.replaceAll('$', table));
    this.#run(
      "UPDATE mark SET value = max(value, coalesce((SELECT max(seq) FROM message), 0)) WHERE name = 'last-seq'",
    );
    this.#run(
      `UPDATE mark SET value = max(value, coalesce((SELECT at FROM message ORDER BY seq DESC LIMIT 1), 0))
       WHERE name = 'last-at'`,
    );
  }

  /** From the newest list to the oldest; `done` is the last seq seen, if in the middle of one. */
  #ownMessages({ subject }: Erasure, done: number): number | null {
    const list = this.#prepare(
      'SELECT last_seq, seqs FROM posting WHERE subject = ? ORDER BY last_seq DESC LIMIT 1',
    ).get(subject);
    if (!list) return null;
    const last = list['last_seq'] as number;
    let looked = 0;
    for (const seq of unpack(last, list['seqs'] as Uint8Array)) {
      if (done > 0 && seq >= done) continue;
      if (this.#isOwn(seq, subject)) {
        this.#search.remove(seq);
        this.#run(`${EMPTY} WHERE seq = ?`, seq);
      }
      if (++looked === STEP) return seq;
    }
    this.#run('DELETE FROM posting WHERE subject = ? AND last_seq = ?', subject, last);
    return last;
  }

  /** Whether a message is from or to a subject. */
  #isOwn(seq: number, subject: number): boolean {
    const own = this.#prepare(
      `SELECT 1 FROM message WHERE seq = ?1 AND ?2 IN (
         (SELECT subject FROM party WHERE id = sender), (SELECT subject FROM party WHERE id = recipient))`,
    ).get(seq, subject);
    return own !== undefined;
  }

  /** What is about messages that are no more, and what names the forgotten. */
  #deliveries({ subject, key, seq, delivery }: Erasure, done: number): number | null {
    const rows = this.#prepare(
      `SELECT id, place, kind, text, EXISTS (SELECT 1 FROM message WHERE message.seq = delivery.seq AND sender <> ${ERASED}) AS known
       FROM delivery WHERE id > ? AND id <= ? ORDER BY id LIMIT ${STEP}`,
    ).all(done, delivery);
    for (const { id, place, kind, text, known } of rows) {
      const about =
        kind !== 'CLOSED' ? !known : subject > 0 ? mentions(text as string, key) : (place as number) < seq;
      if (about) this.#run('DELETE FROM delivery WHERE id = ?', id);
    }
    return lastOf(rows);
  }

  #emptyOld({ seq }: Erasure, done: number): number | null {
    const rows = this.#prepare(
      `SELECT seq AS id FROM message WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${STEP}`,
    ).all(done, seq);
    for (const { id } of rows) this.#search.remove(id as number);
    const last = lastOf(rows);
    if (last !== null) this.#run(`${EMPTY} WHERE seq > ? AND seq <= ?`, done, last);
    return last;
  }

  /** From the oldest on. */
  #deleteOld({ seq }: Erasure): number | null {
    const upto = this.#prepare(
      `SELECT seq AS id FROM message WHERE seq <= ? ORDER BY seq DESC LIMIT 1 OFFSET ${MARGIN}`,
    ).all(seq);
    const rows = this.#prepare(`SELECT seq AS id FROM message WHERE seq <= ? ORDER BY seq LIMIT ${STEP}`).all(
      lastOf(upto) ?? 0,
    );
    const last = lastOf(rows);
    if (last !== null) this.#run('DELETE FROM message WHERE seq <= ?', last);
    return last;
  }

  /** Lists that hold nothing newer. */
  #oldPostings({ seq }: Erasure, done: number): number | null {
    const rows = this.#prepare(
      `SELECT subject AS id FROM posting WHERE subject > ? ORDER BY subject LIMIT ${STEP}`,
    ).all(done);
    const last = lastOf(rows);
    if (last !== null) {
      this.#run('DELETE FROM posting WHERE subject > ? AND subject <= ? AND last_seq <= ?', done, last, seq);
    }
    return last;
  }

  #conversations({ at }: Erasure, done: number): number | null {
    const rows = this.#prepare(
      `SELECT id, state = 'closed' AND at <= ? AS old FROM conversation
       WHERE id > ? AND id <= (SELECT value FROM mark WHERE name = 'last-conversation') ORDER BY id LIMIT ${STEP}`,
    ).all(at, done);
    for (const { id, old } of rows) {
      if (!old) continue;
      this.#run('DELETE FROM rating WHERE conversation = ?', id);
      this.#run('DELETE FROM conversation WHERE id = ?', id);
    }
    return lastOf(rows);
  }

  /** Names that nobody bears or bore, and no room, topic, message or conversation that is not over refers to. */
  #names(_: Erasure, done: number): number | null {
    const rows = this.#prepare(
      `SELECT id, subject, key_hash = 0
         OR EXISTS (SELECT 1 FROM person WHERE party = party.id)
         OR EXISTS (SELECT 1 FROM account WHERE party = party.id)
         OR EXISTS (SELECT 1 FROM room WHERE party = party.id)
         OR EXISTS (SELECT 1 FROM room WHERE maker = party.id AND maker <> 0)
         OR EXISTS (SELECT 1 FROM former WHERE was = party.id)
         OR EXISTS (SELECT 1 FROM conversation WHERE customer = party.id AND state <> 'closed') AS stays
       FROM party WHERE id > ? AND id <= (SELECT value FROM mark WHERE name = 'last-party')
       ORDER BY id LIMIT ${STEP}`,
    ).all(done);
    const concerned = new Map<number, boolean>();
    for (const row of rows) {
      const id = row['id'] as number;
      const subject = row['subject'] as number;
      if (row['stays'] || this.#indexer.lacks(id)) continue;
      if (!concerned.has(subject)) concerned.set(subject, this.#hasMessages(subject));
      if (!concerned.get(subject)) this.#eraseName(id);
    }
    return lastOf(rows);
  }

  /** Whether any message in the lists of the subject is still there: O(1) unless many of them were erased. */
  #hasMessages(subject: number): boolean {
    const lists = this.#prepare(
      'SELECT last_seq, seqs FROM posting WHERE subject = ? ORDER BY last_seq DESC',
    );
    const message = this.#prepare(`SELECT 1 FROM message WHERE seq = ? AND sender <> ${ERASED}`);
    for (const { last_seq, seqs } of lists.iterate(subject)) {
      for (const seq of unpack(last_seq as number, seqs as Uint8Array)) if (message.get(seq)) return true;
    }
    return false;
  }

  #eraseName(party: unknown): void {
    this.#run("UPDATE party SET key = '', name = '', key_hash = 0 WHERE id = ?", party);
  }

  #run(sql: string, ...values: unknown[]) {
    return this.#prepare(sql).run(...(values as SQLInputValue[]));
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

/** The id of the last row, or null if there are none. */
function lastOf(rows: readonly Record<string, unknown>[]): number | null {
  return (rows.at(-1)?.['id'] as number | undefined) ?? null;
}
