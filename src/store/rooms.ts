/**
 * Rooms as rows, and who is in them or was. It owns the prepared statements, and never begins or ends a transaction.
 *
 * A stay is known by who, where and from which seq on. Given again, it begins anew and goes behind all others, and so
 * do those that came after it in the batch: they come to stand in the same order.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAX_STAYS } from '../desk/bounds.ts';
import type { RoomRecord } from '../desk/journal.ts';

export class Rooms {
  readonly #room: StatementSync;
  readonly #roomEnded: readonly StatementSync[];
  readonly #joined: StatementSync;
  readonly #left: readonly StatementSync[];
  readonly #prune: StatementSync;
  readonly #moved: StatementSync;
  readonly #dropped: StatementSync;

  constructor(db: DatabaseSync) {
    this.#room = db.prepare('INSERT OR REPLACE INTO room VALUES (?, ?, ?, ?)');
    this.#roomEnded = [
      'DELETE FROM room WHERE party = ?',
      'DELETE FROM stay WHERE room = ? AND upto IS NULL',
    ].map((sql) => db.prepare(sql));
    this.#joined = db.prepare('INSERT OR REPLACE INTO stay VALUES (NULL, ?, ?, ?, NULL)');
    this.#left = [
      'UPDATE stay SET upto = ?3 WHERE room = ?1 AND party = ?2 AND upto IS NULL AND after < ?3',
      'DELETE FROM stay WHERE room = ?1 AND party = ?2 AND upto IS NULL AND after = ?3',
    ].map((sql) => db.prepare(sql));
    this.#prune = db.prepare(
      `DELETE FROM stay WHERE id IN (
         SELECT id FROM stay WHERE party = ? AND upto IS NOT NULL
         ORDER BY upto DESC, after DESC, room DESC LIMIT -1 OFFSET ${MAX_STAYS})`,
    );
    this.#moved = db.prepare('UPDATE OR REPLACE stay SET party = ?2 WHERE party = ?1');
    this.#dropped = db.prepare('DELETE FROM stay WHERE party = ?');
  }

  room({ party, topic, since, maker }: RoomRecord): void {
    this.#room.run(party, topic, since, maker);
  }

  roomEnded(party: number): void {
    for (const statement of this.#roomEnded) statement.run(party);
  }

  joined(room: number, party: number, seq: number): void {
    this.#joined.run(room, party, seq);
  }

  /** O(stays of this person), as joining again and again leaves no more of them than are read. */
  left(room: number, party: number, seq: number): void {
    for (const statement of this.#left) statement.run(room, party, seq);
    this.#prune.run(party);
  }

  /** Whoever was the first party is the second. */
  moved(from: number, to: number): void {
    this.#moved.run(from, to);
  }

  /** The party is in no room, and never was. */
  dropped(party: number): void {
    this.#dropped.run(party);
  }
}
