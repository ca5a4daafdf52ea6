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
import { backUp } from '../../src/store/backup.ts';
import { SqliteReader } from '../../src/store/sqlite-reader.ts';
import { SqliteWriter } from '../../src/store/sqlite-writer.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { anyBatches } from './any-batches.ts';
import { filesWith, newPath, openDirectly, removeFolders } from './folders.ts';
import { type Call, conversationRecord, Model, personRecord, records } from './model.ts';
import { makeVersion1 } from './version-1.ts';
import { makeVersion2 } from './version-2.ts';

const AT = 1_700_000_000_000;
const ALL = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500, notes: true };
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
      let expired = false;
      for (const batch of batches) {
        const store = await openDirectly(dir, indexEvery);
        try {
          // What the last run began to erase, this one goes on with; names that are not needed go with it.
          if (expired) await store.erase();
          await store.commit(records(...batch));
        } finally {
          await store.close();
        }
        model.commit(batch);
        expired = batch.some(([name]) => name === 'expired');
      }
      const store = await openDirectly(dir, indexEvery);
      try {
        await store.erase();
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
  for (let seq = 1; seq <= 30; seq++) before.commit(records(['message', seq, AT, 1, 0, 0, 'x', 0]));
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
  writer.commit(records(...seqs.map((seq): Call => ['message', seq, AT, 1, 0, 0, 'x', 0])));
  writer.tidy();
  const reader = new SqliteReader(dir);
  const page = (before: number) =>
    reader.history({ ...ALL, key: 'ana', before }).messages.map(({ seq }) => seq);
  expect([2501, 2001, 1501, 1001, 501, 1].flatMap(page)).toEqual(seqs.reverse());
  reader.close();
  writer.close();
});

it('keeps nothing of a batch that failed, and all of the next with the same seqs', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 1 });
  writer.commit(ANA);
  const good = records(['message', 1, AT, 1, 0, 0, 'um', 0], ['message', 2, AT, 1, 0, 0, 'dois', 0]);
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
  // The store may be tidying up just then: this waits for its turn.
  const other = new DatabaseSync(join(dir, 'telechat.db'), { timeout: 60_000 });
  other.exec('BEGIN IMMEDIATE');
  const batch = records(['message', 1, AT, 1, 0, 0, 'oi', 0]);
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
  writer.commit(records(['message', 1, AT, 1, 0, 0, short, 0], ['message', 2, AT, 1, 0, 0, long, 0]));
  for (let seq = 3; seq <= 40; seq++)
    writer.commit(records(['message', seq, AT, 1, 0, 0, 'x'.repeat(seq), 0]));
  const traces = () => filesWith(dir, 'segredo-');
  expect(traces()).not.toEqual([]);
  writer.commit(records(['gone', 1], ['gone', 2]));
  expect(writer.untidy).toBe('when-quiet');
  writer.tidy();
  expect(traces()).toEqual([]);
  writer.close();
});

it('leaves no trace of notes, and of what was said with a rating, when customer or author is forgotten', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 10 });
  writer.commit(
    records(
      ...[1, 2, 3, 4].map((id): Call => ['party', id, `p${id}`, `p${id}`]),
      conversationRecord(1, 1, { state: 'closed', attendant: 2, openedAt: 5, at: AT }),
      ['rating', { conversation: 1, score: 4, at: AT }],
      ['note', 1, AT, 1, 1, 2, 'RATE 4 segredo-da-nota', 0],
      ['note', 2, AT, 2, 1, 2, 'segredo-sobre-p1', 0],
      ['note', 3, AT, 3, 4, 2, 'segredo-de-p3', 0],
      ['note', 4, AT, 2, 4, 2, 'fica', 0],
      ['note', 5, AT, 2, 4, 2, 'segredo-desfeito', 0],
      ['gone', 5],
    ),
  );
  writer.commit(records(['forgotten', 'p1'], ['forgotten', 'p3']));
  while (!writer.erased) writer.tidy();
  expect(filesWith(dir, 'segredo-')).toEqual([]);
  expect(filesWith(dir, 'fica')).not.toEqual([]);
  const db = new DatabaseSync(join(dir, 'telechat.db'));
  expect(db.prepare('SELECT * FROM rating').all()).toEqual([]);
  expect(db.prepare('SELECT seq FROM message WHERE note = 1').all()).toEqual([{ seq: 4 }, { seq: 5 }]);
  db.close();
  writer.close();
});

