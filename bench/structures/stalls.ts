/**
 * The worst single insertion while a table grows to a million keys, told three ways:
 *
 * - all: the longest insertion of a run, with whatever else the machine and V8 did meanwhile; the median of runs.
 * - outside gc: the longest that no pause of the garbage collector overlaps. A pause falls on whoever happens to
 *   allocate, here the table; its length follows from the live young objects, whose they may be.
 *   Work of V8 that it does not report as a pause, and other programs on the machine, still count (where the
 *   scheduler's slice is 4 ms, as on many Linux machines, losing the core once shows as a little over 4).
 * - in every run: each insertion's least over the runs, and of these the longest. The runs are alike to the key and
 *   the seed, so a step that is slow because of the table is slow in each; an interruption falls elsewhere each time.
 */

import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { HashTable } from '../../src/structures/hash-table.ts';
import { consume, median } from './measure.ts';
import { collectGarbage } from './memory.ts';

export interface Stall {
  readonly contender: string;
  readonly runs: number;
  readonly allMs: number;
  readonly outsideGcMs: number;
  readonly inEveryRunMs: number;
}

interface Run {
  readonly startedMs: Float64Array;
  readonly tookMs: Float64Array;
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
}

const KEYS = 1_000_000;

function growOurs(keys: readonly string[], startedMs: Float64Array, tookMs: Float64Array): number {
  const table = new HashTable<number>({ seed: 1 });
  for (let at = 0; at < keys.length; at++) {
    const began = performance.now();
    table.set(keys[at]!, at);
    tookMs[at] = performance.now() - began;
    startedMs[at] = began;
  }
  return table.size;
}

function growMap(keys: readonly string[], startedMs: Float64Array, tookMs: Float64Array): number {
  const table = new Map<string, number>();
  for (let at = 0; at < keys.length; at++) {
    const began = performance.now();
    table.set(keys[at]!, at);
    tookMs[at] = performance.now() - began;
    startedMs[at] = began;
  }
  return table.size;
}

async function run(grow: typeof growOurs, keys: readonly string[]): Promise<Run> {
  const pauses: { from: number; to: number }[] = [];
  const startedMs = new Float64Array(keys.length);
  const tookMs = new Float64Array(keys.length);
  collectGarbage();
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      pauses.push({ from: startTime, to: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  consume(grow(keys, startedMs, tookMs));
  await delay(100); // V8's pauses are reported some turns of the event loop later.
  observer.disconnect();
  return { startedMs, tookMs, pauses };
}

function outsideGc({ startedMs, tookMs, pauses }: Run): number {
  let worst = 0;
  for (let at = 0; at < tookMs.length; at++) {
    const took = tookMs[at]!;
    if (took <= worst) continue;
    const from = startedMs[at]!;
    if (!pauses.some((pause) => pause.from < from + took && pause.to > from)) worst = took;
  }
  return worst;
}

export async function stalls(runs: number): Promise<Stall[]> {
  const contenders = { HashTable: growOurs, Map: growMap };
  const keys = Array.from({ length: KEYS }, (_, number) =>
    Buffer.from(`user${number * 7}`).toString('latin1'),
  );
  const done: Record<string, Run[]> = { HashTable: [], Map: [] };
  for (const grow of Object.values(contenders)) await run(grow, keys.slice(0, 50_000)); // V8 compiles.
  for (let round = 0; round < runs; round++) {
    for (const [name, grow] of Object.entries(contenders)) done[name]!.push(await run(grow, keys));
  }
  return Object.entries(done).map(([contender, runs]) => ({
    contender,
    runs: runs.length,
    allMs: median(runs.map(({ tookMs }) => tookMs.reduce((worst, took) => Math.max(worst, took)))),
    outsideGcMs: median(runs.map(outsideGc)),
    inEveryRunMs: keys.reduce(
      (worst, _, at) => Math.max(worst, Math.min(...runs.map(({ tookMs }) => tookMs[at]!))),
      0,
    ),
  }));
}
