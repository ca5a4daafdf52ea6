/**
 * A witness sees what clients see, and no more: the lines that go over each connection, in both directions, and which
 * connections there are; beside that the orders of those who run the desk. It understands the lines and has checkers
 * look at them, each for one promise. It knows neither the desk nor the world that checks it.
 */

import type { Order } from '../../../src/desk/orders.ts';
import { EOL } from '../../../src/protocol/format.ts';
import type { Line } from '../../../src/protocol/lines.ts';
import { Attendants } from './attendants.ts';
import { Letters } from './letters.ts';
import { Notes } from './notes.ts';
import { type Exchange, Peers } from './peers.ts';
import { RoomMembers } from './rooms.ts';
import { Turns } from './turns.ts';

export type Seen =
  | { readonly kind: 'says'; readonly conn: number; readonly line: Line }
  /** One line, or a whole listing. */
  | { readonly kind: 'hears'; readonly conn: number; readonly lines: string }
  /** A connection is no more. */
  | { readonly kind: 'ends'; readonly conn: number }
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'restarts' }
  /** All that came of one line, or of time, has been seen. */
  | { readonly kind: 'rests' };

/** Looks at what is seen, and throws what should not be. Everything is told behind what it makes known of people. */
export interface Checker {
  /** Lines as they stand. */
  hears?(conn: number, lines: string): void;
  /** A line was said, and is about to be carried out. */
  asked?(conn: number, verb: string, rest: string): void;
  replied?(exchange: Exchange): void;
  event?(conn: number, verb: string, rest: string): void;
  /** A connection is no more; the peer is known still. */
  ends?(conn: number): void;
  ordered?(order: Order): void;
  rests?(): void;
}

/** A verb in capital letters, and what stands behind it. */
interface Asked {
  readonly verb: string;
  readonly rest: string;
}

const REPLY = /^(?:@\S+ )?(\+ok|-err)(?: (.*))?$/s;

export class Witness {
  readonly #peers = new Peers();
  readonly #checkers: readonly Checker[];
  /** The line that each connection waits to be answered. */
  readonly #asked = new Map<number, Asked>();

  constructor(options: { readonly capacity: number }) {
    const attendants = new Attendants(this.#peers);
    const rooms = new RoomMembers(this.#peers);
    this.#checkers = [
      new Notes(this.#peers),
      attendants,
      new Turns(this.#peers, attendants, options.capacity),
      rooms,
      new Letters(this.#peers, attendants, rooms),
    ];
  }

  sees(seen: Seen): void {
    switch (seen.kind) {
      case 'says':
        this.#says(seen.conn, asked(seen.line));
        break;
      case 'hears':
        this.#hears(seen.conn, seen.lines);
        break;
      case 'ends':
        for (const checker of this.#checkers) checker.ends?.(seen.conn);
        this.#peers.ends(seen.conn);
        break;
      case 'order':
        this.#peers.ordered(seen.order);
        for (const checker of this.#checkers) checker.ordered?.(seen.order);
        break;
      case 'restarts':
        for (const { conn } of this.#peers.connected()) this.sees({ kind: 'ends', conn: conn! });
        break;
      case 'rests':
        for (const checker of this.#checkers) checker.rests?.();
        break;
    }
  }

  #says(conn: number, line: Asked): void {
    this.#asked.set(conn, line);
    for (const checker of this.#checkers) checker.asked?.(conn, line.verb, line.rest);
  }

  #hears(conn: number, lines: string): void {
    const [first = '', ...items] = lines.split(EOL);
    const reply = REPLY.exec(first);
    if (reply) {
      const exchange = {
        ...(this.#asked.get(conn) ?? { verb: '', rest: '' }),
        ...{ conn, ok: reply[1] === '+ok', text: reply[2] ?? '', items: items.slice(0, -1) },
      };
      const peer = this.#peers.learn(conn, exchange);
      for (const checker of this.#checkers) checker.hears?.(conn, lines);
      for (const checker of this.#checkers) checker.replied?.({ ...exchange, peer });
      return;
    }
    for (const checker of this.#checkers) checker.hears?.(conn, lines);
    const [verb = ''] = first.split(' ', 1);
    for (const checker of this.#checkers) checker.event?.(conn, verb, first.slice(verb.length + 1));
  }
}

function asked(line: Line): Asked {
  if (typeof line !== 'string') return { verb: '', rest: '' };
  const bare = line.replace(/^@\S+ /, '');
  const [verb = ''] = bare.split(' ', 1);
  return { verb: verb.toUpperCase(), rest: bare.slice(verb.length + 1) };
}
