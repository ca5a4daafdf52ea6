/**
 * The real server as a child that can be looked at from outside: its memory, and what it holds open.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const PROBE = new URL('./probe.ts', import.meta.url);

/** In bytes. */
export interface Memory {
  /** What the process holds of the machine's memory. */
  readonly resident: number;
  /** What its JavaScript has in use, after garbage was collected. */
  readonly used: number;
}

export class MeasuredServer {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #data: string;

  private constructor(child: ChildProcess, port: number, data: string) {
    this.#child = child;
    this.port = port;
    this.#data = data;
  }

  /** Over a fresh data folder, which goes with it. */
  static async start(flags: readonly string[]): Promise<MeasuredServer> {
    const data = mkdtempSync(join(tmpdir(), 'telechat-soak-'));
    const node = ['--expose-gc', `--import=${PROBE}`];
    const server = ['server', '--port', '0', '--log', 'json', '--log-level', 'warn', '--data', data];
    const child = spawn(process.execPath, [...node, MAIN, ...server, ...flags], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    process.on('exit', () => child.kill('SIGKILL'));
    let said = '';
    for await (const text of child.stdout!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      said += text;
      const port = /^ready 3mcp=.*:(\d+)$/m.exec(said)?.[1];
      if (port) return new MeasuredServer(child, Number(port), data);
    }
    throw new Error('the server did not start');
  }

  /** Collects garbage, and looks. */
  async memory(): Promise<Memory> {
    const told = once(this.#child.stdio[3] as Readable, 'data');
    this.#child.kill('SIGUSR2');
    const used = Number(`${(await told)[0]}`);
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return { used, resident: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024 };
  }

  /** How many files, sockets and pipes it has open. */
  get handles(): number {
    return readdirSync(`/proc/${this.#child.pid}/fd`).length;
  }

  /** Stops it in good order; rejects if that is not how it ends. */
  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [code] = await exit;
    rmSync(this.#data, { recursive: true });
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  }
}
