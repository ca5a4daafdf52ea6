/**
 * How fast commands may leave. Owns the bound on those in flight and a rate below the one at which a server
 * refuses; never sees a command. Clock and sleep are passed in.
 */

import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Role } from '../../protocol/commands.ts';

/** Commands sent and not yet answered, at most. */
export const MAX_IN_FLIGHT = 64;

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A little under what servers allow unless told otherwise: 50 a second with a burst of 200, attendants four times that.
 */
export function rateFor(role: Role): Rate {
  return role === 'atendente' ? { perSecond: 180, burst: 700 } : { perSecond: 45, burst: 175 };
}

export interface Clock {
  /** Milliseconds, growing. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const REAL: Clock = { now: () => performance.now(), sleep: (ms) => sleepFor(ms) };

/** One caller at a time may wait in `enter`. */
export class Pace {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;
  #inFlight = 0;
  #room: (() => void) | null = null;

  constructor(rate: Rate, clock: Clock = REAL) {
    this.#rate = rate;
    this.#clock = clock;
    this.#tokens = rate.burst;
    this.#at = clock.now();
  }

  /** Resolves when one more command may leave. */
  async enter(): Promise<void> {
    while (this.#inFlight >= MAX_IN_FLIGHT) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
    this.#refill();
    if (this.#tokens < 1) {
      await this.#clock.sleep(Math.ceil(((1 - this.#tokens) / this.#rate.perSecond) * 1000));
      this.#refill();
    }
    this.#tokens -= 1;
    this.#inFlight += 1;
  }

  /** One command was answered, or never will be. */
  leave(): void {
    this.#inFlight -= 1;
    this.#room?.();
    this.#room = null;
  }

  #refill(): void {
    const now = this.#clock.now();
    const earned = ((now - this.#at) / 1000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + earned);
    this.#at = now;
  }
}
