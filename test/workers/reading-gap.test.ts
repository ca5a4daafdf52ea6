/** Moments in which nobody reads: who waits when, and for how long. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { createGap, type Gap, GapWanted, waitForGap } from '../../src/workers/reading-gap.ts';

/** A writer with a clock of its own, and its gap. */
function writer() {
  const clock = { now: 7000 };
  const gap = createGap();
  return { clock, gap, wanted: new GapWanted(gap, () => clock.now) };
}

/** Who waits at each of these times after the writer began to try: 0 nobody, 1 those who search, 2 all. */
function whoWaits(times: readonly number[]): number[] {
  const { clock, gap, wanted } = writer();
  wanted.note(true);
  return times.map((time) => {
    clock.now = 7000 + time;
    wanted.note(true);
    return gap[0]!;
  });
}

it('first nobody waits, then those who search, then all, then nobody, and then it begins again', () => {
  expect(whoWaits([0, 499, 500, 999, 1000, 1299, 1300, 4999, 5000, 5500, 6000, 6300])).toEqual([
    ...[0, 0, 1, 1, 2, 2, 0, 0, 0, 1, 2, 0],
  ]);
});

it('once it is not wanted any more nobody waits, and the next time begins anew', () => {
  const { clock, gap, wanted } = writer();
  wanted.note(true);
  clock.now += 600;
  wanted.note(true);
  expect([gap[0], wanted.urgent]).toEqual([1, true]);
  wanted.note(false);
  expect([gap[0], wanted.urgent]).toEqual([0, false]);
  wanted.note(true);
  expect(gap[0]).toBe(0);
});

it('who reads does not wait where only those who search are to', () => {
  const gap = createGap();
  waitForGap(gap, true);
  gap[0] = 1;
  waitForGap(gap, false);
});

it('who waits goes on as soon as the writer is done', async () => {
  const { clock, gap, wanted } = writer();
  wanted.note(true);
  clock.now += 600;
  wanted.note(true);
  const thread = waiter(gap);
  const went = new Promise<void>((resolve) => thread.once('message', () => resolve()));
  // It sleeps as soon as somebody can wake it.
  while (Atomics.notify(gap, 0) === 0) await nextTurn();
  wanted.note(false);
  // It was woken: nobody sleeps any more, though it would go on by itself after a while.
  expect(Atomics.notify(gap, 0)).toBe(0);
  await went;
  await thread.terminate();
});

it('who waits for a writer that never is done goes on after a while', async () => {
  const gap = createGap();
  gap[0] = 2;
  const thread = waiter(gap);
  await new Promise<void>((resolve) => thread.once('message', () => resolve()));
  await thread.terminate();
});

function waiter(gap: Gap): Worker {
  const module = new URL('../../src/workers/reading-gap.ts', import.meta.url).href;
  const script = `
    const { workerData, parentPort } = require('node:worker_threads');
    import(${JSON.stringify(module)}).then(({ waitForGap }) => {
      waitForGap(workerData, true);
      parentPort.postMessage('goes on');
    });`;
  return new Worker(script, { eval: true, workerData: gap });
}
