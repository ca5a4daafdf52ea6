/**
 * The messages and notes that this client saw or said last, by their seq: what an UNDO or a SEEN speaks of. Owns these
 * alone. Pure, and bounded.
 */

import { keepNewest } from './newest.ts';

const MAX_MESSAGES = 500;

export interface Remembered {
  /** RFC 3339. */
  readonly time: string;
  readonly from: string;
  readonly to: string;
  /** As it went over the wire. */
  readonly text: string;
  /** It is about the one that it is to, and was never said to them. */
  readonly isNote?: boolean;
}

export class Recent {
  readonly #messages = new Map<string, Remembered>();

  add(seq: string, message: Remembered): void {
    this.#messages.set(seq, message);
    keepNewest(this.#messages, MAX_MESSAGES);
  }

  get(seq: string): Remembered | undefined {
    return this.#messages.get(seq);
  }

  clear(): void {
    this.#messages.clear();
  }
}
