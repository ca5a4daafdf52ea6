/**
 * The server's log: to stderr, as lines for people or as JSON. It never holds the text of a message, nor a password
 * or a token; at the level debug it may tell numbers of connections and addresses.
 */

import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type LogStyle = 'pretty' | 'json' | 'silent';
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export function createLog(style: LogStyle, level: LogLevel): Logger {
  if (style === 'silent') return pino({ level: 'silent' });
  const stderr = pino.destination({ dest: 2, sync: true });
  if (style === 'json') return pino({ base: null, level }, stderr);
  const colorize = process.stderr.isTTY && !process.env['NO_COLOR'];
  return pino(
    { base: null, level },
    pretty({ colorize, destination: stderr, translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  );
}
