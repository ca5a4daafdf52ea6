/** Topics in the database: known with their makers, and nowhere in the files once they are forgotten. */

import { afterEach, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { filesWith, newPath, removeFolders } from './folders.ts';
import { type Call, personRecord, records } from './model.ts';

const AT = 1_700_000_000_000;
const ROOMS = 400;

afterEach(removeFolders);

/** A room of this maker's, whose topic goes over some lines. */
const room = (party: number, maker: number, word: string): Call[] => [
  ['party', party, `#sala${party}`, `#sala${party}`],
  ['room', { party, topic: `${word}${party} `.repeat(12), since: AT, maker }],
];

const emptied = (party: number): Call => ['room', { party, topic: '', since: AT, maker: 0 }];

it('leaves no byte of topics that are forgotten, of rooms that are there and of those that went', async () => {
  const dir = newPath();
  const store = await openSqliteStore({ dir, durability: 'relaxed' });
  await store.commit(records(['party', 1, 'ana', 'Ana'], personRecord(1), ['party', 2, 'bia', 'Bia']));
  const parties = Array.from({ length: ROOMS }, (_, i) => 10 + i);
  const isOfAna = (party: number) => party % 3 === 0;
  for (const party of parties.toSorted((a, b) => (a % 7) - (b % 7)))
    await store.commit(records(...(isOfAna(party) ? room(party, 1, 'segredo') : room(party, 2, 'assunto'))));
  await store.commit(
    records(...parties.filter((party) => party % 5 === 0).map((party): Call => ['roomEnded', party])),
  );
  const left = parties.filter((party) => party % 5 !== 0);
  await store.commit(records(...left.filter(isOfAna).map(emptied), ['forgotten', 'ana']));
  await store.erase();
  expect(filesWith(dir, 'segredo')).toEqual([]);
  expect(filesWith(dir, 'assunto')).not.toEqual([]);
  const { rooms } = await store.load();
  expect(rooms.map(({ party, maker, makerKey }) => [party, maker, makerKey])).toEqual(
    left.map((party) => (isOfAna(party) ? [party, 0, ''] : [party, 2, 'bia'])),
  );
  await store.close();
  expect(filesWith(dir, 'segredo')).toEqual([]);
});

it('leaves no byte of a topic that named somebody whom nobody knows', async () => {
  const dir = newPath();
  const store = await openSqliteStore({ dir, durability: 'relaxed' });
  await store.commit(records(['party', 2, 'bia', 'Bia'], ...room(10, 2, 'segredo'), ...room(11, 2, 'outro')));
  await store.commit(records(emptied(10), ['forgotten', 'ana']));
  await store.erase();
  expect(filesWith(dir, 'segredo')).toEqual([]);
  expect((await store.load()).rooms.map(({ topic }) => topic === '')).toEqual([true, false]);
  await store.close();
});
