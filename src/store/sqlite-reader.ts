/**
 * The reading side of the store over SQLite, without threads: owns a connection that can only read. It never sees
 * half a batch: each answer is made in one read transaction, a consistent snapshot of what was committed.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  DeliveryRecord,
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  Snapshot,
  StoredMessage,
} from '../desk/journal.ts';
import { readLog } from './delivery-log.ts';
import { databasePath } from './folder.ts';
import { openForReading } from './schema.ts';
import { loadSnapshot } from './sqlite-load.ts';
import { type ReadMessage, SqliteMessages } from './sqlite-messages.ts';
import type { PageQuery } from './store.ts';
import { storeError } from './store-error.ts';

export class SqliteReader {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #messages: SqliteMessages;
  readonly #deliveries: StatementSync;

  /** Opens the database of a folder, which a writer has open already. Throws a `StoreError`. */
  constructor(dir: string) {
    this.#path = databasePath(dir);
    this.#db = openForReading(this.#path);
    this.#messages = new SqliteMessages(this.#db);
    this.#deliveries = this.#db.prepare(
      `SELECT id, place, kind, seq, text FROM delivery
       WHERE party = :party AND id > :after AND id <= :upto AND place >= :since ORDER BY id DESC`,
    );
  }

  /** The newest messages of a name. O(limit), plus the messages that the index lacks. Throws a `StoreError`. */
  history({ key, after, before, limit }: HistoryQuery): HistoryResult {
    return this.#snapshot(() => {
      if (this.#messages.subjectOf(key) === undefined) return { known: false, messages: [] };
      return { known: true, messages: take(limit, this.#messages.newestFirst(key, after, before)) };
    });
  }

  /** The oldest messages of a name that are not gone, in the same way. */
  page({ key, after, limit }: PageQuery): StoredMessage[] {
    return this.#snapshot(() => take(limit, notGone(this.#messages.oldestFirst(key, after))));
  }

  /**
   * What somebody missed. O(what is returned) or O(limit), as in delivery-log.ts, plus the messages that the index
   * lacks. Throws a `StoreError`.
   */
  log(query: LogQuery): LogEvent[] {
    return this.#snapshot(() =>
      readLog(query, {
        messages: this.#ownMessages(query),
        deliveries: this.#ownDeliveries(query),
        message: (seq) => {
          const message = this.#messages.get(seq);
          return message && toStored(message);
        },
      }),
    );
  }

  /**
   * What a restart starts from. O(people, accounts, and their messages, and those of the conversations that are not
   * closed), plus the messages that the index lacks. Throws a `StoreError`.
   */
  load(maxCharacters?: number): Snapshot {
    return this.#snapshot(() => loadSnapshot(this.#db, this.#messages, maxCharacters));
  }

  close(): void {
    this.#db.close();
  }

  *#ownMessages({ party, key, after, upto, since }: LogQuery): Generator<StoredMessage, void> {
    const from = typeof after === 'number' ? since : Math.max(since, after.seq);
    for (const message of this.#messages.newestFirst(key, from, upto.seq + 1)) {
      const { sender, recipient, attendant } = message;
      // Others may have borne the name.
      if (sender === party || recipient === party || attendant === party) yield toStored(message);
    }
  }

  *#ownDeliveries({ party, after, upto, since }: LogQuery): Generator<Omit<DeliveryRecord, 'party'>, void> {
    const from = typeof after === 'number' ? 0 : after.delivery;
    const rows = this.#deliveries.iterate({ party, after: from, upto: upto.delivery, since });
    for (const row of rows as Iterable<unknown> as Iterable<Omit<DeliveryRecord, 'party'>>) {
      const { id, kind, place, text } = row;
      const hidden = kind === 'CLOSED' && (place < this.#messages.expired || this.#messages.names(id, text));
      if (!hidden) yield row;
    }
  }

  #snapshot<T>(read: () => T): T {
    try {
      this.#db.exec('BEGIN');
      this.#messages.begin();
      return read();
    } catch (cause) {
      throw storeError(cause, this.#path);
    } finally {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    }
  }
}

function take(limit: number, messages: Iterable<ReadMessage>): StoredMessage[] {
  const taken: StoredMessage[] = [];
  if (limit === 0) return taken;
  for (const message of messages) {
    taken.push(toStored(message));
    if (taken.length === limit) break;
  }
  return taken;
}

function* notGone(messages: Iterable<ReadMessage>): Generator<ReadMessage, void> {
  for (const message of messages) if (!message.gone) yield message;
}

function toStored({ seq, at, from, to, text, gone }: ReadMessage): StoredMessage {
  return { seq, at, from, to, text, gone };
}
