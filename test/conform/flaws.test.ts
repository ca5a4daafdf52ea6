/** Every wrong server is caught by the clause that it breaks, and the same proxy without a flaw by none. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/conform/run.ts';
import type { ServerOptions } from '../../src/server.ts';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';
import { WRONG_SERVERS, type WrongServer } from './flaws.ts';
import { faults, held, ids } from './held.ts';
import { type OwnServer, startOwn } from './own-server.ts';
import { type Flaw, startProxy } from './proxy.ts';

/** Milliseconds that a wrong server may take at most, however busy the machine is. */
const TIMEOUT_MS = 1_500;

/** Milliseconds in which each timeout of the servers with short ones is over, by far, also where a machine stood still. */
const SLOW_MS = 30_000;

/**
 * Servers with short timeouts, by what stands before the number of a clause: each only with those that its clauses are
 * about. Who answers a PING has ten seconds to do so, however long the machine stands still.
 */
const SHORT: Readonly<Record<string, Partial<ServerOptions>>> = {
  ENTRY: { limits: { ...LIMIT_DEFAULTS, entryTimeoutMs: 1_000 } },
  IDLE: { limits: { ...LIMIT_DEFAULTS, pingAfterMs: 1_000, idleAfterMs: 13_000 } },
  GRACE: { graceCustomerMs: 1_500, graceAttendantMs: 1_500 },
  // With no limit on the rate, so that much is soon said.
  SLOW: { limits: { ...LIMIT_DEFAULTS, commandsPerSecond: 0 } },
};

const QUICK = WRONG_SERVERS.filter(({ slow }) => !slow);
const SLOW = WRONG_SERVERS.filter(({ slow }) => slow);

let server: OwnServer;
const short = new Map<string, OwnServer>();
const last = new Map<string, Promise<unknown>>();
/** What they came to behind each flaw, and without one. They wait more than they do: so they run beside the others. */
const slow = new Map<WrongServer | string, Promise<Verdict[]>>();
beforeAll(async () => {
  server = await startOwn();
  for (const [about, options] of Object.entries(SHORT)) short.set(about, await startOwn(options));
  for (const about of short.keys()) {
    const flaws = SLOW.filter(({ clause }) => clause.startsWith(`${about}-`));
    for (const each of flaws) slow.set(each, late(about, each.flaw(), [each.clause], TIMEOUT_MS));
    slow.set(about, late(about, {}, clausesOf(flaws)));
  }
});
afterAll(async () => {
  await Promise.allSettled(slow.values());
  await Promise.all([server, ...short.values()].map((each) => each.stop()));
});

/** Some run beside each other; for others the desk has to be empty. */
function late(about: string, flaw: Flaw, only: readonly string[], timeoutMs?: number): Promise<Verdict[]> {
  const run = () => behind(short.get(about)!.port, flaw, only, timeoutMs);
  const isAlone = about === 'GRACE' || about === 'SLOW';
  const verdicts = isAlone ? (last.get(about) ?? Promise.resolve()).then(run, run) : run();
  last.set(about, verdicts);
  // Whoever looks at it is told.
  verdicts.catch(() => {});
  return verdicts;
}

async function behind(
  port: number,
  flaw: Flaw,
  only: readonly string[],
  timeoutMs?: number,
  slowMs = SLOW_MS,
) {
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
  test.each(QUICK.map((each) => [each.does, each.clause, each.flaw] as const))(
    '%s fails %s',
    async (_, clause, flaw) => {
      // What every line is held to needs some lines: those of another clause.
      const verdicts = await behind(server.port, flaw(), [clause, 'REPLY-4'], TIMEOUT_MS);
      expect(ids(verdicts, 'failed')).toContain(clause);
    },
  );

  test('does nothing wrong behind the proxy fails nothing', async () => {
    expect(faults(await behind(server.port, {}, clausesOf(QUICK), undefined, 0))).toEqual([]);
  });
});

describe('a server with short timeouts that', () => {
  test.each(SLOW.map((each) => [each.does, each.clause, each] as const))(
    '%s fails %s',
    async (_, clause, each) => {
      expect(ids(await slow.get(each)!, 'failed')).toEqual([clause]);
    },
  );

  test.each(Object.keys(SHORT))('does nothing wrong behind the proxy fails nothing of %s', async (about) => {
    const verdicts = await slow.get(about)!;
    expect(faults(verdicts)).toEqual([]);
    expect(ids(verdicts, 'held')).toEqual(verdicts.map(({ clause }) => clause.id));
  });
});
