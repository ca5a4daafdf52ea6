/** A data folder with a conversation in it, commands run on it, and a search of all its bytes. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program, startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';

const folders: string[] = [];
const servers: TestServer[] = [];

/** A new folder, removed by `tidyUp`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telechat-'));
  folders.push(folder);
  return folder;
}

/** A server on a data folder, ended by `tidyUp`. */
export async function serverOn(dir: string, ...flags: string[]): Promise<TestServer> {
  const server = await startTestServer('--data', dir, ...flags);
  servers.push(server);
  return server;
}

export async function tidyUp(): Promise<void> {
  for (const server of servers.splice(0)) await server.end('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a command of those who run the desk, in English; `input` is all of its stdin. */
function start(dir: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv = {}): Program {
  const program = new Program(args, { LC_ALL: 'en_US.UTF-8', TELECHAT_DATA: dir, ...env });
  // It may have ended without reading any.
  program.child.stdin?.on('error', () => {});
  program.child.stdin?.end(input);
  return program;
}

/** Runs it to its end. */
export async function run(dir: string, args: readonly string[], input = ''): Promise<Outcome> {
  const program = start(dir, args, input);
  const { code } = await program.exit;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

/**
 * Runs it until it is killed at this step of its way to the data, from 1; the signal, or null if it ended before. What
 * it asked a server for is answered all the same.
 */
export async function killedAt(
  dir: string,
  step: number,
  args: readonly string[],
  input = '',
): Promise<NodeJS.Signals | null> {
  const preload = new URL('killed-at-step.ts', import.meta.url);
  const env = { NODE_OPTIONS: `--import=${preload}`, KILLED_AT_STEP: `${step}` };
  const { signal } = await start(dir, args, input, env).exit;
  return signal;
}

/** An attendant serves a customer: each says these texts, by turns, the customer first. Both leave. */
export async function talk(
  port: number,
  attendant: string,
  customer: string,
  texts: readonly string[],
): Promise<void> {
  const serving = await Wire.enter(port, attendant, 'atendente');
  const served = await Wire.enter(port, customer, 'consumidor');
  await serving.until(/^ASSIGNED /);
  await served.until(/^ASSIGNED /);
  for (const [i, text] of texts.entries()) {
    const reply = i % 2 === 0 ? served.ask(`MSG * ${text}`) : serving.ask(`MSG ${customer} ${text}`);
    if (!(await reply).startsWith('+ok')) throw new Error(await reply);
  }
  await served.ask('QUIT');
  await serving.ask('QUIT');
}

/** The files of a folder that hold this text in any encoding of SQLite's, or in the names of files. */
export function filesWith(dir: string, text: string): string[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .filter((file) => {
      const bytes = readFileSync(join(file.parentPath, file.name));
      return file.name.includes(text) || [utf8, utf16, swapped].some((each) => bytes.includes(each));
    })
    .map(({ name }) => name);
}
