/**
 * Conversations as rows, who gave them back, and what their customers thought of them. It owns the prepared statements,
 * and never begins or ends a transaction.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAX_RETURNED } from '../desk/bounds.ts';
import type { ConversationRecord, RatingRecord } from '../desk/journal.ts';

export class Conversations {
  readonly #conversation: StatementSync;
  readonly #closed: StatementSync;
  readonly #returned: readonly StatementSync[];
  readonly #rating: StatementSync;
  readonly #renamed: readonly StatementSync[];

  constructor(db: DatabaseSync) {
    this.#conversation = db.prepare(
      `INSERT OR REPLACE INTO conversation
         (id, customer, attendant, state, ticket, waiting_since, first_seq, at, opened_at, answered_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#closed = db.prepare('DELETE FROM returned WHERE conversation = ?');
    this.#returned = [
      'INSERT OR IGNORE INTO returned VALUES (?1, ?2)',
      `DELETE FROM returned WHERE conversation = ?1 AND attendant <=
         (SELECT attendant FROM returned WHERE conversation = ?1 AND ?2 > 0
          ORDER BY attendant DESC LIMIT 1 OFFSET ${MAX_RETURNED})`,
    ].map((sql) => db.prepare(sql));
    this.#rating = db.prepare(
      `INSERT OR REPLACE INTO rating
       SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM conversation WHERE id = ?1)`,
    );
    this.#renamed = [
      "UPDATE conversation SET customer = ?2 WHERE customer = ?1 AND state <> 'closed'",
      "UPDATE conversation SET attendant = ?2 WHERE attendant = ?1 AND state <> 'closed'",
      'UPDATE OR REPLACE returned SET attendant = ?2 WHERE attendant = ?1',
    ].map((sql) => db.prepare(sql));
  }

  conversation(conversation: ConversationRecord): void {
    const { id, customer, attendant, state, ticket, waitingSince, firstSeq, at } = conversation;
    const { openedAt, answeredAt } = conversation;
    this.#conversation.run(
      ...[id, customer, attendant, state, ticket, waitingSince, firstSeq, at],
      ...[openedAt, answeredAt],
    );
    if (state === 'closed') this.#closed.run(id);
  }

  /** Of more than MAX_RETURNED attendants, those who came first are let go. */
  returned(conversation: number, attendant: number): void {
    for (const statement of this.#returned) statement.run(conversation, attendant);
  }

  /** Of a conversation that is there. */
  rating({ conversation, score, at }: RatingRecord): void {
    this.#rating.run(conversation, score, at);
  }

  /** Whoever was the first party is the second, in what is not over. O(conversations that are not over). */
  renamed(from: number, to: number): void {
    for (const statement of this.#renamed) statement.run(from, to);
  }
}
