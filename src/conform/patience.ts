/**
 * How long to wait for one thing. A server that lets several things be waited for in vain will not do them later
 * either: from then on the wait is short, but still far above what this server took for anything that it did do. Pure.
 */

/** So many waits in vain, and patience is over. */
const IN_VAIN = 3;

/** Milliseconds that are waited then, at least: above the second within which QUEUE tells of a new position. */
const LEAST_MS = 1_200;

/** So many times what the slowest thing took. */
const MARGIN = 10;

export class Patience {
  readonly #mostMs: number;
  #inVain = 0;
  #slowestMs = 0;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /** Milliseconds to wait for the next thing. */
  get ms(): number {
    if (this.#inVain < IN_VAIN) return this.#mostMs;
    return Math.min(this.#mostMs, Math.max(LEAST_MS, MARGIN * this.#slowestMs));
  }

  /** Something came after so many milliseconds, or did not come in time. */
  waited(ms: number, inTime: boolean): void {
    if (inTime) this.#slowestMs = Math.max(this.#slowestMs, ms);
    else this.#inVain++;
  }
}
