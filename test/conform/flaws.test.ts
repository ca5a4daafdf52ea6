/** Every wrong server is caught by the clause that it breaks, and the same proxy without a flaw by none. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { WRONG_SERVERS } from './flaws.ts';
import { faults, held, ids } from './held.ts';
import { startProxy } from './proxy.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer('--memory', '--workers', '1');
});
afterAll(async () => {
  await server.end();
});

describe('a server that', () => {
  test.each(WRONG_SERVERS.map(({ does, clause, flaw }) => [does, clause, flaw] as const))(
    '%s fails %s',
    async (_, clause, flaw) => {
      const proxy = await startProxy(server.port, flaw());
      try {
        // What every line is held to needs some lines: those of another clause.
        const verdicts = await held(proxy.port, [clause, 'REPLY-4'], { timeoutMs: 500 });
        expect(ids(verdicts, 'failed')).toContain(clause);
      } finally {
        await proxy.close();
      }
    },
  );

  test('does nothing wrong behind the proxy fails nothing', async () => {
    const proxy = await startProxy(server.port, {});
    try {
      const clauses = [...new Set(WRONG_SERVERS.map(({ clause }) => clause))];
      expect(faults(await held(proxy.port, clauses))).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});
