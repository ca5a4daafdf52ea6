/**
 * The deliveries of a database, as they are written: each party has about as many as its log can show, and none once
 * it is neither a person nor an account, or no room any more. It never begins or ends a transaction.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DeliveryRecord } from '../desk/journal.ts';
import { MAX_LOG } from '../protocol/limits.ts';

/** A party may have so many more than its log can show before they are pruned: that costs a step for each. */
const SPARE = 256;

/** How many parties' deliveries are counted. */
const COUNTED = 65_536;

export class Deliveries {
  /** The highest id of the batch at hand; 0 for none. */
  last = 0;

  /** Rather too many than too few: what a batch that failed added is counted too. */
  readonly #counts = new Map<number, number>();
  readonly #insert: StatementSync;
  readonly #count: StatementSync;
  readonly #prune: StatementSync;
  readonly #drop: StatementSync;
  readonly #moved: StatementSync;
  readonly #newest: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare('INSERT OR IGNORE INTO delivery VALUES (?, ?, ?, ?, ?, ?)');
    this.#count = db.prepare('SELECT count(*) AS count FROM delivery WHERE party = ?');
    this.#prune = db.prepare(
      `DELETE FROM delivery WHERE party = ?1 AND id <=
         (SELECT id FROM delivery WHERE party = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
    );
    this.#drop = db.prepare(
      `DELETE FROM delivery WHERE party = ?1
         AND NOT EXISTS (SELECT 1 FROM person WHERE party = ?1)
         AND NOT EXISTS (SELECT 1 FROM account WHERE party = ?1)`,
    );
    this.#moved = db.prepare('UPDATE delivery SET party = ?2 WHERE party = ?1');
    this.#newest = db.prepare('SELECT coalesce(max(id), 0) AS id FROM delivery');
  }

  begin(): void {
    this.last = 0;
  }

  /** O(1) amortised. */
  add({ id, party, place, kind, seq, text }: DeliveryRecord): void {
    this.#insert.run(id, party, place, kind, seq, text);
    this.last = Math.max(this.last, id);
    const count = (this.#counts.get(party) ?? (this.#count.get(party)!['count'] as number) - 1) + 1;
    if (count < MAX_LOG + SPARE) this.#keepCount(party, count);
    else {
      this.#prune.run(party, MAX_LOG);
      this.#counts.delete(party);
    }
  }

  /** The party needs them no more, unless it is still a person or an account. */
  drop(party: number): void {
    this.#drop.run(party);
    this.#counts.delete(party);
  }

  /** The first party's are the second one's. O(deliveries of theirs). */
  moved(from: number, to: number): void {
    this.#moved.run(from, to);
    this.#counts.delete(from);
    this.#counts.delete(to);
  }

  /** The highest id that there is now; 0 for none. */
  newest(): number {
    return this.#newest.get()!['id'] as number;
  }

  #keepCount(party: number, count: number): void {
    if (this.#counts.size >= COUNTED) this.#counts.clear();
    this.#counts.set(party, count);
  }
}
