/**
 * How long a waiting customer has still to wait, told from how long the last conversations took. Pure: the desk keeps
 * the samples, this file only reads them.
 */

import { FEWEST_SAMPLES, MAX_SAMPLES } from './bounds.ts';

/** What is said in place of an estimate while too little is known. */
export const UNKNOWN_ESTIMATE = '?';

const MS_PER_SECOND = 1000;

/** The samples with one more; of more than MAX_SAMPLES the oldest falls out. O(MAX_SAMPLES). */
export function withSample(durations: readonly number[], duration: number): readonly number[] {
  return [...durations.slice(1 - MAX_SAMPLES), duration];
}

/**
 * Whole seconds, rounded up, until the customer in this place of the line is served: those before them, and they
 * themselves, each wait for one of the open conversations to end. `?` with fewer than FEWEST_SAMPLES samples. O(1)
 * while the samples stay the same.
 *
 * @param durations how long conversations were open, in milliseconds; the array must never change.
 * @param position the place in the line, from 1.
 * @param open how many conversations are open now.
 */
export function estimate(durations: readonly number[], position: number, open: number): string {
  if (durations.length < FEWEST_SAMPLES) return UNKNOWN_ESTIMATE;
  return `${Math.ceil((position * medianOf(durations)) / (Math.max(1, open) * MS_PER_SECOND))}`;
}

/** The last one is kept: when the line moves, everybody in it is told an estimate from the same samples. */
function medianOf(durations: readonly number[]): number {
  if (durations !== lastDurations) {
    lastMedian = median(durations) ?? 0;
    lastDurations = durations;
  }
  return lastMedian;
}

let lastDurations: readonly number[] = [];
let lastMedian = 0;

/** The mean of the one or two in the middle; null if there are none. O(n log n). */
export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const { length } = sorted;
  return length === 0 ? null : (sorted[(length - 1) >> 1]! + sorted[length >> 1]!) / 2;
}
