/**
 * Texts that left some time ago and have no reply yet: their writer is to see once that they are on their way. Owns
 * when that is due, for one connection; the time is passed in.
 */

import type { Job, Said } from './saying.ts';

/** Milliseconds for which nobody misses the reply. */
const SOON_MS = 2_000;

export class Overdue {
  readonly #since = new WeakMap<Job, number>();
  readonly #told = new WeakSet<Job>();

  /** Those of `texts`, all that have no reply at `now`, which are to be shown now. To be called once a second. */
  among(texts: readonly Said[], now: number): readonly Said[] {
    return texts.filter(({ job }) => {
      const since = this.#since.get(job) ?? now;
      this.#since.set(job, since);
      if (now - since < SOON_MS || this.#told.has(job)) return false;
      this.#told.add(job);
      return true;
    });
  }
}
