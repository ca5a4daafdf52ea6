/** Session workers for real: what they are given, what they give back, and what is counted of it. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { Batch } from '../../src/workers/batch.ts';
import { connectionNumber } from '../../src/workers/batches.ts';
import { Wire } from '../support/wire.ts';
import { Echo, type EchoOptions } from './desk-of-pool.ts';

let echo: Echo;
const clients: Socket[] = [];

async function start(options: EchoOptions = {}): Promise<void> {
  echo = await Echo.start(options);
}

/** A connection from an address of this machine. */
async function client(localAddress = '127.0.0.1', first = ''): Promise<{ socket: Socket; line: string }> {
  const socket = connect({ port: echo.port, host: '127.0.0.1', localAddress });
  clients.push(socket);
  socket.on('error', () => {});
  if (first !== '') socket.write(first);
  socket.setEncoding('utf8');
  let line = '';
  while (!line.endsWith('\n')) {
    const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
    if (typeof chunk !== 'string') break;
    line += chunk;
  }
  return { socket, line };
}

afterEach(async () => {
  for (const socket of clients.splice(0)) socket.destroy();
  await echo.stop();
  vi.useRealTimers();
});

/** From now on the pool's time stands still, but for `vi.advanceTimersByTime`. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
}

const GREETING = /^\+ok 3MCP\/1 telechat\/test max-line=1024 auth=required lang=en\r\n$/;
const TOO_MANY = /^QUIT TOO-MANY-CONNECTIONS [^\r]+\r\n$/;

it('the greeting says what the server is set to', async () => {
  await start({ limits: { maxLineBytes: 1024 } });
  expect((await client()).line).toMatch(GREETING);
});

// Of macOS 127.0.0.2 is no address.
it.skipIf(process.platform === 'darwin')(
  'an address has its share of the connections, and another one its own',
  async () => {
    await start({ workers: 2, limits: { maxPerAddress: 2, maxLineBytes: 1024 } });
    const [one, two, three] = [await client(), await client(), await client()];
    expect([one!.line, two!.line]).toEqual([
      expect.stringMatching(GREETING),
      expect.stringMatching(GREETING),
    ]);
    expect(three!.line).toMatch(TOO_MANY);
    expect((await client('127.0.0.2')).line).toMatch(GREETING);
    expect(echo.pool.connections).toBe(3);
    one!.socket.destroy();
    await echo.until(() => echo.pool.connections === 2);
    expect((await client()).line).toMatch(GREETING);
  },
);

it('loopback has as many as it likes unless a number is set', async () => {
  await start({ limits: { maxLineBytes: 1024 } });
  const lines = await Promise.all(Array.from({ length: 250 }, async () => (await client()).line));
  expect(lines.filter((line) => GREETING.test(line))).toHaveLength(250);
});

it('connections are bounded in all', async () => {
  await start({ limits: { maxConnections: 2, maxLineBytes: 1024 } });
  expect((await client()).line).toMatch(GREETING);
  expect((await client()).line).toMatch(GREETING);
  expect((await client()).line).toMatch(TOO_MANY);
});

it('who is refused is told why even when much was sent already', async () => {
  await start({ limits: { maxConnections: 1 } });
  await client();
  const { line, socket } = await client('127.0.0.1', 'PING\r\n'.repeat(20_000));
  expect(line).toMatch(TOO_MANY);
  if (!socket.closed) await once(socket, 'close');
});

it('a worker that dies takes its connections out of the count, and no others', async () => {
  await start({ workers: 2, limits: { maxPerAddress: 4, maxLineBytes: 1024 } });
  const four = [await client(), await client(), await client(), await client()];
  expect((await client()).line).toMatch(TOO_MANY);
  const closed: Socket[] = [];
  for (const { socket } of four) socket.on('close', () => closed.push(socket));
  echo.crash(0);
  await echo.until(() => echo.lost.length > 0);
  expect(echo.lost).toEqual([0]);
  expect(echo.pool.connections).toBe(2);
  expect((await client()).line).toMatch(GREETING);
  expect((await client()).line).toMatch(GREETING);
  expect((await client()).line).toMatch(TOO_MANY);
  expect(closed).toHaveLength(2);
  for (const { socket } of four) socket.destroy();
  await echo.until(() => echo.pool.connections === 2);
});

it('while a worker that died young is not replaced yet, the others get its share', async () => {
  stopTime();
  await start({ workers: 2, limits: { maxLineBytes: 1024 } });
  echo.crash(0);
  await echo.until(() => echo.lost.length === 1);
  const two = [await client(), await client()];
  expect(two.map(({ line }) => line)).toEqual([
    expect.stringMatching(GREETING),
    expect.stringMatching(GREETING),
  ]);
  expect(echo.pool.connections).toBe(2);
  echo.crash(1);
  await echo.until(() => echo.lost.length === 2);
  expect(echo.lost).toEqual([0, 1]);
  expect(echo.pool.connections).toBe(0);
});

it('a worker that died young is replaced a second later, and without any, connections are refused', async () => {
  stopTime();
  await start({ limits: { maxLineBytes: 1024 } });
  for (let death = 1; death <= 2; death++) {
    vi.advanceTimersByTime(999);
    echo.crash(0);
    await echo.until(() => echo.lost.length === death);
    expect((await client()).line).toMatch(TOO_MANY);
    vi.advanceTimersByTime(999);
    expect((await client()).line).toMatch(TOO_MANY);
    expect(echo.pool.connections).toBe(0);
    vi.advanceTimersByTime(1);
    expect((await client()).line).toMatch(GREETING);
    expect(echo.pool.connections).toBe(1);
  }
});

it('a worker that lived for a second is replaced at once', async () => {
  stopTime();
  await start({ limits: { maxLineBytes: 1024 } });
  vi.advanceTimersByTime(1000);
  echo.crash(0);
  await echo.until(() => echo.lost.length === 1);
  expect((await client()).line).toMatch(GREETING);
});

it('what is delivered while there is no worker is let go, and holds nobody back', async () => {
  stopTime();
  await start({ limits: { maxLineBytes: 1024 } });
  echo.crash(0);
  await echo.until(() => echo.lost.length === 1);
  const batch = new Batch();
  batch.send(0, 'x'.repeat(33 * 1024 * 1024));
  echo.pool.deliver(batch);
  expect(echo.pool.congested).toBe(false);
});

it('a pool whose only worker has just died stops, and starts none any more', async () => {
  stopTime();
  await start();
  echo.crash(0);
  await echo.until(() => echo.lost.length === 1);
  await echo.stop();
  const started: unknown[] = [];
  const onWorker = (worker: unknown) => started.push(worker);
  process.on('worker', onWorker);
  vi.advanceTimersByTime(1000);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('worker', onWorker);
  expect(started).toEqual([]);
});

it('sockets given to a worker that is dying are closed and not counted', async () => {
  await start();
  const listener = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    // Its end is not known here yet when it is given this one.
    echo.crash(0);
    echo.pool.handOver(socket, false);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const socket = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => {}).resume();
  await once(socket, 'close');
  listener.close();
  await echo.until(() => echo.lost.length > 0);
  expect(echo.pool.connections).toBe(0);
});

it('clients that cut at once leave no count behind', async () => {
  await start({ workers: 2 });
  let seen = 0;
  echo.plain.on('connection', () => seen++);
  const sockets = Array.from({ length: 100 }, (_, i) => {
    const socket = connect(echo.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('connect', () => (i % 2 === 0 ? socket.resetAndDestroy() : socket.destroy()));
    return once(socket, 'close');
  });
  await Promise.all(sockets);
  const last = await client();
  last.socket.destroy();
  await echo.until(() => seen >= 101 && echo.pool.connections === 0);
});

it('a password is verified by whoever made the pool, and never comes in an input', async () => {
  const asked: string[][] = [];
  await start({
    verify: async (...question) => {
      asked.push(question);
      return question[2] === 'certa' ? 'the verifier' : null;
    },
  });
  const wire = await Wire.open(echo.port);
  clients.push(wire.socket);
  wire.say('PASS certa', 'CONNECT Ana atendente', 'PASS errada', 'CONNECT Ana atendente', 'PING');
  expect(await wire.line()).toBe('+ok PASS []');
  expect(await wire.line()).toMatch(
    /^\+ok CONNECT \["Ana","ana","atendente","","[\w-]{43}","the verifier",""\]$/,
  );
  expect([await wire.line(), await wire.line(), await wire.line()]).toEqual([
    '+ok PASS []',
    '-err RATE-LIMITED',
    '+ok PING [""]',
  ]);
  expect(asked).toEqual([
    ['127.0.0.1', 'ana', 'certa'],
    ['127.0.0.1', 'ana', 'errada'],
  ]);
  expect(echo.inputs.map(({ text }) => text).join()).not.toMatch(/certa|errada/);
});

it('what becomes of a password after its connection, or its worker, is gone, does no harm', async () => {
  const answers: ((proof: string) => void)[] = [];
  let asked = () => {};
  const question = new Promise<void>((resolve) => {
    asked = resolve;
  });
  stopTime();
  await start({
    verify: () => {
      asked();
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const { socket } = await client('127.0.0.1', 'PASS x\r\nCONNECT ana membro\r\n');
  await question;
  socket.destroy();
  answers[0]!('late');
  await echo.until(() => echo.pool.connections === 0);
  const { socket: other } = await client('127.0.0.1', 'PASS x\r\nCONNECT ana membro\r\n');
  other.resume();
  // It has lived for long enough to be replaced at once.
  vi.advanceTimersByTime(1000);
  echo.crash(0);
  await echo.until(() => echo.lost.length > 0);
  for (const answer of answers) answer('later');
  const wire = await Wire.open(echo.port);
  clients.push(wire.socket);
  expect(await wire.ask('PING')).toBe('+ok PING [""]');
});

it('who has not entered in time, or is silent, is told so and closed', async () => {
  await start({ limits: { entryTimeoutMs: 1 } });
  const wire = await Wire.open(echo.port);
  expect(await wire.line()).toMatch(/^QUIT ENTRY-TIMEOUT /);
  expect(await wire.line()).toBe('');
  await echo.stop();
  await start({ limits: { pingAfterMs: 1 } });
  const asked = await Wire.open(echo.port);
  expect(await asked.line()).toMatch(/^PING \d+$/);
  asked.cut();
  await echo.stop();
  await start({ limits: { idleAfterMs: 1 } });
  const silent = await Wire.open(echo.port);
  expect(await silent.line()).toMatch(/^QUIT IDLE /);
  expect(await silent.line()).toBe('');
});

it('a line to many holds all back as long as it is to be written, however little crosses', async () => {
  await start({ limits: { maxLineBytes: 1024 } });
  const batch = new Batch();
  const many = Array.from({ length: 40 }, (_, n) => connectionNumber(1000 + n, 0));
  batch.sendAll(many, 'x'.repeat(1024 * 1024));
  echo.pool.deliver(batch);
  expect(echo.pool.congested).toBe(true);
  await echo.until(() => !echo.pool.congested);
});

it('of many who are sent the same, who does not read is given up, and the others get all of it', async () => {
  await start({ limits: { maxLineBytes: 1024, maxOutboxBytes: 256 * 1024 } });
  const slow = (await client()).socket.pause();
  const { socket: quick } = await client();
  let read = 0;
  quick.on('data', (text: string) => {
    read += text.length;
  });
  const both = [connectionNumber(1, 0), connectionNumber(2, 0)];
  const line = 'x'.repeat(100_000);
  const ended = () => echo.inputs.some(({ numbers }) => numbers[0] === both[0]);
  let sent = 0;
  while (!ended()) {
    const batch = new Batch();
    batch.sendAll(both, line);
    echo.pool.deliver(batch);
    sent += line.length + 2;
    while (read < sent) await once(quick, 'data');
    expect(sent).toBeLessThan(100_000_000);
  }
  let heard = '';
  slow.on('data', (text: string) => {
    heard += text;
  });
  slow.resume();
  await once(slow, 'close');
  expect(heard).toMatch(/\nQUIT SLOW-CONSUMER [^\r]+\r\n$/);
  expect(read).toBe(sent);
});
