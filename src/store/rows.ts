/**
 * Records as rows: what was said, and names, here, the rest where its rows are. It owns the prepared
 * statements and the messages gathered for the next of them; it never begins or ends a transaction.
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
  RatingRecord,
  RoomRecord,
  Status,
} from '../desk/journal.ts';
import { Conversations } from './conversations.ts';
import { Deliveries } from './deliveries.ts';
import type { Eraser } from './eraser.ts';
import { Identities } from './identities.ts';
import type { Indexer } from './indexer.ts';
import { keyHash } from './key-hash.ts';
import { Rooms } from './rooms.ts';
import type { SearchIndex } from './search-index.ts';

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
  readonly #search: SearchIndex;
  readonly #deliveries: Deliveries;
  readonly #identities: Identities;
  readonly #rooms: Rooms;
  readonly #conversations: Conversations;
  readonly #message: StatementSync;
  readonly #messages: StatementSync;
  readonly #note: StatementSync;
  readonly #gone: StatementSync;
  readonly #party: StatementSync;
  readonly #mark: StatementSync;

  /** Each message is also noted for the index; what is to be erased is begun by the eraser. */
  constructor(db: DatabaseSync, indexer: Indexer, eraser: Eraser, search: SearchIndex) {
    this.#indexer = indexer;
    this.#eraser = eraser;
    this.#search = search;
    this.#deliveries = new Deliveries(db);
    this.#identities = new Identities(db);
    this.#rooms = new Rooms(db);
    this.#conversations = new Conversations(db);
    const insert = 'INSERT OR IGNORE INTO message (seq, at, sender, recipient, attendant, text, label';
    const row = '(?, ?, ?, ?, ?, ?, ?)';
    this.#message = db.prepare(`${insert}) VALUES ${row}`);
    this.#messages = db.prepare(`${insert}) VALUES ${new Array(ROWS).fill(row).join()}`);
    this.#note = db.prepare(`${insert}, note) VALUES (?, ?, ?, ?, ?, ?, ?, 1)`);
    this.#gone = db.prepare('UPDATE message SET text = NULL WHERE seq = ?');
    this.#party = db.prepare(
      `INSERT OR IGNORE INTO party
       VALUES (?1, coalesce((SELECT min(subject) FROM party WHERE key_hash = ?4 AND key = ?2), ?1), ?2, ?3, ?4)`,
    );
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
    this.#search.settle();
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

  note(
    seq: number,
    at: number,
    author: number,
    customer: number,
    attendant: number,
    text: string,
    label: number,
  ): void {
    // Rows are appended in the order of their seqs.
    this.#flush();
    this.#note.run(seq, at, author, customer, attendant, text, label === 0 ? null : label);
    this.#indexer.note(seq, author, customer, attendant);
  }

  gone(seq: number): void {
    this.#flush();
    this.#search.remove(seq);
    this.#gone.run(seq);
    this.erased = true;
  }

  party(id: number, key: string, name: string): void {
    const forgotten = this.#forgotten.get(key);
    if (forgotten) forgotten.later.push({ id, name });
    else this.#party.run(id, key, name, keyHash(key));
  }

  person(person: PersonRecord): void {
    this.#identities.person(person);
    this.#lastAt = Math.max(this.#lastAt, person.since);
  }

  personEnded(party: number): void {
    this.#identities.personEnded(party);
    this.#rooms.dropped(party);
    this.#deliveries.drop(party);
  }

  status(party: number, status: Status): void {
    this.#identities.status(party, status);
  }

  renamed(from: number, to: number, seq: number): void {
    this.#identities.renamed(from, to, seq);
    this.#rooms.moved(from, to);
    this.#deliveries.moved(from, to);
    this.#conversations.renamed(from, to);
  }

  presence(party: number, away: Place | null): void {
    this.#identities.presence(party, away);
  }

  account(account: AccountRecord): void {
    this.#identities.account(account);
    this.#lastAt = Math.max(this.#lastAt, account.since);
  }

  accountRemoved(party: number): void {
    this.#identities.accountRemoved(party);
    this.#deliveries.drop(party);
    this.erased = true;
  }

  delivery(delivery: DeliveryRecord): void {
    this.#deliveries.add(delivery);
  }

  conversation(conversation: ConversationRecord): void {
    const { ticket, waitingSince, at } = conversation;
    this.#conversations.conversation(conversation);
    this.#lastTicket = Math.max(this.#lastTicket, ticket);
    this.#lastAt = Math.max(this.#lastAt, at, waitingSince);
  }

  returned(conversation: number, attendant: number): void {
    this.#conversations.returned(conversation, attendant);
  }

  rating(rating: RatingRecord): void {
    this.#conversations.rating(rating);
    this.#lastAt = Math.max(this.#lastAt, rating.at);
  }

  room(room: RoomRecord): void {
    this.#rooms.room(room);
    this.#lastAt = Math.max(this.#lastAt, room.since);
  }

  roomEnded(party: number): void {
    this.#rooms.roomEnded(party);
    this.#deliveries.drop(party);
  }

  joined(room: number, party: number, seq: number): void {
    this.#rooms.joined(room, party, seq);
  }

  left(room: number, party: number, seq: number): void {
    this.#rooms.left(room, party, seq);
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
