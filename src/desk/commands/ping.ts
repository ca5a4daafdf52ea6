/** PING [text]: any line is a sign of life; this one asks for one back. */

import { ok } from '../../protocol/format.ts';
import type { Handler } from './handler.ts';

export const ping: Handler = (_desk, session, command, effects) => {
  const [text = ''] = command.args;
  effects.send(session.conn, ok(command.label, text === '' ? 'PONG' : `PONG ${text}`));
  return '';
};
