/** The desk's figures, counted in the database. It never begins or ends a transaction, nor writes. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Stats } from '../desk/journal.ts';
import { byHour, HOUR_MS, hoursOf, midnightOf } from './day.ts';
import { ERASED } from './eraser.ts';
import { type NewestBefore, newestBefore } from './moments.ts';

/** The mean of the one or two in the middle. */
const MEDIAN = (value: string, of: string) => `(
  SELECT avg(${value}) FROM (SELECT ${value} FROM ${of} ORDER BY ${value}
    LIMIT 2 - (SELECT count(*) FROM ${of}) % 2 OFFSET ((SELECT count(*) FROM ${of}) - 1) / 2))`;

/** The conditions of the first three lines are those of an index. */
const CLOSED = `
  WITH ended AS MATERIALIZED (
    SELECT waiting_since, answered_at, conversation.at - opened_at AS duration, score
    FROM conversation LEFT JOIN rating ON rating.conversation = conversation.id
    WHERE state = 'closed' AND attendant <> 0 AND opened_at > 0
      AND conversation.at >= :midnight AND conversation.at <= :at),
  answered AS MATERIALIZED (SELECT answered_at - waiting_since AS wait FROM ended WHERE answered_at > 0)
  SELECT count(*) AS closed, count(score) AS ratings, avg(score) AS rating,
    ${MEDIAN('duration', 'ended')} AS duration, ${MEDIAN('wait', 'answered')} AS firstAnswer
  FROM ended`;

const ALIVE = `
  SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'open') AS open
  FROM conversation WHERE state <> 'closed'`;

/** Of those behind one seq, up to another. */
const MESSAGES = `
  SELECT count(*) AS count FROM message WHERE seq > ? AND seq <= ? AND sender <> ${ERASED} AND note = 0`;

/** Whoever is being forgotten said nothing, and was told nothing. */
const NOT_FORGOTTEN = `
  AND NOT EXISTS (SELECT 1 FROM party
    WHERE id IN (sender, recipient) AND subject IN (SELECT subject FROM erasure WHERE subject > 0))`;

type Closed = Pick<Stats, 'closed' | 'ratings' | 'rating' | 'duration' | 'firstAnswer'>;

export class SqliteStats {
  readonly #newestBefore: NewestBefore;
  readonly #closed: StatementSync;
  readonly #alive: StatementSync;
  readonly #forgetting: StatementSync;
  readonly #messages: StatementSync;
  readonly #notForgotten: StatementSync;

  constructor(db: DatabaseSync) {
    this.#newestBefore = newestBefore(db);
    this.#closed = db.prepare(CLOSED);
    this.#alive = db.prepare(ALIVE);
    this.#forgetting = db.prepare('SELECT 1 FROM erasure WHERE subject > 0 LIMIT 1');
    this.#messages = db.prepare(MESSAGES);
    this.#notForgotten = db.prepare(`${MESSAGES} ${NOT_FORGOTTEN}`);
  }

  /**
   * The figures of that day up to that moment. Messages up to `expired` are not counted. O(messages of the day and its
   * conversations, and those that are not over): 0.1 s for a million messages of one day.
   */
  at(at: number, expired: number): Stats {
    const hours = hoursOf(at);
    const messages = this.#forgetting.get() ? this.#notForgotten : this.#messages;
    /** From one moment up to another that is not in it. */
    const count = (from: number, end: number) =>
      messages.get(Math.max(this.#newestBefore(from), expired), this.#newestBefore(end))!['count'] as number;
    return {
      ...(this.#alive.get() as unknown as Pick<Stats, 'waiting' | 'open'>),
      ...(this.#closed.get({ midnight: midnightOf(at), at }) as unknown as Closed),
      byHour: byHour(
        hours,
        hours.map(({ from, end }) => count(from, end)),
      ),
      lastHour: count(at - HOUR_MS + 1, at + 1),
    };
  }
}
