/** LANG pt or en: the language of what the server tells this connection. */

import type { Lang } from '../../protocol/codes.ts';
import { ok } from '../../protocol/format.ts';
import type { Handler } from './handler.ts';

export const lang: Handler = (_desk, session, command, effects) => {
  session.lang = command.args[0] as Lang;
  effects.language(session.conn, session.lang);
  effects.send(session.conn, ok(command.label, session.lang));
  return '';
};
