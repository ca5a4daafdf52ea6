/**
 * The tables, and how an older database becomes one of today. It never reads or writes a record.
 *
 * A release that changes a table appends a migration; one that was released is never edited.
 */

import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { keyHash } from './key-hash.ts';
import type { Durability } from './store.ts';
import { StoreError, storeError } from './store-error.ts';

/** "tele" in ASCII: tells our files from other people's databases. */
const APPLICATION_ID = 0x74656c65;

/**
 * - `message` is appended by seq and has no index but that of notes, which is what makes a commit cheap. A text of
 *   NULL is gone, a label of NULL is none. A sender of -1 is an erased message, of which only the place is left. A note
 *   is to the customer whom it is about.
 * - `party` is whoever a message can be from or to. All that bore the same key share the `subject`, the id of the
 *   first of them. A `key_hash` of 0 is a name that was erased.
 * - `person` and `account` know where somebody went away; NULL if they are connected.
 * - `posting` is the index for HISTORY, behind `message` by some thousand rows: which seqs belong to a subject,
 *   as packed lists (see postings.ts), each under its newest seq. A message may be erased and still be in lists.
 * - `delivery` is what went out in another place than that of its seq.
 * - `returned` is who gave a conversation back that is not over.
 * - `former` is which party somebody was before, up to a seq.
 * - `room` knows who made it, if it has a topic: 0 is nobody.
 * - `stay` is that somebody is in a room, its ids in the order of joining, or was, if it goes up to a seq; one in which
 *   no seq was given is none.
 * - `word` is the index for SEARCH, behind `message` as well: keyed hashes, not words (see search-index.ts).
 * - `erasure` is work that is not done yet (see eraser.ts).
 * - `mark` holds single numbers: how far the index goes, up to where messages are expired, whether anybody was ever
 *   forgotten, and the highest of each kind that any row ever had.
 *
 * Where texts stand, rows must not move. SQLite overwrites a row that it deletes (`secure_delete`), but not the copies
 * that stay behind in a page when its rows are spread over others, as happens wherever rows are inserted or deleted
 * in the middle, and in the inner nodes of indices. So `message` and `party` are only appended to, or made smaller in
 * place; only hashes of texts are indexed (see key-hash.ts); and the smaller tables are written anew when something was
 * erased (see eraser.ts).
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE message (
     seq INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     sender INTEGER NOT NULL,
     recipient INTEGER NOT NULL,
     attendant INTEGER NOT NULL,
     text TEXT
   );
   CREATE TABLE party (
     id INTEGER PRIMARY KEY,
     subject INTEGER NOT NULL,
     key TEXT NOT NULL,
     name TEXT NOT NULL
   );
   CREATE INDEX party_by_key ON party (key, subject);
   CREATE TABLE person (
     party INTEGER PRIMARY KEY,
     role TEXT NOT NULL,
     display TEXT NOT NULL,
     token_hash TEXT NOT NULL,
     lang TEXT NOT NULL,
     since INTEGER NOT NULL,
     since_seq INTEGER NOT NULL
   );
   CREATE TABLE conversation (
     id INTEGER PRIMARY KEY,
     customer INTEGER NOT NULL,
     attendant INTEGER NOT NULL,
     state TEXT NOT NULL,
     ticket INTEGER NOT NULL,
     waiting_since INTEGER NOT NULL,
     first_seq INTEGER NOT NULL,
     at INTEGER NOT NULL
   );
   CREATE INDEX conversation_alive ON conversation (ticket) WHERE state <> 'closed';
   CREATE TABLE posting (
     subject INTEGER NOT NULL,
     last_seq INTEGER NOT NULL,
     seqs BLOB NOT NULL,
     PRIMARY KEY (subject, last_seq)
   ) WITHOUT ROWID;
   CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
   INSERT INTO mark VALUES ('indexed-upto', 0), ('last-ticket', 0), ('last-at', 0);`,

  `ALTER TABLE message ADD COLUMN label INTEGER;
   CREATE TABLE party_2 (
     id INTEGER PRIMARY KEY,
     subject INTEGER NOT NULL,
     key TEXT NOT NULL,
     name TEXT NOT NULL,
     key_hash INTEGER NOT NULL
   );
   INSERT INTO party_2 SELECT id, subject, key, name, key_hash(key) FROM party ORDER BY id;
   DROP TABLE party;
   ALTER TABLE party_2 RENAME TO party;
   CREATE INDEX party_by_key_hash ON party (key_hash, subject);
   ALTER TABLE person ADD COLUMN away_seq INTEGER;
   ALTER TABLE person ADD COLUMN away_delivery INTEGER;
   CREATE TABLE account (
     party INTEGER PRIMARY KEY,
     role TEXT NOT NULL,
     verifier TEXT NOT NULL,
     since INTEGER NOT NULL,
     since_seq INTEGER NOT NULL,
     away_seq INTEGER,
     away_delivery INTEGER
   );
   CREATE TABLE delivery (
     id INTEGER PRIMARY KEY,
     party INTEGER NOT NULL,
     place INTEGER NOT NULL,
     kind TEXT NOT NULL,
     seq INTEGER NOT NULL,
     text TEXT NOT NULL
   );
   CREATE INDEX delivery_by_party ON delivery (party, id);
   CREATE INDEX conversation_by_customer ON conversation (customer);
   CREATE TABLE erasure (
     id INTEGER PRIMARY KEY,
     subject INTEGER NOT NULL,
     key TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at INTEGER NOT NULL,
     delivery INTEGER NOT NULL,
     stage INTEGER NOT NULL,
     done INTEGER NOT NULL
   );
   INSERT INTO mark VALUES ('last-seq', 0), ('last-party', 0), ('last-conversation', 0), ('last-delivery', 0),
     ('expired-upto', 0), ('ever-forgotten', 0);`,

  `ALTER TABLE message ADD COLUMN note INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE person ADD COLUMN status TEXT NOT NULL DEFAULT 'online';
   ALTER TABLE conversation ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversation ADD COLUMN answered_at INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX conversation_closed ON conversation (at)
     WHERE state = 'closed' AND attendant <> 0 AND opened_at > 0;
   CREATE INDEX note_by_customer ON message (recipient) WHERE note = 1;
   CREATE TABLE returned (
     conversation INTEGER NOT NULL,
     attendant INTEGER NOT NULL,
     PRIMARY KEY (conversation, attendant)
   ) WITHOUT ROWID;
   CREATE TABLE rating (conversation INTEGER PRIMARY KEY, score INTEGER NOT NULL, at INTEGER NOT NULL);
   CREATE TABLE former (party INTEGER NOT NULL, was INTEGER NOT NULL, upto INTEGER NOT NULL, PRIMARY KEY (party, was))
     WITHOUT ROWID;
   CREATE INDEX former_by_was ON former (was);
   CREATE TABLE room (
     party INTEGER PRIMARY KEY,
     topic TEXT NOT NULL,
     since INTEGER NOT NULL,
     maker INTEGER NOT NULL
   );
   CREATE INDEX room_by_maker ON room (maker) WHERE maker <> 0;
   CREATE TABLE stay (
     id INTEGER PRIMARY KEY,
     room INTEGER NOT NULL,
     party INTEGER NOT NULL,
     after INTEGER NOT NULL,
     upto INTEGER,
     UNIQUE (party, room, after)
   );
   CREATE INDEX stay_by_room ON stay (room) WHERE upto IS NULL;
   CREATE VIRTUAL TABLE word USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii');
   INSERT INTO word (word, rank) VALUES ('automerge', 0), ('usermerge', 8);
   INSERT INTO mark VALUES ('searched-upto', 0), ('search-version', 0), ('search-unmerged', 0),
     ('search-key', random() & 9007199254740991);`,
];

/**
 * Opens the database for writing, made or brought up to date as needed. Throws a `StoreError`.
 * (`fullfsync` is for macOS, where a plain sync leaves writes in the drive's cache.)
 */
