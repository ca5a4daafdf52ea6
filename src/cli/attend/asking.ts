/**
 * What the screen asks again and again, because something happened: who waits, who is here. Owns that each such
 * question is on its way once at most, however often there is a reason for it, and is asked again behind its reply if
 * there was one meanwhile. So a server that tells much and answers nothing fills no memory. Pure.
 */

import type { About } from './turn.ts';

const REPEATED: ReadonlySet<About['is']> = new Set(['queue', 'colleagues', 'unattended']);

export class Asking {
  /** By the lines without a reply: whether they are wanted once more. */
  readonly #wanted = new Map<string, boolean>();

  /** It is wanted; true if it is to be sent now, and not behind the reply that is awaited. */
  want(line: string, about: About): boolean {
    if (!REPEATED.has(about.is)) return true;
    const isUnderWay = this.#wanted.has(line);
    this.#wanted.set(line, isUnderWay);
    return !isUnderWay;
  }

  /** Its reply has come, or never will; true if it is to be sent once more. */
  answered(line: string, about: About): boolean {
    if (!REPEATED.has(about.is)) return false;
    const isWanted = this.#wanted.get(line) === true;
    this.#wanted.delete(line);
    return isWanted;
  }
}
