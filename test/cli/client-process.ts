/** The client as a program in a pipe, with a memory of its own. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = new URL('./client-program.ts', import.meta.url).pathname;

export const JOAO = ['--name', 'joao', '--role', 'consumidor'];
export const ANA = ['--name', 'ana', '--role', 'atendente'];

export interface Finish {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly over: Promise<Finish>;
}

const running = new Set<ChildProcessWithoutNullStreams>();
const folders = new Set<string>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder; gone with the tests. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telechat-client-'));
  folders.add(folder);
  return folder;
}

/**
 * Starts it; port 0 leaves out where. Each remembers nothing of the others: one that was cut off would otherwise be
 * resumed by the next whose server happens to get the same port.
 */
export function start(
  port: number,
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Running {
  const where = port === 0 ? [] : ['--port', String(port)];
  const child = spawn(process.execPath, [PROGRAM, ...where, ...flags], {
    env: { ...process.env, LC_ALL: 'pt_BR.UTF-8', FORCE_COLOR: '3', XDG_STATE_HOME: temporary(), ...env },
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  child.stdin.on('error', () => {});
  const over = once(child, 'close').then(([code]: unknown[]) => {
    running.delete(child);
    return { code, ...said };
  });
  return { child, over };
}

/** Runs it with this input. */
export async function run(
  input: string,
  port: number,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finish> {
  const { child, over } = start(port, flags, env);
  child.stdin.end(input);
  return over;
}
