/**
 * Records as rows: one statement for each kind. It owns the prepared statements and the messages gathered for
 * the next of them; it never begins or ends a transaction.
 *
 * Whatever is inserted is inserted unless it is there already, so records given twice leave the same.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ConversationRecord, Journal, PersonRecord } from '../desk/journal.ts';
import type { Indexer } from './indexer.ts';

/**
 * Messages are inserted so many at a time. With 1, 4, 8, 16 and 64 rows a statement a message took 1.67, 1.00,
 * 0.92, 0.87 and 0.84 µs at 800 a batch: past 8 the calls into SQLite no longer matter, and a short list leaves
 * fewer over to be inserted one by one.
 */
const ROWS = 16;
const COLUMNS = 6;

export class Rows implements Journal {
  /** Whether a text was erased since `begin`. */
  erased = false;

  readonly #gathered: (number | string)[] = new Array(ROWS * COLUMNS).fill(0);
  #length = 0;
  #lastTicket = 0;
  #lastAt = 0;

  readonly #indexer: Indexer;
  readonly #message: StatementSync;
  readonly #messages: StatementSync;
  readonly #gone: StatementSync;
  readonly #party: StatementSync;
  readonly #person: StatementSync;
  readonly #personEnded: StatementSync;
  readonly #conversation: StatementSync;
  readonly #mark: StatementSync;

  /** Each message is also noted for the index. */
  constructor(db: DatabaseSync, indexer: Indexer) {
    this.#indexer = indexer;
    const row = '(?, ?, ?, ?, ?, ?)';
    this.#message = db.prepare(`INSERT OR IGNORE INTO message VALUES ${row}`);
    this.#messages = db.prepare(`INSERT OR IGNORE INTO message VALUES ${new Array(ROWS).fill(row).join()}`);
    this.#gone = db.prepare('UPDATE message SET text = NULL WHERE seq = ?');
    this.#party = db.prepare(
      `INSERT OR IGNORE INTO party
       VALUES (?1, coalesce((SELECT min(subject) FROM party WHERE key = ?2), ?1), ?2, ?3)`,
    );
    this.#person = db.prepare('INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#personEnded = db.prepare('DELETE FROM person WHERE party = ?');
    this.#conversation = db.prepare('INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#mark = db.prepare('UPDATE mark SET value = ?2 WHERE name = ?1 AND value < ?2');
  }

  /** Forgets what an earlier batch left, kept or not. */
  begin(): void {
    this.erased = false;
    this.#length = 0;
    this.#lastTicket = 0;
    this.#lastAt = 0;
  }

  /** Writes what is still gathered. To be called before the transaction ends. */
  finish(): void {
    this.#flush();
    if (this.#lastTicket > 0) this.#mark.run('last-ticket', this.#lastTicket);
    if (this.#lastAt > 0) this.#mark.run('last-at', this.#lastAt);
  }

  message(seq: number, at: number, sender: number, recipient: number, attendant: number, text: string): void {
    const gathered = this.#gathered;
    let i = this.#length;
    gathered[i++] = seq;
    gathered[i++] = at;
    gathered[i++] = sender;
    gathered[i++] = recipient;
    gathered[i++] = attendant;
    gathered[i++] = text;
    this.#length = i;
    if (i === gathered.length) {
      this.#messages.run(...gathered);
      this.#length = 0;
    }
    this.#indexer.note(seq, sender, recipient, attendant);
  }

  gone(seq: number): void {
    this.#flush();
    this.#gone.run(seq);
    this.erased = true;
  }

  party(id: number, key: string, name: string): void {
    this.#party.run(id, key, name);
  }

  person({ party, role, display, tokenHash, lang, since, sinceSeq }: PersonRecord): void {
    this.#person.run(party, role, display, tokenHash, lang, since, sinceSeq);
    this.#lastAt = Math.max(this.#lastAt, since);
  }

  personEnded(party: number): void {
    this.#personEnded.run(party);
  }

  conversation(conversation: ConversationRecord): void {
    const { id, customer, attendant, state, ticket, waitingSince, firstSeq, at } = conversation;
    this.#conversation.run(id, customer, attendant, state, ticket, waitingSince, firstSeq, at);
    this.#lastTicket = Math.max(this.#lastTicket, ticket);
    this.#lastAt = Math.max(this.#lastAt, at, waitingSince);
  }

  #flush(): void {
    const gathered = this.#gathered;
    for (let i = 0; i < this.#length; i += COLUMNS) {
      this.#message.run(...gathered.slice(i, i + COLUMNS));
    }
    this.#length = 0;
  }
}
