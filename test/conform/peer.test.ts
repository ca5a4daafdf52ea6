/** What the grader does about a server that wants to keep it for ever. */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { Fault } from '../../src/conform/fault.ts';
import { Peer } from '../../src/conform/peer.ts';

test('a listing that never ends is a fault as soon as it is longer than any may be', async () => {
  const items = 'USER ana membro online 2026-11-21T12:00:00.000Z\r\n'.repeat(200);
  const server = createServer((socket) => {
    const more = () => {
      if (!socket.destroyed) socket.write(items, more);
    };
    socket.on('error', () => {});
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const peer = await Peer.open({ host: '127.0.0.1', port }, 60_000, { line: () => {}, said: () => {} });
  const fault = await peer.items('+ok *999999999').catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect(peer.socket.destroyed).toBe(true);
  server.close();
});

test('no password stands in what is told of a fault', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.end()).on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const peer = await Peer.open({ host: '127.0.0.1', port }, 60_000, { line: () => {}, said: () => {} });
  const fault = await peer.ask('@a PASS cavalo de troia').catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  const { message, context, expected } = fault as Fault;
  expect(JSON.stringify([message, context, expected])).not.toContain('cavalo');
  expect(context).toContain('> @a PASS …');
  peer.cut();
  server.close();
});
