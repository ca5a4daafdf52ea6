/**
 * The two halves of a delivery log, read out of the database: what concerns a party, and what else is in its log. Many
 * rooms and names are walked through side by side, as far as the log goes. It never begins or ends a transaction.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DeliveryRecord, LogQuery, Scope, StoredMessage } from '../desk/journal.ts';
import type { LogDelivery, LogSource } from './delivery-log.ts';
import { scopesOf, tellsOf, within } from './delivery-log.ts';
import { type ReadMessage, type SqliteMessages, toStored } from './sqlite-messages.ts';
import { merged } from './walks.ts';

/** Deliveries of a party that are looked up at a time. */
const CHUNK = 32;

export class SqliteLog {
  readonly #messages: SqliteMessages;
  readonly #subject: StatementSync;
  readonly #ids: StatementSync;
  readonly #delivery: StatementSync;

  constructor(db: DatabaseSync, messages: SqliteMessages) {
    this.#messages = messages;
    this.#subject = db.prepare('SELECT subject FROM party WHERE id = ?');
    this.#ids = db.prepare(
      `SELECT id FROM delivery
       WHERE party = :party AND id > :above AND id < :below AND place >= :from AND place <= :upto
       ORDER BY id DESC LIMIT ${CHUNK}`,
    );
    this.#delivery = db.prepare('SELECT id, party, place, kind, seq, text FROM delivery WHERE id = ?');
  }

  /** O(scopes) for each message or delivery taken, plus the messages that the index lacks. */
  source(query: LogQuery): LogSource {
    const visible = (message: ReadMessage | undefined) =>
      message && (query.notes || !message.note) ? toStored(message) : undefined;
    return {
      messages: this.#ofAll(query, visible),
      deliveries: this.#deliveries(query),
      message: (seq) => visible(this.#messages.get(seq)),
    };
  }

  *#ofAll(
    query: LogQuery,
    visible: (message: ReadMessage | undefined) => StoredMessage | undefined,
  ): Generator<StoredMessage, void> {
    const scopes = scopesOf(query);
    for (const seq of this.#seqs(query, scopes)) {
      const message = this.#messages.get(seq);
      // Others may have borne the name.
      if (!message || !within(scopes, message)) continue;
      const stored = visible(message);
      if (stored) yield stored;
    }
  }

  /** The seqs that may be in it, newest first. */
  *#seqs({ after, since, upto }: LogQuery, scopes: ReadonlyMap<number, readonly Scope[]>) {
    const from = Math.max(
      typeof after === 'number' ? since : Math.max(after.seq, since),
      this.#messages.expired,
    );
    yield* this.#messages.unlisted([...scopes.keys()], from, upto.seq + 1);
    yield* merged(
      [...this.#boundsOf(scopes)].map(([subject, bounds]) =>
        this.#messages.listed(subject, Math.max(bounds.after, from), Math.min(bounds.upto, upto.seq) + 1),
      ),
    );
  }

  /** In which lists to look, and between which seqs. */
  #boundsOf(scopes: ReadonlyMap<number, readonly Scope[]>): Map<number, { after: number; upto: number }> {
    const bounds = new Map<number, { after: number; upto: number }>();
    for (const [party, some] of scopes) {
      const subject = this.#subject.get(party)?.['subject'] as number | undefined;
      if (subject === undefined) continue;
      const { after, upto } = bounds.get(subject) ?? { after: Infinity, upto: 0 };
      bounds.set(subject, {
        after: Math.min(after, ...some.map((scope) => scope.after)),
        upto: Math.max(upto, ...some.map((scope) => scope.upto)),
      });
    }
    return bounds;
  }

  *#deliveries(query: LogQuery): Generator<LogDelivery, void> {
    const { party, after, upto, since, others } = query;
    const above = typeof after === 'number' ? 0 : after.delivery;
    const below = upto.delivery + 1;
    const walk = (party: number, from: number, upto: number) =>
      this.#idsOf(party, above, below, Math.max(from, since), upto);
    const ids = merged([
      walk(party, 0, Number.MAX_SAFE_INTEGER),
      ...others.map((scope) => walk(scope.party, scope.after, scope.upto)),
    ]);
    const scopes = scopesOf(query);
    for (const id of ids) {
      const row = this.#delivery.get(id) as unknown as DeliveryRecord;
      const { kind, place, text } = row;
      const hidden = kind === 'CLOSED' && (place < this.#messages.expired || this.#messages.names(id, text));
      if (!hidden && tellsOf(query, scopes, row)) yield row;
    }
  }

  *#idsOf(party: number, above: number, below: number, from: number, upto: number): Generator<number, void> {
    for (let next = below; ; ) {
      const rows = this.#ids.all({ party, above, below: next, from, upto });
      for (const { id } of rows) yield (next = id as number);
      if (rows.length < CHUNK) return;
    }
  }
}
