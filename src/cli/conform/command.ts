/**
 * `telechat conform`: its flags, and what becomes of them. Reads the document that came with the program, looks at the
 * server and writes down what holds.
 *
 * Exit codes: 0 nothing failed, 1 something failed or is missing, 2 wrong flags, or no server there.
 */

import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Chalk, type ChalkInstance } from 'chalk';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Account } from '../../conform/account.ts';
import { CLAUSES, type Clause, chosen } from '../../conform/clauses.ts';
import { Fault, Unreachable } from '../../conform/fault.ts';
import type { Target } from '../../conform/link.ts';
import { type Facts, Mute, probe } from '../../conform/probe.ts';
import { conform, slowest, type Verdict } from '../../conform/run.ts';
import { DOCUMENTS, sessionsOf } from '../../conform/sessions.ts';
import { LiveStage } from '../../conform/stage.ts';
import { inLang } from '../../conform/telling.ts';
import { LANGS, type Lang } from '../../protocol/codes.ts';
import { readServer, type Server, serverText } from '../client/address.ts';
import { ACCOUNTS_VARIABLE, readAccount, readAccountFile, readAccounts } from './accounts.ts';
import { countsOf, headLines, summaryLines, verdictLines, verdictObject, waitingLines } from './report.ts';
import { CONFORM_TEXTS } from './texts.ts';

const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

/** Milliseconds for which a server may be late in telling others, and in which farewells leave on Ctrl-C. */
const SETTLE_MS = 20;
const LEAVE_MS = 200;
const TLS_PORT = 3628;

interface Flags {
  readonly json: boolean;
  readonly lang: Lang;
  readonly only?: readonly string[];
  readonly attendant?: readonly Account[];
  readonly attendantFile?: string;
  readonly timeout: number;
  readonly slow: boolean;
  readonly tls: boolean;
  readonly ca?: string;
  readonly insecure: boolean;
}

/** Where a run writes, and what becomes of its exit code. */
export interface Surroundings {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
  exit(code: number): void;
  /** Called once with what to do when somebody wants it to end. */
  interrupted(act: () => void): void;
  /** The variables of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const OF_THE_PROCESS: Surroundings = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  exit: (code) => {
    process.exitCode = code;
  },
  interrupted: (act) => {
    // Whoever reads our output may stop before we do.
    process.stdout.on('error', () => process.exit(FAILED));
    process.on('SIGINT', () => {
      act();
      setTimeout(() => process.exit(INTERRUPTED), LEAVE_MS);
    });
  },
};

/** The subcommand, for the program to add. */
export function conformCommand(lang: Lang, around: Surroundings = OF_THE_PROCESS): Command {
  const t = CONFORM_TEXTS[lang];
  const accountFrom = (word: string, before: readonly Account[] = []): Account[] => {
    const account = readAccount(word);
    if (account === null) throw new InvalidArgumentError(t.badAttendant);
    return [...before, account];
  };
  const secondsFrom = (word: string): number => {
    const seconds = /^\d{1,3}(?:\.\d+)?$/.test(word) ? Number(word) : 0;
    if (seconds < 0.1 || seconds > 600) throw new InvalidArgumentError(t.badTimeout);
    return seconds;
  };
  return new Command('conform')
    .description(t.about)
    .argument('<server>', t.server)
    .addOption(new Option('--json', t.json).default(false))
    .addOption(new Option('--lang <lang>', t.lang).choices(LANGS).default(lang))
    .addOption(new Option('--only <clause>', t.only).argParser(gathered))
    .addOption(new Option('--attendant <account>', t.attendant).argParser(accountFrom))
    .addOption(new Option('--attendant-file <file>', t.attendantFile(ACCOUNTS_VARIABLE)))
    .addOption(new Option('--timeout <seconds>', t.timeout).argParser(secondsFrom).default(5))
    .addOption(new Option('--slow', t.slow).default(false))
    .addOption(new Option('--tls', t.tls).default(false))
    .addOption(new Option('--ca <file>', t.ca))
    .addOption(new Option('--insecure', t.insecure).default(false))
    .addHelpText('after', t.examples)
    .action(async (server: string, flags: Flags) => {
      around.exit(await run(server, flags, around));
    });
}

function gathered(word: string, before: readonly string[] = []): string[] {
  return [...before, ...word.split(',').filter(Boolean)];
}

async function run(where: string, flags: Flags, around: Surroundings): Promise<number> {
  const { lang, only = [] } = flags;
  const t = CONFORM_TEXTS[lang];
  const misused = (problem: string) => {
    around.stderr.write(`telechat: ${problem}\n`);
    return MISUSED;
  };
  const target = readTarget(where, flags);
  if (typeof target === 'string') return misused(target);
  const accounts = accountsFor(flags, around);
  if (typeof accounts === 'string') return misused(accounts);
  const clauses = chosen(only);
  if (clauses === null) return misused(t.unknownClause(only.join(', ')));
  const stage = new LiveStage({
    target,
    timeoutMs: flags.timeout * 1_000,
    settleMs: SETTLE_MS,
    slowMs: flags.slow ? Number.POSITIVE_INFINITY : 0,
    accounts,
    run: randomInt(36 ** 3, 36 ** 4).toString(36),
  });
  around.interrupted(() => stage.abandon());
  const told = new Told(serverText(target), flags, around);
  const facts = await look(stage);
  if (facts instanceof Unreachable)
    return misused(t.unreachable(serverText(target), inLang(facts.seen, lang)));
  if (facts instanceof Fault) {
    told.verdict(hopeless(facts));
    return told.end([t.hopeless]);
  }
  told.facts(facts, stage.missing);
  const waiting = () => told.waiting(clauses);
  for await (const verdict of conform(stage, facts, sessions(lang), clauses, waiting)) told.verdict(verdict);
  return told.end();
}

/** What a run says, as it comes. */
class Told {
  readonly #server: string;
  readonly #flags: Flags;
  readonly #out: Surroundings['stdout'];
  readonly #ink: ChalkInstance;
  readonly #verdicts: Verdict[] = [];
  #greeting = '';
  #missing: ReadonlySet<string> = new Set();

