/**
 * How the connection stands, as a person at a terminal sees it: one line when it is lost, one when it is back, and
 * between them what the prompt says. Owns these words and when they are due; prints nothing itself. The clock is
 * passed in.
 */

import type { ChalkInstance } from 'chalk';
import type { Server } from './address.ts';
import { endText } from './ends.ts';
import type { Change } from './link.ts';
import { TEXTS } from './texts.ts';
import type { View } from './view.ts';

export class Standing {
  readonly #server: Server;
  readonly #view: View;
  readonly #ink: ChalkInstance;
  readonly #now: () => number;
  /** The attempt to come back that is due or under way, counted from 1; 0 while there is a connection. */
  #attempt = 0;
  /** When it begins, in milliseconds of the clock; null once it has. */
  #dueAt: number | null = null;

  constructor(server: Server, view: View, ink: ChalkInstance, now: () => number) {
    this.#server = server;
    this.#view = view;
    this.#ink = ink;
    this.#now = now;
  }

  /** What stands in front of the prompt now, with the seconds that are left: '' while there is a connection. */
  get mark(): string {
    if (this.#attempt === 0) return '';
    const t = TEXTS[this.#view.lang];
    const words =
      this.#dueAt === null
        ? t.trying(this.#attempt)
        : t.offline(Math.max(0, Math.ceil((this.#dueAt - this.#now()) / 1000)), this.#attempt);
    return `${this.#ink.yellow(`(${words})`)} `;
  }

  /** Something happened; what is to be shown of it, or ''. */
  changed(change: Change): string {
    const t = TEXTS[this.#view.lang];
    const ink = this.#ink;
    switch (change.is) {
      case 'waiting': {
        const isNew = this.#attempt === 0;
        this.#attempt = change.attempt;
        this.#dueAt = this.#now() + change.delayMs;
        return isNew
          ? ink.yellow(`${endText(change.why, this.#server, this.#view.lang)} ${t.whileOffline}`)
          : '';
      }
      case 'trying':
        this.#dueAt = null;
        return '';
      case 'back':
        this.#attempt = 0;
        return change.newVisit ? ink.yellow(t.backAnew) : ink.green(t.back);
      default:
        return '';
    }
  }
}
