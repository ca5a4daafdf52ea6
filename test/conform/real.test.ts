/** The server of this repository holds to every clause, in whatever way it was started; what cannot run says why. */

import { afterEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/passwords/verifier.ts';
import type { ServerOptions } from '../../src/server.ts';
import { Wire } from '../support/wire.ts';
import { faults, held, ids } from './held.ts';
import { startOwn } from './own-server.ts';

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
