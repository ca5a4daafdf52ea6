/**
 * Moments in which nobody reads. What was erased leaves the write-ahead log when it is emptied, which cannot be while
 * somebody reads from it; and if reads follow each other without a pause, that would be never. So when the writer has
 * tried for a while, those who read wait for it: first those who search, as their reads take longest, then all.
 *
 * Neither waits for ever: after a while they read, and the writer tries again later. Commits never wait.
 */

/** Who does not begin to read: nobody, those who search, all. */
const NOBODY = 0;
const SEARCHERS = 1;
const ALL = 2;

/**
 * Milliseconds from when the writer begins to try until searches wait, until all do, until none does, and it begins
 * again.
 */
const SEARCHERS_MS = 500;
const ALL_MS = 1000;
const NOBODY_MS = 1300;
const AGAIN_MS = 5000;

/** Milliseconds that somebody waits, at most. */
const MOST_MS = 800;

/** What the threads share. */
export type Gap = Int32Array<SharedArrayBuffer>;

export function createGap(): Gap {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** The end of who writes. */
export class GapWanted {
  readonly #gap: Gap;
  readonly #now: () => number;
  #since: number | null = null;

  /** @param now milliseconds, from whenever */
  constructor(gap: Gap, now = () => performance.now()) {
    this.#gap = gap;
    this.#now = now;
  }

  /** To be called now and then, and at once when it is not wanted any more. */
  note(wanted: boolean): void {
    if (wanted) this.#since ??= this.#now();
    else this.#since = null;
    const waits = this.#since === null ? NOBODY : whoWaits((this.#now() - this.#since) % AGAIN_MS);
    if (Atomics.exchange(this.#gap, 0, waits) > waits) Atomics.notify(this.#gap, 0);
  }

  /** Whether somebody waits for the writer just now. */
  get urgent(): boolean {
    return Atomics.load(this.#gap, 0) !== NOBODY;
  }
}

function whoWaits(since: number): number {
  if (since < SEARCHERS_MS || since >= NOBODY_MS) return NOBODY;
  return since < ALL_MS ? SEARCHERS : ALL;
}

/** The end of who reads: blocks the thread until it may begin. */
export function waitForGap(gap: Gap, searches: boolean): void {
  const waits = searches ? SEARCHERS : ALL;
  const until = performance.now() + MOST_MS;
  for (;;) {
    const now = Atomics.load(gap, 0);
    const left = until - performance.now();
    if (now < waits || left <= 0) return;
    Atomics.wait(gap, 0, now, left);
  }
}