it('erases a text later when somebody reads just then', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed' });
  writer.commit(ANA);
  const reader = new DatabaseSync(join(dir, 'telechat.db'), { readOnly: true });
  writer.commit(records(['message', 1, AT, 1, 0, 0, 'segredo', 0]));
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

it('forgets nobody who took the name later in the same batch, even when the batch is given twice', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed' });
  const reader = new SqliteReader(dir);
  writer.commit(ANA);
  const batch = records(
    ['message', 1, AT, 1, 0, 0, 'a primeira', 0],
    ['forgotten', 'ana'],
    ['party', 2, 'ana', 'Ana'],
    ['message', 2, AT, 2, 0, 0, 'a segunda', 0],
    ['forgotten', 'ana'],
    ['party', 3, 'ana', 'Ana'],
    ['message', 3, AT, 3, 0, 0, 'a terceira', 0],
  );
  for (let n = 0; n < 2; n++) {
    writer.commit(batch);
    expect(reader.history({ key: 'ana', ...ALL }).messages.map(({ seq }) => seq)).toEqual([3]);
  }
  while (!writer.erased) writer.tidy();
  expect(reader.history({ key: 'ana', ...ALL }).messages.map(({ seq }) => seq)).toEqual([3]);
  expect(filesWith(dir, 'a primeira')).toEqual([]);
  reader.close();
  writer.close();
});

/** Many people who say a little each, or note it, in a row; the texts name sender and seq. */
function commitTalk(writer: SqliteWriter, people: number, messages: number): void {
  const name = (id: number) => `pessoa-${id}-fim`;
  const ids = Array.from({ length: people }, (_, i) => i + 1);
  writer.commit(
    records(...ids.flatMap((id): Call[] => [['party', id, name(id), name(id)], personRecord(id)])),
  );
  for (let seq = 1; seq <= messages; seq += 100) {
    const batch = Array.from({ length: 100 }, (_, i): Call[] => {
      const sender = 1 + ((seq + i * 7919) % people);
      const text = `<${sender}:${seq + i}>`.repeat(1 + ((seq * i) % 13) ** 2);
      const kind = i % 11 === 0 ? 'note' : 'message';
      return [[kind, seq + i, AT + seq + i, sender, 1 + ((i * 31) % people), 0, text, 0]];
    });
    writer.commit(records(...batch.flat()));
    if (writer.untidy === 'now') writer.tidy();
  }
}

it('leaves no trace of what was forgotten, expired or undone, whatever was erased before it', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 500 });
  commitTalk(writer, 300, 12_000);
  const forgotten = Array.from({ length: 150 }, (_, i) => 1 + ((i * 37) % 300));
  for (const [i, id] of forgotten.entries()) {
    writer.commit(
      records(
        [
          'delivery',
          {
            id: i + 1,
            party: 300,
            place: 12_000,
            kind: 'CLOSED',
            seq: 0,
            text: `CLOSED pessoa-${id}-fim quit`,
          },
        ],
        ['forgotten', `pessoa-${id}-fim`],
      ),
    );
    if (i % 5 === 0) writer.tidy();
  }
  writer.commit(records(['expired', AT + 4001], ['gone', 8000], ['gone', 8001]));
  while (!writer.erased) writer.tidy();
  const lost = new Set(forgotten);
  const left: string[] = [];
  const seen = { texts: 0, names: 0 };
  for (const file of readdirSync(dir)) {
    const bytes = readFileSync(join(dir, file), 'latin1');
    for (const [text, sender, seq] of bytes.matchAll(/<(\d+):(\d+)>/g)) {
      seen.texts++;
      if (lost.has(Number(sender)) || Number(seq) <= 4000 || seq === '8000' || seq === '8001')
        left.push(text);
    }
    for (const [text, id] of bytes.matchAll(/pessoa-(\d+)-fim/g)) {
      seen.names++;
      if (lost.has(Number(id))) left.push(text);
    }
  }
  expect(left).toEqual([]);
  expect(Math.min(seen.texts, seen.names)).toBeGreaterThan(100);
  writer.close();
});

