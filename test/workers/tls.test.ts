/** TLS in session workers, over the loopback address, with the certificates of `test/fixtures/tls`. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { afterEach, expect, it, vi } from 'vitest';
import { TlsError } from '../../src/workers/tls-material.ts';
import { Echo, type EchoOptions } from './desk-of-pool.ts';

function material(name: 'desk' | 'renewed') {
  const read = (file: string) =>
    readFileSync(new URL(`../fixtures/tls/${file}.pem`, import.meta.url), 'utf8');
  return { cert: read(`${name}.cert`), key: read(`${name}.key`) };
}

const DESK = material('desk');
const RENEWED = material('renewed');
const GREETING = '+ok 3MCP/1 telechat/test max-line=8192 auth=required lang=en\r\n';

let echo: Echo;
const clients: { destroy(): unknown }[] = [];

async function start(options: EchoOptions = {}): Promise<void> {
  echo = await Echo.start({ tls: DESK, ...options });
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await echo.stop();
  vi.useRealTimers();
});

/** The bytes below TLS, for clients that misbehave there. */
async function raw(): Promise<Socket> {
  const socket = connect({ port: echo.securePort, host: '127.0.0.1' });
  clients.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** A client after its handshake, which trusts the desk's certificate alone. */
async function client(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const port = { port: echo.securePort, host: '127.0.0.1', servername: 'localhost' };
  const socket = tlsConnect({ ...port, ca: DESK.cert, ...options });
  clients.push(socket);
  socket.setEncoding('utf8');
  await once(socket, 'secureConnect');
  return socket;
}

/** What comes until it ends in this. */
async function until(socket: Duplex, end: string): Promise<string> {
  let text = '';
  while (!text.endsWith(end)) {
    const chunk: unknown = socket.read();
    if (typeof chunk === 'string') text += chunk;
    else await once(socket, 'readable');
  }
  return text;
}

/** All that comes until the connection is closed. */
async function rest(socket: Duplex): Promise<string> {
  let text = '';
  socket.on('data', (chunk: string | Buffer) => {
    text += chunk;
  });
  // `once` of node:events would reject when the end is a reset, which is an end as good as any here.
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

/** What a client says first in a handshake. */
async function clientHello(): Promise<Buffer> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const port = (listener.address() as { port: number }).port;
  const socket = tlsConnect({ port, host: '127.0.0.1', servername: 'localhost' });
  socket.on('error', () => {});
  const [accepted] = (await once(listener, 'connection')) as [Socket];
  const [hello] = (await once(accepted, 'data')) as [Buffer];
  socket.destroy();
  accepted.destroy();
  listener.close();
  return hello;
}

it.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken as plain text is', async (version) => {
  await start();
  const socket = await client({ minVersion: version, maxVersion: version });
  expect(socket.getProtocol()).toBe(version);
  expect(socket.authorized).toBe(true);
  socket.write('PASS x\r\nCONNECT ana membro\r\nHELP\r\nPING é\r\n');
  const text = await until(socket, '["é"]\r\n');
  expect(text.startsWith(`${GREETING}+ok PASS []\r\n+ok CONNECT `)).toBe(true);
  expect(text.endsWith('+ok HELP [""]\r\n+ok PING ["é"]\r\n')).toBe(true);
  expect(echo.pool.connections).toBe(1);
  socket.end();
  await echo.until(() => echo.pool.connections === 0);
});

it('a client that half-closes still gets every reply, then the end', async () => {
  await start();
  const socket = await client({ allowHalfOpen: true } as ConnectionOptions);
  socket.end('PING 1\r\nHELP\r\nPING 2\r\n');
  expect(await rest(socket)).toBe(`${GREETING}+ok PING ["1"]\r\n+ok HELP [""]\r\n+ok PING ["2"]\r\n`);
});

it('QUIT ends the connection after its reply', async () => {
  await start();
  const socket = await client();
  socket.write('QUIT\r\n');
  expect(await rest(socket)).toBe(`${GREETING}+ok QUIT [""]\r\n`);
  await echo.until(() => echo.pool.connections === 0);
});

it('TLS 1.1 is refused', async () => {
  await start();
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  await expect(client(old)).rejects.toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
  await echo.until(() => echo.pool.connections === 0);
});

it('a second handshake on the same connection is refused', async () => {
  await start();
  const socket = await client({ maxVersion: 'TLSv1.2' });
  const refused = once(socket, 'error');
  socket.on('error', () => {});
  socket.renegotiate({}, () => {});
  socket.resume();
  const [error] = (await refused) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ERR_SSL_NO_RENEGOTIATION');
});

it('a handshake may come byte by byte', async () => {
  await start();
  const below = await raw();
  below.setNoDelay(true);
  const slow = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const next = (at: number) => {
        if (at < chunk.length) below.write(chunk.subarray(at, at + 1), () => next(at + 1));
        else done();
      };
      next(0);
    },
  });
  below.on('data', (chunk) => slow.push(chunk));
  const socket = await client({ socket: slow } as ConnectionOptions);
  socket.write('PING slow\r\n');
  expect(await until(socket, ']\r\n')).toBe(`${GREETING}+ok PING ["slow"]\r\n`);
});

it('who does not finish the handshake in time is closed, however many bytes come, and is told nothing', async () => {
  await start({ limits: { entryTimeoutMs: 300 } });
  const hello = await clientHello();
  const dripping = await raw();
  let sent = 0;
  const drip = setInterval(() => dripping.write(hello.subarray(sent, ++sent)), 20);
  const silent = await raw();
  const texts = await Promise.all([rest(dripping), rest(silent)]);
  clearInterval(drip);
  expect(texts).toEqual(['', '']);
  expect(sent).toBeLessThan(hello.length);
  await echo.until(() => echo.pool.connections === 0);
});

