/** The server of this repository holds to every clause, in whatever way it was started; what cannot run says why. */

import { afterEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/passwords/verifier.ts';
import type { ServerOptions } from '../../src/server.ts';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';
import { Wire } from '../support/wire.ts';
import { faults, held, ids } from './held.ts';
import { startOwn } from './own-server.ts';
import { startProxy } from './proxy.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(options: Partial<ServerOptions> = {}): Promise<number> {
  const server = await startOwn(options);
  ends.push(() => server.stop());
  return server.port;
}

describe('the real server', () => {
  test('holds to every clause, and to every one again on a desk that has been used', async () => {
    const port = await start();
    for (let run = 0; run < 2; run++) {
      const verdicts = await held(port);
      expect(faults(verdicts)).toEqual([]);
      expect(ids(verdicts, 'skipped')).toEqual([
        'PASS-1',
        'QUEUE-2',
        'JOIN-2',
        'CANNED-2',
        'ENTRY-1',
        'IDLE-1',
        'IDLE-2',
        'GRACE-1',
        'GRACE-2',
        'BYE-1',
      ]);
    }
  });

  test.each([
    [
      { capacity: 1, roomsForCustomers: true },
      ['QUEUE', 'UNDO', 'JOIN', 'DESK'],
      ['QUEUE-1', 'DESK-1', 'DESK-5', 'JOIN-1'],
    ],
    [{ capacity: 0 }, ['QUEUE', 'NEXT', 'TAKE'], ['QUEUE-1', 'QUEUE-2']],
  ])('started with %j holds to %j but for %j', async (options, only, skipped) => {
    const verdicts = await held(await start(options), only);
    expect(faults(verdicts)).toEqual([]);
    expect(ids(verdicts, 'skipped')).toEqual(skipped);
  });

  test('started with limits of its own is held to these, or told what was not tried', async () => {
    const limits = { maxLineBytes: 4096, maxTextBytes: 3_000, maxErrors: 20, burst: 400 };
    const port = await start({ limits: { ...LIMIT_DEFAULTS, ...limits } });
    const verdicts = await held(port, ['LINE', 'LIST', 'ERRORS', 'LIMIT', 'SLOW']);
    expect(faults(verdicts)).toEqual([]);
    const reasons = verdicts.flatMap(({ clause, trials }) =>
      trials.flatMap((trial) => (trial.result === 'skipped' ? [[clause.id, trial.reason]] : [])),
    );
    const limit = (option: string, usual: number, found: unknown) => ({ why: 'limit', option, usual, found });
    expect(reasons).toEqual([
      ['LINE-7', limit('--max-line', 8192, 4096)],
      ['LIST-3', limit('--max-text', 3_840, 3_000)],
      ['ERRORS-1', limit('--max-errors', 100, 20)],
      ['LIMIT-1', limit('--burst', 200, expect.any(Number))],
      ['SLOW-1', limit('--max-text', 3_840, 3_000)],
    ]);
  });

  test('with no way in for members is held to messages between attendant and customer', async () => {
    const noMembers = (line: string) => line.replace(/(?<=^connect \S+ )mem\w+/i, 'gerente');
    const proxy = await startProxy(await start(), { up: (lines) => lines.map(noMembers) });
    ends.unshift(() => proxy.close());
    const only = [
      'LINE',
      'REPLY',
      'LIST',
      'CHECK',
      'NAME-1',
      'CONNECT-3',
      'MSG',
      'QUIT',
      'RESUME',
      'UNDO',
      'ERRORS',
    ];
    const verdicts = await held(proxy.port, only);
    expect(faults(verdicts)).toEqual([]);
    // Rooms are a matter of members.
    expect(ids(verdicts, 'missing')).toEqual(['RESUME-5', 'MSG-8', 'UNDO-2']);
    expect(ids(verdicts, 'skipped')).toEqual([]);
  });

  test('that wants accounts of attendants is tested with them, and not without', async () => {
    const server = await startOwn({ host: '0.0.0.0', lang: 'en' });
    ends.push(() => server.stop());
    const accounts = ['bia', 'rui'].map((name) => ({ name, password: `cavalo de ${name}` }));
    for (const { name, password } of accounts) {
      const verifier = await hashPassword(password);
      await server.orders.order({ do: 'register', name, key: name, role: 'atendente', verifier });
    }
    const { port } = server;
    const only = ['PASS', 'DESK', 'TRANSFER', 'MSG-1', 'PRESENCE'];
    expect(ids(await held(port, only), 'held')).toEqual(['MSG-1']);
    const verdicts = await held(port, only, { accounts });
    expect(faults(verdicts)).toEqual([]);
    expect(ids(verdicts, 'skipped')).toEqual([]);
    expect(ids(await held(port, only, { accounts: accounts.slice(1) }), 'skipped')).toContain('TRANSFER-1');
  });

  test('is left alone where others serve or wait, who hear nothing of it', async () => {
    const port = await start();
    const stranger = await Wire.enter(port, 'ninguem', 'consumidor');
    await stranger.until(/^QUEUE 1 1/);
    const verdicts = await held(port, ['DESK', 'START', 'MSG', 'ROOM']);
    expect(faults(verdicts)).toEqual([]);
    expect(ids(verdicts, 'held')).toContain('MSG-1');
    expect(ids(verdicts, 'skipped')).toContain('START-1');
    expect(verdicts.find(({ clause }) => clause.id === 'START-1')?.trials).toMatchObject([
      { result: 'skipped', reason: { why: 'busy', line: 'QUEUE 2 2 ?' } },
    ]);
    expect(await stranger.ask('QUEUE')).toBe('+ok 1 1 ?');
  });

  test('has nobody at the desk when all is done', async () => {
    const port = await start();
    await held(port, ['RESUME', 'PRESENCE', 'ROOM']);
    const bia = await Wire.enter(port, 'bia', 'atendente');
    expect((await bia.list('LIST-USERS')).map((item) => item.split(' ')[1])).toEqual(['bia']);
  });
});
