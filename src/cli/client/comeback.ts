/**
 * Coming back after a connection was lost: when to try, how often, and until when. Owns the delays and the attempt
 * that is under way; knows nothing of what was said over the connection. Clock, sleep and chance are passed in.
 */

import { setTimeout as sleepFor } from 'node:timers/promises';
import type { End } from './ends.ts';
import { type Entry, type Identity, isForNow } from './entry.ts';

/** Milliseconds before the first attempt and between later ones: at most, and half of that at least. */
const FIRST_DELAY_MS = 1_000;
export const LONGEST_DELAY_MS = 30_000;

/** Milliseconds that a connection must have held for the delays to begin anew. */
const STEADY_MS = 10_000;

/** Farewells after which nobody comes back. */
const FINAL: ReadonlySet<string> = new Set(['KICKED', 'TAKEN-OVER', 'TOO-MANY-ERRORS']);

export type Attempt =
  /**
   * There will be an attempt, counted from 1, in so many milliseconds. `why` the last one, or the connection, ended.
   */
  | { readonly is: 'waiting'; readonly attempt: number; readonly delayMs: number; readonly why: End }
  | { readonly is: 'trying'; readonly attempt: number };

export interface Clock {
  /** Milliseconds, growing. */
  now(): number;
  /** Ends early, without a complaint, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
}

export interface ComebackOptions {
  /** Enters again as this identity, or under its name. */
  readonly again: (identity: Identity, signal: AbortSignal) => Promise<Entry>;
  /** Milliseconds after a loss until which it must be back; Infinity for ever, 0 not at all. */
  readonly retryMs: number;
  readonly clock?: Clock;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

export type Entered = Extract<Entry, { how: 'entered' }>;

const REAL: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }).catch(() => {}),
};

export class Comeback {
  readonly #options: ComebackOptions;
  readonly #clock: Clock;
  readonly #tell: (attempt: Attempt) => void;
  #attempt = 0;
  #backAt: number;
  #given = false;
  /** Ends the wait for the next attempt. */
  #nudge: AbortController | null = null;
  /** Ends the attempt. */
  #trying: AbortController | null = null;

  constructor(options: ComebackOptions, tell: (attempt: Attempt) => void) {
    this.#options = options;
    this.#clock = options.clock ?? REAL;
    this.#tell = tell;
    this.#backAt = this.#clock.now();
  }

  /** Tries until it is in again, or until that makes no sense: then the reason. */
  async after(lost: End, identity: Identity): Promise<Entered | End> {
    const { retryMs, random = Math.random } = this.#options;
    const lostAt = this.#clock.now();
    if (lostAt - this.#backAt >= STEADY_MS) this.#attempt = 0;
    for (let end = lost; ; ) {
      const leftMs = lostAt + retryMs - this.#clock.now();
      if (this.#given) return { how: 'left' };
      if (!isRetried(end)) return end;
      if (leftMs <= 0) return retryMs > 0 ? { how: 'not-back', retryMs, why: end } : end;
      this.#attempt += 1;
      const nudged = await this.#wait(Math.min(leftMs, delayMs(this.#attempt, random)), end);
      if (this.#given) return { how: 'left' };
      const entry = await this.#try(identity);
      // Who wants it at once, again and again, is not to wait longer for that.
      if (nudged) this.#attempt -= 1;
      if (entry.how === 'entered') {
        if (this.#given) return entry.connection.quit('', () => {});
        this.#backAt = this.#clock.now();
        return entry;
      }
      end = entry.how === 'ended' ? entry.end : entry;
    }
  }

  /** Does not wait any longer for the next attempt. */
  now(): void {
    this.#nudge?.abort();
  }

  /** Does not try any more. */
  give(): void {
    this.#given = true;
    this.#nudge?.abort();
    this.#trying?.abort();
  }

  /** Whether somebody did not want to wait so long. */
  async #wait(ms: number, why: End): Promise<boolean> {
    const nudge = new AbortController();
    this.#nudge = nudge;
    this.#tell({ is: 'waiting', attempt: this.#attempt, delayMs: ms, why });
    await this.#clock.sleep(ms, nudge.signal);
    this.#nudge = null;
    return nudge.signal.aborted;
  }

  async #try(identity: Identity): Promise<Entry> {
    this.#trying = new AbortController();
    this.#tell({ is: 'trying', attempt: this.#attempt });
    const entry = await this.#options.again(identity, this.#trying.signal);
    this.#trying = null;
    return entry;
  }
}

/** Milliseconds before an attempt, counted from 1: twice as many each time, up to a bound, and half of it by chance. */
export function delayMs(attempt: number, random: () => number): number {
  const most = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(most / 2 + (random() * most) / 2);
}

/** Whether it may be better another time. */
function isRetried(end: End): boolean {
  switch (end.how) {
    case 'left':
    case 'unreadable':
      return false;
    case 'farewell':
      return !FINAL.has(end.code);
    case 'turned-away':
      return isForNow(end.code);
    default:
      return true;
  }
}
