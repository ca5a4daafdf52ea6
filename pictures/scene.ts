/**
 * What the stories play on: a real server that keeps nothing, terminals in which people type, and people without a
 * terminal, who are there so that the others have company. Owns all of it until the scene is over.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Size, Tmux } from '../test/attend/tmux.ts';
import { startTestServer, type TestServer } from '../test/support/server.ts';
import { Wire } from '../test/support/wire.ts';
import { readScreen } from './screen.ts';
import type { Window } from './svg.ts';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** Looks after which a screen that stayed the same is a picture. */
const STILL_LOOKS = 5;

/** Somebody's terminal, and the command that they typed there. */
export interface Seat {
  readonly terminal: Tmux;
  readonly command: string;
  readonly size: Size;
}

export class Scene {
  readonly #folder: string;
  readonly #locale: string;
  readonly #server: TestServer;
  readonly #seats: Seat[] = [];
  readonly #people: Wire[] = [];

  private constructor(folder: string, locale: string, server: TestServer) {
    this.#folder = folder;
    this.#locale = locale;
    this.#server = server;
  }

  /** @param capacity customers whom the desk gives to an attendant by itself. @param locale of the terminals. */
  static async open(capacity: number, locale: string): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'telechat-pictures-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const server = await startTestServer('--memory', '--capacity', `${capacity}`);
    // The command as people have it when it is installed; only the port is that of this server.
    mkdirSync(join(folder, 'bin'));
    const script = `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@" --port ${server.port}\n`;
    writeFileSync(join(folder, 'bin', 'telechat'), script, { mode: 0o755 });
    return new Scene(folder, locale, server);
  }

  /** Somebody opens a terminal and types `telechat …`; resolves once it shows `seen`. */
  async sit(command: string, size: Size, seen: RegExp): Promise<Seat> {
    const PATH = `${join(this.#folder, 'bin')}:${process.env['PATH'] ?? ''}`;
    const seat = {
      terminal: await Tmux.open(size, { PATH, LC_ALL: this.#locale, TZ: zoneOfMorning() }),
      command,
      size,
    };
    this.#seats.push(seat);
    seat.terminal.enter(command);
    await seat.terminal.sees(seen);
    return seat;
  }

  /** Somebody comes without a terminal, and says these lines of the protocol, each once the one before was taken. */
  async come(name: string, role: string, ...lines: string[]): Promise<Wire> {
    const wire = await Wire.enter(this.#server.port, name, role);
    this.#people.push(wire);
    for (const line of lines) await ask(wire, line);
    return wire;
  }

  async over(): Promise<void> {
    for (const { terminal } of this.#seats) terminal.close();
    for (const wire of this.#people) wire.cut();
    await this.#server.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A time zone in which it is after ten now: people say good morning. In these names east is minus. */
function zoneOfMorning(): string {
  const east = ((10 - new Date().getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

/** Says a line; rejects if the server does not take it. */
export async function ask(wire: Wire, line: string): Promise<void> {
  const reply = await wire.ask(line);
  if (!/^\+ok/.test(reply)) throw new Error(`${line}: ${reply}`);
}

/** What the terminal shows once it stands still, without the rows below the last one that is used. */
export async function look({ terminal, command, size }: Seat): Promise<Window> {
  let painted = '';
  let same = 0;
  // A program may be in the middle of drawing.
  await terminal.until(() => {
    const now = terminal.painted();
    same = now === painted ? same + 1 : 0;
    painted = now;
    return same === STILL_LOOKS;
  }, 'the same for a moment');
  const rows = readScreen(painted);
  const [flag, column = 0, row = 0] = terminal
    .asks('#{cursor_flag} #{cursor_x} #{cursor_y}')
    .split(' ')
    .map(Number);
  const used = rows.findLastIndex((cells) => cells.some(({ text }) => text.trim() !== ''));
  return {
    title: command,
    columns: size.columns,
    rows: rows.slice(0, Math.max(used, row) + 1),
    cursor: flag === 1 ? { column, row } : null,
  };
}
