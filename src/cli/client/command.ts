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
import type { Connection, End } from './connection.ts';
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
import type { View } from './view.ts';

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
    return await runTyped(wishes, terminal, flags.lang);
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

/** @param langFlag the language that was asked for, to be part of the way back. */
async function runTyped(wishes: Wishes, terminal: Terminal, langFlag?: string): Promise<number> {
  const entered = await enterTyped(wishes, terminal);
  if (entered === null) return 0;
  if (typeof entered === 'string') {
    terminal.close();
    return tell(entered);
  }
  const { connection, view, server } = entered;
  const t = TEXTS[wishes.lang];
  terminal.print(t.entered(view.name, t.role[view.role], serverText(server)));
  terminal.print(view.role === 'consumidor' ? t.howCustomer : t.howOthers);
  onSignals(() => void connection.quit('', () => {}));
  const end: End = await chatTyped(connection, view, inkFor(true), terminal);
  terminal.close();
  if (end.how === 'left') return 0;
  const back = wayBack(view.name, view.role, server, langFlag, process.env['npm_lifecycle_event']);
  return tell(`${endText(end, server, view.lang)}\n${TEXTS[view.lang].comeBack(back)}`);
}

export interface Entered {
  readonly connection: Connection;
  readonly view: View;
  readonly server: Server;
}

/**
 * Asks what the flags leave open, and enters. What was answered and turns out wrong is asked again; what the flags
 * say is not. A text is why it could not be; null is a person who went away.
 */
export async function enterTyped(wishes: Wishes, terminal: Terminal): Promise<Entered | string | null> {
  const { lang } = wishes;
  const t = TEXTS[lang];
  let name = wishes.name ?? (await askName(terminal, lang));
  if (name === null) return null;
  const role = wishes.role ?? (await askUntil(terminal, t.askRole, t.badRole, readRoleAnswer));
  if (role === null) return null;
  // Who said all about themselves wants to get in, not to be asked.
  const told = wishes.name !== undefined && wishes.role !== undefined;
  const given = wishes.server ?? (told ? USUAL_SERVER : undefined);
  let server = given ?? (await askServer(terminal, lang));

  const leaveEarly = () => {
    terminal.close();
    process.exit(130);
  };
  while (name !== null && server !== null) {
    terminal.watchEnd(leaveEarly);
    const entry: Entry = await enter(server, name, role, lang);
    if (entry.how === 'entered') return { connection: entry.connection, view: entry.view, server };
    const problem = problemOf(entry, server, lang);
    if (entry.how === 'ended' && given === undefined) {
      terminal.print(problem);
      server = await askServer(terminal, lang);
    } else if (entry.how === 'turned-away' && entry.code.startsWith('NAME-') && wishes.name === undefined) {
      terminal.print(problem);
      name = await askName(terminal, lang);
    } else {
      return problem;
    }
  }
  return null;
}

/**
 * The command line that leads here again without a question.
 *
 * @param script the script that npm ran, if it did.
 */
export function wayBack(
  name: string,
  role: Role,
  server: Server,
  lang: string | undefined,
  script: string | undefined,
): string {
  const flags = [
    `--name ${name} --role ${role}`,
    ...(server.host === USUAL_SERVER.host ? [] : [`--host ${server.host}`]),
    ...(server.port === USUAL_SERVER.port ? [] : [`--port ${server.port}`]),
    ...(lang === undefined ? [] : [`--lang ${lang}`]),
  ].join(' ');
  return script === 'client' ? `npm run client -- ${flags}` : `telechat client ${flags}`;
}

function readFlags({ name, role, host, port, lang: asked }: Flags): Wishes | string {
  const lang = asked === undefined ? localeLang(process.env) : asked.toLowerCase();
  if (!isLang(lang)) return TEXTS[localeLang(process.env)].badLang;
  const t = TEXTS[lang];
  if (name !== undefined && !readName(name)) return `${name}: ${errorText('NAME-INVALID', lang)}`;
  const readRoleFlag = role === undefined ? undefined : readRole(role);
  if (role !== undefined && !readRoleFlag) return t.badRole;
  const named = readServer(host ?? '');
  if (!named) return t.badServer(serverText(USUAL_SERVER));
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

function askServer(terminal: Terminal, lang: Lang): Promise<Server | null> {
  const t = TEXTS[lang];
  const usual = serverText(USUAL_SERVER);
  return askUntil(terminal, t.askServer(usual), t.badServer(usual), readServer);
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
