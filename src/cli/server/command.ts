/**
 * `telechat server`: flags, the ready line, signals and exit codes.
 */

import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LANGS, type Lang } from '../../protocol/codes.ts';
import { DEFAULT_PORT } from '../../protocol/limits.ts';
import { type RunningServer, startServer } from '../../server.ts';
import type { Durability } from '../../store/store.ts';
import { StoreError } from '../../store/store-error.ts';
import { MAX_WORKERS } from '../../workers/batches.ts';
import { createLog, type LogStyle } from './log.ts';
import { SERVER_TEXTS } from './texts.ts';

interface Flags {
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  readonly data: string;
  readonly memory: boolean;
  readonly durability: Durability;
  readonly capacity: number;
  readonly lang: Lang;
  readonly rate: number;
  readonly log: LogStyle;
}

/** If stopping in good order takes longer, the process ends all the same. */
const STOP_WITHIN_MS = 4500;

/** @param lang the language of the help and of the errors. */
export function serverCommand(lang: Lang): Command {
  const texts = SERVER_TEXTS[lang];
  const integer = (from: number, to: number) => (value: string) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= from && number <= to) return number;
    throw new InvalidArgumentError(texts.integer(from, to));
  };
  return new Command('server')
    .description(texts.about)
    .addOption(new Option('--host <address>', texts.host).default('127.0.0.1'))
    .addOption(new Option('--port <port>', texts.port).default(DEFAULT_PORT).argParser(integer(0, 65_535)))
    .addOption(
      new Option('--workers <n>', texts.workers)
        .default(Math.min(MAX_WORKERS, Math.max(1, availableParallelism() - 1)))
        .argParser(integer(1, MAX_WORKERS)),
    )
    .addOption(new Option('--data <folder>', texts.data).default('./telechat-data'))
    .addOption(new Option('--memory', texts.memory).default(false).conflicts('data'))
    .addOption(
      new Option('--durability <level>', texts.durability).choices(['full', 'relaxed']).default('full'),
    )
    .addOption(new Option('--capacity <n>', texts.capacity).default(5).argParser(integer(0, 10_000)))
    .addOption(new Option('--lang <lang>', texts.lang).choices(LANGS).default('pt'))
    .addOption(new Option('--rate <n>', texts.rate).default(50).argParser(integer(0, 1_000_000)))
    .addOption(new Option('--log <style>', texts.log).choices(['pretty', 'json', 'silent']).default('pretty'))
    .addHelpText('after', texts.examples)
    .action((flags: Flags) => run(flags, lang));
}

async function run(flags: Flags, lang: Lang): Promise<void> {
  const texts = SERVER_TEXTS[lang];
  const log = createLog(flags.log);
  let server: RunningServer;
  try {
    server = await startServer({ ...flags, data: flags.memory ? null : flags.data }, log);
  } catch (error) {
    process.stderr.write(`telechat: ${explain(error, flags, lang)}\n`);
    process.exitCode = 1;
    return;
  }
  const stop = (signal: NodeJS.Signals) => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    log.info({ signal }, texts.stopping);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void server.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'could not stop in good order');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const { address, port, family } = server.address;
  log.info(flags.memory ? texts.notKept : texts.kept(flags.data));
  process.stdout.write(`ready 3mcp=${family === 'IPv6' ? `[${address}]` : address}:${port}\n`);
  if (flags.log === 'pretty') log.info(texts.next(clientLine(address, port)));
}

/** How a client comes here from this machine, in the way in which this server was started. */
function clientLine(address: string, port: number): string {
  const everywhere = ['127.0.0.1', '0.0.0.0', '::'].includes(address);
  const flags = [
    ...(everywhere ? [] : [`--host ${address}`]),
    ...(port === DEFAULT_PORT ? [] : [`--port ${port}`]),
  ].join(' ');
  if (process.env['npm_lifecycle_event'] !== 'start') return `telechat client ${flags}`.trimEnd();
  return flags === '' ? 'npm run client' : `npm run client -- ${flags}`;
}

function explain(error: unknown, { host, port, data }: Flags, lang: Lang): string {
  const texts = SERVER_TEXTS[lang];
  if (error instanceof StoreError) {
    switch (error.code) {
      case 'in-use':
        return texts.inUse(data);
      case 'newer-schema':
        return texts.newerSchema(data);
      case 'corrupt':
        return texts.corrupt(data);
      default: {
        const [, code] = /: (E[A-Z0-9]+): /.exec(error.message) ?? [];
        return texts.unwritable(data, code === undefined ? '' : ` (${code})`);
      }
    }
  }
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return texts.portInUse(host, port);
  if (syscall !== undefined) return texts.cannotListen(host, port, code ?? message);
  return texts.failed(message);
}
