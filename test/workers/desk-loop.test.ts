/** Output commit and group commit, with a store that is held by hand. */

import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../../src/desk/desk.ts';
import type { HistoryQuery, HistoryResult } from '../../src/desk/journal.ts';
import { parse } from '../../src/protocol/parse.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Records } from '../../src/store/records.ts';
import type { Batch } from '../../src/workers/batch.ts';
import { connectionNumber, InputWriter, readOutput, weightOf } from '../../src/workers/batches.ts';
import { DeskLoop } from '../../src/workers/desk-loop.ts';

/** A store whose commits wait for the test. */
class HeldStore extends MemoryStore {
  commits: { records: Records; succeed(): Promise<void>; fail(): void }[] = [];
  #asked: (() => void)[] = [];

  override commit(records: Records): Promise<void> {
    return new Promise((resolve, reject) => {
      this.commits.push({
        records,
        succeed: async () => {
          await super.commit(records);
          resolve();
        },
        fail: () => reject(new Error('disk full')),
      });
      for (const asked of this.#asked.splice(0)) asked();
    });
  }

  /** How many reads were under way at once, at the most. */
  mostReads = 0;
  #reads = 0;

  override async history(query: HistoryQuery): Promise<HistoryResult> {
    this.mostReads = Math.max(this.mostReads, ++this.#reads);
    await new Promise((resolve) => setImmediate(resolve));
    this.#reads--;
    return super.history(query);
  }

  /** The next commit that the loop asks for. */
  async next() {
    while (this.commits.length === 0) await new Promise<void>((resolve) => this.#asked.push(resolve));
    return this.commits.shift()!;
  }
}

let store: HeldStore;
let loop: DeskLoop;
let heard: Map<number, string[]>;
let settled: number;
let delivered: (() => void)[];
const [ana, joao, rui] = [connectionNumber(1, 0), connectionNumber(2, 1), connectionNumber(3, 0)];

beforeEach(() => {
  store = new HeldStore();
  heard = new Map();
  settled = 0;
  largest = 0;
  outlet.congested = false;
  delivered = [];
  loop = new DeskLoop(createDesk(), store, outlet, pino({ level: 'silent' }));
});
afterEach(async () => {
  for (const commit of store.commits) await commit.succeed();
});

let largest: number;
const outlet = { deliver, congested: false };

function deliver(batch: Batch): void {
  largest = Math.max(largest, batch.size);
  const note = (conn: number, text: string) => {
    heard.set(conn, [...(heard.get(conn) ?? []), text.trimEnd()]);
  };
  for (const worker of [0, 1]) {
    const out = batch.output(worker);
    if (!out) continue;
    readOutput(out, {
      send: note,
      entered: (conn, _role, before, after) => note(conn, `${before}TOKEN${after}`),
      language: () => {},
      close: (conn) => note(conn, '<closed>'),
      answered: () => {},
    });
  }
  for (const count of batch.settled) settled += count ?? 0;
  for (const seen of delivered.splice(0)) seen();
}

function says(conn: number, ...lines: string[]): void {
  const input = new InputWriter();
  for (const line of lines) input.command(conn, parse(line));
  loop.input(input.take());
}

/** Waits until this connection has heard a line that matches. */
async function hears(conn: number, pattern: RegExp): Promise<void> {
  while (!heard.get(conn)?.some((line) => pattern.test(line))) {
    await new Promise<void>((resolve) => delivered.push(resolve));
  }
}

/** Lets everything that is due now happen, timers apart. */
async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
}

describe('output commit', () => {
  it('nothing leaves before its records are stored, not even to others', async () => {
    says(ana, 'CONNECT ana atendente');
    says(joao, 'CONNECT joao consumidor', 'MSG * oi');
    const commit = await store.next();
    await settle();
    expect(heard.size).toBe(0);
    expect(settled).toBe(0);
    await commit.succeed();
    await hears(joao, /mensagem recebida 1$/);
    await hears(ana, /^MSG 1 .* joao \* oi$/);
    const lines = ['CONNECT ana atendente', 'CONNECT joao consumidor', 'MSG * oi'];
    expect(settled).toBe(lines.reduce((sum, line) => sum + weightOf(parse(line)), 0));
  });

  it('what only reads leaves at once, unless something before it is not stored yet', async () => {
    says(ana, 'PING a');
    await hears(ana, /PONG a/);
    says(ana, 'CONNECT ana atendente');
    const commit = await store.next();
    says(joao, 'PING b');
    await settle();
    expect(heard.get(joao)).toBeUndefined();
    await commit.succeed();
    await hears(joao, /PONG b/);
  });

  it('while one batch is being stored the next gathers, whatever comes, and is stored as one', async () => {
    says(ana, 'CONNECT ana membro');
    const first = await store.next();
    for (let n = 0; n < 50; n++) {
      says(ana, `MSG ana ${n}`);
      await settle();
    }
    expect(store.commits.length).toBe(0);
    await first.succeed();
    const second = await store.next();
    await second.succeed();
    await hears(ana, /mensagem recebida 50$/);
    expect(store.commits.length).toBe(0);
  });
});

describe('while the store fails', () => {
  it('nothing is acknowledged, changes are refused, reads go on, and it recovers by itself', async () => {
    says(ana, 'CONNECT ana membro');
    says(rui, 'CONNECT rui atendente');
    await (await store.next()).succeed();
    await hears(rui, /^\+ok rui/);

    says(ana, 'MSG ana perdida?');
    const commit = await store.next();
    commit.fail();
    await settle();
    says(rui, '@1 MSG ana nada', '@2 LIST', '@3 PING');
    says(ana, '@4 PING');
    await hears(rui, /^@3 \+ok PONG/);
    expect(
      heard
        .get(rui)
        ?.slice(1)
        .map((line) => line.split(' ').slice(0, 3).join(' ')),
    ).toEqual(['@1 -err STORE-FAILED', expect.stringMatching(/^@2 \+ok \*2/), '@3 +ok PONG']);
    // ana waits for a held reply: what comes later may not overtake it.
    expect(heard.get(ana)?.length).toBe(1);

    const again = await store.next();
    expect(again.records).toEqual(commit.records);
    await again.succeed();
    await hears(ana, /^@4 \+ok PONG/);
    expect(
      heard
        .get(ana)
        ?.slice(1)
        .map((line) => line.split(' ').slice(0, 2).join(' ')),
    ).toEqual(['+ok mensagem', expect.stringMatching(/^MSG 1$/), '@4 +ok']);
    says(rui, 'MSG ana agora sim');
    await (await store.next()).succeed();
    await hears(rui, /mensagem recebida 2$/);
  });
});

describe('when the store recovers', () => {
  it('what came in the very same turn of the loop is answered too', async () => {
    says(ana, 'CONNECT ana membro');
    const commit = await store.next();
    commit.fail();
    await settle();
    says(rui, '@early PING');
    await hears(rui, /^@early/);
    const again = await store.next();
    const recovered = again.succeed();
    says(rui, '@late HELP PING');
    await recovered;
    await hears(ana, /^\+ok ana/);
    says(rui, '@after PING');
    await hears(rui, /^@after/);
    expect(heard.get(rui)?.map((line) => line.split(' ')[0])).toEqual(['@early', '@late', '@after']);
  });
});

describe('long replies', () => {
  const count = 60;
  beforeEach(async () => {
    says(ana, 'CONNECT ana membro', ...Array.from({ length: 50 }, () => `MSG ana ${'x'.repeat(7600)}`));
    await (await store.next()).succeed();
    await hears(ana, /^MSG 50 /);
    largest = 0;
  });

  it('wait for a later batch when this one is large, and all of them come', async () => {
    const readers = Array.from({ length: count }, (_, n) => connectionNumber(100 + n, n % 2));
    for (const [n, conn] of readers.entries()) says(conn, `CONNECT rui${n} atendente`);
    await (await store.next()).succeed();
    await hears(readers.at(-1)!, /^\+ok rui/);
    for (const conn of readers) says(conn, '@h HISTORY ana');
    for (const conn of readers) await hears(conn, /^@h \+ok \*50/);
    expect(largest).toBeLessThan(5 * 1024 * 1024);
  });

  it('from the store are asked for some at a time, and all of them come', async () => {
    const readers = Array.from({ length: 300 }, (_, n) => connectionNumber(100 + n, n % 2));
    for (const [n, conn] of readers.entries()) says(conn, `CONNECT rui${n} atendente`);
    await (await store.next()).succeed();
    await hears(readers.at(-1)!, /^\+ok rui/);
    // One more than memory holds.
    says(ana, 'MSG ana fim');
    await (await store.next()).succeed();
    await hears(ana, /^MSG 51 /);
    for (const conn of readers) says(conn, '@h HISTORY ana 60');
    for (const conn of readers) await hears(conn, /^@h \+ok \*51/);
    expect(store.mostReads).toBeLessThanOrEqual(64);
    expect(store.mostReads).toBeGreaterThan(1);
  });

  it('wait while the workers have enough before them', async () => {
    outlet.congested = true;
    says(ana, '@h HISTORY ana', '@p PING');
    says(rui, '@q PING');
    await hears(rui, /^@q/);
    expect(heard.get(ana)?.some((line) => line.startsWith('@h'))).toBe(false);
    outlet.congested = false;
    says(rui, '@r PING');
    await hears(ana, /^@h \+ok \*50/);
  });
});

describe('HISTORY from the store', () => {
  it('comes after what was acknowledged before it', async () => {
    says(ana, 'CONNECT ana atendente');
    says(joao, 'CONNECT joao consumidor', ...Array.from({ length: 120 }, (_, n) => `MSG * ${n}`));
    says(ana, 'HISTORY joao 100');
    await (await store.next()).succeed();
    await hears(ana, /^\+ok \*100\r\n/);
    const listing =
      heard
        .get(ana)
        ?.find((line) => line.startsWith('+ok *100'))
        ?.split('\r\n') ?? [];
    expect(listing.slice(1, -1).map((line) => line.split(' ').at(-1))).toEqual(
      Array.from({ length: 100 }, (_, n) => `${n + 20}`),
    );
    expect(listing.at(-1)).toBe('.');
  });
});

it('a worker that dies takes only its own connections along', async () => {
  says(joao, 'CONNECT joao membro');
  says(rui, 'CONNECT rui atendente');
  await (await store.next()).succeed();
  await hears(rui, /^\+ok rui/);
  loop.workerLost(1);
  says(rui, 'LIST');
  await hears(rui, /USER joao membro lost/);
  expect(heard.get(rui)?.at(-1)).toMatch(/USER rui atendente online/);
});

it('it stops once all is stored and has left', async () => {
  says(ana, 'CONNECT ana membro', 'MSG ana fim');
  let stopped = false;
  const stop = loop.stop().then(() => {
    stopped = true;
  });
  const commit = await store.next();
  await settle();
  expect(stopped).toBe(false);
  await commit.succeed();
  await stop;
  expect(heard.get(ana)?.at(-1)).toMatch(/^MSG 1/);
});

it('a connection that is gone is ignored ever after', async () => {
  says(ana, 'CONNECT ana membro');
  await (await store.next()).succeed();
  const input = new InputWriter();
  input.connectionGone(ana);
  loop.input(input.take());
  says(rui, 'CONNECT rui atendente', 'LIST');
  await (await store.next()).succeed();
  await hears(rui, /USER ana membro lost/);
});
