/**
 * `telechat client`: signals, exit codes, and which way of chatting it is. Owns the way from the command line to a
 * chat and back; what is said in the chat is not its business.
 *
 * Exit codes: 0 left as wished, 1 something failed (told on stderr), 2 wrong or missing flags.
 */

import process from 'node:process';
import { Chalk, type ChalkInstance } from 'chalk';
import { Command } from 'commander';
import type { Lang } from '../../protocol/codes.ts';
import { isLoopback, serverText } from './address.ts';
import { endText } from './ends.ts';
import { addFlags, type Flags, readFlags, type Wishes, wayBack } from './flags.ts';
import { chatJson, notEntered } from './json.ts';
import { enterWith } from './passwords.ts';
import { chatPiped } from './piped.ts';
import { PlainTerminal } from './plain-terminal.ts';
import { enterTyped, problemOf } from './questions.ts';
import { stateFolder } from './state.ts';
import { wrap } from './table.ts';
import { type AnyTerminal, Terminal } from './terminal.ts';
import { localeLang, TEXTS } from './texts.ts';
import { PLAIN_TEXTS } from './texts-plain.ts';
import { TERMINAL_TEXTS } from './texts-terminal.ts';
import { chatTyped } from './typed.ts';
import { type VisitOptions, visit } from './visit.ts';

const FAILED = 1;
const MISUSED = 2;

/** Milliseconds that a chat in a pipe tries to come back, unless told otherwise; one at a terminal tries for ever. */
const RETRY_IN_PIPE_MS = 60_000;

/** The subcommand, for the program to add. */
export function clientCommand(lang: Lang = localeLang(process.env)): Command {
  const t = TEXTS[lang];
  return addFlags(new Command('client').description(t.about), t, TERMINAL_TEXTS[lang]).action(
    async (server: string | undefined, flags: Flags) => {
      process.exitCode = await run({ ...flags, server });
    },
  );
}

async function run(flags: Flags): Promise<number> {
  const wishes = readFlags(flags);
  if (typeof wishes === 'string') return misused(wishes);
  const { stdin, stdout } = process;
  // Whoever reads our output may stop before we do.
  stdout.on('error', () => process.exit(FAILED));
  for (const warning of wishes.warnings) tell(warning, wishes.plain);
  if (wishes.json || !stdin.isTTY || !stdout.isTTY) return runPiped(wishes);
  const terminal = wishes.plain ? new PlainTerminal(stdin, stdout) : new Terminal(stdin, stdout);
  try {
    return await runTyped(wishes, terminal, flags);
  } finally {
    terminal.close();
  }
}

async function runPiped(wishes: Wishes): Promise<number> {
  const { lang, name, role, server = wishes.usual, password: given } = wishes;
  const missing = [name === undefined ? '--name' : '', role === undefined ? '--role' : ''].filter(Boolean);
  if (name === undefined || role === undefined) return misused(TEXTS[lang].missing(missing.join(', ')));
  const interrupted = new AbortController();
  let signalled = 0;
  let inside = false;
  onSignals((number) => {
    signalled = 128 + number;
    interrupted.abort();
    if (!inside) process.exit(signalled);
  });
  if (given !== null && !server.tls && !isLoopback(server)) {
    process.stderr.write(`${TEXTS[lang].passwordInTheClear}\n`);
  }
  const options = optionsOf(wishes, RETRY_IN_PIPE_MS);
  const enter = (password: string | null) => visit(server, { name, role, lang, password }, options);
  const entry = await enterWith(enter, given, async () => null);
  inside = true;
  if (entry.how !== 'entered') {
    if (wishes.json) process.stdout.write(`${notEntered(entry)}\n`);
    const helpless = entry.how === 'turned-away' && entry.code === 'AUTH-REQUIRED' && given === null;
    return tell(helpless ? TEXTS[lang].passwordMissing : problemOf(entry, server, lang, given !== null));
  }
  const { link, view } = entry;
  process.on('exit', entry.close);
  const streams = { input: process.stdin, output: process.stdout, errors: process.stderr };
  if (wishes.json) {
    const { end, clean } = await chatJson(link, view, server, streams, interrupted.signal);
    process.stdin.destroy();
    if (end.how !== 'left') return tell(endText(end, server, view.lang));
    return signalled || (clean ? 0 : FAILED);
  }
  const { end, clean, confirmed } = await chatPiped(link, view, inkFor(false), streams, interrupted.signal);
  process.stdin.destroy();
  if (end.how !== 'left') {
    const lines = confirmed && ` ${TEXTS[view.lang].confirmed(confirmed.upTo, confirmed.gaps)}`;
    return tell(endText(end, server, view.lang) + (lines ?? ''));
  }
  return signalled || (clean ? 0 : FAILED);
}

async function runTyped(wishes: Wishes, terminal: AnyTerminal, flags: Flags): Promise<number> {
  const entered = await enterTyped(wishes, terminal, optionsOf(wishes, Number.POSITIVE_INFINITY));
  if (entered === null) return 0;
  const script = process.env['npm_lifecycle_event'];
  if (entered.how === 'failed') {
    const { problem, again } = entered;
    terminal.close();
    tell(problem, wishes.plain);
    if (!again) return FAILED;
    const back = wayBack(again, flags, wishes.lang, script);
    return tell(TEXTS[wishes.lang].comeBack(back), true);
  }
  const { link, view, server } = entered;
  process.on('exit', entered.close);
  const t = TEXTS[wishes.lang];
  const welcome = entered.same ? t.returned : t.entered;
  terminal.print(welcome(view.name, t.role[view.role], serverText(server)));
  terminal.print(view.role === 'consumidor' ? t.howCustomer : t.howOthers);
  if (wishes.plain) terminal.print(PLAIN_TEXTS[wishes.lang].welcome);
  onSignals(() => void link.quit('', () => {}));
  const end = await chatTyped(link, view, server, inkFor(!wishes.plain), terminal, undefined, wishes.manners);
  terminal.close();
  if (end.how === 'left') return 0;
  const back = wayBack({ name: view.name, role: view.role, server }, flags, view.lang, script);
  tell(endText(end, server, view.lang), wishes.plain);
  return tell(TEXTS[view.lang].comeBack(back), true);
}

function optionsOf({ retryMs, fresh }: Wishes, usualRetryMs: number): VisitOptions {
  return { folder: stateFolder(), fresh, retryMs: retryMs ?? usualRetryMs };
}

/** Colours only on a terminal, and only if nobody asked for none. */
function inkFor(isTerminal: boolean): ChalkInstance {
  const plain = !isTerminal || Boolean(process.env['NO_COLOR']);
  return plain ? new Chalk({ level: 0 }) : new Chalk();
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

function onSignals(leave: (number: number) => void): void {
  for (const [signal, number] of Object.entries(SIGNALS)) process.on(signal, () => leave(number));
}

/** Says what went wrong, at a terminal in lines that fit, unless it is to stand in one. */
function tell(problem: string, inOneLine = false): number {
  const { isTTY, columns } = process.stderr;
  const lines = isTTY && !inOneLine ? wrap(problem, columns || 80) : [problem];
  process.stderr.write(`${lines.join('\n')}\n`);
  return FAILED;
}

function misused(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return MISUSED;
}
