/** Under which heading of the document one reads about a clause: what stands before its number says it. Pure. */

import type { Lang } from '../protocol/codes.ts';
import type { Clause } from './clauses.ts';
import { both, inLang, type Telling } from './telling.ts';

const LINES = both('Lines', 'Linhas');
const REPLIES = both('Replies, listings and events', 'Respostas, listagens e eventos');
const CONNECTION = both('Of a connection', 'De uma conexão');
const LIMITS = both('Limits and timeouts', 'Limites e prazos');

/** Those that are not called as a command is. */
const OTHERS: Readonly<Record<string, Telling>> = {
  GREET: REPLIES,
  LINE: LINES,
  LABEL: LINES,
  NAME: LINES,
  REPLY: REPLIES,
  LIST: REPLIES,
  CHECK: both('Order of the checks', 'Ordem das verificações'),
  START: both('One minute', 'Um minuto'),
  LOST: CONNECTION,
  GRACE: CONNECTION,
  USERS: 'LIST-USERS',
  DESK: both('Of a conversation', 'De uma conversa'),
  ROOM: both('Of a room', 'De uma sala'),
  PRESENCE: both('PRESENCE event', 'Evento PRESENCE'),
  ERRORS: both('Errors that leave the connection open', 'Erros que deixam a conexão aberta'),
  LIMIT: LIMITS,
  SLOW: LIMITS,
  ENTRY: LIMITS,
  IDLE: LIMITS,
  BYE: both('Farewells', 'Despedidas'),
  LONG: both('Two long sessions', 'Duas sessões longas'),
};

/** The heading in the document of a language. */
export function headingOf({ id }: Clause, lang: Lang): string {
  const about = id.replace(/-\d+$/, '');
  return inLang(OTHERS[about] ?? about, lang);
}
