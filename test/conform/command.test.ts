/**
 * `telechat conform`: what it prints, and how it exits.
 */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chalk } from 'chalk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { width } from '../../src/cli/client/harmless.ts';
import { conformCommand } from '../../src/cli/conform/command.ts';
import { summaryLines } from '../../src/cli/conform/report.ts';
import { CLAUSES } from '../../src/conform/clauses.ts';
import { shapesIn } from '../../src/conform/telling.ts';
import { shortened } from '../../src/conform/visible.ts';
import { LANGS, type Lang } from '../../src/protocol/codes.ts';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';
import { conform, conformWith, program } from './commanded.ts';
import { WRONG_SERVERS } from './flaws.ts';
import { type OwnServer, startOwn } from './own-server.ts';
import { startPartial } from './partial.ts';
import { startProxy } from './proxy.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwn();
});
afterAll(async () => {
  await server.stop();
});

const here = () => `127.0.0.1:${server.port}`;

/** What a flaw makes of the server. */
async function behind(clause: string, ...args: string[]) {
  const { flaw } = WRONG_SERVERS.find((each) => each.clause === clause)!;
  const proxy = await startProxy(server.port, flaw());
  try {
    return await conform(`127.0.0.1:${proxy.port}`, '--timeout', '3', ...args);
  } finally {
    await proxy.close();
  }
}

