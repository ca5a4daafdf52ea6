/**
 * Checks passwords that strangers give: few at a time, the addresses in turn, and never for one that has to wait.
 *
 * A name without an account costs the same work as one with another password, and is told the same. It owns no
 * accounts: who has which verifier is asked of whoever made it.
 */

import { HashTable } from '../structures/hash-table.ts';
import { Queue } from '../structures/queue.ts';
import { Throttle } from './throttle.ts';
import { verifyPassword } from './verifier.ts';

/** Verifications at a time: each takes 19 MiB and one of libuv's four threads. */
export const MAX_AT_A_TIME = 2;
/** Those that may wait for their turn, of all addresses. */
export const MAX_QUEUED = 256;
/** Those of one address, waiting or under way: nobody fills the queue alone. */
export const MAX_OF_ADDRESS = 4;

/** The verifier that the password fits; or it is wrong; or nothing was verified, and one has to wait. */
export type Verdict = { readonly fits: string } | 'wrong' | 'wait';

export interface CheckerOptions {
  /** The verifier of the account of this key, if there is one. */
  verifierOf(key: string): string | undefined;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

interface Check {
  readonly key: string;
  readonly password: string;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

/** An address of which some check waits or is under way. */
interface Asker {
  readonly address: string;
  readonly waiting: Queue<Check>;
  underWay: number;
}

export class PasswordChecker {
  readonly #options: CheckerOptions;
  readonly #throttle = new Throttle();
  /** A HashTable, because addresses come from strangers. */
  readonly #askers = new HashTable<Asker>();
  /** Those of which some check waits, each once, in the order of their turns. */
  readonly #turns = new Queue<Asker>();
  #queued = 0;
  #underWay = 0;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /**
   * Whether this is the password of the account of this key. `address` is what failures are counted by. With
   * MAX_OF_ADDRESS of that address, or MAX_QUEUED of all, before it, it is to wait at once. Rejects only if the
   * machine cannot do the work.
   */
  check(address: string, key: string, password: string): Promise<Verdict> {
    if (this.#queued >= MAX_QUEUED || this.#mustWait(address)) return Promise.resolve('wait');
    const asker = this.#askers.get(address) ?? { address, waiting: new Queue<Check>(), underWay: 0 };
    if (asker.waiting.size + asker.underWay >= MAX_OF_ADDRESS) return Promise.resolve('wait');
    this.#askers.set(address, asker);
    return new Promise((resolve, reject) => {
      asker.waiting.enqueue({ key, password, resolve, reject });
      this.#queued++;
      if (asker.waiting.size === 1) this.#turns.enqueue(asker);
      this.#goOn();
    });
  }

  #mustWait(address: string): boolean {
    return this.#throttle.waitMs(address, this.#options.now()) > 0;
  }

  #goOn(): void {
    while (this.#underWay < MAX_AT_A_TIME) {
      const asker = this.#turns.dequeue();
      if (!asker) return;
      const check = asker.waiting.dequeue()!;
      this.#queued--;
      if (asker.waiting.size > 0) this.#turns.enqueue(asker);
      // Whoever sent many at once does not get them all verified for one wait.
      if (!this.#mustWait(asker.address)) void this.#verify(asker, check);
      else {
        check.resolve('wait');
        this.#forgetIdle(asker);
      }
    }
  }

  async #verify(asker: Asker, { key, password, resolve, reject }: Check): Promise<void> {
    this.#underWay++;
    asker.underWay++;
    try {
      const verifier = this.#options.verifierOf(key) ?? '';
      const fits = await verifyPassword(password, verifier);
      if (!fits) this.#throttle.failed(asker.address, this.#options.now());
      resolve(fits ? { fits: verifier } : 'wrong');
    } catch (error) {
      reject(error);
    }
    this.#underWay--;
    asker.underWay--;
    this.#forgetIdle(asker);
    this.#goOn();
  }

  #forgetIdle({ address, waiting, underWay }: Asker): void {
    if (waiting.size + underWay === 0) this.#askers.delete(address);
  }
}
