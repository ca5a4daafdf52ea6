/** QUIT [reason]: says goodbye and closes the connection. */

import { ok } from '../../protocol/format.ts';
import { end } from '../leaving.ts';
import { GOODBYE } from '../texts.ts';
import type { Handler } from './handler.ts';

export const quit: Handler = (desk, session, command, effects) => {
  effects.send(session.conn, ok(command.label, GOODBYE[session.lang]));
  effects.close(session.conn);
  session.closed = true;
  if (session.person) end(desk, effects, session.person, 'quit');
  return '';
};
