import { expect, it } from 'vitest';
import { MemoryStore } from '../../src/store/memory.ts';
import { records } from './model.ts';

const ALL = { key: 'ana', after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500 };

it('keeps no more than the newest messages, and goes on counting', async () => {
  const store = new MemoryStore(10);
  await store.commit(records(['party', 1, 'ana', 'Ana'], ['conversation', 1, 1, 0, 'waiting', 1, 1, 1, 1]));
  for (let seq = 1; seq <= 25; seq++) {
    await store.commit(records(['message', seq, seq, 1, 0, 0, `${seq}`]));
    // Whether or not somebody reads in between.
    if (seq % 7 === 0) await store.history(ALL);
  }
  await store.commit(records(['gone', 3], ['gone', 20]));
  const { messages } = await store.history(ALL);
  expect(messages.map(({ seq, gone }) => (gone ? 'gone' : seq))).toEqual([
    25,
    24,
    23,
    22,
    21,
    'gone',
    19,
    18,
    17,
    16,
  ]);
  const { lastSeq, lastAt, conversations } = await store.load();
  expect([lastSeq, lastAt, conversations[0]!.count]).toEqual([25, 25, 10]);
});
