/** What a server that is begun gets to hear: what holds, what does not, and what it lacks; soon, and of everything. */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { held, ids } from './held.ts';
import { type Partial, startPartial } from './partial.ts';

let server: Pick<Partial, 'close'>;
afterEach(() => server.close());

/** What it does it does at once; this is for a busy machine. */
const TIMEOUT_MS = 1_000;

/** Clauses about what it has, those about what it lacks, and of what it does not do, which takes its time, a few. */
const SOME = ['LINE', 'LABEL', 'REPLY', 'LIST-1', 'LIST-3', 'CHECK', 'START', 'CONNECT-3', 'MSG', 'QUIT-2'];
const OTHERS = ['HELP', 'HISTORY-3', 'ERRORS', 'SEARCH', 'RESUME', 'UNDO', 'JOIN', 'PING'];

test('a server of five commands is told what holds, what does not, and what it lacks', async () => {
  const { port } = (server = await startPartial());
  const verdicts = await held(port, [...SOME, ...OTHERS], { timeoutMs: TIMEOUT_MS });
  const some = [
    'LINE-2',
    'LINE-3',
    'LINE-4',
    'LINE-12',
    'REPLY-1',
    'REPLY-3',
    'REPLY-4',
    'LIST-1',
    'CHECK-2',
  ];
  const ofMessages = ['MSG-1', 'MSG-4', 'MSG-5', 'MSG-6', 'MSG-7', 'QUIT-2'];
  expect(ids(verdicts, 'held')).toEqual(expect.arrayContaining([...some, ...ofMessages]));
  // What it does wrong, or does not do, with the commands that it has.
  const wrong = ['LINE-6', 'LINE-8', 'LABEL-1', 'LIST-3', 'START-1', 'CONNECT-3', 'HISTORY-3', 'ERRORS-1'];
  expect(ids(verdicts, 'failed')).toEqual(expect.arrayContaining(wrong));
  // It has no HELP to show, nor half of what that would show.
  expect(ids(verdicts, 'failed')).not.toContain('HELP-1');
  const lacking = new Map(
    verdicts.map(({ clause, trials }) => [
      clause.id,
      trials.flatMap((trial) => (trial.result === 'missing' ? [trial.what] : [])),
    ]),
  );
  expect(lacking.get('SEARCH-1')).toEqual(['SEARCH']);
  expect(lacking.get('RESUME-3')).toEqual(['RESUME']);
  expect(lacking.get('MSG-3')).toEqual(['@']);
  expect(ids(verdicts, 'missing')).toEqual(
    expect.arrayContaining(['SEARCH-1', 'RESUME-3', 'MSG-3', 'UNDO-4']),
  );
});

test('a server without members fails the clause about roles, lacks them for rooms, and talks in other roles', async () => {
  const { port } = (server = await startPartial(['atendente', 'consumidor']));
  const verdicts = await held(port, ['CONNECT-2', 'MSG-1', 'MSG-7', 'LINE-2', 'HISTORY-3'], {
    timeoutMs: TIMEOUT_MS,
  });
  expect(verdicts.map(({ clause, result }) => `${clause.id} ${result}`)).toEqual([
    'LINE-2 held',
    'CONNECT-2 failed',
    'MSG-1 held',
    'MSG-7 held',
    'HISTORY-3 missing',
  ]);
  expect(verdicts[4]?.trials).toMatchObject([{ what: 'membro' }]);
});

test('a server that only answers PING and QUIT lacks CONNECT, for whatever takes somebody who has entered', async () => {
  const net = createServer((socket) => {
    socket.on('error', () => {}).write('+ok 3MCP/1 first/0.1 max-line=8192 auth=open lang=pt\r\n');
    createInterface(socket).on('line', (line) => {
      const [, label = '', verb, rest] = /^(@\S+ )?(\S*)(.*)$/.exec(line)!;
      if (verb === 'QUIT') socket.end(`${label}+ok bye\r\n`);
      else socket.write(`${label}${verb === 'PING' ? `+ok PONG${rest}` : '-err BAD-COMMAND no'}\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(net, 'listening');
  server = { close: async () => void net.close() };
  const { port } = net.address() as AddressInfo;
  const verdicts = await held(port, ['LINE-2', 'LIST-2', 'QUIT-1'], { timeoutMs: TIMEOUT_MS });
  expect(ids(verdicts, 'held')).toEqual(['LINE-2']);
  expect(ids(verdicts, 'missing')).toEqual(['LIST-2', 'QUIT-1']);
  expect(verdicts[1]?.trials).toMatchObject([{ what: 'CONNECT' }]);
});
