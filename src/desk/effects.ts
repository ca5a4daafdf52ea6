/**
 * What the desk wants done. Handlers gather effects here, in order; whoever runs the desk carries them out once
 * the records among them are stored. The desk itself never touches a socket, a clock or a disk.
 */

import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import type { HistoryQuery, Journal } from './journal.ts';

/** A HISTORY that the desk's memory cannot answer: the store is asked, and the listing follows. */
export interface HistoryRead {
  readonly conn: number;
  readonly label: string;
  readonly lang: Lang;
  readonly query: HistoryQuery;
}

export interface Effects extends Journal {
  /** One line, or a listing as one string, to a connection; without the last line end. */
  send(conn: number, lines: string): void;

  /** The same line to many. */
  sendAll(conns: readonly number[], line: string): void;

  /** The reply to CONNECT: `before`, the raw token that the edge knows, `after`. From now on it has this role. */
  entered(conn: number, role: Role, before: string, after: string): void;

  /** The connection has chosen a language. */
  language(conn: number, lang: Lang): void;

  /** Ends the connection, after all that was sent to it. */
  close(conn: number): void;

  /** Asks the store; the connection sends nothing further until it is answered. */
  read(read: HistoryRead): void;
}
