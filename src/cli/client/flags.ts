/**
 * The flags of `telechat client`: what they are, what they mean, and the line that leads back here with the same
 * ones. Reads the files that they name; asks nobody anything.
 */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { errorText, LANGS, type Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import { DEFAULT_PORT } from '../../protocol/limits.ts';
import { readName } from '../../protocol/names.ts';
import {
  readPort,
  readServer,
  type Server,
  serverText,
  TLS_PORT,
  type Tls,
  USUAL_SERVER,
} from './address.ts';
import { roleOf } from './command-words.ts';
import type { Manners } from './manners.ts';
import { readPasswordFile } from './passwords.ts';
import { localeLang, TEXTS, type Texts } from './texts.ts';
import { TERMINAL_TEXTS, type TerminalTexts } from './texts-terminal.ts';

/** Seconds in a day: nobody waits longer for a pipe. */
const MAX_RETRY_S = 86_400;

export interface Flags {
  /** Not a flag but the argument, `host[:port]`: it means the same as `host`. */
  readonly server?: string | undefined;
  readonly name?: string;
  readonly role?: string;
  readonly host?: string;
  readonly port?: string;
  readonly lang?: string;
  readonly tls?: boolean;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly passwordFile?: string;
  readonly retry?: string;
  readonly fresh?: boolean;
  readonly seen?: boolean;
  readonly typing?: boolean;
  readonly bell?: boolean;
  readonly plain?: boolean;
  readonly json?: boolean;
}

/** What the flags say, as far as they say it. */
export interface Wishes {
  readonly lang: Lang;
  readonly name: string | undefined;
  readonly role: Role | undefined;
  readonly server: Server | undefined;
  /** The server that is meant if nobody says another one. */
  readonly usual: Server;
  readonly password: string | null;
  /** Milliseconds after a loss until which we must be back; undefined if nobody said. */
  readonly retryMs: number | undefined;
  readonly fresh: boolean;
  /** What a terminal may tell of its person, and whether it may ring. */
  readonly manners: Manners;
  /** Only what a screen reader can follow. */
  readonly plain: boolean;
  /** For a script. */
  readonly json: boolean;
  /** What the person should know before anything else. */
  readonly warnings: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** Gives the command its flags, with help in the language of `t`. */
export function addFlags(command: Command, t: Texts, more: TerminalTexts): Command {
  const named = command.option('--name <name>', t.optionName);
  return addServerFlags(named.option('--role <role>', t.optionRole), t)
    .option('--plain', more.optionPlain)
    .option('--json', more.optionJson)
    .option('--no-seen', more.optionSeen)
    .option('--no-typing', more.optionTyping)
    .option('--no-bell', more.optionBell)
    .addHelpText('after', more.helpJson);
}

/** Those that say where, the argument too, and how safely: for commands whose role is settled. */
export function addServerFlags(command: Command, t: Texts): Command {
  return command
    .argument('[server]', t.argumentServer)
    .option('--host <host>', t.optionHost)
    .option('--port <port>', t.optionPort)
    .option('--lang <lang>', t.optionLang)
    .option('--tls', t.optionTls)
    .option('--ca <file>', t.optionCa)
    .option('--insecure', t.optionInsecure)
    .option('--password-file <file>', t.optionPasswordFile)
    .option('--retry <seconds>', t.optionRetry)
    .option('--fresh', t.optionFresh);
}

/** What the flags mean, or what is wrong with them, in one line. */
export function readFlags(flags: Flags, env: Env = process.env): Wishes | string {
  const lang = flags.lang === undefined ? localeLang(env) : flags.lang.toLowerCase();
  if (!isLang(lang)) return TEXTS[localeLang(env)].badLang;
  const t = TEXTS[lang];
  const more = TERMINAL_TEXTS[lang];
  const { name } = flags;
  if (name !== undefined && !readName(name)) return `${name}: ${errorText('NAME-INVALID', lang)}`;
  if (flags.plain && flags.json) return more.plainOrJson;
  const role = flags.role === undefined ? undefined : roleOf(flags.role);
  if (flags.role !== undefined && !role) return t.badRole;
  if (flags.server !== undefined && flags.host !== undefined) return t.serverTwice;
  const retryMs = readRetry(flags.retry);
  if (retryMs === null) return t.badRetry;
  const where = readWhere(flags, t);
  if (typeof where === 'string') return where;
  const secret = readSecret(flags, env, t);
  if (typeof secret === 'string') return secret;
  const warnings = [...(flags.insecure ? [t.insecure] : []), ...secret.warnings];
  return {
    lang,
    name: name?.normalize('NFC'),
    role,
    ...where,
    password: secret.password,
    retryMs,
    fresh: flags.fresh ?? false,
    plain: flags.plain ?? false,
    json: flags.json ?? false,
    manners: { seen: flags.seen ?? true, typing: flags.typing ?? true, bell: flags.bell ?? true },
    warnings,
  };
}

/**
 * The command line that leads here again without a question; without a role, that of `telechat attend`.
 *
 * @param script the script that npm ran, if it did.
 */
export function wayBack(
  { name, role, server }: { readonly name: string; readonly role?: Role; readonly server: Server },
  flags: Flags,
  lang: Lang,
  script?: string,
): string {
  const usualPort = server.tls ? TLS_PORT : DEFAULT_PORT;
  const words = [
    `--name ${name}`,
    ...(role === undefined ? [] : [`--role ${TEXTS[lang].role[role]}`]),
    ...(server.host === USUAL_SERVER.host ? [] : [`--host ${server.host}`]),
    ...(server.port === usualPort ? [] : [`--port ${server.port}`]),
    ...(server.tls ? ['--tls'] : []),
    ...(flags.ca === undefined ? [] : [`--ca ${quoted(flags.ca)}`]),
    ...(flags.insecure ? ['--insecure'] : []),
    ...(flags.passwordFile === undefined ? [] : [`--password-file ${quoted(flags.passwordFile)}`]),
    ...(flags.lang === undefined ? [] : [`--lang ${flags.lang}`]),
    ...(flags.plain ? ['--plain'] : []),
    ...(['seen', 'typing', 'bell'] as const).flatMap((one) => (flags[one] === false ? [`--no-${one}`] : [])),
  ].join(' ');
  const command = role === undefined ? 'attend' : 'client';
  if (script === command) return `npm run ${command} -- ${words}`;
  return `${script === 'telechat' ? 'npm run telechat -- ' : 'telechat '}${command} ${words}`;
}

function readWhere(
  { server, host = server, port, tls, ca, insecure }: Flags,
  t: Texts,
): Pick<Wishes, 'server' | 'usual'> | string {
  if (!tls && (ca !== undefined || insecure)) return t.onlyWithTls;
  const usualPort = tls ? TLS_PORT : DEFAULT_PORT;
  const named = readServer(host ?? '', usualPort);
  if (!named) return t.badServer(serverText({ host: USUAL_SERVER.host, port: usualPort }));
  const flagPort = port === undefined ? named.port : readPort(port);
  if (flagPort === null) return t.badPort;
  let how: Tls | undefined;
  if (tls) {
    try {
      how = { ca: ca === undefined ? undefined : readFileSync(ca, 'utf8'), insecure: insecure ?? false };
    } catch (error) {
      return t.unreadableFile(ca ?? '', (error as NodeJS.ErrnoException).code ?? 'ERROR');
    }
    if (how.ca !== undefined && !hasCertificate(how.ca)) return t.noCertificate(ca ?? '');
  }
  const safely = how ? { tls: how } : {};
  const usual = { host: USUAL_SERVER.host, port: usualPort, ...safely };
  if (host === undefined && port === undefined) return { server: undefined, usual };
  return { server: { host: named.host, port: flagPort, ...safely }, usual };
}

function hasCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function readSecret(
  { passwordFile }: Flags,
  env: Env,
  t: Texts,
): { readonly password: string | null; readonly warnings: readonly string[] } | string {
  if (passwordFile === undefined) return { password: env['TELECHAT_PASSWORD'] || null, warnings: [] };
  const file = readPasswordFile(passwordFile);
  if ('code' in file) return t.unreadableFile(passwordFile, file.code);
  return { password: file.password, warnings: file.open ? [t.passwordFileOpen(passwordFile)] : [] };
}

/** Milliseconds, undefined if nothing is said, null if it is not to be understood. */
function readRetry(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return seconds <= MAX_RETRY_S ? seconds * 1_000 : null;
}

function isLang(word: string): word is Lang {
  return (LANGS as readonly string[]).includes(word);
}

/** A word as a shell takes it for one. */
function quoted(word: string): string {
  return /^[\w./:@~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
