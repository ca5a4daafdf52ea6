/**
 * Latencies as counts in buckets, each 5 % wider than the one before: bounded, however long it goes on, and exact to
 * 5 %.
 */

const STEP = Math.log(1.05);
const LEAST_MS = 0.01;
/** The last bucket begins beyond 100 s. */
const BUCKETS = 332;

export class Latencies {
  readonly counts: number[];

  constructor(counts: readonly number[] = new Array(BUCKETS).fill(0)) {
    this.counts = [...counts];
  }

  get size(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** O(1). */
  add(ms: number): void {
    const bucket = Math.ceil(Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / STEP);
    this.counts[Math.min(bucket, BUCKETS - 1)]! += 1;
  }

  addAll(other: Latencies): void {
    for (const [bucket, count] of other.counts.entries()) this.counts[bucket]! += count;
  }

  /** In milliseconds: the upper end of the bucket that this share, 0 to 1, of them reach; 0 of none. */
  quantile(share: number): number {
    let left = this.size * share;
    for (const [bucket, count] of this.counts.entries()) {
      left -= count;
      if (count > 0 && left <= 0) return LEAST_MS * Math.exp(bucket * STEP);
    }
    return 0;
  }

  /** Gives what is in it, and begins anew. */
  take(): Latencies {
    const taken = new Latencies(this.counts);
    this.counts.fill(0);
    return taken;
  }
}
