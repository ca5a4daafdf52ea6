/** A database as the first release left it: its tables word for word, and a few rows. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Ana waits, with the messages 1 and 3; Bia, an attendant, is there, wrote 2 to Ana, and is gone, as is the one who
 * was Ana before. The index goes up to 2.
 */
export function makeVersion1(dir: string): void {
  mkdirSync(dir);
  const db = new DatabaseSync(join(dir, 'telechat.db'));
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE message (
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
    INSERT INTO mark VALUES ('indexed-upto', 2), ('last-ticket', 1), ('last-at', 50);
    INSERT INTO party VALUES (1, 1, 'ana', 'ana'), (2, 2, 'bia', 'Bia'), (3, 1, 'ana', 'Ana');
    INSERT INTO person VALUES
      (2, 'atendente', '', 'hash-2', 'pt', 10, 0), (3, 'consumidor', 'Ana Maria', 'hash-3', 'en', 20, 0);
    INSERT INTO conversation VALUES (1, 3, 0, 'waiting', 1, 20, 1, 20);
    INSERT INTO message VALUES (1, 30, 3, 0, 0, 'oi'), (2, 40, 2, 3, 2, NULL), (3, 50, 3, 0, 0, 'alô?');
    INSERT INTO posting VALUES (1, 2, x'01'), (2, 2, x'');
    PRAGMA application_id = ${0x74656c65};
    PRAGMA user_version = 1;
  `);
  db.close();
}
