/** How long something may take. Whoever does it asks between two steps; it measures by the clock that it is given. */

export class TimeBudget {
  readonly #until: number;
  readonly #now: () => number;
  #spent = false;

  /** @param now milliseconds, from whenever */
  constructor(milliseconds: number, now: () => number) {
    this.#until = now() + milliseconds;
    this.#now = now;
  }

  /** Whether the time is over: whoever asks has more to do, and stops. */
  get isSpent(): boolean {
    this.#spent ||= this.#now() >= this.#until;
    return this.#spent;
  }

  /** Whether somebody had to stop. */
  get wasShort(): boolean {
    return this.#spent;
  }
}