it('erases in steps, between which nothing of it is seen, and goes on after it was killed', () => {
  const dir = newPath();
  const open = () => new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 500 });
  const first = open();
  commitTalk(first, 4, 12_000);
  first.commit(records(['forgotten', 'pessoa-1-fim'], ['expired', AT + 2001]));
  const left = () => {
    const db = new DatabaseSync(join(dir, 'telechat.db'), { readOnly: true });
    const { old, own, all } = db
      .prepare(
        `SELECT count(*) FILTER (WHERE seq <= 2000 AND sender > 0) AS old, count(*) FILTER (WHERE sender > 0) AS "all",
           count(*) FILTER (WHERE sender = 1 OR recipient = 1) AS own FROM message`,
      )
      .get() as { old: number; own: number; all: number };
    db.close();
    return { old, own, all };
  };
  const before = left();
  // What a step gets done in its time depends on the machine: as many as it takes until something is gone.
  while (left().all === before.all && !first.erased) first.tidy();
  first.close();
  const killed = left();
  expect(killed.all).toBeLessThan(before.all);
  expect(killed.own + killed.old).toBeGreaterThan(0);

  const second = open();
  const reader = new SqliteReader(dir);
  const visible = () => reader.history({ key: 'pessoa-2-fim', ...ALL, limit: 100_000 }).messages;
  expect(second.untidy).not.toBe('no');
  const shown = visible();
  expect(
    shown.every(({ seq, from, to }) => seq > 2000 && !`${from}${to}`.includes('-1-') && from && to),
  ).toBe(true);
  while (!second.erased) second.tidy();
  expect(visible()).toEqual(shown);
  expect(left()).toMatchObject({ old: 0, own: 0 });
  reader.close();
  second.close();
});

it('goes on erasing where it was refused while another program held the database', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed' });
  commitTalk(writer, 3, 1000);
  writer.commit(records(['forgotten', 'pessoa-1-fim']));
  const other = new DatabaseSync(join(dir, 'telechat.db'));
  for (let refusals = 0; refusals < 2; refusals++) {
    other.exec('BEGIN IMMEDIATE');
    expect(() => writer.tidy()).toThrow(expect.objectContaining({ code: 'in-use' }));
    other.exec('ROLLBACK');
    writer.tidy();
    expect(writer.erased).toBe(false);
  }
  other.close();
  while (!writer.erased) writer.tidy();
  expect(filesWith(dir, '<1:')).toEqual([]);
  writer.close();
});

it('tells when somebody who reads keeps the log from being emptied, of what was undone or as it is long', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', longLog: 100_000 });
  const reads = new DatabaseSync(join(dir, 'telechat.db'), { readOnly: true });
  const say = (seq: number): Call => ['message', seq, 1, 1, 0, 0, `texto ${seq}`, 0];
  writer.commit(records(['party', 1, 'ana', 'Ana'], say(1)));
  const inTheWay = (begin: () => void) => {
    reads.exec('BEGIN');
    reads.prepare('SELECT count(*) FROM message').get();
    begin();
    expect(writer.blocked).toBe(false);
    for (let n = 0; n < 3; n++) writer.tidy(true);
    expect([writer.blocked, writer.untidy]).toEqual([true, 'when-quiet']);
    reads.exec('ROLLBACK');
    while (!writer.erased || writer.untidy === 'when-quiet') writer.tidy(true);
    expect(writer.blocked).toBe(false);
    expect(statSync(join(dir, 'telechat.db-wal')).size).toBe(0);
  };
  inTheWay(() => writer.commit(records(['gone', 1])));
  inTheWay(() => {
    for (let seq = 2; seq <= 300; seq++) writer.commit(records(say(seq)));
  });
  reads.close();
  writer.close();
});