describe('the report', () => {
  test('tells what holds, in 80 columns, and the exit code is 0', async () => {
    const only = ['--only', 'LINE,LABEL', '--only', 'QUEUE-2'];
    const { code, out, err } = await program(here(), ...only, '--lang', 'en');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^held {4}LINE-6 {6}A longer line gets/m);
    expect(out).toMatch(
      /^skipped QUEUE-2 {5}The estimate.*\n {20}needs a server with --capacity 1 \(this one gives 5\)$/m,
    );
    expect(out).toContain('15 clauses: 14 held, 0 failed, 1 skipped.\n');
    expect(out).toContain('14 sessions and checks ran, 0 failed; 1 did not run.\n');
    expect(out).toMatch(/^skipped needs a server with --capacity 1 \(this one gives 5\): QUEUE-2$/m);
    expect(out.split('\n').filter((line) => width(line) > 80)).toEqual([]);
    expect(out).not.toContain('\x1b');
  });

  test('tells in Portuguese what does not hold, expected, seen and shown, and exits with 1', async () => {
    const { code, out } = await behind('CLOSE-1', '--only', 'CLOSE,PING');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^FALHA {3}CLOSE-1 {5}CLOSE encerra uma conversa; o consumidor pode começar outra\.$/m,
    );
    const fault = out.split('\n').slice(out.split('\n').findIndex((line) => line.startsWith('FALHA')) + 1);
    const told = fault.slice(0, fault.indexOf('')).join('\n');
    expect(told).toMatch(
      /^ {8}esperado {2}CLOSED bia-\w+ Obrigada, até a próxima!\n {8}visto {5}CLOSED bia-\w+\n/,
    );
    expect(told).toMatch(/^ {8}conexão {3}[<>] /m);
    expect(told).toMatch(/^ {18}< CLOSED bia-\w+$/m);
    expect(told).toMatch(
      /^ {8}onde {6}docs\/PROTOCOLO\.md:\d+, CLOSE\n.*\n.*\n {18}→ ana< CLOSED bia Obrigada, até a próxima!\n/m,
    );
    expect(out).toContain('De novo, só o que falha: --only CLOSE-1\n');
    expect(out).toContain('2 cláusulas: 1 vale, 1 falha.\n');
    expect(out.split('\n').filter((line) => width(line) > 80)).toEqual([]);
  });

  test('says what a time and a token have to look like where they are expected', () => {
    expect(shapesIn('MSG 1 <time> ana * Oi', 'pt')).toEqual(['<hora>: como 2026-03-02T14:05:09.120Z']);
    expect(shapesIn('+ok ana membro <token> …', 'en')).toEqual(['<token>: 22 characters of A-Z a-z 0-9 - _']);
    expect(shapesIn('+ok <text>', 'en')).toEqual([]);
  });

  test('says which clause made others fail, and that only where it failed itself', async () => {
    const { out } = await behind('LIST-1', '--only', 'LIST,HISTORY-3,PING', '--lang', 'en');
    expect(out).toContain('Begin with LIST-1 (--only LIST-1): because of it fail LIST-2 LIST-3 HISTORY-3\n');
    const others = await behind('MSG-5', '--only', 'MSG-5,MSG-1', '--lang', 'en');
    expect(others.out).toMatch(/^FAILED {2}MSG-5/m);
    expect(others.out).not.toContain('because of it');
  });

  test('says where to begin when more clauses failed than it tells again', () => {
    const failed = CLAUSES.slice(0, 11).map((clause) => ({ clause, result: 'failed' as const, trials: [] }));
    const plain = new Chalk({ level: 0 });
    const hint = 'Begin with the first, since the others may come of the same: --only GREET-1';
    expect(summaryLines(failed, 'en', plain)).toContain(hint);
    expect(summaryLines(failed.slice(1), 'en', plain).join()).not.toContain('Begin with');
  });

  test('counts one clause as one', async () => {
    const only = ['--only', 'PING-1'];
    expect((await conform(here(), ...only)).out).toMatch(
      /^1 cláusula: 1 vale, 0 falham\.\n1 sessão ou teste rodou, 0 com falha; 0 não\.\n$/m,
    );
    expect((await conform(here(), ...only, '--lang', 'en')).out).toMatch(
      /^1 clause: 1 held, 0 failed\.\n1 session or check ran, 0 failed; 0 did not run\.\n$/m,
    );
  });

  test('tells a server of few commands what it lacks, and exits with 1', async () => {
    const partial = await startPartial();
    const { code, out } = await conform(`127.0.0.1:${partial.port}`, '--only', 'SEARCH,QUIT-2,MSG-3');
    await partial.close();
    expect(code).toBe(1);
    expect(out).toMatch(/^comandos que o servidor não conhece: PASS RESUME .* PING HELP LANG$/ms);
    expect(out).toMatch(/^FALTA {3}SEARCH-1 .*\n.*\n {20}o servidor não conhece SEARCH$/m);
    expect(out).toContain('FALTA   @ (MSG-3), SEARCH (SEARCH-1)\n3 cláusulas: 1 vale, 0 falham, 2 faltam.\n');
  });

  test('says before it what takes time, with --slow, and without it why that is skipped', async () => {
    const { out } = await conform(here(), '--only', 'IDLE-1', '--lang', 'en');
    expect(out).toMatch(/^skipped IDLE-1 .*\n {20}only with --slow$/m);
    const hasty = await startOwn({ limits: { ...LIMIT_DEFAULTS, pingAfterMs: 1_000 } });
    const slow = await conform(`127.0.0.1:${hasty.port}`, '--slow', '--only', 'IDLE-1,PING', '--lang', 'en');
    await hasty.stop();
    expect(slow.out).toMatch(
      /^held {4}PING-1 .*\n\nNow what only time shows, .* 60 s: IDLE-1\nheld {4}IDLE-1 /m,
    );
    expect(slow.code).toBe(0);
  });

  test('begins with what the first lines broke, and shows of what goes on and on only its ends', async () => {
    const { out } = await behind('LINE-1', '--only', 'PING,LINE-1,LINE-6', '--lang', 'en');
    expect(out).toMatch(/^FAILED {2}LINE-1 .*expected {2}a line that ends in \\r\\n\n.*^held {4}PING-1/ms);
    expect(shortened(`PING ${'x'.repeat(8000)}é`)).toBe('PING xxxxx[…7990…]xxxxxé');
  });

  test('is one JSON object per clause, and a summary, with --json', async () => {
    const { code, out } = await behind('MSG-4', '--only', 'MSG-4,CANNED-2,PING', '--json', '--lang', 'en');
    expect(code).toBe(1);
    const [msg, canned, ping, summary] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(msg).toMatchObject({ clause: 'MSG-4', result: 'failed', trials: [{ expected: '(nothing)' }] });
    expect(msg.trials[0].seen).toMatch(/^MSG \d+ /);
    expect(msg.trials[0].context.at(-1)).toMatch(/^[<>] /);
    expect(canned).toMatchObject({ clause: 'CANNED-2', result: 'skipped', trials: [{ reason: 'canned' }] });
    expect(ping).toMatchObject({ clause: 'PING-1', result: 'held' });
    expect(ping.trials[0].session).toMatch(/^docs\/PROTOCOL\.md:\d+$/);
    expect(summary.summary).toMatchObject({
      lacks: [],
      held: 1,
      failed: 1,
      skipped: 1,
      trials: { held: 1, failed: 1, skipped: 1 },
    });
  });
});

