/**
 * How lines leave a chat: one after the other, no faster than the server allows, and not before there is a
 * connection. Owns the count of those without a reply; knows nothing of what they say.
 */

import { type Code, errorText, type Lang } from '../../protocol/codes.ts';
import type { Done, Link } from './link.ts';
import { lineFault } from './outgoing.ts';
import type { Pace } from './pace.ts';

export class Sending {
  readonly #link: Link;
  readonly #pace: Pace;
  #unanswered = 0;
  #idle: (() => void)[] = [];

  constructor(link: Link, pace: Pace) {
    this.#link = link;
    this.#pace = pace;
  }

  /** Sends a line that the server can read; `done` is called exactly once. One at a time, in order. */
  async send(wire: string, lang: Lang, done: Done): Promise<void> {
    const fault = lineFault(wire, this.#link.maxLine);
    if (fault) {
      done(refusal(fault, lang), false);
      return;
    }
    this.#unanswered += 1;
    await this.#pace.enter();
    await this.#link.ready();
    this.#link.send(wire, (reply, repeated) => {
      this.#pace.leave();
      this.#unanswered -= 1;
      done(reply, repeated);
      if (this.#unanswered === 0) for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  /** Resolves when everything sent so far is answered. */
  async settled(): Promise<void> {
    if (this.#unanswered > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}

/** What the server would answer. */
function refusal(code: Code, lang: Lang) {
  return { kind: 'err', label: '', code, text: errorText(code, lang) } as const;
}
