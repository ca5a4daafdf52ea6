/** Lines of commands: what each is about, and a well-formed one of each verb. Pure. */

/** Arguments that are right for each verb, as far as a line can tell. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  RESUME: 'A'.repeat(22),
  PASS: 'a',
  LANG: 'en',
  HELP: 'PING',
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

const MEMBER = /^CONNECT +\S+ +(?:membro|member)\b/i;

/** A command of this verb that only the state of the desk could refuse. */
export function wellFormed(verb: string): string {
  return `${verb} ${ARGUMENTS[verb] ?? ''}`.trimEnd();
}

/** What a server needs to have for this line: `@` for its label, its verb, the role of members. */
export function neededBy(line: string): string[] {
  const [, label, rest = ''] = /^(@\S* )?(.*)$/s.exec(line) ?? [];
  const verb = /^\S*/.exec(rest)![0].toUpperCase();
  return [
    ...(label === undefined ? [] : ['@']),
    verb === 'LIST' ? 'LIST-USERS' : verb,
    ...(MEMBER.test(rest) ? ['membro'] : []),
  ];
}