test('the help is in the language of the report, where one is asked for', async () => {
  const [code, out] = await program('--lang', 'en', '--help').then((ran) => [ran.code, ran.out]);
  expect(code).toBe(0);
  expect(out).toContain('Usage: telechat conform');
});

describe.each(LANGS)('the help in %s', (lang: Lang) => {
  test('fits into 80 columns, and tells all results', () => {
    let help = '';
    conformCommand(lang)
      .configureOutput({ writeOut: (text) => void (help += text), getOutHelpWidth: () => 80 })
      .outputHelp();
    expect(help.split('\n').filter((line) => width(line) > 80)).toEqual([]);
    for (const word of ['--slow', '"lacks"', 'held, failed, missing']) expect(help).toContain(word);
  });
});

test('attendants enter with the accounts of a file, or of the environment', async () => {
  const said: string[] = [];
  const proxy = await startProxy(server.port, {
    up: (lines) => {
      said.push(...lines.filter((line) => line.startsWith('PASS ')));
      return lines;
    },
    down: (line) => [line.replace('auth=open', 'auth=required')],
  });
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  const file = join(folder, 'accounts.txt');
  try {
    writeFileSync(file, 'bia:cavalo: de bia\n\nrui:outro\n', { mode: 0o600 });
    const line = [`127.0.0.1:${proxy.port}`, '--only', 'PING'];
    expect((await conform(...line, '--attendant-file', file)).err).toBe('');
    await conformWith({ TELECHAT_ATTENDANTS: 'ana:cavalo de ana' }, ...line);
    expect(said.filter((each) => each.includes('cavalo'))).toEqual([
      'PASS cavalo: de bia\r\n',
      'PASS cavalo de ana\r\n',
    ]);
    writeFileSync(file, `rui:${'x'.repeat(70_000)}\n`);
    expect(await conform(...line, '--attendant-file', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('TOO-LARGE'),
    });
    writeFileSync(file, 'rui:outro\n');
    chmodSync(file, 0o644);
    if (process.platform !== 'win32')
      expect((await conform(...line, '--attendant-file', file)).err).toContain('chmod 600');
  } finally {
    rmSync(folder, { recursive: true });
    await proxy.close();
  }
});

describe('the exit code is 2', () => {
  test.each([
    ['for an address that is none', ['a:b:c'], /host:por/],
    ['for a clause that is none', ['127.0.0.1:1', '--only', 'MSG-99'], /MSG-99/],
    ['for --ca without --tls', ['127.0.0.1:1', '--ca', 'x.pem'], /--tls/],
    ['for a certificate that is not there', ['127.0.0.1:1', '--tls', '--ca', '/nowhere/x.pem'], /ENOENT/],
    ['for accounts that are not there', ['127.0.0.1:1', '--attendant-file', '/nowhere/x'], /ENOENT/],
    ['where nobody listens', ['127.0.0.1:1'], /ECONNREFUSED/],
  ])('%s', async (_, args, told) => {
    const { code, out, err } = await conform(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(told);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('for a variable with something else than accounts, whose password is not told', async () => {
    const { code, err } = await conformWith({ TELECHAT_ATTENDANTS: 'ana:a\ncavalo' }, '127.0.0.1:1');
    expect(code).toBe(2);
    expect(err).toBe('telechat: TELECHAT_ATTENDANTS, linha 2: escreva nome:senha\n');
  });

  test('without a server', async () => {
    const { code, out, err } = await program();
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^.*(?:servidor|server).*\n$/);
  });

  // What the program makes of commander's errors is the same for all of them.
  test.each([
    ['for a password that is none', ['--attendant', 'ana'], /nome:senha/],
    ['for a time that is none', ['--timeout', '0'], /0\.1/],
  ])('%s', async (_, args, told) => {
    const { code, err } = await conform('127.0.0.1:1', ...args);
    expect(code).not.toBe(0);
    expect(err).toMatch(told);
  });
});
