/**
 * Whether the other end of a connection still lives. Owns the times since it was heard and since it was asked;
 * it neither asks nor ends anything itself. The clock is passed in.
 */

/** Milliseconds without a byte after which the server is asked, and then given for its answer. */
const ASK_AFTER_MS = 45_000;
const PATIENCE_MS = 20_000;

/** The same two times while a command waits for its reply: then somebody sits there and wonders. */
const WAITING_MS = 10_000;

export interface PulseTimes {
  readonly askAfterMs?: number;
  readonly patienceMs?: number;
  readonly waitingMs?: number;
  /**
   * Milliseconds. The wall clock goes on while a laptop sleeps, so that the connection is asked about at once when it
   * wakes.
   */
  readonly now?: () => number;
}

export class Pulse {
  /** How often `beat` is to be called, in milliseconds. */
  readonly everyMs: number;
  readonly #askAfterMs: number;
  readonly #patienceMs: number;
  readonly #waitingMs: number;
  readonly #now: () => number;
  #heardAt: number;
  /** Since when a command waits for its reply; null if none does. */
  #waitingAt: number | null = null;
  #askedAt: number | null = null;
  /** For how long an answer is awaited. */
  #grantedMs = 0;

  constructor({
    askAfterMs = ASK_AFTER_MS,
    patienceMs = PATIENCE_MS,
    waitingMs = WAITING_MS,
    now = Date.now,
  }: PulseTimes = {}) {
    this.#askAfterMs = askAfterMs;
    this.#patienceMs = patienceMs;
    this.#waitingMs = waitingMs;
    this.#now = now;
    this.#heardAt = now();
    this.everyMs = Math.ceil(Math.min(askAfterMs, patienceMs, waitingMs) / 10);
  }

  /** Something came. */
  heard(): void {
    this.#heardAt = this.#now();
    this.#askedAt = null;
  }

  /** From now on a command waits for its reply, or none does any more. */
  waits(isWaiting: boolean): void {
    this.#waitingAt = isWaiting ? (this.#waitingAt ?? this.#now()) : null;
  }

  /** What is to be done now: nothing, ask for a sign of life, or take the connection for lost. */
  beat(): 'fine' | 'ask' | 'gone' {
    const now = this.#now();
    // A clock that was set back must not make the silence look short for hours.
    this.#heardAt = Math.min(this.#heardAt, now);
    if (this.#askedAt !== null) {
      this.#askedAt = Math.min(this.#askedAt, now);
      return now - this.#askedAt >= this.#grantedMs ? 'gone' : 'fine';
    }
    if (!this.#isDue(now)) return 'fine';
    this.#grantedMs = this.#waitingAt === null ? this.#patienceMs : this.#waitingMs;
    this.#askedAt = now;
    return 'ask';
  }

  #isDue(now: number): boolean {
    if (now - this.#heardAt >= this.#askAfterMs) return true;
    if (this.#waitingAt === null) return false;
    this.#waitingAt = Math.min(this.#waitingAt, now);
    return now - Math.max(this.#heardAt, this.#waitingAt) >= this.#waitingMs;
  }
}
