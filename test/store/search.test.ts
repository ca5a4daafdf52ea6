/** SEARCH in each store against going through all that was said; and what erasing leaves of its index. */

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Scope, SearchQuery, StoredMessage } from '../../src/desk/journal.ts';
import { MAX_SEARCH_WORDS } from '../../src/protocol/limits.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { SqliteReader } from '../../src/store/sqlite-reader.ts';
import { SqliteWriter } from '../../src/store/sqlite-writer.ts';
import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { filesWith, newPath, removeFolders } from './folders.ts';
import { type Call, records } from './model.ts';
import { anyDay, anyQuery, Said } from './search-any.ts';
import { makeVersion1 } from './version-1.ts';

const AT = 1_700_000_000_000;
const PEOPLE = records(
  ['party', 1, 'ana', 'Ana'],
  ['party', 2, 'bia', 'Bia'],
  ['party', 3, '#sala', '#Sala'],
);
const ALL = { scopes: null, limit: 50 };

afterEach(removeFolders);

/** A writer and a reader of one folder, without threads. */
class Direct {
  dir = newPath();
  readonly #every: number;
  writer: SqliteWriter;
  reader: SqliteReader;
  /** What time it is for those who search. */
  now = 0;

  constructor(every: number) {
    this.#every = every;
    this.writer = this.#openWriter();
    this.reader = new SqliteReader(this.dir, () => this.now);
  }

  /** Goes on as if the process had been killed: with a copy of the files as they are just now. */
  kill(): void {
    const copy = newPath();
    cpSync(this.dir, copy, { recursive: true });
    this.close();
    this.dir = copy;
    this.writer = this.#openWriter();
    this.reader = new SqliteReader(this.dir, () => this.now);
  }

  found(query: SearchQuery): readonly StoredMessage[] {
    return whole(this.reader, query);
  }

  erase(): void {
    while (!this.writer.erased) this.writer.tidy(true);
  }

  close(): void {
    this.reader.close();
    this.writer.close();
  }

  #openWriter(): SqliteWriter {
    const { dir } = this;
    return new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 3, searchEvery: this.#every });
  }
}

/** What a search finds for which there is time enough. */
function whole(reader: SqliteReader, query: SearchQuery): readonly StoredMessage[] {
  const { messages, complete } = reader.search(query);
  expect(complete).toBe(true);
  return messages;
}

it('finds what going through all messages finds, whatever was said, undone, forgotten or too old', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyDay,
      fc.array(anyQuery, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      async (day, queries, every) => {
        const said = new Said();
        const memory = new MemoryStore();
        const direct = new Direct(every);
        try {
          for (const { batch, steps, killed } of day) {
            said.commit(batch);
            await memory.commit(records(...batch));
            direct.writer.commit(records(...batch));
            for (let n = 0; n < steps; n++) direct.writer.tidy(n % 2 === 0);
            if (killed) direct.kill();
            for (const query of queries) {
              const expected = said.search(query);
              expect(direct.found(query)).toEqual(expected);
              expect(await memory.search(query)).toEqual({ messages: expected, complete: true });
            }
          }
          direct.erase();
          for (const query of queries) expect(direct.found(query)).toEqual(said.search(query));
          const seqs = new Set(said.messages.map(({ seq }) => seq));
          expect(inIndex(direct.dir).filter((seq) => !seqs.has(seq))).toEqual([]);
        } finally {
          direct.close();
        }
      },
    ),
    // Each run waits for the disk some dozen times: on a busy one there are fewer runs.
    { numRuns: 60, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false },
  );
});

/** The seqs that stand in the index; in more than one piece of it there could be more, which are taken out. */
function inIndex(dir: string): number[] {
  const db = new DatabaseSync(join(dir, 'telechat.db'), { readOnly: true });
  db.exec("CREATE VIRTUAL TABLE temp.instance USING fts5vocab('main', 'word', 'instance')");
  const rows = db.prepare('SELECT DISTINCT doc FROM instance ORDER BY doc').all();
  db.close();
  return rows.map(({ doc }) => doc as number);
}

function piecesOf(dir: string): number {
  const db = new DatabaseSync(join(dir, 'telechat.db'), { readOnly: true });
  const { pieces } = db.prepare('SELECT count(DISTINCT segid) AS pieces FROM word_idx').get()!;
  db.close();
  return pieces as number;
}

