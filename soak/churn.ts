/**
 * The soak: people come, chat, drop, resume and leave for a long time; at the end the server has to be as it was at
 * the beginning, with as many connections that are as fresh and as quiet.
 */

import type { Sample } from './crowd.ts';
import { Latencies } from './latencies.ts';
import { MeasuredServer, type Memory } from './measured-server.ts';
import { Hand } from './orders.ts';
import { mebibytes, milliseconds, note, percent, quarter, verdict } from './verdict.ts';

export interface ChurnOptions {
  readonly seconds: number;
  readonly clients: number;
  readonly seed: number;
  /** Processes among which the clients are divided. */
  readonly processes: number;
}

/**
 * So much of the time goes by before anything is measured, in rounds of haste and quiet: code is compiled, and heaps
 * grow to a size that they never give back.
 */
const WARM_UP = 0.3;
const WARM_UP_ROUNDS = 3;
const WARM_UP_THINK_MS = 300;
const THINK_MS = 1500;
const GRACE_SECONDS = 2;
const MEMORY_BOUND = 1.1;
/** The p99 of the last third, against that of the first; below the floor a difference is the machine's. */
const LATENCY_BOUND = 1.5;
const LATENCY_FLOOR_MS = 10;
/** Into so many slices each third is cut. */
const SLICES = 15;

export async function churn({ seconds, clients, seed, processes }: ChurnOptions): Promise<void> {
  const grace = ['--grace-customer', `${GRACE_SECONDS}`, '--grace-attendant', `${GRACE_SECONDS}`];
  const server = await MeasuredServer.start(['--capacity', '1000', ...grace]);
  const crowds = Array.from({ length: processes }, () => new Hand('crowd'));
  const all = (order: string, given?: unknown) =>
    Promise.all(crowds.map((crowd) => crowd.tell(order, given)));
  await Promise.all(
    crowds.map((crowd, n) =>
      crowd.tell('open', {
        port: server.port,
        clients: Math.round(clients / processes),
        seed: seed + n,
        prefix: `p${n}x`,
      }),
    ),
  );
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await all('busy', WARM_UP_THINK_MS);
    await passed((seconds * WARM_UP) / WARM_UP_ROUNDS);
    await all('quiet');
  }
  const before = await quietly(server, all);

  await all('busy', THINK_MS);
  await all('sample');
  const thirds = await sampled(crowds, seconds * (1 - WARM_UP));
  const after = await quietly(server, all);
  const samples = await Promise.all(crowds.map((crowd) => crowd.tell<Sample>('sample')));
  await all('over');
  await Promise.all(crowds.map((crowd) => crowd.dismiss()));
  await server.stop();

  tellCounts(samples);
  tellMemory(before, after, clients);
  verdict(after.handles <= before.handles, `handles: ${before.handles} before, ${after.handles} after`);
  tellLatencies(thirds);
}

type Quiet = Memory & { readonly handles: number };

/** Everybody has come anew and is quiet, and whoever vanished is forgotten. */
async function quietly(server: MeasuredServer, all: (order: string) => Promise<unknown>): Promise<Quiet> {
  await all('quiet');
  await passed(GRACE_SECONDS + 2);
  return { ...(await server.memory()), handles: server.handles };
}

/** Of a third of the time. */
interface Third {
  readonly all: Latencies;
  /**
   * The p99 of its slices, in milliseconds, and of these the one that a quarter of them stay below: a machine that
   * others use as well has moments in which everything is slow, and they are no news of the server.
   */
  readonly p99: number;
}

async function sampled(crowds: readonly Hand[], seconds: number): Promise<Third[]> {
  const thirds: Third[] = [];
  for (let third = 0; third < 3; third++) {
    const all = new Latencies();
    const p99s: number[] = [];
    for (let slice = 0; slice < SLICES; slice++) {
      await passed(seconds / 3 / SLICES);
      const these = new Latencies();
      for (const crowd of crowds) these.addAll(new Latencies((await crowd.tell<Sample>('sample')).latencies));
      p99s.push(these.quantile(0.99));
      all.addAll(these);
    }
    thirds.push({ all, p99: quarter(p99s) });
  }
  return thirds;
}

function tellCounts(samples: readonly Sample[]): void {
  const sum = (of: keyof Sample['counts']) => samples.reduce((total, { counts }) => total + counts[of], 0);
  note(
    `${sum('messages')} messages checked, ${sum('visits')} visits, ${sum('drops')} drops, ${sum('vanished')} vanished`,
  );
  const wrongs = samples.flatMap(({ wrongs }) => wrongs);
  verdict(wrongs.length === 0, `nothing lost, nothing doubled, in order: ${wrongs.length} faults`);
  for (const wrong of wrongs.slice(0, 20)) note(wrong);
}

function tellMemory(before: Quiet, after: Quiet, clients: number): void {
  for (const [what, name] of [
    ['resident', 'of the process'],
    ['used', 'in use by JavaScript'],
  ] as const) {
    const growth = after[what] / before[what];
    const each = (quiet: Quiet) => `${(quiet[what] / clients / 1024).toFixed(1)} KiB`;
    verdict(
      growth <= MEMORY_BOUND,
      `memory ${name}: ${each(before)} a connection before, ${each(after)} after (${percent(growth)}); ` +
        `in all ${mebibytes(before[what])} and ${mebibytes(after[what])}`,
    );
  }
}

function tellLatencies(thirds: readonly Third[]): void {
  const p99 = thirds.map((third) => third.p99);
  const [first = 0, , last = 0] = p99;
  verdict(
    last > 0 && last <= Math.max(first * LATENCY_BOUND, LATENCY_FLOOR_MS),
    `p99 of acknowledgements, by thirds: ${p99.map(milliseconds).join(', ')}`,
  );
  for (const [third, { all }] of thirds.entries()) {
    const [median, most] = [0.5, 0.99].map((share) => milliseconds(all.quantile(share)));
    note(`third ${third + 1}: ${all.size} acknowledgements, median ${median}, p99 of all of them ${most}`);
  }
}

export function passed(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