  constructor(server: string, flags: Flags, { stdout }: Surroundings) {
    this.#server = server;
    this.#flags = flags;
    this.#out = stdout;
    const plain = !stdout.isTTY || Boolean(process.env['NO_COLOR']);
    this.#ink = plain ? new Chalk({ level: 0 }) : new Chalk();
  }

  facts(facts: Facts, missing: ReadonlySet<string>): void {
    this.#greeting = facts.greeting;
    this.#missing = missing;
    if (!this.#flags.json) this.#lines(headLines(this.#server, facts, missing, this.#flags.lang));
  }

  /** Says what the rest waits for. */
  waiting(clauses: readonly Clause[]): void {
    if (this.#flags.json) return;
    this.#lines(['', ...waitingLines(slowest(clauses), this.#flags.lang).map((line) => this.#ink.dim(line))]);
  }

  verdict(verdict: Verdict): void {
    const { json, lang } = this.#flags;
    this.#verdicts.push(verdict);
    this.#lines(
      json ? [JSON.stringify(verdictObject(verdict, lang))] : verdictLines(verdict, lang, this.#ink),
    );
  }

  /** Sums up, with these lines at the end. Returns the exit code. */
  end(more: readonly string[] = []): number {
    const { clauses, trials } = countsOf(this.#verdicts);
    const [server, greeting, missing] = [this.#server, this.#greeting, [...this.#missing]];
    const summary = { server, greeting, lacks: missing, ...clauses, trials };
    if (this.#flags.json) this.#lines([JSON.stringify({ summary })]);
    else this.#lines([...summaryLines(this.#verdicts, this.#flags.lang, this.#ink), ...more]);
    return clauses.failed + clauses.missing > 0 ? FAILED : 0;
  }

  #lines(lines: readonly string[]): void {
    this.#out.write(`${lines.join('\n')}\n`);
  }
}

/** What kind of server it is, or what is wrong with it. */
async function look(stage: LiveStage): Promise<Facts | Fault> {
  try {
    return await probe(stage);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** The verdict on something that does not even greet as 3MCP/1 does, or answers nothing then. */
function hopeless(fault: Fault): Verdict {
  const id = fault instanceof Mute ? 'REPLY-1' : 'GREET-1';
  const clause = CLAUSES.find((each) => each.id === id) as Clause;
  return { clause, result: 'failed', trials: [{ session: null, result: 'failed', fault }] };
}

/** Those of the document that is packed with the program: `docs/` lies beside `src/` and `dist/`. */
function sessions(lang: Lang) {
  const document = DOCUMENTS[lang];
  return sessionsOf(readFileSync(new URL(`../../../${document}`, import.meta.url), 'utf8'), document);
}

/** The accounts that are given in whatever way, or what is wrong with them. Warns of a file that others can read. */
function accountsFor(
  { attendant = [], attendantFile, lang }: Flags,
  { env, stderr }: Surroundings,
): readonly Account[] | string {
  const t = CONFORM_TEXTS[lang];
  if (attendantFile === undefined) {
    const more = attendant.length > 0 ? [] : readAccounts(env[ACCOUNTS_VARIABLE] ?? '');
    return 'line' in more ? t.badAccountLine(ACCOUNTS_VARIABLE, more.line) : [...attendant, ...more];
  }
  const read = readAccountFile(attendantFile);
  if ('code' in read) return t.unreadableFile(attendantFile, read.code);
  if ('line' in read) return t.badAccountLine(attendantFile, read.line);
  if (read.open) stderr.write(`telechat: ${t.openFile(attendantFile)}\n`);
  return [...attendant, ...read.accounts];
}

/** The server that is meant, or what is wrong with the flags. */
function readTarget(where: string, { tls, ca, insecure, lang }: Flags): (Target & Server) | string {
  const t = CONFORM_TEXTS[lang];
  const server = readServer(where, tls ? TLS_PORT : undefined);
  if (server === null) return t.badServer;
  if (!tls) return ca !== undefined || insecure ? t.onlyWithTls : { host: server.host, port: server.port };
  try {
    const pem = ca === undefined ? undefined : readFileSync(ca, 'utf8');
    return { host: server.host, port: server.port, tls: { ca: pem, insecure } };
  } catch (error) {
    return t.unreadableFile(ca ?? '', (error as NodeJS.ErrnoException).code ?? 'ERROR');
  }
}
