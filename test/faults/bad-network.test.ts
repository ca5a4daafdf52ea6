/** The proxy itself: what the other tests of this folder rely on. */

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BadNetwork, type Link } from '../support/bad-network.ts';
import { printedChance } from '../support/chance.ts';
import { heldPort } from '../support/held-port.ts';

/** A server that sends back what it gets, and ends when the client does. */
let echo: Server;
let proxy: BadNetwork;
/** What the server got on its newest connection, and how that ended. */
let got: string;
let heard: PromiseWithResolvers<void>;
let fate: PromiseWithResolvers<'end' | 'reset'>;
/** How many pieces it came in. */
let pieces: number;

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    const mine = (fate = Promise.withResolvers());
    socket.on('data', (bytes) => {
      got += bytes;
      pieces++;
      heard.resolve();
      socket.write(bytes);
    });
    socket.on('end', () => {
      mine.resolve('end');
      socket.end();
    });
    socket.on('error', () => mine.resolve('reset'));
  });
  got = '';
  pieces = 0;
  heard = Promise.withResolvers();
  const port = await heldPort();
  echo.listen(port, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await BadNetwork.to(port);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

/** A connection through the proxy, with what the proxy holds of it. */
async function open(): Promise<{ socket: Socket; link: Link }> {
  const linked = new Promise<Link>((resolve) => {
    proxy.onLink = resolve;
  });
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.setEncoding('utf8').on('error', () => {});
  return { socket, link: await linked };
}

/** All that comes, up to the end of the connection; or that it was reset. */
async function all(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part) => {
    text += part;
  });
  return new Promise((resolve) => {
    socket.on('end', () => resolve(text));
    socket.on('error', () => resolve('reset'));
  });
}

it('passes everything on, ends included', async () => {
  const { socket } = await open();
  const large = 'abc'.repeat(300_000);
  socket.end(large);
  expect(await all(socket)).toBe(large);
  expect(got).toBe(large);
});

it('splits into the pieces that chance gives, and loses nothing by it', async () => {
  const random = printedChance();
  const { socket, link } = await open();
  link.up.piece = () => 1;
  link.down.piece = (atHand) => 1 + random(atHand);
  const text = 'one byte after the other\r\n'.repeat(20);
  socket.end(text);
  expect(await all(socket)).toBe(text);
  expect(pieces).toBeGreaterThan(text.length / 4);
});

it.each([0, 1, 5])('cuts behind byte %d on the way to the server', async (cut) => {
  proxy.onLink = (link) => link.up.cutAfter(cut, 'fin');
  const connected = once(echo, 'connection');
  const socket = connect({ port: proxy.port, host: '127.0.0.1' }).setEncoding('utf8');
  socket.write('abcdefgh');
  expect(await all(socket)).not.toBe('abcdefgh');
  await connected;
  expect(await fate.promise).toBe('end');
  expect(got).toBe('abcdefgh'.slice(0, cut));
});

it.each([1, 5])('cuts behind byte %d on the way to the client', async (cut) => {
  proxy.onLink = (link) => link.down.cutAfter(cut, 'fin');
  const socket = connect({ port: proxy.port, host: '127.0.0.1' }).setEncoding('utf8');
  socket.write('abcdefgh');
  expect(await all(socket)).toBe('abcdefgh'.slice(0, cut));
});

it('cuts by a reset that both sides feel', async () => {
  const { socket, link } = await open();
  socket.write('x');
  await once(socket, 'data');
  const text = all(socket);
  link.cut('rst');
  expect(await Promise.all([text, fate.promise])).toEqual(['reset', 'reset']);
  await link.closed;
  expect(proxy.links.size).toBe(0);
});

it('cuts in good order so that both sides see an end', async () => {
  const { socket, link } = await open();
  socket.write('x');
  await once(socket, 'data');
  const text = all(socket);
  link.cut('fin');
  expect(await Promise.all([text, fate.promise])).toEqual(['', 'end']);
  socket.end();
  await link.closed;
});

it('holds one direction back while the other one goes on', async () => {
  const { socket, link } = await open();
  link.down.stall();
  socket.write('a');
  await heard.promise;
  expect(link.down.passed).toBe(0);
  link.down.release();
  expect(await once(socket, 'data')).toEqual(['a']);
});

it('delays what goes through', async () => {
  const { socket, link } = await open();
  link.up.delayMs = 50;
  const begun = performance.now();
  socket.write('a');
  await once(socket, 'data');
  expect(performance.now() - begun).toBeGreaterThan(45);
});

it('passes a refusal on', async () => {
  echo.close();
  const socket = connect({ port: proxy.port, host: '127.0.0.1' }).setEncoding('utf8');
  expect(await all(socket)).toBe('reset');
});
