/**
 * The events that must come of one entry, by connection and in order. What is told of lines and places, and to each side
 * of a conversation of the other, is not among them: hearing.ts looks at that.
 */

import assert from 'node:assert/strict';
import type { Event, ServerLine } from '../../../src/protocol/server-lines.ts';
import { bearerOf } from './hearing.ts';
import type { Known } from './known.ts';

const DUE = ['MSG', 'NOTE', 'UNDO', 'CLOSED', 'TYPING', 'SEEN', 'NICK', 'JOIN', 'LEAVE'];

export class Due {
  readonly #known: Known;
  readonly #lines = new Map<number, string[]>();

  constructor(known: Known) {
    this.#known = known;
  }

  /** One event for this identity, if it is connected. */
  push(who: number, line: string): void {
    const conn = this.#known.connected(who)?.conn;
    if (conn === undefined) return;
    const lines = this.#lines.get(conn);
    if (lines) lines.push(line);
    else this.#lines.set(conn, [line]);
  }

  /** The same for all these but one, each once. */
  pushAll(whos: Iterable<number>, line: string, except = 0): void {
    for (const who of new Set(whos)) if (who !== except) this.push(who, line);
  }

  #isDue(conn: number, { verb, rest }: Event): boolean {
    if (verb !== 'PRESENCE') return DUE.includes(verb);
    const [name = ''] = rest.split(' ');
    const toAttendant = this.#known.ends.get(conn)?.role === 'atendente';
    return toAttendant && this.#known.roleOf(bearerOf(this.#known, name)) === 'atendente';
  }

  /** Everybody has heard what is theirs, each once and in order, and nothing else. */
  check(told: ReadonlyMap<number, readonly ServerLine[]>): void {
    for (const conn of new Set([...told.keys(), ...this.#lines.keys()])) {
      const heard = (told.get(conn) ?? []).flatMap((line) =>
        line.kind === 'event' && this.#isDue(conn, line) ? [`${line.verb} ${line.rest}`] : [],
      );
      assert.deepEqual(
        heard,
        this.#lines.get(conn) ?? [],
        `what goes out arrives once and in order: ${conn}`,
      );
    }
  }
}
