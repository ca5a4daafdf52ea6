/**
 * How the connection stands, as a person at a terminal sees it: one line when it is lost, one when it is back, and
 * between them what the prompt says. Owns these words and when they are due; prints nothing itself.
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
  #words = '';

  constructor(server: Server, view: View, ink: ChalkInstance) {
    this.#server = server;
    this.#view = view;
    this.#ink = ink;
  }

  /** What stands in front of the prompt: '' while there is a connection. */
  get mark(): string {
    return this.#words === '' ? '' : `${this.#ink.yellow(`(${this.#words})`)} `;
  }

  /** Something happened; what is to be shown of it, or ''. */
  changed(change: Change): string {
    const t = TEXTS[this.#view.lang];
    const ink = this.#ink;
    switch (change.is) {
      case 'waiting': {
        const isNew = this.#words === '';
        this.#words = t.offline(Math.ceil(change.delayMs / 1000), change.attempt);
        if (!isNew) return '';
        const why = endText(change.why, this.#server, this.#view.lang);
        return ink.yellow(`${why.replace(/\.?$/, '.')} ${t.whileOffline}`);
      }
      case 'trying':
        this.#words = t.trying(change.attempt);
        return '';
      case 'back':
        this.#words = '';
        return change.newVisit ? ink.yellow(t.backAnew) : ink.green(t.back);
      default:
        return '';
    }
  }
}
