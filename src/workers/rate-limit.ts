/**
 * A token bucket: so many commands per second, and a burst of four seconds' worth.
 */

const BURST_SECONDS = 4;

export class RateLimit {
  #perSecond: number;
  #tokens: number;
  #at: number;

  /** @param perSecond tokens per second; 0 for no limit. @param now milliseconds, of any clock that never goes back. */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond * BURST_SECONDS;
    this.#at = now;
  }

  /** From now on it grants so many per second. What was saved up grows along. */
  change(perSecond: number): void {
    if (this.#perSecond > 0) this.#tokens *= perSecond / this.#perSecond;
    this.#perSecond = perSecond;
  }

  /** Takes a token, if there is one. O(1). */
  take(now: number): boolean {
    if (this.#perSecond === 0) return true;
    const earned = ((now - this.#at) * this.#perSecond) / 1000;
    this.#at = now;
    this.#tokens = Math.min(this.#tokens + earned, this.#perSecond * BURST_SECONDS);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
