/** `telechat conform` as a program: what it prints, how it exits, and that no server brings it down. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { width } from '../../src/cli/client/harmless.ts';
import { Program, startTestServer, type TestServer } from '../support/server.ts';
import { WRONG_SERVERS } from './flaws.ts';
import { startProxy } from './proxy.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer('--memory', '--workers', '1');
});
afterAll(async () => {
  await server.end();
});

const odd: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const each of odd.splice(0)) await new Promise((resolve) => each.close(resolve));
});

/** A server that does this to whoever connects. */
async function serve(act: (socket: Socket) => void): Promise<string> {
  const each = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
    act(socket);
  });
  odd.push(each);
  each.listen(0, '127.0.0.1');
  await once(each, 'listening');
  return `127.0.0.1:${(each.address() as AddressInfo).port}`;
}

async function conform(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const program = new Program(['conform', ...args], { LC_ALL: 'C' });
  const { code } = await program.exit;
  return { code, out: program.stdout, err: program.stderr };
}

const here = () => `127.0.0.1:${server.port}`;

/** What a flaw makes of the server. */
async function behind(clause: string, ...args: string[]) {
  const { flaw } = WRONG_SERVERS.find((each) => each.clause === clause)!;
  const proxy = await startProxy(server.port, flaw());
  try {
    return await conform(`127.0.0.1:${proxy.port}`, '--timeout', '1', ...args);
  } finally {
    await proxy.close();
  }
}

describe('the report', () => {
  test('tells what holds, in 80 columns, and the exit code is 0', async () => {
    const { code, out, err } = await conform(
      here(),
      '--only',
      'LINE,LABEL',
      '--only',
      'QUEUE-2',
      '--lang',
      'en',
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^held {4}LINE-6 {6}A longer line gets/m);
    expect(out).toMatch(
      /^skipped QUEUE-2 {5}The estimate.*\n {20}needs a server with --capacity 1 \(this one gives 5\)$/m,
    );
    expect(out).toContain('15 clauses: 14 held, 0 failed, 1 skipped.\n');
    expect(out).toContain('14 sessions and checks ran (0 failed), 1 did not.\n');
    expect(out.split('\n').filter((line) => width(line) > 80)).toEqual([]);
    expect(out).not.toContain('\x1b');
  });

  test('tells in Portuguese what does not hold, with what was expected and seen, and exits with 1', async () => {
    const { code, out } = await behind('CLOSE-1', '--only', 'CLOSE,PING');
    expect(code).toBe(1);
    expect(out).toMatch(/^FALHA {3}CLOSE-1 {5}CLOSE encerra uma conversa; o cliente pode começar outra\.$/m);
    expect(out).toMatch(
      /^ {8}esperado {2}CLOSED bia-\w+ Obrigada, até a próxima!\n {8}visto {5}CLOSED bia-\w+$/m,
    );
    expect(out).toMatch(/^ {8}onde {6}docs\/PROTOCOL\.md:\d+$/m);
    expect(out).toContain('2 cláusulas: 1 valem, 1 não valem, 0 puladas.\n');
    expect(out).toContain('FALHA: CLOSE-1\n');
  });

  test('shows bytes that no terminal should get as escapes', async () => {
    const where = await serve((socket) => socket.end('\x1b[31m\xff\x00 hello\r\n', 'latin1'));
    const { code, out } = await conform(where, '--lang', 'en');
    expect(code).toBe(1);
    expect(out).toContain('seen      \\x1b[31m\\xff\\x00 hello\n');
  });

  test('is one JSON object per clause, and a summary, with --json', async () => {
    const { code, out } = await behind(
      'MSG-4',
      '--only',
      'MSG-4',
      '--only',
      'CANNED-2',
      '--only',
      'PING',
      '--json',
    );
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
      held: 1,
      failed: 1,
      skipped: 1,
      trials: { held: 1, failed: 1, skipped: 1 },
    });
  });
});

describe('the exit code is 2', () => {
  test.each([
    ['without a server', [], /servidor|server/],
    ['for an address that is none', ['a:b:c'], /host:por/],
    ['for a clause that is none', ['127.0.0.1:1', '--only', 'MSG-99'], /MSG-99/],
    ['for a password that is none', ['127.0.0.1:1', '--attendant', 'ana'], /nome:senha/],
    ['for a time that is none', ['127.0.0.1:1', '--timeout', '0'], /0\.1/],
    ['for --ca without --tls', ['127.0.0.1:1', '--ca', 'x.pem'], /--tls/],
    ['for a certificate that is not there', ['127.0.0.1:1', '--tls', '--ca', '/nowhere/x.pem'], /ENOENT/],
    ['where nobody listens', ['127.0.0.1:1'], /ECONNREFUSED/],
  ])('%s', async (_, args, told) => {
    const { code, out, err } = await conform(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(told);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('a server that', () => {
  const GREETING = '+ok 3MCP/1 odd max-line=8192 auth=open lang=pt\r\n';

  test.each([
    ['says nothing', () => {}],
    ['closes at once', (socket: Socket) => socket.end()],
    ['speaks something else', (socket: Socket) => socket.write('220 mail.example.org ESMTP\r\n')],
  ])('%s fails the first clause', async (_, act) => {
    const { code, out } = await conform(await serve(act), '--timeout', '0.2', '--lang', 'en');
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {2}GREET-1/m);
  });

  test.each([
    ['greets and never answers', () => {}],
    ['answers everything with an end', (socket: Socket) => socket.on('data', () => socket.destroy())],
    ['sends lines without end', (socket: Socket) => flood(socket, 'MSG 1 2 3 4 5\r\n'.repeat(5_000))],
    ['sends one line without end', (socket: Socket) => flood(socket, 'x'.repeat(65_536))],
    ['answers everything with +ok', (socket: Socket) => socket.on('data', () => socket.write('+ok\r\n'))],
  ])('%s fails what it breaks, and hangs nothing', async (_, act) => {
    const where = await serve((socket) => {
      socket.write(GREETING);
      act(socket);
    });
    const { code, out, err } = await conform(
      where,
      '--timeout',
      '0.2',
      '--only',
      'LINE,MSG,DESK',
      '--lang',
      'en',
    );
    expect(err).toBe('');
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {2}MSG-1/m);
    expect(out).toMatch(/^\d+ clauses:/m);
  });

  function flood(socket: Socket, bytes: string): void {
    const more = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    more();
  }
});
