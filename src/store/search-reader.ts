/**
 * Looks for words: in the index (see search-index.ts) and, one after the other, in the messages that it lacks. What
 * the index finds is looked at again, as words may share a term. It never begins or ends a transaction: whoever calls
 * it does, and tells `SqliteMessages`. However many messages there are, no step of it takes more than some dozen
 * milliseconds, and between two of them it looks whether there is time left.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Scope, SearchQuery } from '../desk/journal.ts';
import { hasWords, wordsOf } from '../protocol/words.ts';
import { ERASED } from './eraser.ts';
import { boundsOf, isWithin } from './search-scopes.ts';
import { SearchTerms, windows } from './search-terms.ts';
import type { ReadMessage, SqliteMessages } from './sqlite-messages.ts';
import type { TimeBudget } from './time-budget.ts';
import { merged } from './walks.ts';

/**
 * If so few messages have one of the words, they are looked at one by one: that takes 6 µs for each, whereas the index
 * needs more than that for every word that many have.
 */
const FEW = 256;
const ALL = -1;

/** If so few have one of them, the index is asked for all at once; else for one window after the other. */
const SOME = 2048;

/**
 * So is it for so few terms, whoever has them: among a million messages that takes some 40 ms at worst, and windows
 * would make the usual search of two or three words take five times as long.
 */
const FEW_TERMS = 4;

/** The last seq that there can be. */
const MOST = Number.MAX_SAFE_INTEGER - 1;

/** Above the one, and up to the other. */
interface Between {
  readonly after: number;
  readonly upto: number;
}

export class SearchReader {
  readonly #messages: SqliteMessages;
  readonly #terms: SearchTerms;
  readonly #upto: StatementSync;
  readonly #subject: StatementSync;
  readonly #indexed: StatementSync;
  readonly #count: StatementSync;
  readonly #texts: StatementSync;

  constructor(db: DatabaseSync, messages: SqliteMessages) {
    this.#messages = messages;
    this.#terms = new SearchTerms(
      db.prepare("SELECT value FROM mark WHERE name = 'search-key'").get()!['value'] as number,
    );
    this.#upto = db.prepare("SELECT value FROM mark WHERE name = 'searched-upto'");
    this.#subject = db.prepare('SELECT subject FROM party WHERE id = ?');
    this.#indexed = db.prepare(
      'SELECT rowid FROM word WHERE word MATCH ? AND rowid > ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?',
      { returnArrays: true },
    );
    this.#count = db.prepare(
      'SELECT count(*) AS count FROM (SELECT 1 FROM word WHERE word MATCH ? AND rowid > ? AND rowid <= ? LIMIT ?)',
    );
    this.#texts = db.prepare(
      `SELECT seq, text FROM message
       WHERE seq > ? AND seq <= ? AND text IS NOT NULL AND sender <> ${ERASED} AND note = 0
       ORDER BY seq DESC`,
      { returnArrays: true },
    );
  }

  /**
   * The newest messages that have all the words of the text, newest first; none if it has no words. O(messages that
   * have the rarest word) at worst, mostly far less, and 1 µs for each message that the index lacks; within scopes,
   * only for each of theirs. It ends with the budget.
   */
  *newestFirst(
    { text, scopes }: Pick<SearchQuery, 'text' | 'scopes'>,
    budget: TimeBudget,
  ): Generator<ReadMessage, void> {
    const words = [...new Set(wordsOf(text))];
    const subjects = scopes && this.#subjectsOf(scopes);
    if (words.length === 0 || subjects?.length === 0) return;
    const bounds = boundsOf(scopes);
    const after = Math.max(bounds.after, this.#messages.expired);
    const indexed = this.#upto.get()!['value'] as number;
    const lacking = { after: Math.max(after, indexed), upto: bounds.upto };
    const lacked = scopes ? this.#ofScopes(scopes, subjects!, lacking) : this.#ofAll(words, lacking, budget);
    const terms = this.#terms.match(words, subjects);
    const found = this.#candidates(terms, { after, upto: Math.min(bounds.upto, indexed) }, budget);
    for (const seqs of [lacked, found]) {
      for (const seq of seqs) {
        if (budget.isSpent) return;
        const message = this.#messages.get(seq);
        if (!message || message.gone || message.note) continue;
        if (isWithin(scopes, message) && hasWords(message.text, words)) yield message;
      }
    }
  }

  /** The messages between two seqs that have all of these words. */
  *#ofAll(words: readonly string[], { after, upto }: Between, budget: TimeBudget): Generator<number, void> {
    for (const row of this.#texts.iterate(after, upto)) {
      if (budget.isSpent) return;
      const [seq, text] = row as unknown as [number, string];
      if (hasWords(text, words)) yield seq;
    }
  }

  /** No less than the messages of these scopes between two seqs: the index for HISTORY lacks only few of them. */
  *#ofScopes(
    scopes: readonly Scope[],
    subjects: readonly number[],
    { after, upto }: Between,
  ): Generator<number, void> {
    const parties = scopes.map(({ party }) => party);
    const { indexed } = this.#messages;
    yield* this.#messages.unlisted(parties, after, Math.min(upto, MOST) + 1);
    const before = Math.min(upto, indexed) + 1;
    yield* merged(subjects.map((subject) => this.#messages.listed(subject, after, before)));
  }

  /** No less than the messages of the index between two seqs that have all of these terms, newest first. */
  *#candidates(
    terms: readonly string[],
    { after, upto }: Between,
    budget: TimeBudget,
  ): Generator<number, void> {
    for (const term of terms) {
      const few = this.#indexed.all(term, after, upto, FEW);
      if (few.length === FEW) continue;
      for (const row of few) yield (row as unknown as [number])[0];
      return;
    }
    const some =
      terms.length <= FEW_TERMS ||
      terms.some((term) => (this.#count.get(term, after, upto, SOME)!['count'] as number) < SOME);
    // FTS5 looks for the next one that has all of them for as long as it takes: so that is bounded.
    const all = terms.join(' AND ');
    const parts = windows(after, upto, terms.length).map((window) => `${window} AND ${all}`);
    for (const asked of some ? [all] : parts) {
      if (budget.isSpent) return;
      for (const row of this.#indexed.iterate(asked, after, upto, ALL)) {
        yield (row as unknown as [number])[0];
      }
    }
  }

  #subjectsOf(scopes: readonly Scope[]): number[] {
    const subjects = scopes.map(({ party }) => this.#subject.get(party)?.['subject'] as number | undefined);
    return [...new Set(subjects.filter((subject) => subject !== undefined))];
  }
}
