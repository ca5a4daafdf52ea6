/**
 * `telechat server`: from the command line to a running server and back: what it says at start, signals, exit codes.
 *
 * Exit codes: 0 stopped in good order, 1 it could not start or stop, 2 wrong settings, the certificate and the canned
 * answers included.
 */

import { closeSync, openSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Logger } from 'pino';
import type { Lang } from '../../protocol/codes.ts';
import { type RunningServer, startServer } from '../../server.ts';
import { CannedError } from '../../workers/canned.ts';
import { TlsError } from '../../workers/tls-material.ts';
import { clientLine, entranceOf } from './client-line.ts';
import { explain } from './explain.ts';
import { settingFlags } from './flags.ts';
import { createLog } from './log.ts';
import { notices, written } from './notices.ts';
import { serverOptions } from './options.ts';
import { printedJson, printedTable } from './printed.ts';
import { resolveSettings } from './resolve.ts';
import type { Flags } from './said.ts';
import type { Settings } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

const FAILED = 1;
const MISUSED = 2;
/** If stopping in good order takes longer, the process ends all the same. */
const STOP_WITHIN_MS = 4500;

/** @param lang the language of the help and of the errors. */
export function serverCommand(lang: Lang): Command {
  const texts = SERVER_TEXTS[lang];
  const command = new Command('server').description(texts.about);
  for (const flag of settingFlags(lang)) command.addOption(flag);
  return command
    .addOption(
      new Option('--print-config [format]', texts.printConfig)
        .choices(['table', 'json'])
        .preset('table')
        .helpGroup(texts.groups.process),
    )
    .addHelpText('after', texts.examples)
    .action(async ({ printConfig, ...flags }: Flags & { readonly printConfig?: 'table' | 'json' }) => {
      const resolved = resolveSettings(flags, process.env, lang);
      const { warnings } = resolved;
      if (!resolved.ok || printConfig) {
        process.stderr.write(warnings.map((warning) => `${texts.warning}${warning}\n`).join(''));
      }
      if (!resolved.ok) {
        process.stderr.write(resolved.faults.map((fault) => `${texts.wrong}${fault}\n`).join(''));
        process.exitCode = MISUSED;
      } else if (printConfig) {
        const { settings, sources } = resolved;
        const all =
          printConfig === 'json' ? printedJson(settings, sources) : printedTable(settings, sources, lang);
        process.stdout.write(`${all}\n`);
      } else await run(resolved.settings, warnings, lang);
    });
}

async function run(settings: Settings, warnings: readonly string[], lang: Lang): Promise<void> {
  const log = createLog(settings.log, settings.logLevel);
  for (const warning of warnings) log.warn(warning);
  let server: RunningServer | undefined;
  const atTerminal = process.stdin.isTTY;
  // Before the start, and nothing to do then: all files are about to be read.
  process.on('SIGHUP', () => {
    if (atTerminal && terminalIsGone()) process.emit('SIGTERM', 'SIGTERM');
    else if (server) reload(server, log, lang);
  });
  try {
    server = await startServer({ ...serverOptions(settings), logLang: lang }, log);
  } catch (error) {
    process.stderr.write(`telechat: ${explain(error, settings, lang)}\n`);
    process.exitCode = error instanceof TlsError || error instanceof CannedError ? MISUSED : FAILED;
    return;
  }
  stopOnSignals(server, log, lang);
  announce(server, settings, log, lang);
}

/** What it says when it listens. The ready lines are for programs; `3mcp=` is the last of them. */
function announce(server: RunningServer, settings: Settings, log: Logger, lang: Lang): void {
  const texts = SERVER_TEXTS[lang];
  const { address, tlsAddress } = server;
  const script = process.env['npm_lifecycle_event'];
  log.info(settings.memory ? texts.notKept : texts.kept(settings.data));
  for (const { level, text } of notices(settings, server, lang, script)) log[level](text);
  if (tlsAddress) process.stdout.write(`ready tls=${written(tlsAddress)}:${tlsAddress.port}\n`);
  process.stdout.write(`ready 3mcp=${written(address)}:${address.port}\n`);
  if (settings.log === 'pretty')
    log.info(texts.next(clientLine(entranceOf(server, settings.tlsCert), script)));
}

/** The same signal tells a program at a terminal that its window was closed: nobody is there to look after it. */
function terminalIsGone(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    return true;
  }
}

/** Why it was not to be, the server itself tells. */
function reload(server: RunningServer, log: Logger, lang: Lang): void {
  const texts = SERVER_TEXTS[lang];
  if (!server.reloads) log.info(texts.nothingToReload);
  server.reload().then(
    (read) => {
      for (const what of read) log.info(texts.reloaded[what]);
    },
    (error) => log.error({ err: error }, texts.notReloaded),
  );
}

function stopOnSignals(server: RunningServer, log: Logger, lang: Lang): void {
  const texts = SERVER_TEXTS[lang];
  const stop = (signal: NodeJS.Signals) => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    log.info(texts.stopping(signal));
    setTimeout(() => process.exit(FAILED), STOP_WITHIN_MS).unref();
    void server.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, texts.notStopped);
        process.exit(FAILED);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}
