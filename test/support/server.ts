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

  /** Resolves once its log says this, behind the first `from` characters. */
  async logged(pattern: RegExp, from = 0): Promise<void> {
    while (!pattern.test(this.stderr.slice(from))) {
      if (this.child.exitCode !== null) throw new Error(`it ended before it said ${pattern}: ${this.stderr}`);
      await Promise.race([once(this.child.stderr!, 'data'), this.exit]);
    }
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
  /** Where it speaks TLS, if it was told to; else 0. */
  readonly tlsPort: number;
  end(signal?: NodeJS.Signals): Promise<Exit>;
}

/** Starts a server and waits until it listens. Rejects, with what it said, when it ends before. */
export function startTestServer(...flags: string[]): Promise<TestServer> {
  return startFaultyServer([], ...flags);
}

/** The same with scripts of `preload/` in it, each in all of its threads before anything of its own. */
export async function startFaultyServer(
  preloads: readonly string[],
  ...flags: string[]
): Promise<TestServer> {
  const imports = preloads.map((name) => `--import=${new URL(`preload/${name}.ts`, import.meta.url)}`);
  const env = imports.length > 0 ? { NODE_OPTIONS: imports.join(' ') } : {};
  const program = new Program(['server', '--port', '0', '--log', 'json', ...flags], env);
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
  const tlsPort = Number(/^ready tls=.*:(\d+)$/m.exec(program.stdout)?.[1] ?? 0);
  return { program, port, tlsPort, end: (signal = 'SIGTERM') => program.end(signal) };
}
