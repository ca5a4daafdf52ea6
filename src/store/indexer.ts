/**
 * The index for HISTORY, made behind the messages: notes whom each concerns, and now and then adds all of them to
 * the lists of their subjects, in one large sorted piece. It owns what the index lacks (the tail), and never
 * begins or ends a transaction.
 *
 * Some thousand messages at a time touch each subject's list once, in the order of the table; message by message
 * would cost several times what appending them did. The larger the pieces the cheaper (see sqlite-writer.ts).
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LONGEST_LIST, pack } from './postings.ts';

/** How many parties' subjects are remembered from one piece to the next. */
const REMEMBERED = 65_536;

/** What is noted of a message: seq, sender, recipient, attendant. */
const WIDTH = 4;

export class Indexer {
  /** Notes of the messages that the index lacks, oldest first: those committed, then those of the batch at hand. */
  #tail: number[] = [];
  #committed = 0;
  #lastSeq = 0;
  readonly #subjects = new Map<number, number>();
  /** The parties of the tail, as far as they were asked for: up to this place in it. */
  readonly #inTail = new Set<number>();
  #inTailUpto = 0;

  readonly #subject: StatementSync;
  readonly #insert: StatementSync;
  readonly #advance: StatementSync;

  /** Reads what an earlier run left without an index. */
  constructor(db: DatabaseSync) {
    this.#subject = db.prepare('SELECT subject FROM party WHERE id = ?');
    this.#insert = db.prepare('INSERT INTO posting VALUES (?, ?, ?)');
    this.#advance = db.prepare("UPDATE mark SET value = ? WHERE name = 'indexed-upto'");
    this.#lastSeq = db.prepare("SELECT value FROM mark WHERE name = 'indexed-upto'").get()![
      'value'
    ] as number;
    const left = db.prepare(
      'SELECT seq, sender, recipient, attendant FROM message WHERE seq > ? ORDER BY seq',
      { returnArrays: true },
    );
    for (const row of left.iterate(this.#lastSeq)) {
      this.note(...(row as unknown as [number, number, number, number]));
    }
    this.commit();
  }

  /** The seq of the newest message, once it is committed. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** How many messages the index lacks. */
  get behind(): number {
    return this.#committed / WIDTH;
  }

  /** Whether the index lacks a message that concerns this party. O(1) amortised, between two pieces. */
  lacks(party: number): boolean {
    for (; this.#inTailUpto < this.#committed; this.#inTailUpto += WIDTH) {
      for (let i = 1; i < WIDTH; i++) this.#inTail.add(this.#tail[this.#inTailUpto + i]!);
    }
    return this.#inTail.has(party);
  }

  /** Notes a message of the batch at hand. One that was noted before is not noted twice. */
  note(seq: number, sender: number, recipient: number, attendant: number): void {
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    this.#tail.push(seq, sender, recipient, attendant);
  }

  /** The batch at hand was committed. */
  commit(): void {
    this.#committed = this.#tail.length;
  }

  /** The batch at hand was not. */
  rollback(): void {
    if (this.#tail.length === this.#committed) return;
    this.#lastSeq = this.#tail[this.#committed]! - 1;
    this.#tail.length = this.#committed;
  }

  /** Writes what the index lacks. Once that is committed, `forget` is to be called. */
  write(): void {
    const lists = this.#listBySubject();
    for (const subject of [...lists.keys()].sort((a, b) => a - b)) {
      const seqs = lists.get(subject)!;
      for (let from = 0; from < seqs.length; from += LONGEST_LIST) {
        const to = Math.min(from + LONGEST_LIST, seqs.length);
        this.#insert.run(subject, seqs[to - 1]!, pack(seqs, from, to));
      }
    }
    this.#advance.run(this.#lastSeq);
  }

  /** Forgets what was written. */
  forget(): void {
    this.#tail = [];
    this.#committed = 0;
    this.#inTail.clear();
    this.#inTailUpto = 0;
  }

  #listBySubject(): Map<number, number[]> {
    const tail = this.#tail;
    const lists = new Map<number, number[]>();
    const listOfParty = new Map<number, number[]>([[0, []]]);
    const add = (party: number, seq: number) => {
      let list = listOfParty.get(party);
      if (list === undefined) listOfParty.set(party, (list = this.#listOf(party, lists)));
      // Two parties of one message may be one subject, which then has the seq already.
      if (list[list.length - 1] !== seq) list.push(seq);
    };
    for (let i = 0; i < tail.length; i += WIDTH) {
      const seq = tail[i]!;
      const sender = tail[i + 1]!;
      const recipient = tail[i + 2]!;
      const attendant = tail[i + 3]!;
      add(sender, seq);
      if (recipient !== sender) add(recipient, seq);
      if (attendant !== recipient && attendant !== sender) add(attendant, seq);
    }
    return lists;
  }

  /** The list of a party's subject; for one that is not stored, as the desk, a list that goes nowhere. */
  #listOf(party: number, lists: Map<number, number[]>): number[] {
    const subject = this.#subjectOf(party);
    const list = lists.get(subject) ?? [];
    if (subject > 0) lists.set(subject, list);
    return list;
  }

  #subjectOf(party: number): number {
    let subject = this.#subjects.get(party);
    if (subject === undefined) {
      subject = (this.#subject.get(party)?.['subject'] as number | undefined) ?? 0;
      if (this.#subjects.size >= REMEMBERED) this.#subjects.clear();
      this.#subjects.set(party, subject);
    }
    return subject;
  }
}