const seqsOf = (messages: readonly StoredMessage[]) => messages.map(({ seq }) => seq);
const say = (seq: number, text: string, from = 1, to = 2): Call => [
  'message',
  seq,
  AT + seq,
  from,
  to,
  0,
  text,
  0,
];

describe.each([
  ['messages that the index lacks', 1000, false],
  ['messages in the index', 1, false],
  ['messages in memory', 0, true],
])('SEARCH among %s', (_, every, inMemory) => {
  const search = async (texts: readonly string[], query: Partial<SearchQuery> & { text: string }) => {
    const batch = records(...texts.map((text, i): Call => say(i + 1, text)));
    if (inMemory) {
      const memory = new MemoryStore();
      await memory.commit(PEOPLE);
      await memory.commit(batch);
      return seqsOf((await memory.search({ ...ALL, ...query })).messages);
    }
    const direct = new Direct(every);
    direct.writer.commit(PEOPLE);
    direct.writer.commit(batch);
    while (direct.writer.untidy !== 'no') direct.writer.tidy();
    const found = seqsOf(direct.found({ ...ALL, ...query }));
    direct.close();
    return found;
  };

  it('finds the newest that have every word, newest first', async () => {
    const texts = ['um açaí, por favor', 'Açaí?', 'não há', 'ACAI para mim, por favor'];
    expect(await search(texts, { text: 'acai' })).toEqual([4, 2, 1]);
    expect(await search(texts, { text: 'Favor AÇAÍ' })).toEqual([4, 1]);
    expect(await search(texts, { text: 'favor acai?' })).toEqual([]);
    expect(await search(texts, { text: 'acai', limit: 2 })).toEqual([4, 2]);
    expect(await search(texts, { text: 'aca' })).toEqual([]);
    expect(await search(texts, { text: ' ' })).toEqual([]);
  });

  it.each([
    ['"', ['"sim"', 'sim']],
    ['*', ['a*b', 'ab']],
    ['NEAR(a b)', ['near (a b)', 'a b']],
    ['a AND b', ['b and a', 'a b']],
    ['a OR b', ['or b a', 'a']],
    ['-', ['meio-dia', 'meio dia']],
    ['%', ['100%', '100']],
    ["'); --", ["-');", "'"]],
    ['🙂', ['oi🙂!', '🙃']],
    ['語', ['日本語', '日本']],
    [':^{}', ['{^}:', '{}:']],
  ])('takes %s as it is', async (text, texts) => {
    expect(await search(texts, { text })).toEqual([1]);
  });

  it('takes as many words as one may look for, and looks at each of them', async () => {
    const words = Array.from({ length: MAX_SEARCH_WORDS }, (_, i) => `p${i}`);
    const without = words.map((_, i) => words.toSpliced(i, 1).join(' '));
    expect(await search([words.join(' '), ...without], { text: words.join(' ') })).toEqual([1]);
    expect(await search([words.join(' '), ...without], { text: without[31]! })).toEqual([33, 1]);
    expect(await search(without, { text: words.join(' ') })).toEqual([]);
  });
});

