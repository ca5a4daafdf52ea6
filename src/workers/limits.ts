/**
 * The limits of a server that can be set. Reaching one hurts only the one who does. What is a rule of the wire
 * itself, and cannot be set, is in `protocol/limits.ts`.
 */

import { MAX_LINE_BYTES, MAX_TEXT_BYTES } from '../protocol/limits.ts';

/** Times are in milliseconds. */
export interface Limits {
  /** Bytes of a line that is read, with its end: 1024 to MAX_LINE_BYTES. Longer ones get LINE-TOO-LONG. */
  readonly maxLineBytes: number;
  /** Bytes of a text: 1 to MAX_TEXT_BYTES. Longer ones get TEXT-TOO-LONG. */
  readonly maxTextBytes: number;
  /** Unsent output past which a connection is closed as SLOW-CONSUMER. Past a quarter of it, it is not read. */
  readonly maxOutboxBytes: number;
  /** Connections in all. More are refused with TOO-MANY-CONNECTIONS. */
  readonly maxConnections: number;
  /** Connections of an address; of IPv6, of a /64. A number holds for loopback too; null is 200, loopback exempt. */
  readonly maxPerAddress: number | null;
  /** Who has not entered by then gets ENTRY-TIMEOUT; a TLS handshake has as long. */
  readonly entryTimeoutMs: number;
  /** After such a silence the server sends PING; after such a one it closes with IDLE. */
  readonly pingAfterMs: number;
  readonly idleAfterMs: number;
  /** Commands per second and connection, and how many may come at once; attendants four times both. 0: no limit. */
  readonly commandsPerSecond: number;
  readonly burst: number;
  /** Errors in a row after which a connection is closed with TOO-MANY-ERRORS. */
  readonly maxErrors: number;
  /** Customers who wait; more are refused with FULL. */
  readonly maxWaiting: number;
  /** People at the desk; more are refused with FULL. */
  readonly maxUsers: number;
  /** Rooms: past them the one that has been empty for longest goes, or FULL is said. */
  readonly maxRooms: number;
}

export const LIMIT_DEFAULTS: Limits = {
  maxLineBytes: MAX_LINE_BYTES,
  maxTextBytes: MAX_TEXT_BYTES,
  maxOutboxBytes: 1024 * 1024,
  maxConnections: 20_000,
  maxPerAddress: null,
  entryTimeoutMs: 30_000,
  pingAfterMs: 60_000,
  idleAfterMs: 120_000,
  commandsPerSecond: 50,
  burst: 200,
  maxErrors: 100,
  maxWaiting: 10_000,
  maxUsers: 50_000,
  maxRooms: 5000,
};
