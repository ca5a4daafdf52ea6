/** No server brings `telechat conform` down, keeps it for ever, or gets at the terminal. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { conform } from './commanded.ts';

const odd: Server[] = [];
const sockets: Socket[] = [];
afterAll(async () => {
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

describe('the report', () => {
  test('shows bytes that no terminal should get as escapes', async () => {
    const where = await serve((socket) => socket.end('\x1b[31m\xff\x00 hello\r\n', 'latin1'));
    const { code, out } = await conform(where, '--lang', 'en');
    expect(code).toBe(1);
    expect(out).toContain('where     docs/PROTOCOL.md, Replies, listings and events\n');
    expect(out).toContain('seen      \\x1b[31m\\xff\\x00 hello\n');
  });

  test('shows as escapes also what the server says of itself and of others', async () => {
    const where = await serve((socket) => {
      socket.write('+ok 3MCP/1 odd\u202e max-line=8192 auth=open lang=pt\r\n');
      createInterface(socket).on('line', (line) => {
        if (!line.startsWith('CONNECT ')) socket.write('-err BAD-COMMAND\r\n');
        else socket.write('+ok a consumidor AAAAAAAAAAAAAAAAAAAAAA oi\r\nQUEUE 2 2 \x1b]0;x\x07\r\n');
      });
    });
    const only = ['--only', 'MSG-1,DESK-1', '--timeout', '1', '--lang', 'en'];
    const [text, json] = [await conform(where, ...only), await conform(where, ...only, '--json')];
    expect(text.out).toContain('skipped DESK-1 ');
    expect(text.out).toContain('odd\\u{202e} max-line');
    for (const { out } of [text, json]) expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });
});

describe.concurrent('a server that', () => {
  const GREETING = '+ok 3MCP/1 odd max-line=8192 auth=open lang=pt\r\n';

  test.each([
    ['says nothing', () => {}],
    ['closes at once', (socket: Socket) => socket.end()],
    ['speaks something else', (socket: Socket) => socket.write('220 mail.example.org ESMTP\r\n')],
  ])('%s fails the first clause', async (_, act) => {
    const { code, out } = await conform(await serve(act), '--timeout', '0.5', '--lang', 'en');
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {2}GREET-1/m);
    expect(out).toMatch(/^The rest was not tried\.$/m);
  });

  test.each([
    ['greets and never answers', 'REPLY-1', () => {}],
    [
      'answers everything with an end',
      'REPLY-1',
      (socket: Socket) => socket.on('data', () => socket.destroy()),
    ],
    [
      'sends lines without end',
      'REPLY-1',
      (socket: Socket) => flood(socket, 'MSG 1 2 3 4 5\r\n'.repeat(5_000)),
    ],
    ['sends one line without end', 'REPLY-1', (socket: Socket) => flood(socket, 'x'.repeat(65_536))],
    [
      'answers everything with +ok',
      'MSG-1',
      (socket: Socket) => socket.on('data', () => socket.write('+ok\r\n')),
    ],
    [
      'answers the first command alone',
      'MSG-1',
      (socket: Socket) => socket.once('data', () => socket.write('+ok\r\n')),
    ],
  ])('%s fails %s, and hangs nothing', async (_, clause, act) => {
    const where = await serve((socket) => {
      socket.write(GREETING);
      act(socket);
    });
    const only = ['--only', 'LINE-2,REPLY-1,MSG-1,DESK-1'];
    const { code, out, err } = await conform(where, '--timeout', '0.8', ...only, '--lang', 'en');
    expect(err).toBe('');
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^FAILED {2}${clause}`, 'm'));
    expect(out).toMatch(/^\d+ clauses?:/m);
  });

  function flood(socket: Socket, bytes: string): void {
    const more = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    more();
  }
});
