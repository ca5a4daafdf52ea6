/**
 * The server's log: to stderr, as lines for people or as JSON. It never holds the text of a message.
 */

import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type LogStyle = 'pretty' | 'json' | 'silent';

export function createLog(style: LogStyle): Logger {
  if (style === 'silent') return pino({ level: 'silent' });
  const stderr = pino.destination({ dest: 2, sync: true });
  if (style === 'json') return pino({ base: null }, stderr);
  const colorize = process.stderr.isTTY && !process.env['NO_COLOR'];
  return pino(
    { base: null },
    pretty({ colorize, destination: stderr, translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  );
}
