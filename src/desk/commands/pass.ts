/** PASS password: the edge keeps it for the next CONNECT; the desk only says that it was heard. */

import { ok } from '../../protocol/format.ts';
import type { Handler } from './handler.ts';

export const pass: Handler = (_desk, session, command, effects) => {
  effects.send(session.conn, ok(command.label, ''));
  return '';
};
