/**
 * Who there is, as rows: people and accounts, where they went away, and which parties people were before. It owns the
 * prepared statements, and never begins or ends a transaction.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountRecord, PersonRecord, Place, Status } from '../desk/journal.ts';

export class Identities {
  readonly #person: StatementSync;
  readonly #personEnded: StatementSync;
  readonly #status: StatementSync;
  readonly #account: StatementSync;
  readonly #accountRemoved: StatementSync;
  readonly #away: readonly StatementSync[];
  readonly #renamed: readonly StatementSync[];
  readonly #former: StatementSync;
  readonly #formerEnded: StatementSync;

  constructor(db: DatabaseSync) {
    this.#person = db.prepare(
      `INSERT INTO person (party, role, display, token_hash, lang, since, since_seq)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
       ON CONFLICT DO UPDATE SET role = ?2, display = ?3, token_hash = ?4, lang = ?5, since = ?6, since_seq = ?7`,
    );
    this.#personEnded = db.prepare('DELETE FROM person WHERE party = ?');
    this.#status = db.prepare('UPDATE person SET status = ?2 WHERE party = ?1');
    this.#account = db.prepare(
      `INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5,
         (SELECT away_seq FROM person WHERE party = ?1), (SELECT away_delivery FROM person WHERE party = ?1))
       ON CONFLICT DO UPDATE SET role = ?2, verifier = ?3, since = ?4, since_seq = ?5`,
    );
    this.#accountRemoved = db.prepare('DELETE FROM account WHERE party = ?');
    this.#away = ['person', 'account'].map((table) =>
      db.prepare(`UPDATE ${table} SET away_seq = ?2, away_delivery = ?3 WHERE party = ?1`),
    );
    this.#renamed = [
      `UPDATE OR REPLACE person SET party = ?2,
         status = coalesce((SELECT status FROM person WHERE party = ?2), status) WHERE party = ?1`,
      'UPDATE OR REPLACE former SET party = ?2 WHERE party = ?1',
    ].map((sql) => db.prepare(sql));
    this.#former = db.prepare('INSERT OR REPLACE INTO former VALUES (?, ?, ?)');
    this.#formerEnded = db.prepare('DELETE FROM former WHERE party = ?');
  }

  /** They are connected until told. */
  person({ party, role, display, tokenHash, lang, since, sinceSeq }: PersonRecord): void {
    this.#person.run(party, role, display, tokenHash, lang, since, sinceSeq);
    this.presence(party, null);
  }

  personEnded(party: number): void {
    this.#personEnded.run(party);
    this.#formerEnded.run(party);
  }

  status(party: number, status: Status): void {
    this.#status.run(party, status);
  }

  presence(party: number, away: Place | null): void {
    for (const statement of this.#away) statement.run(party, away?.seq ?? null, away?.delivery ?? null);
  }

  account({ party, role, verifier, since, sinceSeq }: AccountRecord): void {
    this.#account.run(party, role, verifier, since, sinceSeq);
  }

  accountRemoved(party: number): void {
    this.#accountRemoved.run(party);
  }

  /**
   * Given again, what the first party left anew takes the place of what became the second's before; but for the status,
   * which may have been told earlier than whatever brought the first party back.
   */
  renamed(from: number, to: number, seq: number): void {
    for (const statement of this.#renamed) statement.run(from, to);
    this.#former.run(to, from, seq);
  }
}
