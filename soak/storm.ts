/**
 * The storm: a normal chat, by turns alone and beside 10,000 silent connections and one client that floods. Its p99
 * in the storm is at most twice that of the calm. Several turns, and of all their seconds the middle one of each kind,
 * because a machine that others use is not equally quick at all times.
 */

import { passed } from './churn.ts';
import type { Sample } from './crowd.ts';
import { Latencies } from './latencies.ts';
import { MeasuredServer } from './measured-server.ts';
import { Hand } from './orders.ts';
import { middle, milliseconds, note, verdict } from './verdict.ts';

export interface StormOptions {
  readonly seconds: number;
  readonly clients: number;
  readonly seed: number;
  /** Silent connections. */
  readonly silent: number;
}

const TURNS = 5;
const THINK_MS = 250;
const BOUND = 2;

export async function storm({ seconds, clients, seed, silent }: StormOptions): Promise<void> {
  // Who is silent is to stay for longer than they usually may.
  const server = await MeasuredServer.start(['--capacity', '1000', '--entry-timeout', '600']);
  const [chat, holder, flooder] = [new Hand('crowd'), new Hand('silent'), new Hand('flood')];
  await chat.tell('open', { port: server.port, clients, seed, prefix: 'c' });
  await chat.tell('busy', THINK_MS);
  const turnSeconds = seconds / (2 * TURNS);
  // Warm-up.
  await passed(turnSeconds);

  const calm: number[] = [];
  const stormy: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const before = await measured(chat, turnSeconds);
    await holder.tell('open', { port: server.port, count: silent });
    await flooder.tell('begin', server.port);
    const during = await measured(chat, turnSeconds);
    const closed = await holder.tell<number>('closed');
    const sent = await flooder.tell<number>('end');
    await holder.tell('close');
    verdict(
      closed === 0,
      `turn ${turn + 1}: ${silent} silent connections stayed; the flood sent ${sent} lines`,
    );
    note(`p99 ${milliseconds(middle(before))} calm, ${milliseconds(middle(during))} in the storm`);
    calm.push(...before);
    stormy.push(...during);
    await passed(1);
  }

  await chat.tell('quiet');
  const { wrongs, counts } = await chat.tell<Sample>('sample');
  await chat.tell('over');
  for (const hand of [chat, holder, flooder]) await hand.dismiss();
  await server.stop();
  verdict(wrongs.length === 0, `${counts.messages} messages of the chat checked: ${wrongs.length} faults`);
  for (const wrong of wrongs.slice(0, 20)) note(wrong);
  const ratio = middle(stormy) / middle(calm);
  verdict(
    ratio <= BOUND,
    `p99 of the chat: ${milliseconds(middle(calm))} calm, ${milliseconds(middle(stormy))} in the storm (${ratio.toFixed(2)} times)`,
  );
}

/** The p99 of the chat in each of so many seconds from now on, in milliseconds. */
async function measured(chat: Hand, seconds: number): Promise<number[]> {
  await chat.tell('sample');
  const p99s: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await passed(1);
    p99s.push(new Latencies((await chat.tell<Sample>('sample')).latencies).quantile(0.99));
  }
  return p99s;
}
