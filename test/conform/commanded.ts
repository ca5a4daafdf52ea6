/** `telechat conform` for tests: in this process, or, where that matters, as a program. */

import { CommanderError } from 'commander';
import { conformCommand } from '../../src/cli/conform/command.ts';
import { Program } from '../support/server.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command in this process. Of a wrong command line, the code is commander's own. */
export async function conform(...args: string[]): Promise<Ran> {
  return conformWith({}, ...args);
}

/** The same, with variables in its environment. */
export async function conformWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
  const ran = { code: null as number | null, out: '', err: '' };
  const stdout = { write: (text: string) => void (ran.out += text) };
  const stderr = { write: (text: string) => void (ran.err += text) };
  const exit = (code: number) => void (ran.code = code);
  const command = conformCommand('pt', { stdout, stderr, exit, interrupted: () => {}, env })
    .exitOverride()
    .configureOutput({ writeOut: stdout.write, writeErr: stderr.write });
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    ran.code = error.exitCode;
  }
  return ran;
}

/** The command as a program. */
export async function program(...args: string[]): Promise<Ran> {
  const spawned = new Program(['conform', ...args], { LC_ALL: 'C' });
  const { code } = await spawned.exit;
  return { code, out: spawned.stdout, err: spawned.stderr };
}
