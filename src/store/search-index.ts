/**
 * The index for SEARCH, an FTS5 table made behind the messages: for each up to the mark `searched-upto` it holds its
 * terms (see search-terms.ts), but for notes and what was erased. It puts them in and takes them out, and never begins
 * or ends a transaction, nor looks for anything.
 *
 * What is taken out is at first only marked as such in the index; it is gone once all pieces of the index are merged
 * into one. (FTS5's own `secure-delete` does it at once, but among a million messages takes 2 ms for each, whereas a
 * merge of all takes 0.6 s, however many were taken out.)
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { WORDS_VERSION, wordsOf } from '../protocol/words.ts';
import { SearchTerms, TERMS_VERSION } from './search-terms.ts';

/**
 * Messages that are put in at a time; and characters and milliseconds after which it is enough. (The larger part of the
 * work comes with the commit, where no clock is looked at.)
 */
const PIECE = 512;
const PIECE_CHARACTERS = 64 * 1024;
const PIECE_MS = 3;

/**
 * Pages that are merged with each transaction, and at a time when all are. FTS5 would merge by itself, but now and then
 * for 50 ms. A message passes five or six merges on its way among a million: 24 pages are enough for 512 of them.
 */
const MERGED_EACH_TIME = 24;
const MERGED_AT_A_TIME = 16;

/** Parties whose subjects are remembered. */
const REMEMBERED = 65_536;

/** A merge that had nothing to do changes fewer rows. */
const SOME = 2;

export class SearchIndex {
  readonly #terms: SearchTerms;
  readonly #subjects = new Map<number, number>();
  #upto = 0;
  /** Whether something was taken out since all pieces were one, and whether it was in the transaction at hand. */
  #unmerged = false;
  #removed = false;

  readonly #mark: StatementSync;
  readonly #advance: StatementSync;
  readonly #piece: StatementSync;
  readonly #message: StatementSync;
  readonly #subject: StatementSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #merge: StatementSync;
  readonly #changes: StatementSync;

  /** An index that was made of other words than today's is begun anew. */
  constructor(db: DatabaseSync) {
    this.#mark = db.prepare('SELECT value FROM mark WHERE name = ?');
    this.#advance = db.prepare('UPDATE mark SET value = ?2 WHERE name = ?1');
    this.#piece = db.prepare(
      `SELECT seq, sender, recipient, note, text FROM message WHERE seq > ? ORDER BY seq LIMIT ${PIECE}`,
      { returnArrays: true },
    );
    this.#message = db.prepare(
      'SELECT seq, sender, recipient, note, text FROM message WHERE seq = ? AND text IS NOT NULL',
      { returnArrays: true },
    );
    this.#subject = db.prepare('SELECT subject FROM party WHERE id = ?', { returnArrays: true });
    this.#insert = db.prepare('INSERT INTO word (rowid, words) VALUES (?, ?)');
    this.#remove = db.prepare("INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)");
    this.#merge = db.prepare("INSERT INTO word (word, rank) VALUES ('merge', ?)");
    this.#changes = db.prepare('SELECT total_changes()', { returnArrays: true });
    if (this.#read('search-version') !== version()) {
      // In this order it is done again if it is not done to the end.
      this.#advance.run('searched-upto', 0);
      db.exec("INSERT INTO word (word) VALUES ('delete-all')");
      this.#advance.run('search-version', version());
    }
    this.#terms = new SearchTerms(this.#read('search-key'));
    this.reload();
  }

  /** Up to which seq messages are in it. */
  get upto(): number {
    return this.#upto;
  }

  /** Whether something that was taken out may still stand in it. */
  get unmerged(): boolean {
    return this.#unmerged;
  }

  /** Begins again where the database says: after a transaction that failed. */
  reload(): void {
    this.#upto = this.#read('searched-upto');
    this.#unmerged = this.#read('search-unmerged') === 1;
    this.#removed = false;
  }

  /**
   * Puts the next messages in, for some milliseconds: with merging some 11 µs of CPU for one of a dozen words.
   * @param last the seq of the newest message
   */
  write(last: number): void {
    const until = performance.now() + PIECE_MS;
    const from = this.#upto;
    this.#upto = last;
    let looked = 0;
    let characters = 0;
    for (const row of this.#piece.iterate(from) as Iterable<unknown> as Iterable<Row>) {
      const terms = this.#termsOf(row);
      if (terms !== '') this.#insert.run(row[0], terms);
      characters += row[4]?.length ?? 0;
      if (++looked < PIECE && characters < PIECE_CHARACTERS && performance.now() < until) continue;
      this.#upto = row[0];
      break;
    }
    this.#merge.run(MERGED_EACH_TIME);
    this.#advance.run('searched-upto', this.#upto);
  }

  /** Takes a message out, before it is emptied; nothing happens if it is not in. Some 20 µs. */
  remove(seq: number): void {
    if (seq > this.#upto) return;
    const row = this.#message.get(seq) as Row | undefined;
    const terms = row ? this.#termsOf(row) : '';
    if (terms === '') return;
    this.#remove.run(seq, terms);
    this.#removed = true;
    if (this.#unmerged) return;
    this.#unmerged = true;
    this.#advance.run('search-unmerged', 1);
  }

  /** To be called at the end of a transaction that may have taken something out: the index stays in few pieces. */
  settle(): void {
    if (this.#removed) this.#merge.run(MERGED_EACH_TIME);
    this.#removed = false;
  }

  /** Goes on merging for some milliseconds, until nothing that was taken out stands in the index any more. */
  merge(): void {
    const before = this.#total();
    // A negative number of pages is for merging all into one, instead of what has many pieces of about one size.
    this.#merge.run(-MERGED_AT_A_TIME);
    if (this.#total() - before >= SOME) return;
    this.#unmerged = false;
    this.#advance.run('search-unmerged', 0);
  }

  /** '' for what is not to be found: a note, and what was erased. */
  #termsOf([seq, sender, recipient, note, text]: Row): string {
    if (text === null || note !== 0) return '';
    return this.#terms.of(seq, wordsOf(text), this.#subjectOf(sender), this.#subjectOf(recipient));
  }

  /** That of a party never changes; 0 for the desk. */
  #subjectOf(party: number): number {
    if (party === 0) return 0;
    let subject = this.#subjects.get(party);
    if (subject === undefined) {
      subject = (this.#subject.get(party) as readonly number[] | undefined)?.[0] ?? 0;
      if (this.#subjects.size === REMEMBERED) this.#subjects.clear();
      if (subject > 0) this.#subjects.set(party, subject);
    }
    return subject;
  }

  #read(mark: string): number {
    return this.#mark.get(mark)!['value'] as number;
  }

  #total(): number {
    return (this.#changes.get() as unknown as readonly number[])[0]!;
  }
}

type Row = readonly [seq: number, sender: number, recipient: number, note: number, text: string | null];

/** What the words of a text are depends on the Unicode that Node knows, too. */
function version(): number {
  return (
    1_000_000 * TERMS_VERSION +
    10_000 * WORDS_VERSION +
    Math.round(10 * Number(process.versions['unicode'] ?? 0))
  );
}