it('resolves once all is erased, while batches come in between', async () => {
  const dir = newPath();
  const store = await open(dir);
  await store.commit(ANA);
  const said = Array.from({ length: 5000 }, (_, i): Call => ['message', i + 1, AT, 1, 0, 0, 'segredo', 0]);
  await store.commit(records(...said));
  await store.commit(records(['forgotten', 'ana'], ['party', 2, 'bia', 'Bia']));
  let erased = false;
  const erasing = store.erase().then(() => {
    erased = true;
  });
  for (let seq = 5001; !erased; seq++) await store.commit(records(['message', seq, AT, 2, 0, 0, 'x', 0]));
  await erasing;
  expect(filesWith(dir, 'segredo')).toEqual([]);
  expect(filesWith(dir, 'Ana')).toEqual([]);
});

it('brings a database of the first release up to date', async () => {
  const dir = newPath();
  makeVersion1(dir);
  const store = await open(dir);
  const { people, conversations, ...rest } = await store.load();
  expect(rest).toEqual({
    ...{
      lastSeq: 3,
      lastDelivery: 0,
      lastParty: 3,
      lastConversation: 1,
      lastTicket: 1,
      lastAt: 50,
      durations: [],
      rooms: [],
      accounts: [],
    },
  });
  expect(people).toMatchObject([
    { party: 2, key: 'bia', tokenHash: 'hash-2', away: null, labels: [] },
    { party: 3, key: 'ana', tokenHash: 'hash-3', away: null, labels: [] },
  ]);
  expect(conversations).toMatchObject([{ id: 1, count: 3, newest: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] }]);
  await store.commit(
    records(
      ['message', 4, AT, 3, 0, 0, 'com etiqueta', 77],
      ['party', 4, 'ana', 'Ana'],
      ['presence', 3, { seq: 3, delivery: 0 }],
      ['message', 5, AT, 4, 0, 0, 'a terceira ana', 0],
    ),
  );
  expect(await seqsOfAna(store)).toEqual([5, 4, 3, 2, 1]);
  expect((await store.load()).people[1]).toMatchObject({ away: { seq: 3, delivery: 0 }, labels: [[77, 4]] });
  await store.commit(records(['forgotten', 'ana']));
  await store.erase();
  expect(filesWith(dir, 'alô?')).toEqual([]);
  expect(filesWith(dir, 'ana')).toEqual([]);
});

it('brings a database of the second schema up to date, and takes notes, rooms and other names in it', async () => {
  const dir = newPath();
  makeVersion2(dir);
  const store = await open(dir);
  const before = await store.load();
  expect(before).toMatchObject({ lastSeq: 3, lastDelivery: 1, lastAt: 60, durations: [], rooms: [] });
  expect(before.accounts).toMatchObject([{ party: 2, verifier: 'verifier', away: null }]);
  const plain = { status: 'online', former: [], rooms: [], stays: [], rateable: null };
  expect(before.people).toMatchObject([
    { ...plain, party: 2 },
    { ...plain, party: 3, away: { seq: 3, delivery: 1 }, labels: [[77, 3]] },
  ]);
  expect(before.conversations).toMatchObject([
    { id: 2, state: 'open', count: 2, openedAt: 0, answeredAt: 0, notes: [], returnedBy: [] },
  ]);
  expect((await store.history({ key: 'ana', ...ALL })).messages.map(({ note }) => note)).toEqual([
    false,
    false,
    false,
  ]);
  await store.commit(
    records(
      ['note', 4, AT, 2, 3, 2, 'segredo-nota', 0],
      ['party', 4, 'aninha', 'Aninha'],
      ['renamed', 3, 4, 4],
      ['party', 5, '#sala', '#sala'],
      ['room', { party: 5, topic: '', since: AT, maker: 0 }],
      ['joined', 5, 4, 4],
      ['status', 2, 'away'],
      ['message', 5, AT, 4, 5, 0, 'na sala', 0],
    ),
  );
  const after = await store.load();
  expect(after.conversations).toMatchObject([{ id: 2, customer: 4, count: 2, notes: [{ seq: 4 }] }]);
  expect(after.people).toMatchObject([
    { status: 'away' },
    { party: 4, former: [{ name: 'ana' }], rooms: [5] },
  ]);
  expect(await store.stats(AT)).toMatchObject({ open: 1, closed: 0, lastHour: 1 });
  await store.commit(records(['forgotten', 'ana']));
  await store.erase();
  for (const trace of ['segredo-nota', 'alô?']) expect(filesWith(dir, trace)).toEqual([]);
});