describe('a search that takes long', () => {
  /** A clock that goes on a little each time that somebody looks at it. */
  const hurried = (direct: Direct, step: number) => {
    let now = 0;
    return new SqliteReader(direct.dir, () => (now += step));
  };
  const desk = (every: number, texts: readonly string[]) => {
    const direct = new Direct(every);
    direct.writer.commit(PEOPLE);
    direct.writer.commit(records(...texts.map((text, i): Call => say(i + 1, text, 1 + (i % 2)))));
    while (direct.writer.untidy !== 'no') direct.writer.tidy();
    return direct;
  };

  it.each([
    ['the index lacks', 10_000],
    ['stand in the index', 1],
  ])('among messages that %s ends with the newest that it found, and says so', (_, every) => {
    const direct = desk(
      every,
      Array.from({ length: 600 }, () => 'um dois'),
    );
    const scopes: Scope[] = [{ key: '', party: 1, after: 0, upto: 1000 }];
    for (const query of [
      { text: 'dois um', scopes: null },
      { text: 'um', scopes },
    ]) {
      const reader = hurried(direct, 1);
      const { messages, complete } = reader.search({ ...query, limit: 1000 });
      expect(complete).toBe(false);
      expect(messages.length).toBeGreaterThan(20);
      const all = direct.found({ ...query, limit: 1000 });
      expect(messages).toEqual(all.slice(0, messages.length));
      expect(messages.length).toBeLessThan(all.length);
      // Who has as many as were wanted knows nothing of the others.
      expect(reader.search({ ...query, limit: 20 })).toEqual({ messages: all.slice(0, 20), complete: true });
      reader.close();
    }
    direct.close();
  });

  it('among messages of which none has all the words ends, too', () => {
    const direct = desk(
      1,
      Array.from({ length: 8400 }, (_, i) => `${i % 2 ? 'par' : 'ímpar'} sempre aqui e ali`),
    );
    // Far later: many windows lie between.
    direct.writer.commit(records(say(50_000_000, 'par sempre aqui e ali')));
    while (direct.writer.untidy !== 'no') direct.writer.tidy();
    const query = { ...ALL, text: 'sempre aqui e ali par impar' };
    const reader = hurried(direct, 1);
    expect(reader.search(query)).toEqual({ messages: [], complete: false });
    // For a few words the index is asked once, and has no more to say.
    expect(reader.search({ ...ALL, text: 'sempre par impar' })).toEqual({ messages: [], complete: true });
    expect(direct.found(query)).toEqual([]);
    expect(seqsOf(direct.found({ ...ALL, text: 'par sempre', limit: 2 }))).toEqual([50_000_000, 8400]);
    reader.close();
    direct.close();
  });

  it('in memory looks through the newest, as many as there is time for, and says so', async () => {
    const memory = new MemoryStore();
    await memory.commit(PEOPLE);
    await memory.commit(
      records(say(1, 'raro'), ...Array.from({ length: 200 }, (_, i) => say(i + 2, 'x'.repeat(7000)))),
    );
    expect(await memory.search({ ...ALL, text: 'raro' })).toEqual({ messages: [], complete: false });
    expect(
      await memory.search({ ...ALL, text: 'raro', scopes: [{ key: '', party: 1, after: 0, upto: 9 }] }),
    ).toMatchObject({
      messages: [{ seq: 1 }],
      complete: true,
    });
  });
});

it('finds what was acknowledged a moment ago, in the store with its threads', async () => {
  const store = await openSqliteStore({ dir: newPath(), durability: 'relaxed', searchEvery: 5 });
  await store.commit(PEOPLE);
  for (let seq = 1; seq <= 40; seq++) {
    await store.commit(records(say(seq, `mensagem ${seq}`)));
    const { messages } = await store.search({ ...ALL, text: `${seq} mensagem` });
    expect(seqsOf(messages)).toEqual([seq]);
  }
  await store.commit(records(['gone', 7], ['forgotten', 'bia']));
  expect(await store.search({ ...ALL, text: 'mensagem' })).toEqual({ messages: [], complete: true });
  await store.erase();
  await store.close();
});

it('puts all messages into the index once there is nothing else to do, however few', async () => {
  const dir = newPath();
  const store = await openSqliteStore({ dir, durability: 'relaxed' });
  await store.commit(PEOPLE);
  for (let seq = 1; seq <= 40; seq++) await store.commit(records(say(seq, 'oi')));
  await vi.waitUntil(() => inIndex(dir).length === 40, 60_000);
  expect((await store.search({ ...ALL, text: 'oi' })).messages).toHaveLength(40);
  await store.close();
});

it('does not wait for searches when it is closed', async () => {
  const store = await openSqliteStore({ dir: newPath(), durability: 'relaxed' });
  await store.commit(PEOPLE);
  const searches = Array.from({ length: 50 }, () => store.search({ ...ALL, text: 'oi' }));
  const outcomes = Promise.allSettled([...searches, store.stats(AT)]);
  await store.close();
  const stopped = (await outcomes).filter(({ status }) => status === 'rejected');
  expect(stopped.length).toBeGreaterThan(0);
  expect(stopped.at(-1)).toMatchObject({ reason: { code: 'stopped' } });
});

