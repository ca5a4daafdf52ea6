/** Every wrong server is caught by the clause that it breaks, and the same proxy without a flaw by none. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';
import { WRONG_SERVERS, type WrongServer } from './flaws.ts';
import { faults, held, ids } from './held.ts';
import { type OwnServer, startOwn } from './own-server.ts';
import { type Flaw, startProxy } from './proxy.ts';

/** Milliseconds that a wrong server may take at most, however busy the machine is. */
const TIMEOUT_MS = 1_500;

/** Milliseconds in which each timeout of the server with short ones is over, by far. */
const SLOW_MS = 5_000;

let server: OwnServer;
let hasty: OwnServer;
beforeAll(async () => {
  server = await startOwn();
  const timeouts = { entryTimeoutMs: 2_000, pingAfterMs: 1_000, idleAfterMs: 2_000 };
  hasty = await startOwn({ graceCustomerMs: 1_000, limits: { ...LIMIT_DEFAULTS, ...timeouts } });
});
afterAll(async () => {
  await Promise.all([server.stop(), hasty.stop()]);
});

const QUICK = WRONG_SERVERS.filter(({ slow }) => !slow);
const SLOW = WRONG_SERVERS.filter(({ slow }) => slow);

function named(servers: readonly WrongServer[]) {
  return servers.map(({ does, clause, flaw }) => [does, clause, flaw] as const);
}

async function behind(port: number, flaw: Flaw, only: readonly string[], timeoutMs?: number, slowMs = 0) {
  const proxy = await startProxy(port, flaw);
  try {
    return await held(proxy.port, only, { ...(timeoutMs && { timeoutMs }), slowMs });
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
    const verdicts = await behind(server.port, flaw(), [clause, 'REPLY-4'], TIMEOUT_MS);
    expect(ids(verdicts, 'failed')).toContain(clause);
  });

  test('does nothing wrong behind the proxy fails nothing', async () => {
    expect(faults(await behind(server.port, {}, clausesOf(QUICK)))).toEqual([]);
  });
});

describe.concurrent('a server with short timeouts that', () => {
  test.each(named(SLOW))('%s fails %s', async (_, clause, flaw) => {
    const verdicts = await behind(hasty.port, flaw(), [clause], TIMEOUT_MS, SLOW_MS);
    expect(ids(verdicts, 'failed')).toContain(clause);
  });

  test('does nothing wrong behind the proxy fails nothing', async () => {
    const verdicts = await behind(hasty.port, {}, clausesOf(SLOW), undefined, SLOW_MS);
    expect(faults(verdicts)).toEqual([]);
    expect(ids(verdicts, 'held')).toHaveLength(clausesOf(SLOW).length);
  });
});
