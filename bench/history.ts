/**
 * HISTORY over many stored messages, as an attendant's client sees it: one request after the other, each about
 * another name, at first alone, then while a pair beside it chats without a pause (its client's share of the
 * driver's time is in those figures).
 */

import { type Client, entered } from './client.ts';
import { makeFolder, removeFolder, start } from './contender.ts';
import { Latencies } from './figures.ts';
import { Load } from './pairs.ts';
import { storedName, writeMessages } from './stored.ts';

export const LIMIT = 50;
const PER_NAME = 200;
const WARM_UP = 300;
const ANSWERED_WITHIN_MS = 60_000;

export interface Histories {
  readonly messages: number;
  readonly names: number;
  readonly requests: number;
  readonly beside: 'nothing' | 'a busy pair';
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Messages per second of the pair beside. */
  readonly pairPerSecond: number;
}

export interface HistoryOptions {
  readonly messages: number;
  readonly requests: number;
}

/** @param progress is told each result. */
export async function runHistory(
  { messages, requests }: HistoryOptions,
  progress: (histories: Histories) => void,
): Promise<Histories[]> {
  const folder = makeFolder();
  try {
    const names = messages / PER_NAME;
    writeMessages(folder, messages, names);
    const running = await start('full', 1, folder);
    const load = await Load.open(running, 1);
    const reader = await entered(running.port, 'leitora', 'atendente');
    try {
      await read(reader, names, WARM_UP, new Latencies());
      const results: Histories[] = [];
      for (const beside of ['nothing', 'a busy pair'] as const) {
        const latencies = new Latencies();
        const done = read(reader, names, requests, latencies);
        const pair = beside === 'nothing' ? undefined : load.run(1, done);
        await done;
        const { delivered = 0, seconds = 1 } = (await pair) ?? {};
        const result: Histories = {
          messages,
          names,
          requests,
          beside,
          p50Ms: latencies.at(0.5),
          p99Ms: latencies.at(0.99),
          pairPerSecond: delivered / seconds,
        };
        results.push(result);
        progress(result);
      }
      return results;
    } finally {
      reader.end();
      load.end();
      await running.stop();
    }
  } finally {
    removeFolder(folder);
  }
}

/** Asks so many times, one after the other, and checks that each answer has all that was asked. */
function read(reader: Client, names: number, requests: number, latencies: Latencies): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('HISTORY got no answer')), ANSWERED_WITHIN_MS);
  let answer = '';
  let askedAt = 0;
  let asked = 0;
  const ask = () => {
    const name = storedName(Math.trunc(Math.random() * names));
    asked++;
    askedAt = performance.now();
    reader.write(Buffer.from(`HISTORY ${name} ${LIMIT}\r\n`, 'latin1'));
  };
  reader.onLines = (text) => {
    answer += text;
    if (!answer.endsWith('\r\n.\r\n')) {
      if (answer.startsWith('-err')) reject(new Error(`HISTORY: ${answer}`));
      return;
    }
    latencies.add(performance.now() - askedAt);
    if (!answer.startsWith(`+ok *${LIMIT}\r\n`)) reject(new Error(`HISTORY: ${answer.slice(0, 100)}`));
    answer = '';
    if (asked < requests) ask();
    else resolve();
  };
  ask();
  return promise.finally(() => clearTimeout(timer));
}
