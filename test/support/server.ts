/**
 * The real server as a child process, on a free port of the loopback address.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Whatever a failed test leaves running ends with the tests. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A child whose output is gathered. */
export class Program {
  readonly child: ChildProcess;
  readonly exit: Promise<Exit>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [MAIN, ...args], {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    running.add(this.child);
    this.exit = once(this.child, 'close').then(([code, signal]) => {
      running.delete(this.child);
      return { code, signal };
    });
  }

  /** Ends it by this signal and waits for its end. */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.exit;
  }
}

export interface TestServer {
  readonly program: Program;
  readonly port: number;
  end(signal?: NodeJS.Signals): Promise<Exit>;
}

/** Starts a server and waits until it listens. Rejects, with what it said, when it ends before. */
export async function startTestServer(...flags: string[]): Promise<TestServer> {
  const program = new Program(['server', '--port', '0', '--log', 'json', ...flags]);
  const ready = new Promise<number>((resolve) => {
    program.child.stdout?.on('data', () => {
      const port = /^ready 3mcp=.*:(\d+)$/m.exec(program.stdout)?.[1];
      if (port) resolve(Number(port));
    });
  });
  const ended = program.exit.then(({ code }) => {
    throw new Error(`the server ended with ${code}: ${program.stderr}`);
  });
  const port = await Promise.race([ready, ended]);
  ended.catch(() => {});
  return { program, port, end: (signal = 'SIGTERM') => program.end(signal) };
}
