/** Which message was the last one before a moment: times grow with seqs, so it is found by halves. Pure reading. */

import type { DatabaseSync } from 'node:sqlite';

/** The seq of the newest message of before a time, or 0; erased ones count while their places are there. */
export type NewestBefore = (time: number) => number;

/** O(log messages) each time, at most 53 steps. */
export function newestBefore(db: DatabaseSync): NewestBefore {
  const newest = db.prepare('SELECT seq, at FROM message WHERE seq <= ? ORDER BY seq DESC LIMIT 1');
  return (time) => {
    let old = 0;
    let young = Number.MAX_SAFE_INTEGER;
    while (young - old > 1) {
      const middle = old + Math.floor((young - old) / 2);
      const row = newest.get(middle);
      if (row === undefined || (row['at'] as number) < time) old = middle;
      else young = row['seq'] as number;
    }
    return (newest.get(old)?.['seq'] as number | undefined) ?? 0;
  };
}
