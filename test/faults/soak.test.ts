/** A slice of the soak: few people for a moment, without a look at times and memory. `npm run soak` is all of it. */

import { afterEach, expect, it } from 'vitest';
import { Scene } from '../../soak/scene.ts';
import { SEED } from '../protocol/random.ts';
import { socketsOf, untilSockets } from '../support/handles.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';

let server: TestServer;
afterEach(() => server.end('SIGKILL'));

it('people come, chat, drop, resume and leave, and nothing is lost, doubled, or left open', async () => {
  console.log(`SEED=${SEED}`);
  server = await startTestServer('--memory', '--workers', '2', '--capacity', '100', '--rate', '0');
  const { pid = 0 } = server.program.child;
  const scene = new Scene({ port: server.port, clients: 60, seed: SEED, prefix: 'p' });
  const empty = socketsOf(pid);
  await scene.open();
  const full = socketsOf(pid);
  for (let round = 0; round < 3; round++) {
    scene.busy(10);
    const goal = scene.counts.messages + 1000;
    await scene.when(() => scene.counts.messages >= goal || scene.wrongs.length > 0);
    await scene.quiet();
    expect(scene.wrongs).toEqual([]);
    await untilSockets(pid, full);
  }
  await scene.over();
  expect(scene.wrongs).toEqual([]);
  await untilSockets(pid, empty);
  expect(scene.counts.drops).toBeGreaterThan(100);
  expect(await server.end()).toEqual({ code: 0, signal: null });
});

it('a chat goes on beside many silent connections and a client that floods, who alone is held back', async () => {
  console.log(`SEED=${SEED}`);
  // However long all of it takes, who is silent may stay.
  const mayBeSilent = ['--entry-timeout', '3600'];
  server = await startTestServer('--memory', '--workers', '2', '--capacity', '100', ...mayBeSilent);
  const silent = await Promise.all(Array.from({ length: 1000 }, () => Wire.open(server.port)));
  const flood = await Wire.enter(server.port, 'enchente', 'membro');
  const flooding = setInterval(() => flood.socket.write('MSG enchente água\r\n'.repeat(1000)), 20);
  const scene = new Scene({ port: server.port, clients: 60, seed: SEED, prefix: 'p' });
  await scene.open();
  scene.busy(100);
  await scene.when(() => scene.counts.messages >= 500 || scene.wrongs.length > 0);
  await flood.until(/^-err RATE-LIMITED /);
  await scene.over();
  clearInterval(flooding);
  expect(scene.wrongs).toEqual([]);
  for (const wire of silent) expect(wire.socket.readyState).toBe('open');
  for (const wire of [...silent, flood]) wire.cut();
});
