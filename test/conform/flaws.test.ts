/** Every wrong server is caught by the clause that it breaks, and the same proxy without a flaw by none. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { WRONG_SERVERS, type WrongServer } from './flaws.ts';
import { faults, held, ids } from './held.ts';
import { type Flaw, startProxy } from './proxy.ts';

/** Milliseconds in which each timeout of the server with short ones is over, by far. */
const SLOW_MS = 5_000;

let server: TestServer;
let hasty: TestServer;
beforeAll(async () => {
  const timeouts = '--entry-timeout 2 --ping-after 1 --idle-after 2 --grace-customer 1'.split(' ');
  [server, hasty] = await Promise.all([
    startTestServer('--memory', '--workers', '1'),
    startTestServer('--memory', '--workers', '1', ...timeouts),
  ]);
});
afterAll(async () => {
  await Promise.all([server.end(), hasty.end()]);
});

const QUICK = WRONG_SERVERS.filter(({ slow }) => !slow);
const SLOW = WRONG_SERVERS.filter(({ slow }) => slow);

function named(servers: readonly WrongServer[]) {
  return servers.map(({ does, clause, flaw }) => [does, clause, flaw] as const);
}

async function behind(port: number, flaw: Flaw, only: readonly string[], timeoutMs: number, slowMs = 0) {
  const proxy = await startProxy(port, flaw);
  try {
    return await held(proxy.port, only, { timeoutMs, slowMs });
  } finally {
    await proxy.close();
  }
}

function clausesOf(servers: readonly WrongServer[]): string[] {
  return [...new Set(servers.map(({ clause }) => clause))];
}

describe('a server that', () => {
  test.each(named(QUICK))('%s fails %s', async (_, clause, flaw) => {
    // What every line is held to needs some lines: those of another clause.
    const verdicts = await behind(server.port, flaw(), [clause, 'REPLY-4'], 500);
    expect(ids(verdicts, 'failed')).toContain(clause);
  });

  test('does nothing wrong behind the proxy fails nothing', async () => {
    expect(faults(await behind(server.port, {}, clausesOf(QUICK), 5_000))).toEqual([]);
  });
});

describe.concurrent('a server with short timeouts that', () => {
  test.each(named(SLOW))('%s fails %s', async (_, clause, flaw) => {
    const verdicts = await behind(hasty.port, flaw(), [clause], 500, SLOW_MS);
    expect(ids(verdicts, 'failed')).toContain(clause);
  });

  test('does nothing wrong behind the proxy fails nothing', async () => {
    const verdicts = await behind(hasty.port, {}, clausesOf(SLOW), 5_000, SLOW_MS);
    expect(faults(verdicts)).toEqual([]);
    expect(ids(verdicts, 'held')).toHaveLength(clausesOf(SLOW).length);
  });
});
