/** A session worker dies of an exception. Its clients come back by RESUME; those of the other worker notice nothing. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { socketsOf, untilSockets } from '../support/handles.ts';
import { Stage, talk } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open({ preloads: ['crash-worker'], flags: ['--workers', '2'] });
});
afterEach(() => stage.close());

/** One of the two session workers dies; resolves once it was replaced and everybody is there. */
async function crash(visitors: readonly Visitor[]): Promise<void> {
  const from = stage.server.program.stderr.length;
  stage.server.program.child.kill('SIGUSR2');
  await stage.server.program.logged(/a session worker was replaced/, from);
  expect(stage.server.program.stderr.slice(from)).toContain('a test made this worker crash');
  await Promise.all(visitors.map((visitor) => visitor.settle()));
}

it('the clients of a worker that crashes come back with all they missed, the others stay as they are', async () => {
  const visitors: Visitor[] = [];
  for (let n = 0; n < 12; n++) visitors.push(await stage.enter(`m${n}`, 'membro'));
  const talking = visitors.map((visitor, n) => talk(visitor, `m${(n + 5) % 12}`, 300));
  await visitors[0]!.when(() => visitors[0]!.testimony.heard.size > 20);
  await crash(visitors);
  await Promise.all(talking);

  const [stayed, cameBack] = [1, 2].map((times) => visitors.filter(({ entries }) => entries === times));
  expect([stayed?.length, cameBack?.length]).toEqual([6, 6]);
  for (const { connections, events } of stayed!) expect([connections, events]).toEqual([1, []]);
  expect(await stage.judge()).toEqual([]);
});

it('workers may crash one after the other, also those that replaced one', async () => {
  const visitors: Visitor[] = [];
  for (let n = 0; n < 6; n++) visitors.push(await stage.enter(`m${n}`, 'membro'));
  const { pid = 0 } = stage.server.program.child;
  const sockets = socketsOf(pid);
  for (let round = 0; round < 5; round++) {
    const talking = visitors.map((visitor, n) => talk(visitor, `m${(n + 1) % 6}`, 50));
    await crash(visitors);
    await Promise.all(talking);
  }
  // A worker leaves no connection open when it dies.
  await Promise.all(visitors.map((visitor) => visitor.settle()));
  await untilSockets(pid, sockets);
  expect(await stage.judge()).toEqual([]);
});

it('a conversation goes on when the worker of one side, or of the other, has crashed', async () => {
  const ana = await stage.enter('ana', 'atendente');
  const joao = await stage.enter('joao', 'consumidor');
  await joao.when(() => joao.events.includes('ASSIGNED joao ana'));
  for (let round = 0; round < 2; round++) {
    await crash([ana, joao]);
    joao.say('*', 'ainda aí?');
    ana.say('joao', 'sim');
    await Promise.all([ana.settle(), joao.settle()]);
  }
  // Each worker has died once, and both were somewhere.
  expect(ana.entries + joao.entries).toBeGreaterThan(3);
  expect(await stage.judge()).toEqual([]);
});
