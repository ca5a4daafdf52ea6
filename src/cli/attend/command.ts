/**
 * `telechat attend`: a full screen for attendants. Owns the way from the command line to the screen and back, and its
 * exit codes; what happens on the screen is not its business.
 *
 * Exit codes: 0 left as wished, 1 something failed (told on stderr), 2 wrong flags, 128 + n ended by signal n.
 */

import process from 'node:process';
import { Command } from 'commander';
import type { Lang } from '../../protocol/codes.ts';
import { serverText } from '../client/address.ts';
import { endText } from '../client/ends.ts';
import { addServerFlags, type Flags, readFlags, type Wishes, wayBack } from '../client/flags.ts';
import { type Entered, enterTyped } from '../client/questions.ts';
import { stateFolder } from '../client/state.ts';
import { Terminal } from '../client/terminal.ts';
import { TEXTS as CLIENT_TEXTS, localeLang } from '../client/texts.ts';
import { TEXTS } from './texts.ts';
import { themeFor } from './theme.ts';

const FAILED = 1;
const MISUSED = 2;
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** The subcommand, for the program to add. */
export function attendCommand(lang: Lang = localeLang(process.env)): Command {
  const t = TEXTS[lang];
  const command = new Command('attend').description(t.about);
  const named = command.option('--name <name>', CLIENT_TEXTS[lang].optionName);
  return addServerFlags(named, CLIENT_TEXTS[lang]).action(
    async (server: string | undefined, flags: Flags) => {
      process.exitCode = await run({ ...flags, server, role: 'atendente' });
    },
  );
}

async function run(flags: Flags): Promise<number> {
  const wishes = readFlags(flags);
  if (typeof wishes === 'string') return tell(wishes, MISUSED);
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return tell(TEXTS[wishes.lang].noTerminal, MISUSED);
  // A terminal that is gone takes nothing any more.
  stdout.on('error', () => process.exit(FAILED));
  for (const warning of wishes.warnings) process.stderr.write(`${warning}\n`);
  const entered = await enter(wishes, flags);
  return typeof entered === 'number' ? entered : stay(entered, wishes, flags);
}

/** Asks what must be asked, above the screen to come; the exit code if nobody got in. */
async function enter(wishes: Wishes, flags: Flags): Promise<Entered | number> {
  const terminal = new Terminal(process.stdin, process.stdout);
  try {
    const options = {
      folder: stateFolder(),
      fresh: wishes.fresh,
      retryMs: wishes.retryMs ?? Number.POSITIVE_INFINITY,
    };
    const entered = await enterTyped(wishes, terminal, options);
    if (entered === null) return 0;
    if (entered.how === 'entered') return entered;
    terminal.close();
    const { problem, again } = entered;
    const back = again && wayBack({ name: again.name, server: again.server }, flags, wishes.lang, script());
    return tell(back ? `${problem}\n${CLIENT_TEXTS[wishes.lang].comeBack(back)}` : problem, FAILED);
  } finally {
    terminal.close();
  }
}

async function stay({ link, view, server, close }: Entered, { lang }: Wishes, flags: Flags): Promise<number> {
  const t = TEXTS[lang];
  let signalled = 0;
  process.on('exit', close);
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      signalled = 128 + number;
      void link.quit('', () => {});
    });
  }
  // React is twice as slow unless it is told so before it is loaded; and who wants no screen loads none of it.
  process.env['NODE_ENV'] ??= 'production';
  const { attend } = await import('./run.ts');
  const { end, unsent } = await attend({
    link,
    lang,
    name: view.name,
    server: serverText(server),
    theme: themeFor(process.env),
    stdin: process.stdin,
    stdout: process.stdout,
  });
  for (const [name, text] of unsent) process.stdout.write(`${t.unsent(name, text)}\n`);
  if (end instanceof Error) {
    // The connection is left as if it were lost: who comes back soon has everything again.
    process.stderr.write(`${t.crashed}\n${end.stack ?? end.message}\n`);
    process.exit(FAILED);
  }
  if (end.how === 'left') return signalled;
  const back = wayBack({ name: view.name, server }, flags, lang, script());
  return tell(`${endText(end, server, lang)}\n${CLIENT_TEXTS[lang].comeBack(back)}`, FAILED);
}

/** What npm ran, if it did. */
function script(): string | undefined {
  return process.env['npm_lifecycle_event'];
}

function tell(problem: string, code: number): number {
  process.stderr.write(`${problem}\n`);
  return code;
}
