/**
 * SEARCH over many stored messages, as a client sees it: one request after the other, of each kind by itself, then all
 * kinds in turn while a pair beside it chats without a pause, so that the index lags behind.
 */

import { type Client, entered, greeted } from './client.ts';
import { makeFolder, removeFolder, start } from './contender.ts';
import { Latencies } from './figures.ts';
import { Load } from './pairs.ts';
import { APART, EMOJI, MEMBER_TOKEN, WORDS, wordOf, writeSaid } from './said.ts';

const WARM_UP = 100;
const ANSWERED_WITHIN_MS = 120_000;

/** What is looked for: each call gives another text. */
const KINDS: Readonly<Record<string, () => string>> = {
  'a frequent word': () => wordOf(between(0, 50)),
  'a rare word': () => wordOf(between(WORDS / 2, WORDS)),
  'two frequent words': () => `${wordOf(between(0, 300))} ${wordOf(between(0, 300))}`,
  'three, one of them rare': () => `${wordOf(0)} ${wordOf(between(0, 50))} ${wordOf(between(1000, WORDS))}`,
  'two that never meet': () => APART.join(' '),
  'an emoji': () => EMOJI[between(0, EMOJI.length)]!,
  'what nobody said': () => `nada${between(0, WORDS)}`,
};

export interface Searches {
  readonly messages: number;
  readonly kind: string;
  /** Whose messages: all, or those from and to a member and their room. */
  readonly among: 'all' | 'their own';
  readonly beside: 'nothing' | 'a busy pair';
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Messages in an answer, on average. */
  readonly found: number;
  /** CPU of putting a message into the index, and bytes that it takes there. */
  readonly indexCpuMicros: number;
  readonly indexBytes: number;
}

export interface SearchOptions {
  readonly messages: number;
  /** Of each kind. */
  readonly requests: number;
}

/** @param progress is told each result. */
export async function runSearch(
  { messages, requests }: SearchOptions,
  progress: (searches: Searches) => void,
): Promise<Searches[]> {
  const folder = makeFolder();
  try {
    const { cpuMicros, bytesEach } = writeSaid(folder, messages);
    const running = await start('full', 1, folder);
    const load = await Load.open(running, 1);
    const reader = await entered(running.port, 'leitora', 'atendente');
    const member = await greeted(running.port);
    await member.ask(`RESUME ${MEMBER_TOKEN}`, /^\+ok /);
    // What was missed comes before.
    await member.ask('PING', /^\+ok PONG/);
    const results: Searches[] = [];
    const tell = (
      head: Pick<Searches, 'kind' | 'among' | 'beside'>,
      { latencies, found }: { readonly latencies: Latencies; readonly found: number },
    ) => {
      const { count } = latencies;
      const times = { p50Ms: latencies.at(0.5), p99Ms: latencies.at(0.99) };
      const index = { indexCpuMicros: cpuMicros, indexBytes: bytesEach };
      const result = { messages, ...head, requests: count, ...times, found: found / count, ...index };
      results.push(result);
      progress(result);
    };
    try {
      const all = () => Object.values(KINDS)[between(0, Object.keys(KINDS).length)]!();
      for (const client of [reader, member]) await search(client, all, WARM_UP);
      for (const [kind, text] of Object.entries(KINDS)) {
        tell({ kind, among: 'all', beside: 'nothing' }, await search(reader, text, requests));
      }
      tell(
        { kind: 'all of these', among: 'their own', beside: 'nothing' },
        await search(member, all, requests),
      );
      const searching = search(reader, all, requests);
      await load.run(1, searching);
      tell({ kind: 'all of these', among: 'all', beside: 'a busy pair' }, await searching);
      return results;
    } finally {
      member.end();
      reader.end();
      load.end();
      await running.stop();
    }
  } finally {
    removeFolder(folder);
  }
}

/** Asks so many times, one after the other. */
async function search(
  client: Client,
  text: () => string,
  requests: number,
): Promise<{ readonly latencies: Latencies; readonly found: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('SEARCH got no answer')), ANSWERED_WITHIN_MS);
  const latencies = new Latencies();
  let found = 0;
  let answer = '';
  let askedAt = 0;
  const ask = () => {
    askedAt = performance.now();
    client.write(Buffer.from(`SEARCH ${text()}\r\n`));
  };
  client.onLines = (lines) => {
    answer += lines;
    if (answer.startsWith('-err')) reject(new Error(`SEARCH: ${answer}`));
    if (!answer.endsWith('\r\n.\r\n')) return;
    latencies.add(performance.now() - askedAt);
    found += Number(/^\+ok \*(\d+)/.exec(answer)?.[1]);
    answer = '';
    if (latencies.count < requests) ask();
    else resolve();
  };
  ask();
  await promise.finally(() => clearTimeout(timer));
  return { latencies, found };
}

/** A whole number from `from` to before `to`. */
function between(from: number, to: number): number {
  return from + Math.trunc(Math.random() * (to - from));
}
