/**
 * Records as rows: one statement for each kind. It owns the prepared statements and the messages gathered for
 * the next of them; it never begins or ends a transaction.
 *
 * Whatever is inserted is inserted unless it is there already, so records given twice leave the same.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  AccountRecord,
  ConversationRecord,
  DeliveryRecord,
  Journal,
  PersonRecord,
  Place,
} from '../desk/journal.ts';
import { Deliveries } from './deliveries.ts';
import type { Eraser } from './eraser.ts';
import type { Indexer } from './indexer.ts';
import { keyHash } from './key-hash.ts';

/**
 * Messages are inserted so many at a time. With 1, 4, 8, 16 and 64 rows a statement a message took 1.67, 1.00,
 * 0.92, 0.87 and 0.84 µs at 800 a batch: past 8 the calls into SQLite no longer matter, and a short list leaves
 * fewer over to be inserted one by one.
 */
const ROWS = 16;
const COLUMNS = 7;

/** A name that is to be forgotten: what bears it by now, not what comes later in the batch. */
interface Forgotten {
  readonly lastDelivery: number;
  readonly later: { readonly id: number; readonly name: string }[];
}

export class Rows implements Journal {
  /** Whether a text was erased since `begin`, or a larger erasure begun. */
  erased = false;
  begun = false;

  readonly #gathered: (number | string | null)[] = new Array(ROWS * COLUMNS).fill(0);
  #length = 0;
  #expiredBefore = 0;
  #lastTicket = 0;
  #lastAt = 0;
  readonly #forgotten = new Map<string, Forgotten>();

  readonly #indexer: Indexer;
  readonly #eraser: Eraser;
  readonly #deliveries: Deliveries;
  readonly #message: StatementSync;
  readonly #messages: StatementSync;
  readonly #gone: StatementSync;
  readonly #party: StatementSync;
  readonly #person: StatementSync;
  readonly #personEnded: StatementSync;
  readonly #account: StatementSync;
  readonly #accountRemoved: StatementSync;
  readonly #away: readonly StatementSync[];
  readonly #conversation: StatementSync;
  readonly #mark: StatementSync;

