/**
 * `telechat client`: flags, questions, signals and exit codes. Owns the way from the command line to a chat
 * and back; what is said in the chat is not its business.
 *
 * Exit codes: 0 left as wished, 1 something failed (told on stderr), 2 wrong or missing flags.
 */

import process from 'node:process';
import { Chalk, type ChalkInstance } from 'chalk';
import { Command } from 'commander';
import { errorText, LANGS, type Lang } from '../../protocol/codes.ts';
import { type Role, readRole } from '../../protocol/commands.ts';
import { readName } from '../../protocol/names.ts';
import type { End } from './connection.ts';
import {
  type Entry,
  endText,
  enter,
  readPort,
  readServer,
  type Server,
  serverText,
  USUAL_SERVER,
} from './entry.ts';
import { chatPiped } from './piped.ts';
import { Terminal } from './terminal.ts';
import { localeLang, TEXTS } from './texts.ts';
import { chatTyped } from './typed.ts';

const FAILED = 1;
const MISUSED = 2;

interface Flags {
  readonly name?: string;
  readonly role?: string;
  readonly host?: string;
  readonly port?: string;
  readonly lang?: string;
}

/** What the flags say, as far as they say it. */
interface Wishes {
  readonly lang: Lang;
  readonly name: string | undefined;
  readonly role: Role | undefined;
  readonly server: Server | undefined;
}

/** The subcommand, for the program to add. */
export function clientCommand(lang: Lang = localeLang(process.env)): Command {
  const t = TEXTS[lang];
  return new Command('client')
    .description(t.about)
    .option('--name <name>', t.optionName)
    .option('--role <role>', t.optionRole)
    .option('--host <host>', t.optionHost)
    .option('--port <port>', t.optionPort)
    .option('--lang <lang>', t.optionLang)
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

async function run(flags: Flags): Promise<number> {
  const wishes = readFlags(flags);
  if (typeof wishes === 'string') return misused(wishes);
  const { stdin, stdout } = process;
  // Whoever reads our output may stop before we do.
  stdout.on('error', () => process.exit(FAILED));
  if (!stdin.isTTY || !stdout.isTTY) return runPiped(wishes);
  const terminal = new Terminal(stdin, stdout);
  try {
    return await runTyped(wishes, terminal);
  } finally {
    terminal.close();
  }
}

async function runPiped({ lang, name, role, server = USUAL_SERVER }: Wishes): Promise<number> {
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
  const entry = await enter(server, name, role, lang);
  inside = true;
  if (entry.how !== 'entered') return tell(problemOf(entry, server, lang));
  const { connection, view } = entry;
  const streams = { input: process.stdin, output: process.stdout, errors: process.stderr };
  const { end, clean, lost } = await chatPiped(connection, view, inkFor(false), streams, interrupted.signal);
  process.stdin.destroy();
  if (end.how !== 'left') {
    const lines = lost === 0 ? '' : ` ${TEXTS[view.lang].linesLost(lost)}`;
    return tell(endText(end, server, view.lang) + lines);
  }
  return signalled || (clean ? 0 : FAILED);
}

async function runTyped(wishes: Wishes, terminal: Terminal): Promise<number> {
  const { lang } = wishes;
  const t = TEXTS[lang];
  let name = wishes.name ?? (await askName(terminal, lang));
  if (name === null) return 0;
  const role = wishes.role ?? (await askUntil(terminal, t.askRole, t.badRole, readRoleAnswer));
  if (role === null) return 0;
  const server =
    wishes.server ??
    (await askUntil(terminal, t.askServer(serverText(USUAL_SERVER)), t.badServer, readServer));
  if (server === null) return 0;

  const leaveEarly = () => {
    terminal.close();
    process.exit(130);
  };
  for (;;) {
    terminal.watchEnd(leaveEarly);
    const entry: Entry = await enter(server, name, role, lang);
    if (entry.how === 'entered') {
      terminal.print(t.entered(entry.view.name, t.role[role], serverText(server)));
      terminal.print(role === 'consumidor' ? t.howCustomer : t.howOthers);
      onSignals(() => void entry.connection.quit('', () => {}));
      const end: End = await chatTyped(entry.connection, entry.view, inkFor(true), terminal);
      terminal.close();
      return end.how === 'left' ? 0 : tell(endText(end, server, entry.view.lang));
    }
    const problem = problemOf(entry, server, lang);
    const askAgain =
      entry.how === 'turned-away' && entry.code.startsWith('NAME-') && wishes.name === undefined;
    if (!askAgain) {
      terminal.close();
      return tell(problem);
    }
    terminal.print(problem);
    name = await askName(terminal, lang);
    if (name === null) return 0;
  }
}

function readFlags({ name, role, host, port, lang: asked }: Flags): Wishes | string {
  const lang = asked === undefined ? localeLang(process.env) : asked.toLowerCase();
  if (!isLang(lang)) return TEXTS[localeLang(process.env)].badLang;
  const t = TEXTS[lang];
  if (name !== undefined && !readName(name)) return `${name}: ${errorText('NAME-INVALID', lang)}`;
  const readRoleFlag = role === undefined ? undefined : readRole(role);
  if (role !== undefined && !readRoleFlag) return t.badRole;
  const named = readServer(host ?? '');
  if (!named) return t.badServer;
  const flagPort = port === undefined ? named.port : readPort(port);
  if (flagPort === null) return t.badPort;
  const server = host === undefined && port === undefined ? undefined : { host: named.host, port: flagPort };
  return { lang, name: name?.normalize('NFC'), role: readRoleFlag, server };
}

function isLang(word: string): word is Lang {
  return (LANGS as readonly string[]).includes(word);
}

function askName(terminal: Terminal, lang: Lang): Promise<string | null> {
  return askUntil(
    terminal,
    TEXTS[lang].askName,
    errorText('NAME-INVALID', lang),
    (answer) => readName(answer.trim())?.name ?? null,
  );
}

/** Asks until the answer can be read; null once typing has ended. */
async function askUntil<T>(
  terminal: Terminal,
  question: string,
  complaint: string,
  read: (answer: string) => T | null,
): Promise<T | null> {
  for (;;) {
    const answer = await terminal.ask(question);
    if (answer === null) return null;
    const value = read(answer);
    if (value !== null) return value;
    terminal.print(complaint);
  }
}

/** A role in either language, or its first letter; Enter alone is a customer. */
function readRoleAnswer(answer: string): Role | null {
  const word = answer.trim().toLowerCase();
  if (word === '') return 'consumidor';
  if (word.length > 1) return readRole(word) ?? null;
  return ({ a: 'atendente', c: 'consumidor', m: 'membro' } as const)[word] ?? null;
}

function problemOf(entry: Exclude<Entry, { how: 'entered' }>, server: Server, lang: Lang): string {
  return entry.how === 'turned-away' ? entry.text : endText(entry.end, server, lang);
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

function tell(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return FAILED;
}

function misused(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return MISUSED;
}
