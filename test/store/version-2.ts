/** A database of the second schema: its tables word for word, and a few rows. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keyHash } from '../../src/store/key-hash.ts';

/**
 * Bia, an attendant with an account, is there, and serves Ana, who is away since the message 3, said under a label, and
 * was told of it again; an earlier conversation of theirs is closed. Rui is gone. The index goes up to 2.
 */
export function makeVersion2(dir: string): void {
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
      text TEXT, label INTEGER
    );
    CREATE TABLE person (
      party INTEGER PRIMARY KEY,
      role TEXT NOT NULL,
      display TEXT NOT NULL,
      token_hash TEXT NOT NULL,
      lang TEXT NOT NULL,
      since INTEGER NOT NULL,
      since_seq INTEGER NOT NULL, away_seq INTEGER, away_delivery INTEGER
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
    CREATE TABLE party (
      id INTEGER PRIMARY KEY,
      subject INTEGER NOT NULL,
      key TEXT NOT NULL,
      name TEXT NOT NULL,
      key_hash INTEGER NOT NULL
    );
    CREATE INDEX party_by_key_hash ON party (key_hash, subject);
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
    INSERT INTO mark VALUES ('indexed-upto', 2), ('last-ticket', 2), ('last-at', 60), ('last-seq', 0), ('last-party', 0),
      ('last-conversation', 0), ('last-delivery', 1), ('expired-upto', 0), ('ever-forgotten', 0);
    INSERT INTO party VALUES
      (1, 1, 'rui', 'Rui', ${keyHash('rui')}), (2, 2, 'bia', 'Bia', ${keyHash('bia')}),
      (3, 3, 'ana', 'ana', ${keyHash('ana')});
    INSERT INTO account VALUES (2, 'atendente', 'verifier', 5, 0, NULL, NULL);
    INSERT INTO person VALUES
      (2, 'atendente', '', 'hash-2', 'pt', 10, 0, NULL, NULL),
      (3, 'consumidor', 'Ana Maria', 'hash-3', 'en', 20, 0, 3, 1);
    INSERT INTO conversation VALUES (1, 3, 2, 'closed', 1, 20, 1, 35), (2, 3, 2, 'open', 2, 40, 2, 45);
    INSERT INTO message VALUES
      (1, 30, 3, 0, 2, 'oi', NULL), (2, 50, 2, 3, 2, NULL, NULL), (3, 60, 3, 0, 2, 'alô?', 77);
    INSERT INTO posting VALUES (2, 2, x'01'), (3, 2, x'01');
    INSERT INTO delivery VALUES (1, 3, 3, 'CLOSED', 0, 'CLOSED Rui quit');
    PRAGMA application_id = ${0x74656c65};
    PRAGMA user_version = 2;
  `);
  db.close();
}
