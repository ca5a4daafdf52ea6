/**
 * Many connections that stay. Each kind gets a server of its own, just started and briefly used, so that what
 * its memory grows by is theirs: connections that say nothing, members who have entered, customers who wait for
 * an attendant that does not come.
 */

import { type Client, enter, greeted, inParallel } from './client.ts';
import { type Contender, start } from './contender.ts';
import { idle, rssKiB } from './process-cost.ts';

export type Kind = 'silent' | 'members' | 'customers';

const AT_A_TIME = 50;
const WARM_UP = 200;
const IDLE_WITHIN_MS = 5000;

export interface Logins {
  readonly contender: Contender;
  readonly kind: Kind;
  readonly connections: number;
  /** Resident memory that each took, in KiB; garbage that was not collected yet is in it. */
  readonly kibEach: number;
  /** From the first connection to the last reply; connections alone where they are silent. */
  readonly perSecond: number;
  readonly rssBeforeMiB: number;
  readonly rssAfterMiB: number;
}

const RUNS: readonly (readonly [Contender, Kind])[] = [
  ['relay', 'silent'],
  ['memory', 'silent'],
  ['relay', 'members'],
  ['memory', 'members'],
  ['full', 'members'],
  ['memory', 'customers'],
];

/** @param progress is told each result. */
export async function runLogins(
  connections: number,
  kinds: readonly Kind[],
  progress: (logins: Logins) => void,
): Promise<Logins[]> {
  const results: Logins[] = [];
  for (const [contender, kind] of RUNS.filter((run) => kinds.includes(run[1]))) {
    const logins = await measure(contender, kind, connections);
    results.push(logins);
    progress(logins);
  }
  return results;
}

async function measure(contender: Contender, kind: Kind, connections: number): Promise<Logins> {
  const running = await start(contender);
  const { pid, port } = running;
  let clients: Client[] = [];
  try {
    // So that code and buffers of the first connections are not counted; these leave again.
    clients = await inParallel(WARM_UP, AT_A_TIME, (i) => open(port, kind, `w${i}`));
    for (const client of clients) client.end();
    await idle(pid, IDLE_WITHIN_MS);
    const before = rssKiB(pid);
    const began = performance.now();
    clients = await inParallel(connections, AT_A_TIME, (i) => open(port, kind, `n${i}`));
    const seconds = (performance.now() - began) / 1000;
    await idle(pid, IDLE_WITHIN_MS);
    const after = rssKiB(pid);
    return {
      contender,
      kind,
      connections,
      kibEach: (after - before) / connections,
      perSecond: connections / seconds,
      rssBeforeMiB: before / 1024,
      rssAfterMiB: after / 1024,
    };
  } finally {
    for (const client of clients) client.end();
    await running.stop();
  }
}

async function open(port: number, kind: Kind, name: string): Promise<Client> {
  const client = await greeted(port);
  if (kind === 'members') await enter(client, name, 'membro');
  if (kind === 'customers') await enter(client, name, 'consumidor', /^QUEUE /);
  return client;
}
