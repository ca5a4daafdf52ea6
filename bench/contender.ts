/**
 * Whoever is measured: the relay or Telechat in one of its modes, as a child process with a folder of its own.
 * Owns these children and folders, and sees that none outlives the benchmark, however that ends.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const CONTENDERS = ['relay', 'memory', 'full', 'relaxed'] as const;
export type Contender = (typeof CONTENDERS)[number];

export const TITLES: Readonly<Record<Contender, string>> = {
  relay: 'relay, one thread',
  memory: 'telechat --memory',
  full: 'telechat --durability full',
  relaxed: 'telechat --durability relaxed',
};

export interface Running {
  readonly contender: Contender;
  readonly port: number;
  readonly pid: number;
  /** Ends it in good order; its folder is removed. */
  stop(): Promise<void>;
}

/** Connections from loopback have no other limit that the scenarios would reach. */
const UNLIMITED = ['--rate', '0', '--ping-after', '86400'];
const READY_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 6000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** From statfs(2): file systems that live in memory. */
const TMPFS = 0x0102_1994;
const RAMFS = 0x8584_58f6;

const children = new Set<ChildProcess>();
const folders = new Set<string>();

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) removeFolder(folder);
});

/**
 * Starts a contender; resolves once it listens. No limit of Telechat's is in the way of the load, and nobody who is
 * silent is asked whether they live.
 * @param capacity conversations per attendant. @param folder a data folder to use instead of an empty one.
 */
export async function start(contender: Contender, capacity = 5, folder?: string): Promise<Running> {
  const own = folder === undefined && (contender === 'full' || contender === 'relaxed');
  const dir = own ? makeFolder() : folder;
  const child = spawn(process.execPath, command(contender, capacity, dir), {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const exited = once(child, 'exit').then(() => children.delete(child));
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(late);
    if (own && dir !== undefined) removeFolder(dir);
  };
  const port = await ready(child);
  if (port > 0) return { contender, port, pid: child.pid!, stop };
  await stop();
  throw new Error(`${TITLES[contender]} did not start`);
}

/** A new folder on a disk: commits into memory would not be what is measured. */
export function makeFolder(): string {
  const parent = [tmpdir(), '/var/tmp'].find(onDisk) ?? ROOT;
  const folder = mkdtempSync(join(parent, 'telechat-bench-'));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

function command(contender: Contender, capacity: number, dir: string | undefined): string[] {
  if (contender === 'relay') return ['bench/relay.ts'];
  const server = ['src/cli/main.ts', 'server', '--port', '0', '--log', 'silent', ...UNLIMITED];
  const store = contender === 'memory' ? ['--memory'] : ['--data', dir!, '--durability', contender];
  return [...server, '--capacity', String(capacity), ...store];
}

/** The port of the ready line, or 0 when it ended before, or took too long. */
async function ready(child: ChildProcess): Promise<number> {
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /^ready 3mcp=.*:(\d+)$/.exec(line)?.[1];
    if (port === undefined) continue;
    clearTimeout(timer);
    return Number(port);
  }
  clearTimeout(timer);
  return 0;
}

function onDisk(folder: string): boolean {
  try {
    const { type } = statfsSync(folder);
    return type !== TMPFS && type !== RAMFS;
  } catch {
    return false;
  }
}
