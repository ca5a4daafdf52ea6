/** Lines of commands: what each is about, and a well-formed one of each verb. Pure. */

import { COMMANDS } from '../protocol/commands.ts';

/** Arguments that are right for each verb, as far as a line can tell. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  RESUME: 'A'.repeat(22),
  PASS: 'a',
  LANG: 'en',
  HELP: 'HELP',
  MSG: '* a',
  HISTORY: '*',
  TAKE: 'a',
  RETURN: 'a',
  TRANSFER: 'a b',
  CLOSE: 'a',
  RATE: '5',
  NOTE: 'a b',
  STATUS: 'online',
  TYPING: '* on',
  SEEN: '1',
  NICK: 'a',
  JOIN: '#geral',
  CREATE: '#geral',
  SEARCH: 'a',
};

/** Verbs by other names. */
const ALSO: Readonly<Record<string, string>> = { LIST: 'LIST-USERS' };
const VERBS = new Set<string>(COMMANDS.map(({ verb }) => verb));
const MEMBER = /^CONNECT +\S+ +(?:membro|member)\b/i;

/** A command of this verb that only the state of the desk could refuse. */
export function wellFormed(verb: string): string {
  return `${verb} ${ARGUMENTS[verb] ?? ''}`.trimEnd();
}

/**
 * What a server needs to have for this line: `@` for its label, its verb and the one that HELP is about, the role of
 * members.
 */
export function neededBy(line: string): string[] {
  const [, label, rest = ''] = /^(@\S* )?(.*)$/s.exec(line) ?? [];
  const [verb = '', about = ''] = rest
    .toUpperCase()
    .split(/ +/)
    .map((word) => ALSO[word] ?? word);
  return [
    ...(label === undefined ? [] : ['@']),
    verb,
    ...(verb === 'HELP' && VERBS.has(about) ? [about] : []),
    ...(MEMBER.test(rest) ? ['membro'] : []),
  ];
}