it('who cuts the connection in the middle of the handshake is gone, and nobody else notices', async () => {
  await start();
  const other = await client();
  expect(await until(other, '\n')).toBe(GREETING);
  const hello = await clientHello();
  for (const length of [0, 1, 5, hello.length >> 1, hello.length]) {
    const ending = await raw();
    ending.write(hello.subarray(0, length));
    ending.end();
    await rest(ending);
    const resetting = await raw();
    resetting.write(hello.subarray(0, length));
    resetting.resetAndDestroy();
  }
  await echo.until(() => echo.pool.connections === 1);
  other.write('PING\r\n');
  expect(await until(other, '\n')).toBe('+ok PING [""]\r\n');
  expect(echo.lost).toEqual([]);
});

it('whatever is no TLS ends the connection, before the handshake and after it', async () => {
  await start();
  const plain = await raw();
  plain.write('CONNECT ana membro\r\n');
  await rest(plain);
  const below = await raw();
  const passing = new Duplex({
    read() {},
    write: (chunk: Buffer, _encoding, done) => void below.write(chunk, () => done()),
  });
  below.on('data', (chunk) => passing.push(chunk));
  const socket = await client({ socket: passing } as ConnectionOptions);
  socket.on('error', () => {});
  expect(await until(socket, '\n')).toBe(GREETING);
  const record = Buffer.alloc(37);
  record.set([0x17, 3, 3, 0, 32]);
  below.write(record);
  await once(below, 'close');
  await echo.until(() => echo.pool.connections === 0);
  expect(echo.lost).toEqual([]);
});

it('who ends without saying so in TLS still gets every reply', async () => {
  await start();
  const below = await raw();
  const passing = new Duplex({
    read() {},
    write: (chunk: Buffer, _encoding, done) => void below.write(chunk, () => done()),
  });
  below.on('data', (chunk) => passing.push(chunk));
  const socket = await client({ socket: passing } as ConnectionOptions);
  await new Promise((resolve) => socket.write('PING\r\n', resolve));
  below.end();
  expect(await until(socket, ']\r\n')).toBe(`${GREETING}+ok PING [""]\r\n`);
  await echo.until(() => echo.pool.connections === 0);
});

it('who does not read what it gets is given up', async () => {
  await start({ limits: { maxOutboxBytes: 1024 * 1024, commandsPerSecond: 0 } });
  const socket = await client();
  socket.on('error', () => {});
  socket.write('PING\r\n');
  await echo.until(() => echo.inputs.length > 0);
  const [conn = 0] = echo.inputs[0]!.numbers;
  // More than the systems on both ends hold for it, by far.
  for (let n = 0; n < 64; n++) echo.send(conn, 'x'.repeat(256 * 1024));
  await echo.until(() => echo.pool.connections === 0);
});

it('who reads late gets all the same', async () => {
  await start({ limits: { maxOutboxBytes: 8 * 1024 * 1024, commandsPerSecond: 0 } });
  const socket = await client();
  socket.end(`PING ${'x'.repeat(7000)}\r\n`.repeat(4000));
  const come = () => echo.inputs.reduce((sum, { text }) => sum + text.length, 0);
  await echo.until(() => come() > 3 * 1024 * 1024);
  const lines = (await rest(socket)).split('\r\n');
  expect(lines).toHaveLength(1 + 4000 + 1);
});

it('a new certificate is used from then on, and who is there stays', async () => {
  await start({ workers: 2 });
  const [one, two] = [await client(), await client()];
  const printOf = (socket: TLSSocket) => socket.getPeerX509Certificate()?.fingerprint256;
  const print = printOf(one!);
  expect(echo.pool.secure(RENEWED)).toBeNull();
  await expect(client()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  await expect(client()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const renewed = await client({ ca: RENEWED.cert });
  expect(printOf(renewed)).not.toBe(print);
  for (const socket of [one!, two!]) {
    socket.write('PING\r\n');
    expect(await until(socket, ']\r\n')).toBe(`${GREETING}+ok PING [""]\r\n`);
  }
});

it('a worker that takes the place of a dead one has the new certificate', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  await start();
  echo.crash(0);
  await echo.until(() => echo.lost.length > 0);
  expect(echo.pool.secure(RENEWED)).toBeNull();
  vi.advanceTimersByTime(1000);
  const socket = await client({ ca: RENEWED.cert });
  expect(await until(socket, '\n')).toBe(GREETING);
});

it('a certificate that is of no use changes nothing', async () => {
  await start();
  const error = echo.pool.secure({ cert: DESK.cert, key: RENEWED.key });
  expect(error).toBeInstanceOf(TlsError);
  expect(error?.code).toBe('key-mismatch');
  expect(await until(await client(), '\n')).toBe(GREETING);
  expect(echo.lost).toEqual([]);
});

it('who is refused on the port of TLS is closed, without a handshake', async () => {
  await start({ limits: { maxConnections: 1 } });
  await client();
  expect(await rest(await raw())).toBe('');
});

it('a stopping server says goodbye over TLS, and waits for no handshake', async () => {
  await start();
  const socket = await client();
  const unfinished = await raw();
  const said = rest(socket);
  const heard = rest(unfinished);
  await echo.stop();
  expect(await said).toMatch(/\r\nQUIT SHUTDOWN [^\r]+\r\n$/);
  expect(await heard).toBe('');
  echo = await Echo.start();
});
