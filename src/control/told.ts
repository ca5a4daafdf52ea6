/**
 * What the log tells of a request: which command it came from, and what came of it. Never a name: the log is not
 * searched when somebody is forgotten. Pure.
 */

import type { Lang } from '../protocol/codes.ts';
import type { Answer, Request } from './request.ts';

const COMMANDS: Readonly<Record<Request['do'], string>> = {
  register: 'user add',
  password: 'user passwd',
  unregister: 'user remove',
  accounts: 'user list',
  forget: 'forget',
  backup: 'backup',
  // Parts of `export` and `forget`, and too many of them.
  known: '',
  page: '',
};

const OUTCOMES = {
  pt: { done: 'feito', refused: (why: string) => `recusado (${why})` },
  en: { done: 'done', refused: (why: string) => `refused (${why})` },
} as const satisfies Record<Lang, object>;

/** A line, or '' if it is not worth one. */
export function told(request: Request, answer: Answer, lang: Lang): string {
  const command = COMMANDS[request.do];
  if (command === '') return '';
  const { done, refused } = OUTCOMES[lang];
  return `telechat ${command}: ${answer.ok ? done : refused(answer.why)}`;
}
