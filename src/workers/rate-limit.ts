/**
 * A token bucket: so many commands per second, and so many at once.
 */

export class RateLimit {
  #perSecond: number;
  #burst: number;
  #tokens: number;
  #at: number;

  /**
   * @param perSecond tokens per second; 0 for no limit. @param burst how many are saved up at most, from 1.
   * @param now milliseconds, of any clock that never goes back.
   */
  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** From now on it grants so many times as much. What was saved up grows along. */
  multiply(times: number): void {
    this.#perSecond *= times;
    this.#burst *= times;
    this.#tokens *= times;
  }

  /** Takes a token, if there is one. O(1). */
  take(now: number): boolean {
    if (this.#perSecond === 0) return true;
    const earned = ((now - this.#at) * this.#perSecond) / 1000;
    this.#at = now;
    this.#tokens = Math.min(this.#tokens + earned, this.#burst);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
