/**
 * How lines leave a chat: one after the other, no faster than the server allows, and not before there is a
 * connection. Owns the count of those without a reply; knows nothing of what they say.
 */

import { type Code, errorText, type Lang } from '../../protocol/codes.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { harmless } from './harmless.ts';
import { lineFault } from './line-faults.ts';
import { type Done, type Link, REFUSED } from './link.ts';
import { NAMESAKE } from './namesakes.ts';
import type { Pace } from './pace.ts';
import { TEXTS } from './texts.ts';

export class Sending {
  readonly #link: Link;
  readonly #pace: Pace;
  #unanswered = 0;
  #idle: (() => void)[] = [];

  constructor(link: Link, pace: Pace) {
    this.#link = link;
    this.#pace = pace;
  }

  /**
   * Sends a line that the server can read; `done` is called exactly once. One at a time, in order.
   *
   * @param hasWaited it was written while there was no connection, as what waits here for one: not to whoever has a
   * name since then.
   */
  async send(wire: string, lang: Lang, done: Done, hasWaited = false): Promise<void> {
    const fault = lineFault(wire, this.#link.maxLine);
    if (fault) {
      done(refusal(fault, lang), false);
      return;
    }
    this.#unanswered += 1;
    const { returns } = this.#link;
    await this.#pace.enter();
    await this.#link.ready();
    const answered: Done = (reply, repeated) => {
      this.#pace.leave();
      this.#unanswered -= 1;
      done(reply?.kind === 'err' && reply.code === NAMESAKE ? astray(wire, lang) : reply, repeated);
      if (this.#unanswered === 0) for (const resolve of this.#idle.splice(0)) resolve();
    };
    const isFromBefore = hasWaited || returns !== this.#link.returns;
    if (isFromBefore && this.#link.isAstray(wire)) answered(REFUSED, false);
    else this.#link.send(wire, answered);
  }

  /** Resolves when everything sent so far is answered. */
  async settled(): Promise<void> {
    if (this.#unanswered > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}

/** `REFUSED` in words. No answer of a server: whom it was for is gone, or is called otherwise. */
function astray(wire: string, lang: Lang) {
  const [, name = ''] = splitWords(wire, 2);
  return { ...REFUSED, text: TEXTS[lang].noLonger(harmless(name)) } as const;
}

/** What the server would answer. */
function refusal(code: Code, lang: Lang) {
  return { kind: 'err', label: '', code, text: errorText(code, lang) } as const;
}
