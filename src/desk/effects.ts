/**
 * What the desk wants done. Handlers gather effects here, in order; whoever runs the desk carries them out once
 * the records among them are stored. The desk itself never touches a socket, a clock or a disk.
 */

import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import type { HistoryQuery, Journal, LogQuery, SearchQuery } from './journal.ts';
import type { OrderResult } from './orders.ts';

/** Who asked the store for something, and waits for it. */
interface Asked {
  readonly conn: number;
  readonly label: string;
  readonly lang: Lang;
}

/** A HISTORY that the desk's memory cannot answer: the store is asked, and the listing follows. */
export interface HistoryRead extends Asked {
  readonly kind: 'history';
  readonly query: HistoryQuery;
}

export interface SearchRead extends Asked {
  readonly kind: 'search';
  readonly query: SearchQuery;
}

export interface StatsRead extends Asked {
  readonly kind: 'stats';
  /** Which moment the figures are of, in milliseconds since 1970. */
  readonly at: number;
}

/** Somebody came back: the store is asked for what they missed, and the reply that held it up follows. */
export interface LogRead extends Asked {
  readonly kind: 'log';
  /** The reply, up to the token, and behind it; null: the number of events. */
  readonly before: string;
  readonly after: string | null;
  readonly query: LogQuery;
}

/** What a long command asks the store. */
export type ListingRead = HistoryRead | SearchRead | StatsRead;

export interface Effects extends Journal {
  /** One line, or a listing as one string, to a connection; without the last line end. */
  send(conn: number, lines: string): void;

  /** The same line to many. */
  sendAll(conns: readonly number[], line: string): void;

  /** The reply to CONNECT: `before`, the raw token that the edge knows, `after`. From now on it has this role. */
  entered(conn: number, role: Role, before: string, after: string): void;

  /**
   * The connection is that of somebody who comes back, in this role. Whatever is sent to it from now on waits behind
   * the reply, which is made of `read` once the store has answered.
   */
  resumed(role: Role, read: LogRead): void;

  /** An order was carried out, or refused. */
  answer(request: number, result: OrderResult): void;

  /** The connection has chosen a language. */
  language(conn: number, lang: Lang): void;

  /** Ends the connection, after all that was sent to it. */
  close(conn: number): void;

  /** Asks the store; the connection sends nothing further until it is answered. */
  read(read: ListingRead): void;
}