export function openForWriting(path: string, durability: Durability): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    makeFile(path);
    db = new DatabaseSync(path, { timeout: BUSY_MS });
    refuseForeign(db, path);
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'};
      PRAGMA fullfsync = ${durability === 'full' ? 'ON' : 'OFF'};
      PRAGMA secure_delete = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    `);
    migrate(db);
    // A run that was killed may have left erased texts in the log.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return db;
  } catch (cause) {
    db?.close();
    throw storeError(cause, path);
  }
}

/** Opens it for reading, while a writer has it open. Throws a `StoreError`. */
export function openForReading(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  } catch (cause) {
    throw storeError(cause, path);
  }
}

/** How long a statement waits for another connection. Ours never block each other; somebody's `sqlite3` may. */
export const BUSY_MS = 100;

/**
 * The write-ahead log is moved into the database whenever a commit finds it longer than this. With 250, 1000 and
 * 4000, and with pages of 4, 8 and 16 KiB, a message costs the same within the noise (1.0–1.2 µs at 800 a batch);
 * so it is SQLite's own defaults for both, and a short log.
 */
const CHECKPOINT_PAGES = 1000;

/** For its owner alone; the log and the index of the log take after it. */
function makeFile(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}

function refuseForeign(db: DatabaseSync, path: string): void {
  const version = number(db, 'PRAGMA user_version');
  const tables = number(db, 'SELECT count(*) FROM sqlite_schema');
  if (tables > 0 && number(db, 'PRAGMA application_id') !== APPLICATION_ID) {
    throw new StoreError('corrupt', `${path} is not a database of Telechat`);
  }
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      'newer-schema',
      `${path} was written by a newer Telechat (its schema is ${version}, this one knows ${MIGRATIONS.length})`,
    );
  }
}

function migrate(db: DatabaseSync): void {
  db.function('key_hash', { deterministic: true, directOnly: true }, (key) => keyHash(String(key)));
  for (let version = number(db, 'PRAGMA user_version'); version < MIGRATIONS.length; version++) {
    db.exec(`
      BEGIN IMMEDIATE;
      ${MIGRATIONS[version]}
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${version + 1};
      COMMIT;
    `);
  }
}

function number(db: DatabaseSync, sql: string): number {
  return Object.values(db.prepare(sql).get() ?? {})[0] as number;
}