it('copies itself to a new file that is a database of its own', async () => {
  const dir = newPath();
  const store = await open(dir);
  await store.commit(ANA);
  await store.commit(records(personRecord(1), ['message', 1, AT, 1, 0, 0, 'oi', 0]));
  const other = newPath();
  mkdirSync(other);
  const path = join(other, 'telechat.db');
  const backup = store.backup(path);
  await store.commit(records(['message', 2, AT, 1, 0, 0, 'durante', 0]));
  await backup;
  await store.commit(records(['message', 3, AT, 1, 0, 0, 'depois', 0]));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(other)).toEqual(['telechat.db']);
  const copy = await open(other);
  expect([[1], [2, 1]]).toContainEqual(await seqsOfAna(copy));
  expect((await copy.load()).people).toHaveLength(1);
});

it('refuses to copy itself over a file, or to where there is no folder, and leaves nothing', async () => {
  const store = await open(newPath());
  await store.commit(ANA);
  const folder = newPath();
  mkdirSync(folder);
  const path = join(folder, 'file');
  writeFileSync(path, 'precious');
  await expect(store.backup(path)).rejects.toMatchObject({
    code: 'exists',
    message: `${path} exists already`,
  });
  expect(readFileSync(path, 'utf8')).toBe('precious');
  await expect(store.backup(join(folder, 'none', 'file'))).rejects.toMatchObject({ code: 'unwritable' });
  expect(readdirSync(folder)).toEqual(['file']);
});

it('leaves no half of a copy when it fails', async () => {
  const dir = newPath();
  await (await open(dir)).close();
  const path = join(dir, 'telechat.db');
  writeFileSync(path, readFileSync(path).fill(0xa5, 4096));
  const folder = newPath();
  mkdirSync(folder);
  expect(() => backUp(dir, join(folder, 'copy'))).toThrow(StoreError);
  expect(readdirSync(folder)).toEqual([]);
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
  const next = records(['message', 1, AT, 1, 0, 0, 'oi', 0]);
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
  const commit = store.commit(records(['message', 1, AT, 1, 0, 0, 'oi', 0]));
  const history = store.history({ key: 'ana', ...ALL });
  await store.close();
  await commit;
  await history;
  await expect(store.commit(ANA)).rejects.toMatchObject({ code: 'stopped' });
  await store.close();
  expect(readdirSync(dir).sort()).toEqual(['lock.db', 'telechat.db']);
  expect(await seqsOfAna(await open(dir))).toEqual([1]);
});

it('brings back no more text than a restart can bear, the newest of each conversation first', () => {
  const dir = newPath();
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 20 });
  const customers = [1, 2, 3];
  for (const id of customers) {
    writer.commit(records(['party', id, `c${id}`, `c${id}`], personRecord(id), conversationRecord(id, id)));
  }
  for (let seq = 1; seq <= 60; seq++) {
    const sender = 1 + Math.floor((seq - 1) / 20);
    writer.commit(records(['message', seq, AT + seq, sender, 0, 0, 'x'.repeat(100), 0]));
  }
  while (writer.untidy !== 'no') writer.tidy();
  const reader = new SqliteReader(dir);
  const { conversations, people } = reader.load(2500);
  expect(conversations.map(({ count, newest }) => [count, newest.map(({ seq }) => seq)])).toEqual([
    [20, Array.from({ length: 20 }, (_, i) => 1 + i)],
    [20, [36, 37, 38, 39, 40]],
    [20, []],
  ]);
  expect(people.map(({ own }) => own.length)).toEqual([0, 0, 0]);
  expect(reader.load().people.map(({ own }) => own.length)).toEqual([20, 20, 20]);
  reader.close();
  writer.close();
});
