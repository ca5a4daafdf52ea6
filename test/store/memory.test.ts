import { expect, it } from 'vitest';
import { MemoryStore } from '../../src/store/memory.ts';
import { conversationRecord, records } from './model.ts';

const ALL = { key: 'ana', after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500, notes: true };

it('keeps no more than the newest messages, and goes on counting', async () => {
  const store = new MemoryStore(10);
  await store.commit(records(['party', 1, 'ana', 'Ana'], conversationRecord(1, 1)));
  for (let seq = 1; seq <= 25; seq++) {
    await store.commit(records(['message', seq, seq, 1, 0, 0, `${seq}`, 0]));
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

it('keeps no more text than it has room for, whatever it is written in, and reads it back whole', async () => {
  const store = new MemoryStore(1000, 64 * 1024);
  await store.commit(records(['party', 1, 'ana', 'Ana']));
  const text = (seq: number) => `${seq} ${'é🍇x'.repeat(200)}`;
  for (let seq = 1; seq <= 200; seq += 2) {
    await store.commit(
      records(
        ['message', seq, seq, 1, 0, 0, text(seq), 0],
        ['message', seq + 1, seq, 1, 0, 0, `${seq + 1} plain`, 0],
      ),
    );
    if (seq % 20 === 1) await store.commit(records(['gone', seq]));
  }
  const { messages } = await store.history(ALL);
  expect(messages.length).toBeGreaterThan(60);
  expect(messages.length).toBeLessThan(100);
  for (const { seq, gone, text: kept } of messages) {
    if (seq % 20 === 1) expect(gone).toBe(true);
    else expect(kept).toBe(seq % 2 === 1 ? text(seq) : `${seq} plain`);
  }
});

it('erases a text at once, and has nothing to copy', async () => {
  const store = new MemoryStore();
  await store.commit(records(['party', 1, 'ana', 'Ana'], ['message', 1, 1, 1, 0, 0, 'oi', 0]));
  await store.commit(records(['forgotten', 'ana']));
  await store.erase();
  expect((await store.history(ALL)).known).toBe(false);
  await expect(store.backup()).rejects.toMatchObject({ code: 'in-memory' });
});
