/**
 * Checks passwords that strangers give: few at a time, and never for an address that has to wait.
 *
 * A name without an account costs the same work as one with another password, and is told the same. It owns no
 * accounts: who has which verifier is asked of whoever made it.
 */

import { Queue } from '../structures/queue.ts';
import { Throttle } from './throttle.ts';
import { verifyPassword } from './verifier.ts';

/** Verifications at a time: each takes 19 MiB and one of libuv's four threads. */
export const MAX_AT_A_TIME = 2;
/** Those that may wait for their turn. */
export const MAX_QUEUED = 256;

/** The verifier that the password fits; or it is wrong; or nothing was verified, and one has to wait. */
export type Verdict = { readonly fits: string } | 'wrong' | 'wait';

export interface CheckerOptions {
  /** The verifier of the account of this key, if there is one. */
  verifierOf(key: string): string | undefined;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

interface Check {
  readonly address: string;
  readonly key: string;
  readonly password: string;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

export class PasswordChecker {
  readonly #options: CheckerOptions;
  readonly #throttle = new Throttle();
  readonly #queue = new Queue<Check>();
  #underWay = 0;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /**
   * Whether this is the password of the account of this key. `address` is what failures are counted by. Rejects only
   * if the machine cannot do the work.
   */
  check(address: string, key: string, password: string): Promise<Verdict> {
    if (this.#queue.size >= MAX_QUEUED || this.#mustWait(address)) return Promise.resolve('wait');
    return new Promise((resolve, reject) => {
      this.#queue.enqueue({ address, key, password, resolve, reject });
      this.#goOn();
    });
  }

  #mustWait(address: string): boolean {
    return this.#throttle.waitMs(address, this.#options.now()) > 0;
  }

  #goOn(): void {
    while (this.#underWay < MAX_AT_A_TIME) {
      const check = this.#queue.dequeue();
      if (!check) return;
      // Whoever sent many at once does not get them all verified for one wait.
      if (this.#mustWait(check.address)) check.resolve('wait');
      else void this.#verify(check);
    }
  }

  async #verify({ address, key, password, resolve, reject }: Check): Promise<void> {
    this.#underWay++;
    try {
      const verifier = this.#options.verifierOf(key) ?? '';
      const fits = await verifyPassword(password, verifier);
      if (!fits) this.#throttle.failed(address, this.#options.now());
      resolve(fits ? { fits: verifier } : 'wrong');
    } catch (error) {
      reject(error);
    }
    this.#underWay--;
    this.#goOn();
  }
}