  /** Each message is also noted for the index; what is to be erased is begun by the eraser. */
  constructor(db: DatabaseSync, indexer: Indexer, eraser: Eraser) {
    this.#indexer = indexer;
    this.#eraser = eraser;
    this.#deliveries = new Deliveries(db);
    const row = '(?, ?, ?, ?, ?, ?, ?)';
    this.#message = db.prepare(`INSERT OR IGNORE INTO message VALUES ${row}`);
    this.#messages = db.prepare(`INSERT OR IGNORE INTO message VALUES ${new Array(ROWS).fill(row).join()}`);
    this.#gone = db.prepare('UPDATE message SET text = NULL WHERE seq = ?');
    this.#party = db.prepare(
      `INSERT OR IGNORE INTO party
       VALUES (?1, coalesce((SELECT min(subject) FROM party WHERE key_hash = ?4 AND key = ?2), ?1), ?2, ?3, ?4)`,
    );
    this.#person = db.prepare('INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)');
    this.#personEnded = db.prepare('DELETE FROM person WHERE party = ?');
    this.#account = db.prepare(
      `INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5,
         (SELECT away_seq FROM person WHERE party = ?1), (SELECT away_delivery FROM person WHERE party = ?1))
       ON CONFLICT DO UPDATE SET role = ?2, verifier = ?3, since = ?4, since_seq = ?5`,
    );
    this.#accountRemoved = db.prepare('DELETE FROM account WHERE party = ?');
    this.#away = ['person', 'account'].map((table) =>
      db.prepare(`UPDATE ${table} SET away_seq = ?2, away_delivery = ?3 WHERE party = ?1`),
    );
    this.#conversation = db.prepare('INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#mark = db.prepare('UPDATE mark SET value = ?2 WHERE name = ?1 AND value < ?2');
  }

  /** Forgets what an earlier batch left, kept or not. */
  begin(): void {
    this.erased = false;
    this.begun = false;
    this.#length = 0;
    this.#expiredBefore = 0;
    this.#lastTicket = 0;
    this.#lastAt = 0;
    this.#forgotten.clear();
    this.#deliveries.begin();
  }

  /** Writes what is still gathered. To be called before the transaction ends. */
  finish(): void {
    this.#flush();
    for (const [key, forgotten] of this.#forgotten) this.#forget(key, forgotten);
    if (this.#expiredBefore > 0) this.#expire(this.#expiredBefore);
    if (this.#lastTicket > 0) this.#mark.run('last-ticket', this.#lastTicket);
    if (this.#lastAt > 0) this.#mark.run('last-at', this.#lastAt);
    if (this.#deliveries.last > 0) this.#mark.run('last-delivery', this.#deliveries.last);
  }

  message(
    seq: number,
    at: number,
    sender: number,
    recipient: number,
    attendant: number,
    text: string,
    label: number,
  ): void {
    const gathered = this.#gathered;
    let i = this.#length;
    gathered[i++] = seq;
    gathered[i++] = at;
    gathered[i++] = sender;
    gathered[i++] = recipient;
    gathered[i++] = attendant;
    gathered[i++] = text;
    gathered[i++] = label === 0 ? null : label;
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
    const forgotten = this.#forgotten.get(key);
    if (forgotten) forgotten.later.push({ id, name });
    else this.#party.run(id, key, name, keyHash(key));
  }

  person({ party, role, display, tokenHash, lang, since, sinceSeq }: PersonRecord): void {
    this.#person.run(party, role, display, tokenHash, lang, since, sinceSeq);
    this.presence(party, null);
    this.#lastAt = Math.max(this.#lastAt, since);
  }

  personEnded(party: number): void {
    this.#personEnded.run(party);
    this.#deliveries.drop(party);
  }

  presence(party: number, away: Place | null): void {
    for (const statement of this.#away) statement.run(party, away?.seq ?? null, away?.delivery ?? null);
  }

  account({ party, role, verifier, since, sinceSeq }: AccountRecord): void {
    this.#account.run(party, role, verifier, since, sinceSeq);
    this.#lastAt = Math.max(this.#lastAt, since);
  }

  accountRemoved(party: number): void {
    this.#accountRemoved.run(party);
    this.#deliveries.drop(party);
    this.erased = true;
  }

  delivery(delivery: DeliveryRecord): void {
    this.#deliveries.add(delivery);
  }

  conversation(conversation: ConversationRecord): void {
    const { id, customer, attendant, state, ticket, waitingSince, firstSeq, at } = conversation;
    this.#conversation.run(id, customer, attendant, state, ticket, waitingSince, firstSeq, at);
    this.#lastTicket = Math.max(this.#lastTicket, ticket);
    this.#lastAt = Math.max(this.#lastAt, at, waitingSince);
  }

  /**
   * Only noted, and done at the end of the batch, where it is known who took the name later in the same batch: given
   * a second time, the batch must not forget those too.
   */
  forgotten(key: string): void {
    for (const { id, name } of this.#forgotten.get(key)?.later ?? [])
      this.#party.run(id, key, name, keyHash(key));
    this.#forgotten.set(key, { lastDelivery: this.#deliveries.newest(), later: [] });
  }

  expired(before: number): void {
    // At the end of the batch too, and last: what is forgotten by then keeps no name alive.
    this.#expiredBefore = Math.max(this.#expiredBefore, before);
  }

  #expire(before: number): void {
    this.begun = true;
    this.#eraser.expire(before);
  }

  #forget(key: string, { lastDelivery, later }: Forgotten): void {
    this.begun = true;
    this.#eraser.forget(key, new Set(later.map(({ id }) => id)), lastDelivery);
    for (const { id, name } of later) this.#party.run(id, key, name, keyHash(key));
  }

  #flush(): void {
    const gathered = this.#gathered;
    for (let i = 0; i < this.#length; i += COLUMNS) {
      this.#message.run(...gathered.slice(i, i + COLUMNS));
    }
    this.#length = 0;
  }
}
