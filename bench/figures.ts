/**
 * Many measurements as a few figures. Latencies go into buckets of two per cent, so that any number of them
 * takes the same memory and next to no time.
 */

const FROM_MS = 0.001;
const STEP = Math.log(1.02);
/** Up to 0.001 ms × 1.02^1100, about 48 minutes. */
const BUCKETS = 1100;

export class Latencies {
  readonly #counts = new Uint32Array(BUCKETS);
  count = 0;

  add(ms: number): void {
    const bucket = ms <= FROM_MS ? 0 : Math.trunc(Math.log(ms / FROM_MS) / STEP);
    this.#counts[Math.min(bucket, BUCKETS - 1)]!++;
    this.count++;
  }

  /** The upper end of the bucket in which that share of all latencies is reached, in ms. */
  at(share: number): number {
    let left = Math.ceil(this.count * share);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket]!;
      if (left <= 0) return FROM_MS * Math.exp((bucket + 1) * STEP);
    }
    return Number.NaN;
  }
}

/** The middle one; of an even number, the mean of both in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}
