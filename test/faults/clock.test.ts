/**
 * The machine's clock is set back, far ahead, and back again, while the server runs and while it does not. Times in
 * messages never go back, and a time of grace ends when it should, not when the clock comes round again.
 */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFaultyServer } from '../support/server.ts';
import { Stage } from '../support/stage.ts';
import { Wire } from '../support/wire.ts';

const HOUR_MS = 3_600_000;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open({
    preloads: ['wrong-clock'],
    flags: ['--grace-customer', '1', '--grace-attendant', '1', '--workers', '2'],
  });
});
afterEach(() => stage.close());

/** The next setting of the clock: an hour back, ten days ahead, an hour back. */
async function setClock(): Promise<void> {
  const from = stage.server.program.stderr.length;
  stage.server.program.child.kill('SIGUSR2');
  await stage.server.program.logged(/the clock is wrong/, from);
}

it('times and seqs never go back, whatever the clock does, over a restart too', async () => {
  const ines = await stage.enter('ines', 'membro');
  const rui = await stage.enter('rui', 'membro');
  const say = async () => {
    for (let n = 0; n < 3; n++) {
      ines.say('rui', `${n}`);
      await Promise.all([ines.settle(), rui.settle()]);
    }
    return Date.parse([...rui.testimony.heard.values()].at(-1)!.time);
  };
  const times = [await say()];
  for (let n = 0; n < 3; n++) {
    await setClock();
    times.push(await say());
  }
  // The restart finds the clock ten days behind the newest message.
  await stage.killAndStart();
  times.push(await say());

  const all = [...rui.testimony.heard.values()].map(({ time }) => Date.parse(time));
  expect(all).toEqual([...all].sort((a, b) => a - b));
  const [right, back, ahead, backAgain, restarted] = times as [number, number, number, number, number];
  expect(back - right).toBeLessThan(HOUR_MS);
  expect(ahead - right).toBeGreaterThan(239 * HOUR_MS);
  expect(backAgain - ahead).toBeLessThan(HOUR_MS);
  expect(restarted - ahead).toBeLessThan(HOUR_MS);
  expect(await stage.judge()).toEqual([]);
});

it('a time of grace ends while the clock is set back, and at the latest when it is set far ahead', async () => {
  const ana = await stage.enter('ana', 'atendente');
  /** Somebody comes and vanishes; resolves with the milliseconds until that is for good. */
  const vanish = async (name: string, then = async () => {}) => {
    const customer = await stage.enter(name, 'consumidor');
    await ana.when(() => ana.events.includes(`ASSIGNED ${name} ana`));
    const begun = performance.now();
    customer.vanish();
    await ana.when(() => ana.events.includes(`PRESENCE ${name} lost`));
    await then();
    await ana.when(() => ana.events.includes(`CLOSED ${name} abandoned`));
    return performance.now() - begun;
  };
  const right = await vanish('joao');
  await setClock();
  const back = await vanish('bia');
  await vanish('caio', setClock);
  const ahead = await vanish('davi');
  await setClock();
  const backAgain = await vanish('eva');
  for (const graceMs of [right, back, ahead, backAgain]) {
    // That it ends at all is what the waiting for it shows.
    expect(graceMs).toBeGreaterThan(900);
  }
});

it('a machine that stood still takes nobody for silent, nor for slow to enter', async () => {
  const server = await startFaultyServer(
    ['standstill'],
    '--memory',
    '--ping-after',
    '1',
    '--idle-after',
    '3000',
    '--workers',
    '1',
  );
  const rui = await Wire.enter(server.port, 'rui', 'membro');
  const nobody = await Wire.open(server.port);
  server.program.child.kill('SIGUSR2');
  await server.program.logged(/stood still/);
  // Who comes right behind it is asked in a second or two, and so all have been looked at by then.
  const late = await Wire.open(server.port);
  expect(await late.line()).toMatch(/^PING /);
  // Asked, and not told that it is over.
  for (const wire of [rui, nobody]) {
    expect(await wire.line()).toMatch(/^PING /);
    expect(await wire.ask('PING oi')).toBe('+ok PONG oi');
  }
  expect((await server.end()).code).toBe(0);
});
