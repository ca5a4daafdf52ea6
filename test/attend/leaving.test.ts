/** However the screen ends, the terminal is as it was, and what was typed is not lost. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeServers, GREETING, type Script, serve } from '../cli/client-fake-server.ts';
import { temporary } from '../cli/client-process.ts';
import type { TestServer } from '../support/server.ts';
import { attendLine, customer, SMALL, startDesk } from './stage.ts';
import { closeTerminals, Tmux, WHY_NOT } from './tmux.ts';

// Each step waits for the screen, which may take its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

if (WHY_NOT !== '') console.warn(`attend in a real terminal: skipped, ${WHY_NOT}`);

const CRASHING = fileURLToPath(new URL('./crashing.ts', import.meta.url));

let desk: TestServer;

beforeEach(async () => {
  desk = await startDesk();
});

afterEach(async () => {
  closeTerminals();
  await desk.end('SIGKILL');
});

/** A shell that has told how its terminal stands, and something that must still be there afterwards. */
async function shell() {
  const folder = temporary();
  const screen = await Tmux.open(SMALL);
  screen.enter(`stty -a > ${folder}/before; echo one-and-two`);
  await screen.sees(/^one-and-two$/m);
  return {
    screen,
    /** Runs it; its pid is in a file. */
    run(line: string) {
      screen.enter(`sh -c 'echo $$ > ${folder}/pid; exec ${line}'; echo "code=$?"`);
    },
    pid: () => Number(readFileSync(join(folder, 'pid'), 'utf8')),
    /** Waits for its end, and says how the terminal differs from before. */
    async end(code: number): Promise<string> {
      const text = await screen.sees(/^code=\d+$/m);
      expect(text).toContain(`code=${code}`);
      expect(text).toMatch(/^one-and-two$/m);
      expect(screen.asks('#{alternate_on} #{cursor_flag} #{keypad_flag}')).toBe('0 1 0');
      screen.enter(`stty -a > ${folder}/after; echo done-now`);
      await screen.sees(/^done-now$/m);
      expect(readFileSync(join(folder, 'after'), 'utf8')).toBe(readFileSync(join(folder, 'before'), 'utf8'));
      // Who pastes gets no brackets.
      screen.enter('cat -v');
      screen.paste('pasted-text');
      await screen.sees('pasted-text');
      expect(screen.screen()).not.toContain('200~');
      return text;
    },
  };
}

describe.skipIf(WHY_NOT !== '')('the terminal is given back', () => {
  test('after ^Q, asked twice when customers would be left alone', async () => {
    const maria = await customer(desk.port, 'maria', 'oi');
    const { screen, run, end } = await shell();
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
    maria.cut();
  });

  test('after ^C', async () => {
    const { screen, run, end } = await shell();
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
    const maria = await customer(desk.port, 'maria', 'oi');
    const { screen, run, pid, end } = await shell();
    run(attendLine(desk.port, 'pt'));
    await screen.sees('1 na fila');
    screen.press('C-n');
    await screen.sees('em atendimento há');
    screen.type('quase pronto');
    await screen.sees('› quase pronto');
    process.kill(pid(), signal);
    expect(await end(code)).toContain('Ficou por enviar a maria: quase pronto');
    maria.cut();
  });

  test('after the server is gone for longer than it was to be waited for', async () => {
    const { screen, run, end } = await shell();
    run(attendLine(desk.port, 'en', 'ana', '--retry 1'));
    await screen.sees('● online');
    await desk.end('SIGKILL');
    const text = await end(1);
    expect(text).toMatch(/To come back: telechat attend .*--name ana/);
  });

  test.each([
    ['a component that fails', 'c', 'a component failed', 1],
    ['an exception that nobody catches', 't', 'a timer failed', 1],
    ['a promise that nobody handles', 'p', 'a promise failed', 1],
    ['the process exiting from within', 'e', '', 7],
  ] as const)('after %s', async (_, key, message, code) => {
    const { screen, run, end } = await shell();
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
    const { screen, run, end } = await shell();
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
    closeServers();
  });

  test('after a start that did not come to a screen', async () => {
    const { run, end } = await shell();
    await desk.end('SIGKILL');
    run(attendLine(desk.port, 'en'));
    expect(await end(1)).toContain('Nobody answers');
  });
});
