/**
 * docs/OPERATIONS.md: its commands do what they say. The blocks marked `sh run` are run as one script, beside a
 * running server and without one; the flags and commands of all others are those of the program.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, globSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { adminCommands } from '../../src/cli/admin/commands.ts';
import { clientCommand } from '../../src/cli/client/command.ts';
import { serverCommand } from '../../src/cli/server/command.ts';
import { ERRORS, FAREWELLS } from '../../src/protocol/codes.ts';
import { newFolder, serverOn, talk, tidyUp } from '../cli/admin-world.ts';
import { read } from './files.ts';

const TEXT = read('docs/OPERATIONS.md');

/** All of the program's own source. */
const SOURCES = globSync('src/**/*.ts', { cwd: fileURLToPath(new URL('../..', import.meta.url)) })
  .map((path) => read(path))
  .join('\n');

afterEach(tidyUp);

/** The blocks whose first line is this. */
function blocks(fence: string): string[] {
  return [...TEXT.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm)]
    .filter(([, , info]) => info === fence)
    .map(([, , , body]) => body ?? '');
}

/** Runs a script of the shell in a folder, with this checkout's `telechat` on the path. */
async function shell(cwd: string, script: string): Promise<{ code: number | null; output: string }> {
  const bin = newFolder();
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  writeFileSync(join(bin, 'telechat'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, 'telechat'), 0o755);
  const child = spawn('sh', ['-eu', '-c', script], {
    cwd,
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH']}`,
      LC_ALL: 'en_US.UTF-8',
      PASSWORD: 'correct horse',
      NEW_PASSWORD: 'battery staple',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code: code as number | null, output };
}

describe.each(['beside a running server', 'without a server'])('%s', (where) => {
  it('the commands of the document can be run in their order', async () => {
    const cwd = newFolder();
    const data = join(cwd, 'telechat-data');
    mkdirSync(data, { mode: 0o700 });
    const server = await serverOn(data);
    await talk(server.port, 'ana', 'joao', ['oi', 'bom dia']);
    if (where === 'without a server') await server.end();
    const script = blocks('sh run');
    expect(script.length).toBeGreaterThan(5);
    const { code, output } = await shell(cwd, script.join('\n'));
    expect(code, output).toBe(0);
    expect(output).toContain('account made: ana (attendant)');
    expect(output).toContain('copy written: ');
    expect(output).toContain('erased: ana;');
    expect(readdirSync(cwd).sort()).toEqual(['ana.csv', 'ana.json', 'backups', 'restored', 'telechat-data']);
  });
});

describe('what the document names', () => {
  const program = [serverCommand('en'), clientCommand('en'), ...adminCommands('en')];
  const lines = TEXT.replace(/\\\n\s*/g, ' ').split('\n');

  /** The command that these words name, and what is left of them. */
  function commandOf(words: readonly string[]): { command: Command | undefined; rest: readonly string[] } {
    const [first, ...rest] = words;
    const command = program.find((each) => each.name() === first);
    const nested = command?.commands.find((each) => each.name() === rest[0]);
    return nested ? { command: nested, rest: rest.slice(1) } : { command, rest };
  }

  it('are commands that there are, with flags that they have', () => {
    const named = lines.flatMap((line) => [...line.matchAll(/\btelechat ((?:[a-z]+)(?: [^`|&;]*)?)/g)]);
    const commands = named
      .map(([, words]) => words!.split(/ +/))
      .filter(([first]) => program.some((each) => each.name() === first));
    expect(commands.length).toBeGreaterThan(20);
    for (const words of commands) {
      const { command, rest } = commandOf(words);
      const flags = rest.filter((word) => /^--[a-z]/.test(word));
      const own = command?.options.flatMap(({ long }) => long ?? []) ?? [];
      for (const flag of flags) expect(own, words.join(' ')).toContain(flag);
    }
  });

  it('are flags that the program has', () => {
    const all = program
      .flatMap((command) => [command, ...command.commands])
      .flatMap((command) => command.options.flatMap(({ long }) => long ?? []));
    const named = [...TEXT.matchAll(/`(--[a-z][a-z-]*)/g)].map(([, flag]) => flag);
    expect(named.length).toBeGreaterThan(50);
    const others = ['--network'];
    expect(named.filter((flag) => !all.includes(flag!) && !others.includes(flag!))).toEqual([]);
  });

  it('are sections that there are', () => {
    const anchors = lines
      .filter((line) => /^#+ /.test(line))
      .map((line) =>
        line
          .replace(/^#+ /, '')
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
    const links = [...TEXT.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
  });

  it.each([
    ['lines of the log', '| the log says |'],
    ['symptoms', '| symptom |'],
  ])('as %s are texts of the program', (_, head) => {
    const from = lines.findIndex((line) => line.startsWith(head));
    const cells = lines
      .slice(from + 2, lines.indexOf('', from))
      .map((row) => row.split('|')[1] ?? '')
      .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? ''))
      .filter((text) => text.includes(' ') && !text.startsWith('QUIT '));
    expect(cells.length).toBeGreaterThan(4);
    for (const piece of cells.flatMap((text) => text.split(/…|\d{4}/).map((each) => each.trim()))) {
      expect(SOURCES.includes(piece), piece).toBe(true);
    }
  });

  it('as codes in the symptoms stand there with what the client shows, in both languages', () => {
    const from = lines.findIndex((line) => line.startsWith('| symptom |'));
    const symptoms = lines.slice(from + 2).map((row) => row.split('|')[1] ?? '');
    const texts: Readonly<Record<string, { readonly pt: string; readonly en: string }>> = {
      ...ERRORS,
      ...FAREWELLS,
    };
    const coded = symptoms.flatMap((cell) => {
      const [, code = ''] = /`([A-Z-]+)`/.exec(cell) ?? [];
      return Object.hasOwn(texts, code) ? [{ cell, code }] : [];
    });
    expect(coded.length).toBeGreaterThan(9);
    for (const { cell, code } of coded) {
      const { pt, en } = texts[code]!;
      expect(cell).toContain(`\`${code}\`: \`${pt}\`, \`${en}\``);
    }
  });

  it('stand in lines of at most 120 characters, but for tables', () => {
    expect(lines.length).toBeGreaterThan(100);
    expect(TEXT.split('\n').filter((line) => line.length > 120 && !line.startsWith('|'))).toEqual([]);
  });
});
