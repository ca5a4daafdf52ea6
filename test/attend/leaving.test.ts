/**
 * However the screen ends, the terminal is as it was, and what was typed is not lost. All of it in one terminal, where the
 * next program would suffer from what the one before left behind.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeServers, GREETING, type Script, serve } from '../cli/client-fake-server.ts';
import { temporary } from '../cli/client-process.ts';
import { heldPort } from '../support/held-port.ts';
import type { TestServer } from '../support/server.ts';
import type { Wire } from '../support/wire.ts';
import { attendLine, customer, SMALL, startDesk } from './stage.ts';
import { closeTerminals, Tmux, WHY_NOT } from './tmux.ts';

if (WHY_NOT !== '') console.warn(`attend in a real terminal: skipped, ${WHY_NOT}`);

const CRASHING = fileURLToPath(new URL('./crashing.ts', import.meta.url));

let desk: TestServer;
let screen: Tmux;
let folder: string;
/** What stands above the program of a test. */
let mark: string;
let count = 0;

beforeAll(async () => {
  if (WHY_NOT !== '') return;
  // Where nobody is to be found once it is gone.
  desk = await startDesk('--port', `${await heldPort()}`);
  folder = temporary();
  screen = await Tmux.open(SMALL);
  screen.enter(`stty -a > ${folder}/before; echo stands-$((6 * 7))`);
  await screen.sees('stands-42');
});

/** What must still be there afterwards, and was not before. */
beforeEach(async () => {
  if (WHY_NOT !== '') return;
  mark = `mark-${++count}`;
  screen.enter(`clear; echo ${mark}`);
  await screen.sees(new RegExp(`^${mark}$`, 'm'));
});

afterAll(async () => {
  closeTerminals();
  closeServers();
  await desk?.end('SIGKILL');
});

/** Runs it; its pid is in a file. */
function run(line: string): void {
  screen.enter(`sh -c 'echo $$ > ${folder}/pid; exec ${line}'; echo "code=$?"`);
}

function pid(): number {
  return Number(readFileSync(join(folder, 'pid'), 'utf8'));
}

/** Waits for its end, and for the terminal being as it was before. */
async function end(code: number): Promise<string> {
  const text = await screen.sees(/^code=\d+$/m);
  expect(text).toContain(`code=${code}`);
  expect(text).toMatch(new RegExp(`^${mark}$`, 'm'));
  expect(screen.asks('#{alternate_on} #{cursor_flag} #{keypad_flag}')).toBe('0 1 0');
  // What is said is not what was typed, wherever the line breaks.
  screen.enter(`stty -a > ${folder}/after; echo done-$((6 * 7))`);
  await screen.sees('done-42');
  expect(readFileSync(join(folder, 'after'), 'utf8')).toBe(readFileSync(join(folder, 'before'), 'utf8'));
  // Who pastes gets no brackets. A ^C before it reads would be for the shell, and it would read on.
  screen.enter("sh -c 'echo reads-$((6 * 7)); exec cat -v'");
  await screen.sees('reads-42');
  screen.paste('pasted-text');
  screen.press('Enter');
  // The terminal says it once, and the program a second time: a shell that has not started it yet would lose the ^C.
  await screen.sees(/^pasted-text\npasted-text$/m);
  expect(screen.screen()).not.toContain('200~');
  screen.press('C-c');
  await screen.sees(/^\$ ?$/m);
  return text;
}

/** Has said `oi`, and waits. */
async function waiting(): Promise<Wire> {
  return customer(desk.port, 'maria', 'oi');
}

/** Nobody is left in the queue for the next test. */
async function leaves(maria: Wire): Promise<void> {
  await maria.ask('QUIT');
  maria.cut();
}

describe.skipIf(WHY_NOT !== '')('the terminal is given back', () => {
  test('after ^Q, asked twice when customers would be left alone', async () => {
    const maria = await waiting();
    run(attendLine(desk.port, 'pt'));
    await screen.sees('1 na fila');
    screen.press('C-n');
    await screen.sees('em atendimento há');
    screen.press('C-q');
    await screen.sees('Sair? Quem você atende volta à fila.');
    screen.press('Escape');
    await screen.misses('Sair?');
    screen.press('C-q');
    await screen.sees('Sair?');
    screen.press('C-q');
    await end(0);
    await maria.until(/^QUEUE 1 1 /);
    await leaves(maria);
  });

  test('after ^C', async () => {
    run(attendLine(desk.port, 'en'));
    await screen.sees('● online');
    screen.press('C-c');
    await end(0);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('after %s, with the draft below', async (signal, code) => {
    const maria = await waiting();
    run(attendLine(desk.port, 'pt'));
    await screen.sees('1 na fila');
    screen.press('C-n');
    await screen.sees('em atendimento há');
    screen.type('quase pronto');
    await screen.sees('› quase pronto');
    process.kill(pid(), signal);
    expect(await end(code)).toContain('Não foi enviado a maria: quase pronto');
    await leaves(maria);
  });

  test.each([
    ['a component that fails', 'c', 'a component failed', 1],
    ['an exception that nobody catches', 't', 'a timer failed', 1],
    ['a promise that nobody handles', 'p', 'a promise failed', 1],
    ['the process exiting from within', 'e', '', 7],
  ] as const)('after %s', async (_, key, message, code) => {
    run(`node ${CRASHING}`);
    await screen.sees('the whole screen');
    screen.type(key);
    expect(await end(code)).toContain(message);
  });

  test('after a password was asked for, which nobody saw', async () => {
    const script: Script = (line) => {
      if (line.startsWith('PASS ')) return ['@+ok'];
      if (line.startsWith('CONNECT')) return ['@+ok ana atendente token bem-vinda'];
      return line === 'QUIT' ? ['@+ok'] : ['@-err BAD-COMMAND'];
    };
    const { server, port } = await serve(script, GREETING.replace('auth=open', 'auth=required'));
    run(attendLine(port, 'pt'));
    await screen.sees('Senha:');
    screen.type('secreta');
    screen.press('Enter');
    await screen.sees('● presente');
    expect(server.received).toContain('PASS secreta');
    screen.press('C-g');
    await screen.sees('nova linha no texto');
    screen.press('C-q');
    expect(await end(0)).not.toContain('secreta');
  });

  test('after the server is gone for longer than it was to be waited for', async () => {
    run(attendLine(desk.port, 'en', 'ana', '--retry 1'));
    await screen.sees('● online');
    await desk.end('SIGKILL');
    const text = await end(1);
    expect(text).toMatch(/To come back: telechat attend .*--name ana/);
  });

  test('after a start that did not come to a screen', async () => {
    // The desk is gone since the test before.
    run(attendLine(desk.port, 'en'));
    expect(await end(1)).toContain('Nobody answers');
  });
});
