/**
 * Entering at a terminal: asks what the flags leave open, and for a password when the server wants one. What was
 * answered and turns out wrong is asked again; what the flags say is not.
 */

import process from 'node:process';
import { errorText, type Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import { readName } from '../../protocol/names.ts';
import { isLoopback, readServer, type Server, serverText } from './address.ts';
import { roleOf } from './command-words.ts';
import { endText, sentence } from './ends.ts';
import type { Wishes } from './flags.ts';
import { enterWith } from './passwords.ts';
import { wrap } from './table.ts';
import type { AnyTerminal } from './terminal.ts';
import { TEXTS } from './texts.ts';
import { type Visit, type VisitOptions, visit } from './visit.ts';

export type Entered = Extract<Visit, { how: 'entered' }> & { readonly server: Server };

/** Why it could not be. */
export interface Failed {
  readonly how: 'failed';
  readonly problem: string;
  /** With these words they may try again; null if that makes no sense. */
  readonly again: { readonly name: string; readonly role: Role; readonly server: Server } | null;
}

/** Milliseconds after which somebody who waits is told what for. */
const NOTICE_AFTER_MS = 1_000;

/** Asks and enters. Null is a person who went away. */
export async function enterTyped(
  wishes: Wishes,
  terminal: AnyTerminal,
  options: VisitOptions,
  noticeAfterMs = NOTICE_AFTER_MS,
): Promise<Entered | Failed | null> {
  const { lang, usual } = wishes;
  const t = TEXTS[lang];
  let name = wishes.name ?? (await askName(terminal, lang));
  if (name === null) return null;
  const role = wishes.role ?? (await askUntil(terminal, t.askRole, t.badRole, readRoleAnswer));
  if (role === null) return null;
  // Who said all about themselves wants to get in, not to be asked.
  const told = wishes.name !== undefined && wishes.role !== undefined;
  const given = wishes.server ?? (told ? usual : undefined);
  let server = given ?? (await askServer(terminal, usual, lang));

  while (name !== null && server !== null) {
    const who = { name, role, lang };
    const notice = { text: t.connecting(serverText(server)), afterMs: noticeAfterMs };
    const tried = await enterAs(who, server, wishes.password, terminal, options, notice);
    if (tried === null) return null;
    const { entry, password } = tried;
    if (entry.how === 'entered') return { ...entry, server };
    const problem = problemOf(entry, server, lang, password);
    if (entry.how === 'ended' && given === undefined) {
      tell(terminal, problem);
      server = await askServer(terminal, usual, lang);
    } else if (entry.how === 'turned-away' && entry.code.startsWith('NAME-') && wishes.name === undefined) {
      tell(terminal, problem);
      name = await askName(terminal, lang);
    } else {
      const wrong = entry.how === 'turned-away' && entry.code === 'AUTH-FAILED';
      const isPassword = wrong || (password && entry.how === 'turned-away' && entry.code === 'RATE-LIMITED');
      return {
        how: 'failed',
        problem: wrong ? `${problem} ${t.enoughPasswords}` : problem,
        again: isPassword ? { name, role, server } : null,
      };
    }
  }
  return null;
}

/** Why somebody did not get in, in one line; `password` if they gave one. */
export function problemOf(
  entry: Exclude<Visit, { how: 'entered' }>,
  server: Server,
  lang: Lang,
  password: boolean,
): string {
  // To the server whoever guesses passwords is one more who asks too much.
  if (password && entry.how === 'turned-away' && entry.code === 'RATE-LIMITED') {
    return TEXTS[lang].tooManyPasswords;
  }
  return endText(entry.how === 'turned-away' ? entry : entry.end, server, lang);
}

/** Enters, asking for a password if there must be one; null if typing has ended instead. */
async function enterAs(
  who: { readonly name: string; readonly role: Role; readonly lang: Lang },
  server: Server,
  given: string | null,
  terminal: AnyTerminal,
  options: VisitOptions,
  notice: { readonly text: string; readonly afterMs: number },
): Promise<{ readonly entry: Visit; readonly password: boolean } | null> {
  const t = TEXTS[who.lang];
  let warned = server.tls !== undefined || isLoopback(server);
  let wentAway = false;
  let withPassword = false;
  const warn = () => {
    if (!warned) tell(terminal, t.passwordInTheClear);
    warned = true;
  };
  const ask = async (before: Visit) => {
    warn();
    if (before.how === 'turned-away' && before.code === 'AUTH-FAILED') {
      tell(terminal, sentence(before.text));
    }
    const password = await terminal.ask(t.askPassword, true);
    wentAway = password === null;
    return password;
  };
  const leaveEarly = () => {
    terminal.close();
    process.exit(130);
  };
  const enter = async (password: string | null) => {
    withPassword = password !== null;
    if (withPassword) warn();
    terminal.watchEnd(leaveEarly);
    const timer = setTimeout(() => tell(terminal, notice.text), notice.afterMs);
    const attempt = await visit(server, { ...who, password }, options);
    clearTimeout(timer);
    return attempt;
  };
  const entry = await enterWith(enter, given, ask);
  terminal.reveal();
  return wentAway ? null : { entry, password: withPassword };
}

/** Between the questions, in lines that fit. */
function tell(terminal: AnyTerminal, text: string): void {
  terminal.print(wrap(text, terminal.columns).join('\n'));
}

function askName(terminal: AnyTerminal, lang: Lang): Promise<string | null> {
  return askUntil(
    terminal,
    TEXTS[lang].askName,
    sentence(errorText('NAME-INVALID', lang)),
    (answer) => readName(answer.trim())?.name ?? null,
  );
}

function askServer(terminal: AnyTerminal, usual: Server, lang: Lang): Promise<Server | null> {
  const t = TEXTS[lang];
  const read = (answer: string) => {
    const named = readServer(answer, usual.port);
    return named && { ...usual, ...named };
  };
  return askUntil(terminal, t.askServer(serverText(usual)), t.badServer(serverText(usual)), read);
}

/** Asks until the answer can be read; null once typing has ended. */
async function askUntil<T>(
  terminal: AnyTerminal,
  question: string,
  complaint: string,
  read: (answer: string) => T | null,
): Promise<T | null> {
  for (;;) {
    const answer = await terminal.ask(question);
    if (answer === null) return null;
    const value = read(answer);
    if (value !== null) return value;
    tell(terminal, complaint);
  }
}

/** A role in either language, or its first letter; Enter alone is a customer. */
function readRoleAnswer(answer: string): Role | null {
  const word = answer.trim().toLowerCase();
  if (word === '') return 'consumidor';
  if (word.length > 1) return roleOf(word) ?? null;
  return ({ a: 'atendente', c: 'consumidor', m: 'membro' } as const)[word] ?? null;
}
