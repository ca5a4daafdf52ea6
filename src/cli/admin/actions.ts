/**
 * What the commands of those who run the desk do. Each asks the desk, tells people on stdout what came of it, and
 * returns a problem in one line, or '' if there was none.
 */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Reach } from '../../control/reach.ts';
import type { Answer, Request } from '../../control/request.ts';
import { hashPassword } from '../../passwords/verifier.ts';
import type { Role } from '../../protocol/commands.ts';
import { type Name, readName } from '../../protocol/names.ts';
import { databasePath } from '../../store/folder.ts';
import { table } from '../client/table.ts';
import { exportMessages } from './export.ts';
import { type FormatName, formatOf, localTime } from './formats.ts';
import { askPassword, type Given, readPassword } from './password.ts';
import { openQuestions, ownConsole } from './questions.ts';
import type { AdminTexts } from './texts.ts';

/** What all of them work with. */
export interface Work {
  readonly reach: Reach;
  /** The data folder. */
  readonly dir: string;
  readonly t: AdminTexts;
}

export type Problem = string;

export async function addUser(work: Work, { name, key }: Name, role: Role, piped: boolean): Promise<Problem> {
  const { dir, t } = work;
  const given = await newPassword(name, piped, t);
  if ('problem' in given) return given.problem;
  const verifier = await hashPassword(given.password);
  const isNew = !existsSync(databasePath(dir));
  const problem = await ask(work, { do: 'register', name, key, role, verifier }, name);
  if (problem !== '') return problem;
  if (isNew) tell(t.madeFolder(resolve(dir)));
  tell(t.added(name, t.roles[role]));
  return '';
}

export async function changePassword(work: Work, { name, key }: Name, piped: boolean): Promise<Problem> {
  const given = await newPassword(name, piped, work.t);
  if ('problem' in given) return given.problem;
  const verifier = await hashPassword(given.password);
  const problem = await ask(work, { do: 'password', key, verifier }, name);
  if (problem === '') tell(work.t.changed(name));
  return problem;
}

export async function removeUser(work: Work, { name, key }: Name): Promise<Problem> {
  const problem = await ask(work, { do: 'unregister', key }, name);
  if (problem === '') tell(work.t.removed(name));
  return problem;
}

export async function listUsers({ reach, dir, t }: Work): Promise<Problem> {
  const answer = await reach.ask({ do: 'accounts' });
  if (!answer.ok) return problemOf(answer, dir, '', t);
  const accounts = answer.accounts ?? [];
  const rows = accounts.map(({ name, role, since, connected }) => [
    name,
    t.roles[role],
    connected ? t.online : t.offline,
    localTime(since),
  ]);
  if (rows.length === 0) process.stderr.write(`${t.noAccounts}\n`);
  else tell(table([[t.headName, t.headRole, t.headState, t.headSince], ...rows]).join('\n'));
  return '';
}

export async function backup(work: Work, file: string): Promise<Problem> {
  const { t } = work;
  const path = resolve(file);
  const problem = await ask(work, { do: 'backup', path }, path);
  if (problem !== '') return problem;
  if (!existsSync(path)) return t.copiedElsewhere(path);
  tell(t.copied(path));
  return '';
}

export async function exportUser(
  { reach, dir, t }: Work,
  who: Name,
  format: FormatName,
  output: string | undefined,
): Promise<Problem> {
  const exported = await exportMessages(reach, who, formatOf(format, t), output, t, (why, detail) =>
    t.faults[why]({ dir, what: who.name, detail }),
  );
  if (!exported.ok) return exported.problem;
  if (output !== undefined) tell(t.exported(exported.messages, output));
  return '';
}

export async function forget(work: Work, { name, key }: Name, yes: boolean): Promise<Problem> {
  const { reach, dir, t } = work;
  const stored = await reach.ask({ do: 'known', key });
  if (!stored.ok) return problemOf(stored, dir, name, t);
  if (stored.known && !yes) {
    const refused = await confirm(name, key, t);
    if (refused !== '') return refused;
  }
  // Of an unknown name too: the command may have been killed the last time before all was erased.
  const problem = await ask(work, { do: 'forget', key }, name);
  if (problem !== '') return problem;
  if (!stored.known) return t.nothingStored(name);
  tell(t.forgotten(name));
  return '';
}

/** Has the person type the name. */
async function confirm(name: string, key: string, t: AdminTexts): Promise<Problem> {
  const at = ownConsole();
  if (!at.isTerminal) return t.needsYes;
  const questions = openQuestions(at, false, () => process.exit(130));
  const typed = await questions.ask(t.askForget(name));
  questions.close();
  return readName(typed?.trim() ?? '')?.key === key ? '' : t.notForgotten;
}

function newPassword(name: string, piped: boolean, t: AdminTexts): Promise<Given> {
  return piped ? readPassword(process.stdin, t) : askPassword(name, ownConsole(), t);
}

async function ask({ reach, dir, t }: Work, request: Request, what: string): Promise<Problem> {
  const answer = await reach.ask(request);
  return answer.ok ? '' : problemOf(answer, dir, what, t);
}

function problemOf(answer: Answer & { ok: false }, dir: string, what: string, t: AdminTexts): Problem {
  return t.faults[answer.why]({ dir, what, detail: answer.detail ?? '' });
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}