it('finds within scopes what is from or to their parties between their seqs, and nothing by who served', () => {
  const direct = new Direct(4);
  direct.writer.commit(PEOPLE);
  direct.writer.commit(records(['party', 4, 'ana', 'ANA'], ['party', 5, 'rui', 'Rui']));
  direct.writer.commit(
    records(
      ...[say(1, 'oi', 1, 0), say(2, 'oi', 4, 0), say(3, 'oi', 2, 3), say(4, 'oi', 5, 3), say(5, 'oi', 2, 1)],
      ['message', 6, AT + 6, 2, 5, 1, 'oi', 0],
      say(7, 'oi', 5, 3),
      say(8, 'oi', 0, 5),
    ),
  );
  const scope = (party: number, after = 0, upto = 100): Scope => ({ key: '', party, after, upto });
  const found = (...scopes: Scope[]) => seqsOf(direct.found({ text: 'oi', scopes, limit: 50 }));
  for (let indexed = 0; indexed < 2; indexed++) {
    expect(found(scope(1))).toEqual([5, 1]);
    expect(found(scope(4))).toEqual([2]);
    expect(found(scope(3))).toEqual([7, 4, 3]);
    expect(found(scope(3, 3, 4))).toEqual([4]);
    expect(found(scope(1), scope(3, 4), scope(4, 2))).toEqual([7, 5, 1]);
    expect(found(scope(99))).toEqual([]);
    expect(found()).toEqual([]);
    while (direct.writer.untidy !== 'no') direct.writer.tidy();
  }
  direct.close();
});

it('finds where words meet that many messages have each, whether they do often or not', () => {
  const direct = new Direct(100);
  const said = new Said();
  const commit = (...batch: Call[]) => {
    said.commit(batch);
    direct.writer.commit(records(...batch));
  };
  commit(['party', 1, 'ana', 'Ana'], ['party', 2, 'bia', 'Bia'], ['party', 3, '#sala', '#Sala']);
  const words = Object.entries({ par: 2, trio: 3, meia: 6, ímpar: 7 });
  const seqOf = (n: number) => 40 * n;
  for (let n = 1; n <= 10_000; n++) {
    const text = words.filter(([, every]) => n % every === 0).map(([word]) => word);
    const odd = n % 2 === 1 ? 'outro' : '';
    commit(say(seqOf(n), `${text.join(' ')} ${odd}`, 1 + (n % 3), 1 + (n % 2)));
  }
  while (direct.writer.untidy !== 'no') direct.writer.tidy();
  commit(['gone', seqOf(9996)], ['forgotten', 'bia']);
  const scopes: Scope[] = [
    { key: '', party: 1, after: seqOf(100), upto: seqOf(9000) },
    { key: '', party: 3, after: seqOf(5000), upto: seqOf(15_000) },
  ];
  for (let indexed = 0; indexed < 2; indexed++) {
    for (const text of [
      'par',
      'par trio',
      'meia impar',
      'par outro',
      'par outro trio',
      'par trio meia impar',
    ]) {
      for (const query of [
        { text, scopes: null, limit: 50 },
        { text, scopes, limit: 5000 },
      ]) {
        expect(direct.found(query)).toEqual(said.search(query));
      }
    }
    direct.erase();
  }
  expect(said.search({ text: 'par outro', scopes: null, limit: 50 })).toEqual([]);
  direct.close();
});

it('never finds a note', () => {
  const direct = new Direct(2);
  direct.writer.commit(PEOPLE);
  direct.writer.commit(records(['note', 1, AT, 2, 1, 2, 'segredo', 0], say(2, 'segredo')));
  for (let n = 0; n < 3; n++) {
    expect(seqsOf(direct.found({ ...ALL, text: 'segredo' }))).toEqual([2]);
    direct.writer.tidy();
  }
  expect(inIndex(direct.dir)).toEqual([2]);
  direct.close();
});

