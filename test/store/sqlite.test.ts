/** What is the SQLite store's own: files, other processes, death and damage. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { SqliteReader } from '../../src/store/sqlite-reader.ts';
import { SqliteWriter } from '../../src/store/sqlite-writer.ts';
import type { Store } from '../../src/store/store.ts';
import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { newPath, openDirectly, removeFolders } from './folders.ts';
import { anyBatches, type Call, Model, records } from './model.ts';

const AT = 1_700_000_000_000;
const ALL = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500 };
const ANA = records(['party', 1, 'ana', 'Ana']);

const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  removeFolders();
});

async function open(dir: string): Promise<Store> {
  const store = await openSqliteStore({ dir, durability: 'relaxed', indexEvery: 4 });
  opened.push(store);
  return store;
}

async function seqsOfAna(store: Store): Promise<number[]> {
  return (await store.history({ key: 'ana', ...ALL })).messages.map(({ seq }) => seq);
}

it('gives the same after it was closed and opened again, at any point', async () => {
  await fc.assert(
    fc.asyncProperty(anyBatches, fc.integer({ min: 1, max: 6 }), async (batches, indexEvery) => {
      const dir = newPath();
      const model = new Model();
      for (const batch of batches) {
        const store = await openDirectly(dir, indexEvery);
        try {
          await store.commit(records(...batch));
        } finally {
          await store.close();
        }
        model.commit(batch);
      }
      const store = await openDirectly(dir, indexEvery);
      try {
        expect(await store.load()).toEqual(model.load());
        for (const key of ['ana', 'bob', 'bia']) {
          expect(await store.history({ key, ...ALL })).toEqual(model.history({ key, ...ALL }));
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 15 },
  );
});

it('has every message that it acknowledged before its process was killed', async () => {
  const dir = newPath();
  const script = fileURLToPath(new URL('./keeps-committing.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let acknowledged = 0;
  for await (const line of createInterface(child.stdout)) {
    acknowledged = Number(line);
    if (acknowledged === 50) child.kill('SIGKILL');
  }
  expect((await exited)[1]).toBe('SIGKILL');
  expect(acknowledged).toBeGreaterThanOrEqual(50);

  const store = await open(dir);
  const { lastSeq, people } = await store.load();
  // One more may have been stored without having been acknowledged.
  expect([acknowledged, acknowledged + 1]).toContain(lastSeq);
  expect(people).toHaveLength(1);
  const { messages } = await store.history({ key: 'ana', ...ALL });
  expect(messages.map(({ text }) => text)).toEqual(
    Array.from({ length: lastSeq }, (_, i) => `message ${lastSeq - i}`).slice(0, ALL.limit),
  );
});

it('indexes what an earlier run left without an index', () => {
  const dir = newPath();
  const before = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 100 });
  before.commit(ANA);
  for (let seq = 1; seq <= 30; seq++) before.commit(records(['message', seq, AT, 1, 0, 0, 'x']));
  expect(before.untidy).toBe('no');
  before.close();

  const after = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 5 });
  expect(after.untidy).toBe('now');
  after.tidy();
  expect(after.untidy).toBe('no');
  after.close();
  const db = new DatabaseSync(join(dir, 'telechat.db'));
  expect(db.prepare("SELECT value FROM mark WHERE name = 'indexed-upto'").get()).toEqual({ value: 30 });
  expect(db.prepare('SELECT subject, last_seq FROM posting').all()).toEqual([{ subject: 1, last_seq: 30 }]);
  db.close();
});

it('indexes a subject of many messages in lists of bounded length', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 2500 });
  writer.commit(ANA);
  const seqs = Array.from({ length: 2500 }, (_, i) => i + 1);
  writer.commit(records(...seqs.map((seq): Call => ['message', seq, AT, 1, 0, 0, 'x'])));
  writer.tidy();
  const reader = new SqliteReader(dir);
  const page = (before: number) =>
    reader.history({ key: 'ana', after: 0, before, limit: 500 }).messages.map(({ seq }) => seq);
  expect([2501, 2001, 1501, 1001, 501, 1].flatMap(page)).toEqual(seqs.reverse());
  reader.close();
  writer.close();
});

it('keeps nothing of a batch that failed, and all of the next with the same seqs', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 1 });
  writer.commit(ANA);
  const good = records(['message', 1, AT, 1, 0, 0, 'um'], ['message', 2, AT, 1, 0, 0, 'dois']);
  const broken = { ...good, numbers: Float64Array.of(...good.numbers, 99) };
  expect(() => writer.commit(broken)).toThrow('unknown record');
  const reader = new SqliteReader(dir);
  expect(reader.load().lastSeq).toBe(0);
  expect(writer.untidy).toBe('no');
  writer.commit(good);
  writer.tidy();
  expect(reader.history({ key: 'ana', ...ALL }).messages.map(({ seq }) => seq)).toEqual([2, 1]);
  reader.close();
  writer.close();
});

it('takes a batch again that was refused while another program held the database', async () => {
  const dir = newPath();
  const store = await open(dir);
  await store.commit(ANA);
  const other = new DatabaseSync(join(dir, 'telechat.db'));
  other.exec('BEGIN IMMEDIATE');
  const batch = records(['message', 1, AT, 1, 0, 0, 'oi']);
  await expect(store.commit(batch)).rejects.toMatchObject({ code: 'in-use' });
  expect(await seqsOfAna(store)).toEqual([]);
  other.exec('ROLLBACK');
  other.close();
  await store.commit(batch);
  expect(await seqsOfAna(store)).toEqual([1]);
});

it('leaves no trace of an erased text in any of its files', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'full' });
  writer.commit(ANA);
  const short = 'segredo-curto';
  const long = 'segredo-longo '.repeat(500);
  writer.commit(records(['message', 1, AT, 1, 0, 0, short], ['message', 2, AT, 1, 0, 0, long]));
  for (let seq = 3; seq <= 40; seq++) writer.commit(records(['message', seq, AT, 1, 0, 0, 'x'.repeat(seq)]));
  const traces = () => readdirSync(dir).filter((file) => readFileSync(join(dir, file)).includes('segredo-'));
  expect(traces()).not.toEqual([]);
  writer.commit(records(['gone', 1], ['gone', 2]));
  expect(writer.untidy).toBe('when-quiet');
  writer.tidy();
  expect(traces()).toEqual([]);
  writer.close();
});

it('erases a text later when somebody reads just then', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed' });
  writer.commit(ANA);
  const reader = new DatabaseSync(join(dir, 'telechat.db'), { readOnly: true });
  writer.commit(records(['message', 1, AT, 1, 0, 0, 'segredo']));
  reader.exec('BEGIN; SELECT text FROM message');
  writer.commit(records(['gone', 1]));
  writer.tidy();
  expect(writer.untidy).toBe('when-quiet');
  reader.exec('COMMIT');
  writer.tidy();
  expect(writer.untidy).toBe('no');
  reader.close();
  expect(readFileSync(join(dir, 'telechat.db-wal'))).toHaveLength(0);
  writer.close();
});

it('makes a folder that only its owner can read', async () => {
  const dir = join(newPath(), 'deeper');
  await open(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dir, 'telechat.db')).mode & 0o777).toBe(0o600);
});

it('makes the schema in an empty file', async () => {
  const dir = newPath();
  mkdirSync(dir);
  writeFileSync(join(dir, 'telechat.db'), '');
  const store = await open(dir);
  await store.commit(ANA);
  expect(await store.load()).toMatchObject({ lastParty: 1 });
});

it('refuses a folder that another server holds, in this process or another, until it is free', async () => {
  const dir = newPath();
  const first = await open(dir);
  const refusal = { code: 'in-use', message: `${dir} is in use by another server` };
  await expect(open(dir)).rejects.toMatchObject(refusal);
  const script = fileURLToPath(new URL('./keeps-committing.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  expect((await once(child, 'close'))[0]).not.toBe(0);
  expect(said).toContain(refusal.message);
  await first.close();
  await open(dir);
});

it('refuses a database of a newer schema, and leaves it as it is', async () => {
  const dir = newPath();
  await (await open(dir)).close();
  const path = join(dir, 'telechat.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 1000');
  db.close();
  const before = readFileSync(path);
  await expect(open(dir)).rejects.toMatchObject({ code: 'newer-schema' });
  expect(readFileSync(path).equals(before)).toBe(true);
});

it.each([
  ['something else', (path: string) => writeFileSync(path, 'not a database, whatever its name '.repeat(100))],
  [
    "somebody else's database",
    (path: string) => {
      const db = new DatabaseSync(path);
      db.exec('CREATE TABLE recipe (title TEXT)');
      db.close();
    },
  ],
  [
    'a damaged database',
    (path: string) => {
      new SqliteWriter({ dir: join(path, '..'), durability: 'full' }).close();
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xa5, 100));
    },
  ],
])('refuses %s', async (_, make) => {
  const dir = newPath();
  mkdirSync(dir);
  make(join(dir, 'telechat.db'));
  await expect(open(dir)).rejects.toMatchObject({
    code: 'corrupt',
    message: expect.not.stringContaining('\n'),
  });
});

it('says in one line why a folder cannot be used', async () => {
  const file = newPath();
  writeFileSync(file, '');
  for (const dir of [file, join(file, 'below'), '/proc/telechat']) {
    await expect(open(dir)).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.not.stringContaining('\n'),
    });
  }
});

it('rejects what waits for a thread that dies, and goes on with another', async () => {
  const store = await open(newPath());
  await store.commit(ANA);
  const deadly = { ...records(), numbers: Float64Array.of(99) };
  const next = records(['message', 1, AT, 1, 0, 0, 'oi']);
  const [first, second] = await Promise.allSettled([store.commit(deadly), store.commit(next)]);
  expect([first, second]).toMatchObject([
    { status: 'rejected', reason: { code: 'stopped' } },
    { status: 'rejected', reason: { code: 'stopped' } },
  ]);
  expect(await seqsOfAna(store)).toEqual([]);
  await store.commit(next);
  expect(await seqsOfAna(store)).toEqual([1]);
});

it('finishes what it was asked before it closes, and then refuses', async () => {
  const dir = newPath();
  const store = await open(dir);
  await store.commit(ANA);
  const commit = store.commit(records(['message', 1, AT, 1, 0, 0, 'oi']));
  const history = store.history({ key: 'ana', ...ALL });
  await store.close();
  await commit;
  await history;
  await expect(store.commit(ANA)).rejects.toMatchObject({ code: 'stopped' });
  await store.close();
  expect(readdirSync(dir).sort()).toEqual(['lock.db', 'telechat.db']);
  expect(await seqsOfAna(await open(dir))).toEqual([1]);
});
