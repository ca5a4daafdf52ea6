/**
 * Who has given too many wrong passwords has to wait, longer with each further one. Failures are counted by address,
 * never by name: nobody can lock somebody else out. It never looks at a clock: the time comes in with each call.
 */

import { HashTable } from '../structures/hash-table.ts';

/** Failures that cost nothing but themselves; the wait after the next one, which doubles; and the longest. */
export const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 1000;
export const LONGEST_WAIT_MS = 5 * 60_000;
/** One failure is forgiven in this time. */
export const FORGIVEN_MS = 60_000;
/** Addresses that are remembered; then the one that failed least recently is forgotten. */
export const MAX_ADDRESSES = 10_000;

/** An address that failed, between those that failed before and after it. */
interface Failing {
  readonly address: string;
  failures: number;
  /** Since when these failures are being forgiven. */
  since: number;
  waitsUntil: number;
  before: Failing | null;
  after: Failing | null;
}

/** All calls are O(1). `now` is in milliseconds of a clock that never goes back. */
export class Throttle {
  /** A HashTable, because addresses come from strangers. */
  readonly #byAddress = new HashTable<Failing>();
  /** By when they failed last. */
  #oldest: Failing | null = null;
  #newest: Failing | null = null;

  /** How many addresses are remembered. */
  get size(): number {
    return this.#byAddress.size;
  }

  /** For how many milliseconds this address has to wait still; 0: not at all. */
  waitMs(address: string, now: number): number {
    const failing = this.#byAddress.get(address);
    return failing ? Math.max(0, failing.waitsUntil - now) : 0;
  }

  /** A password from this address was wrong. */
  failed(address: string, now: number): void {
    const failing = this.#byAddress.get(address) ?? newcomer(address, now);
    forgive(failing, now);
    failing.failures++;
    if (failing.failures >= FREE_FAILURES) failing.waitsUntil = now + waitAfter(failing.failures);
    if (this.#byAddress.has(address)) this.#unlink(failing);
    else this.#byAddress.set(address, failing);
    this.#append(failing);
    if (this.#byAddress.size > MAX_ADDRESSES) this.#forget(this.#oldest!);
    // The one that failed least recently goes as soon as nothing is held against it; one a call keeps this O(1).
    const { failures, since } = this.#oldest!;
    if (now - since >= failures * FORGIVEN_MS) this.#forget(this.#oldest!);
  }

  #forget(failing: Failing): void {
    this.#unlink(failing);
    this.#byAddress.delete(failing.address);
  }

  #append(failing: Failing): void {
    failing.before = this.#newest;
    if (this.#newest) this.#newest.after = failing;
    else this.#oldest = failing;
    this.#newest = failing;
  }

  #unlink(failing: Failing): void {
    if (failing.before) failing.before.after = failing.after;
    else this.#oldest = failing.after;
    if (failing.after) failing.after.before = failing.before;
    else this.#newest = failing.before;
    failing.before = null;
    failing.after = null;
  }
}

function newcomer(address: string, now: number): Failing {
  return { address, failures: 0, since: now, waitsUntil: 0, before: null, after: null };
}

/** Takes off what time has forgiven; what is left of a minute counts for the next failure. */
function forgive(failing: Failing, now: number): void {
  const forgiven = Math.floor((now - failing.since) / FORGIVEN_MS);
  if (forgiven >= failing.failures) {
    failing.failures = 0;
    failing.since = now;
  } else {
    failing.failures -= forgiven;
    failing.since += forgiven * FORGIVEN_MS;
  }
}

function waitAfter(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES));
}