it('leaves nothing of an erased message in the index, and no word of any message in clear', () => {
  const direct = new Direct(10);
  direct.writer.commit(PEOPLE);
  direct.writer.commit(records(['party', 4, 'rui', 'Rui']));
  const secret = (seq: number) => `sigilo${seq} comum`;
  for (let seq = 1; seq <= 2000; seq += 50) {
    const batch = Array.from({ length: 50 }, (_, i) => say(seq + i, secret(seq + i), 1 + (i % 2) * 3));
    direct.writer.commit(records(...batch));
    while (direct.writer.untidy !== 'no') direct.writer.tidy();
  }
  expect(inIndex(direct.dir)).toHaveLength(2000);
  direct.writer.commit(records(['gone', 1501], ['gone', 1502]));
  direct.writer.commit(records(['forgotten', 'rui'], ['expired', AT + 1001]));
  direct.erase();
  const left = Array.from({ length: 1000 }, (_, i) => 1001 + i).filter(
    (seq) => seq % 2 === 1 && seq !== 1501,
  );
  expect(inIndex(direct.dir)).toEqual(left);
  expect(piecesOf(direct.dir)).toBe(1);
  expect(seqsOf(direct.found({ ...ALL, text: 'comum', limit: 2000 }))).toEqual(left.toReversed());
  expect(direct.found({ ...ALL, text: 'sigilo1501' })).toEqual([]);
  for (const seq of [1, 999, 1002, 1501, 1502]) expect(filesWith(direct.dir, `sigilo${seq} `)).toEqual([]);
  direct.writer.commit(records(['expired', AT + 5000]));
  direct.erase();
  expect(inIndex(direct.dir)).toEqual([]);
  expect(filesWith(direct.dir, 'sigilo')).toEqual([]);
  expect(filesWith(direct.dir, 'comum')).toEqual([]);
  direct.close();
});

it('merges the index for an undone message at once if one insists, and else no more often than it can afford', () => {
  const direct = new Direct(1);
  direct.writer.commit(PEOPLE);
  const undo = (seq: number) => {
    direct.writer.commit(records(say(seq, 'sim'), say(seq + 1, 'não')));
    while (direct.writer.untidy !== 'no' && direct.writer.tidy());
    direct.writer.commit(records(['gone', seq]));
  };
  undo(1);
  while (direct.writer.tidy());
  expect(direct.writer.erased).toBe(true);
  undo(3);
  // Either it could be afforded by now, or the text is gone and the rest can wait.
  while (direct.writer.tidy());
  expect(inIndex(direct.dir)).toEqual([2, 4]);
  direct.erase();
  expect(direct.writer.untidy).toBe('no');
  direct.close();
});

it('begins the index of an older database anew in quiet moments, and finds all meanwhile', async () => {
  const dir = newPath();
  makeVersion1(dir);
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery: 1, searchEvery: 1 });
  const reader = new SqliteReader(dir, () => 0);
  expect(inIndex(dir)).toEqual([]);
  for (let n = 0; n < 3; n++) {
    expect(seqsOf(whole(reader, { ...ALL, text: 'alo' }))).toEqual([3]);
    expect(whole(reader, { ...ALL, text: 'oi' })).toMatchObject([
      { seq: 1, from: 'Ana', to: '*', text: 'oi' },
    ]);
    writer.tidy();
  }
  expect(inIndex(dir)).toEqual([1, 3]);
  reader.close();
  writer.close();
});

it('makes the index anew when words are made in another way than before', () => {
  const direct = new Direct(1);
  direct.writer.commit(PEOPLE);
  direct.writer.commit(records(say(1, 'um'), say(2, 'dois')));
  while (direct.writer.tidy());
  direct.close();
  const db = new DatabaseSync(join(direct.dir, 'telechat.db'));
  db.exec("UPDATE mark SET value = 7 WHERE name = 'search-version'");
  db.close();
  const writer = new SqliteWriter({ dir: direct.dir, durability: 'relaxed', searchEvery: 1 });
  const reader = new SqliteReader(direct.dir, () => 0);
  expect(inIndex(direct.dir)).toEqual([]);
  expect(seqsOf(whole(reader, { ...ALL, text: 'dois' }))).toEqual([2]);
  while (writer.tidy());
  expect(inIndex(direct.dir)).toEqual([1, 2]);
  expect(seqsOf(whole(reader, { ...ALL, text: 'dois' }))).toEqual([2]);
  reader.close();
  writer.close();
});

it('puts messages into the index however busy it is', () => {
  const direct = new Direct(20);
  direct.writer.commit(PEOPLE);
  let seq = 0;
  // No quiet moment ever: only what comes before anything else is done.
  for (; inIndex(direct.dir).length === 0; seq++) {
    direct.writer.commit(records(say(seq + 1, 'oi')));
    if (direct.writer.untidy === 'now') direct.writer.tidy();
  }
  expect(seq).toBeGreaterThanOrEqual(20);
  expect(direct.found({ ...ALL, text: 'oi', limit: 10_000 })).toHaveLength(seq);
  direct.close();
});
