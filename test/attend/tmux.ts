/**
 * A real terminal for tests and pictures: tmux on a socket of its own, of a fixed size, with a shell in it. Keys are
 * sent as a keyboard would, and the screen is read until it shows what is expected; never longer than a bound, and
 * without fixed sleeps.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Why there can be no such tests here; '' if there can. */
export const WHY_NOT = whyNot();

/** Milliseconds between two looks, and until a screen must show what is expected. */
const LOOK_EVERY_MS = 40;
const PATIENCE_MS = 30_000;

const open = new Set<Tmux>();

/** What Node compiled for one program, the next need not compile again: half of what a start costs. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

process.on('exit', () => {
  for (const one of open) one.close();
});

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export class Tmux {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** A terminal of this size with a shell in it, whose prompt is `$ `. */
  static async open({ columns, rows }: Size, env: Readonly<Record<string, string>> = {}): Promise<Tmux> {
    const folder = mkdtempSync(join(tmpdir(), 'telechat-tmux-'));
    const terminal = new Tmux(folder);
    open.add(terminal);
    const all = {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      XDG_STATE_HOME: folder,
      NODE_COMPILE_CACHE: COMPILED,
      LC_ALL: 'C.UTF-8',
      PS1: '$ ',
      HISTFILE: '',
      ...env,
    };
    const variables = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const shell = ['env', '-u', 'TMUX', '-u', 'CI', '-u', 'NO_COLOR', ...variables, 'sh'];
    terminal.#run(
      '-u',
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      `${columns}`,
      '-y',
      `${rows}`,
      ...shell,
    );
    await terminal.sees(/^\$ ?$/m);
    return terminal;
  }

  /** Types text, just as it stands there. */
  type(text: string): void {
    this.#run('send-keys', '-l', '--', text);
  }

  /** Presses keys, as tmux calls them: `Enter`, `C-n`, `M-1`, `PageUp`. */
  press(...keys: string[]): void {
    for (const key of keys) this.#run('send-keys', key);
  }

  /** Pastes as a terminal does, between brackets if the program asked for them. */
  paste(text: string): void {
    this.#run('set-buffer', '--', text);
    this.#run('paste-buffer', '-p', '-r');
  }

  /** Types a command and Enter. */
  enter(command: string): void {
    this.type(command);
    this.press('Enter');
  }

  /** What stands on the screen, rows without the spaces at their ends. */
  screen(): string {
    return this.#run('capture-pane', '-p');
  }

  /** The same with the orders (SGR) that give it its colours. */
  painted(): string {
    return this.#run('capture-pane', '-e', '-p');
  }

  /** Waits until the screen shows this, and returns it. */
  async sees(pattern: RegExp | string): Promise<string> {
    return this.until(
      (screen) => (typeof pattern === 'string' ? screen.includes(pattern) : pattern.test(screen)),
      `${pattern}`,
    );
  }

  /** Waits until the screen no longer shows this, and returns it. */
  async misses(pattern: RegExp | string): Promise<string> {
    return this.until(
      (screen) => !(typeof pattern === 'string' ? screen.includes(pattern) : pattern.test(screen)),
      `not ${pattern}`,
    );
  }

  async until(test: (screen: string) => boolean, what: string): Promise<string> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const screen = this.screen();
      if (test(screen)) return screen;
      if (performance.now() > until) throw new Error(`the screen never showed ${what}:\n${screen}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  resize({ columns, rows }: Size): void {
    this.#run('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  /** All that the programs write from now on goes into this file, too. */
  record(file: string): void {
    this.#run('pipe-pane', '-O', `cat > '${file}'`);
  }

  /** A variable of the pane, as `#{alternate_on}`. */
  asks(format: string): string {
    return this.#run('display-message', '-p', format).trim();
  }

  close(): void {
    if (!open.delete(this)) return;
    spawnSync('tmux', ['-S', this.#socket, 'kill-server']);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** In its folder: the pid of this process, by which one in a common place could be named, may have been another's. */
  get #socket(): string {
    return join(this.#folder, 'tmux');
  }

  #run(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}

/** Closes every terminal that tests left open. */
export function closeTerminals(): void {
  for (const one of open) one.close();
}

function whyNot(): string {
  const { status, stdout } = spawnSync('tmux', ['-V'], { encoding: 'utf8' });
  if (status !== 0) return 'tmux is not installed';
  const [, major = '0'] = /(\d+)\./.exec(stdout) ?? [];
  return Number(major) >= 3 ? '' : `${stdout.trim()} is too old: 3.0 at least`;
}
