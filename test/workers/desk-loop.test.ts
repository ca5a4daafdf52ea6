/** Output commit and group commit, with a store that is held by hand. */

import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type DeskOptions } from '../../src/desk/desk.ts';
import type {
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  SearchQuery,
  SearchResult,
} from '../../src/desk/journal.ts';
import type { Order } from '../../src/desk/orders.ts';
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

  /** How many reads there were, and how many were under way at once, at the most. */
  reads = 0;
  mostReads = 0;
  /** Whether reads fail. */
  unreadable = false;
  /** What each read waits for. */
  readable: Promise<void> = Promise.resolve();
  #reads = 0;

  override async history(query: HistoryQuery): Promise<HistoryResult> {
    return this.#read(() => super.history(query));
  }

  override async log(query: LogQuery): Promise<LogEvent[]> {
    return this.#read(() => super.log(query));
  }

  /** The same of searches. */
  mostSearches = 0;
  #searches = 0;

  override async search(query: SearchQuery): Promise<SearchResult> {
    this.mostSearches = Math.max(this.mostSearches, ++this.#searches);
    await new Promise((resolve) => setImmediate(resolve));
    this.#searches--;
    return super.search(query);
  }

  async #read<T>(read: () => Promise<T>): Promise<T> {
    this.reads++;
    this.mostReads = Math.max(this.mostReads, ++this.#reads);
    await new Promise((resolve) => setImmediate(resolve));
    this.#reads--;
    await this.readable;
    if (this.unreadable) throw new Error('I/O error');
    return read();
  }

  /** What is to be erased waits for the test too. */
  erasures: { succeed(): void; fail(): void }[] = [];

  override erase(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.erasures.push({ succeed: resolve, fail: () => reject(new Error('disk full')) });
    });
  }

  /** The next commit that the loop asks for. */
  async next() {
    while (this.commits.length === 0) await new Promise<void>((resolve) => this.#asked.push(resolve));
    return this.commits.shift()!;
  }
}

/** The time of all that happens, where a test does not say otherwise. */
const NOON = Date.UTC(2026, 10, 2, 12);

let store: HeldStore;
let loop: DeskLoop;
let heard: Map<number, string[]>;
let settled: number;
/** Connections whose long commands were answered. */
let answered: number[];
let delivered: (() => void)[];
const [ana, joao, rui] = [connectionNumber(1, 0), connectionNumber(2, 1), connectionNumber(3, 0)];

beforeEach(() => {
  store = new HeldStore();
  heard = new Map();
  settled = 0;
  answered = [];
  largest = 0;
  outlet.congested = false;
  delivered = [];
  logged = [];
  now = NOON;
  begin();
});

function begin(options: Partial<DeskOptions> = {}): void {
  const log = pino({ base: null, timestamp: false }, { write: (line) => logged.push(JSON.parse(line)) });
  loop = new DeskLoop(createDesk(options), store, outlet, log, () => now);
}
afterEach(async () => {
  for (const commit of store.commits) await commit.succeed();
});

let now: number;
let logged: { level: number; msg: string; err?: unknown }[];
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
      sendShared: note,
      entered: (conn, _role, before, after) => note(conn, `${before}TOKEN${after}`),
      language: () => {},
      resumed: (conn, role, fresh) => note(conn, `<gate ${role}${fresh ? ' fresh' : ''}>`),
      replay: (conn, before, after, text) => note(conn, `<open>\r\n${before}TOKEN${after}${text}`),
      unresumed: (conn, text) => note(conn, `<away>\r\n${text}`),
      close: (conn) => note(conn, '<closed>'),
      answered: (conn) => answered.push(conn),
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

/** Enters with a token of this hash. */
function enters(conn: number, line: string, tokenHash: string): void {
  const input = new InputWriter();
  const command = parse(`CONNECT ${line}`);
  input.command(conn, { ...command, args: [...command.args, tokenHash, ''] });
  loop.input(input.take());
}

function goes(...conns: number[]): void {
  const input = new InputWriter();
  for (const conn of conns) input.connectionGone(conn);
  loop.input(input.take());
}

/** What this connection has heard, line by line. */
function lines(conn: number): string[] {
  return (heard.get(conn) ?? []).flatMap((text) => text.split('\r\n'));
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
    // Searches may take long: they leave room for the others.
    for (const conn of readers) says(conn, '@s SEARCH fim');
    for (const conn of readers) await hears(conn, /^@s \+ok \*1/);
    expect(store.mostSearches).toBe(2);
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

describe('somebody who comes back', () => {
  const [again, third] = [connectionNumber(10, 1), connectionNumber(11, 0)];

  /** joao is lost, and rui has written to him twice since. */
  beforeEach(async () => {
    enters(joao, 'joao membro', 'HASH');
    says(rui, 'CONNECT rui membro', 'MSG joao um');
    goes(joao);
    await (await store.next()).succeed();
    says(rui, 'MSG joao dois', 'MSG joao tres');
    await (await store.next()).succeed();
    await hears(rui, /recebida 3$/);
  });

  it('is answered once that is stored, with what was missed; what comes meanwhile stands behind it', async () => {
    says(again, '@r RESUME HASH 1');
    says(rui, 'MSG joao quatro');
    const commit = await store.next();
    await settle();
    expect(heard.get(again)).toBeUndefined();
    expect(store.reads).toBe(0);
    await commit.succeed();
    await hears(again, /<open>/);
    expect(lines(again)).toEqual([
      '<gate membro>',
      expect.stringMatching(/^MSG 4 .* rui joao quatro$/),
      '<open>',
      '@r +ok joao membro TOKEN 2',
      expect.stringMatching(/^MSG 2 .* rui joao dois$/),
      expect.stringMatching(/^MSG 3 .* rui joao tres$/),
    ]);
    expect(answered).toEqual([again]);
  });

  it('is sent away if the store cannot be read, which the log tells once', async () => {
    store.unreadable = true;
    says(again, '@r RESUME HASH 1');
    await (await store.next()).succeed();
    await hears(again, /STORE-FAILED/);
    expect(lines(again)).toEqual([
      '<gate membro>',
      '<away>',
      expect.stringMatching(/^@r -err STORE-FAILED /),
    ]);
    says(third, 'RESUME HASH 1');
    await (await store.next()).succeed();
    await hears(third, /STORE-FAILED/);
    store.unreadable = false;
    says(ana, 'RESUME HASH 1');
    await (await store.next()).succeed();
    await hears(ana, /<open>/);
    expect(lines(ana).slice(-3)[0]).toBe('+ok joao membro TOKEN 2');
    expect(logged.map(({ msg }) => msg)).toEqual(['the store cannot be read', 'the store can be read again']);
    expect(logged.some((line) => 'err' in line)).toBe(false);
  });

  it('and is gone before the answer costs no read', async () => {
    says(again, 'RESUME HASH 1');
    const commit = await store.next();
    goes(again);
    await commit.succeed();
    await (await store.next()).succeed();
    await settle();
    expect(store.reads).toBe(0);
    says(third, 'RESUME HASH 1');
    await (await store.next()).succeed();
    await hears(third, /<open>/);
    expect(lines(third).slice(1, 3)).toEqual(['<open>', '+ok joao membro TOKEN 2']);
  });

  it('with a worker that dies before the answer costs no read either', async () => {
    says(again, 'RESUME HASH 1');
    says(third, 'HISTORY rui');
    const commit = await store.next();
    loop.workerLost(1);
    await commit.succeed();
    await (await store.next()).succeed();
    await settle();
    expect(store.reads).toBe(0);
  });

  it('is refused while the store fails, and may try again', async () => {
    says(rui, 'MSG joao quatro');
    (await store.next()).fail();
    await settle();
    says(again, '@r RESUME HASH 1');
    await hears(again, /STORE-FAILED/);
    expect(lines(again)).toEqual([expect.stringMatching(/^@r -err STORE-FAILED /)]);
    expect(answered).toEqual([again]);
    await (await store.next()).succeed();
    await hears(rui, /recebida 4$/);
    says(again, 'RESUME HASH 1');
    await (await store.next()).succeed();
    await hears(again, /<open>/);
    expect(lines(again).slice(1, 4)).toEqual(['<gate membro>', '<open>', '+ok joao membro TOKEN 3']);
  });

  it('when the store begins to fail hears all in order, whatever is asked meanwhile', async () => {
    says(again, 'RESUME HASH 1');
    const commit = await store.next();
    commit.fail();
    await settle();
    says(again, '@p PING');
    await settle();
    expect(heard.get(again)).toBeUndefined();
    await (await store.next()).succeed();
    await hears(again, /<open>/);
    expect(lines(again).slice(0, 3)).toEqual(['<gate membro>', '@p +ok PONG', '<open>']);
  });
});

it('a storm of a thousand who come back reads a few logs at a time, and answers all', async () => {
  const people = Array.from({ length: 1000 }, (_, n) => n);
  for (const n of people) enters(connectionNumber(100 + n, n % 2), `p${n} membro`, `HASH${n}`);
  says(ana, 'CONNECT ana membro');
  goes(...people.map((n) => connectionNumber(100 + n, n % 2)));
  await (await store.next()).succeed();
  await hears(ana, /^\+ok ana/);
  says(ana, ...people.map((n) => `MSG p${n} oi`));
  await (await store.next()).succeed();
  const back = people.map((n) => connectionNumber(2000 + n, n % 2));
  outlet.congested = true;
  for (const n of people) says(back[n]!, `RESUME HASH${n} 0`);
  await (await store.next()).succeed();
  await settle();
  expect(store.reads).toBe(0);
  outlet.congested = false;
  says(ana, 'PING');
  for (const n of people) await hears(back[n]!, /<open>/);
  for (const n of people) {
    expect(lines(back[n]!).slice(2)).toEqual([
      `+ok p${n} membro TOKEN 1`,
      expect.stringMatching(new RegExp(`^MSG \\d+ .* ana p${n} oi$`)),
    ]);
  }
  expect(store.mostReads).toBe(64);
  expect(store.reads).toBe(1000);
});

describe('an error too many while the store fails', () => {
  it('ends the connection, and what others hear of it does not overtake what is held', async () => {
    begin({ maxErrors: 3 });
    says(rui, 'CONNECT rui atendente');
    says(joao, 'CONNECT joao consumidor', 'MSG * oi');
    await (await store.next()).succeed();
    await hears(rui, /^MSG 1 /);
    says(rui, 'MSG rui lembrete');
    (await store.next()).fail();
    await settle();
    // joao waits for nothing that is held: what he is told leaves at once, but for what tells others too.
    says(joao, 'X', 'X', 'X');
    await settle();
    const refusal = expect.stringMatching(/^-err BAD-COMMAND /);
    expect(lines(joao).slice(-2)).toEqual([refusal, refusal]);
    expect(lines(rui).some((line) => /PRESENCE|recebida 2/.test(line))).toBe(false);
    await (await store.next()).succeed();
    await (await store.next()).succeed();
    await hears(rui, /^PRESENCE/);
    expect(lines(rui).slice(-3)).toEqual([
      '+ok mensagem recebida 2',
      expect.stringMatching(/^MSG 2 /),
      'PRESENCE joao lost',
    ]);
    expect(lines(joao).slice(-4)).toEqual([
      refusal,
      refusal,
      expect.stringMatching(/^QUIT TOO-MANY-ERRORS /),
      '<closed>',
    ]);
    // Where joao went away is stored: a restart knows what he missed.
    const [saved] = (await store.load()).people.filter(({ name }) => name === 'joao');
    expect(saved?.away).toEqual({ seq: 2, delivery: expect.any(Number) });
  });
});

describe('an order', () => {
  const register: Order = { do: 'register', name: 'Bia', key: 'bia', role: 'membro', verifier: 'v' };
  const outcomes: unknown[] = [];
  const give = (order: Order) => void loop.order(order).then((outcome) => outcomes.push(outcome));
  beforeEach(() => {
    outcomes.length = 0;
  });

  it('is answered once it is stored', async () => {
    give(register);
    const commit = await store.next();
    await settle();
    expect(outcomes).toEqual([]);
    await commit.succeed();
    await settle();
    expect(outcomes).toEqual([{ ok: true }]);
    expect(await loop.order({ do: 'accounts' })).toEqual({
      ok: true,
      accounts: [{ name: 'Bia', role: 'membro', since: NOON, connected: false }],
    });
    expect(await loop.order(register)).toEqual({ ok: false, why: 'registered' });
  });

  it('that erases is answered once nothing is left in the files', async () => {
    says(ana, 'CONNECT ana membro', 'MSG ana segredo');
    await (await store.next()).succeed();
    give({ do: 'forget', key: 'ana' });
    await (await store.next()).succeed();
    await settle();
    expect(outcomes).toEqual([]);
    expect(store.erasures.length).toBe(1);
    store.erasures.shift()?.succeed();
    await settle();
    expect(outcomes).toEqual([{ ok: true }]);

    now += 60_000;
    give({ do: 'expire', before: now });
    await (await store.next()).succeed();
    await settle();
    store.erasures.shift()?.fail();
    await settle();
    expect(outcomes).toEqual([{ ok: true }, 'store-failed']);
    expect(logged.at(-1)?.msg).toBe('the files could not be cleaned');
  });

  it('is refused while the store fails, and one that was under way is held like everything else', async () => {
    give(register);
    (await store.next()).fail();
    await settle();
    expect(await loop.order({ do: 'unregister', key: 'bia' })).toBe('store-failed');
    expect(outcomes).toEqual([]);
    await (await store.next()).succeed();
    await settle();
    expect(outcomes).toEqual([{ ok: true }]);
  });

  it('holds up the end, for as long as it can be expected to succeed; a later one is refused', async () => {
    give(register);
    const stopped = loop.stop();
    expect(await loop.order(register)).toBe('store-failed');
    (await store.next()).fail();
    expect(await stopped).toBe(false);
    await settle();
    expect(outcomes).toEqual(['store-failed']);
  });
});

it('what happens bears the time of the clock that it was given', async () => {
  says(ana, 'CONNECT ana membro', 'MSG ana oi');
  await (await store.next()).succeed();
  await hears(ana, /^MSG 1 2026-11-02T12:00:00\.000Z ana ana oi$/);
  now += 3_600_000;
  says(ana, 'MSG ana oi');
  await (await store.next()).succeed();
  await hears(ana, /^MSG 2 2026-11-02T13:00:00\.000Z ana ana oi$/);
});

describe('a HISTORY that cannot be read', () => {
  it('is refused, and the log says so once each time that the store begins to fail', async () => {
    enters(joao, 'joao membro', 'HASH');
    goes(joao);
    says(ana, 'CONNECT ana atendente');
    await (await store.next()).succeed();
    await hears(ana, /^\+ok ana/);
    for (const _ of [1, 2]) {
      store.unreadable = true;
      says(ana, '@a HISTORY quem');
      await hears(ana, /^@a -err STORE-FAILED/);
      says(ana, '@b HISTORY quem');
      await hears(ana, /^@b -err STORE-FAILED/);
      store.unreadable = false;
      says(ana, '@c HISTORY quem');
      await hears(ana, /^@c -err NO-SUCH-USER/);
      heard.clear();
    }
    const turn = ['the store cannot be read', 'the store can be read again'];
    expect(logged.map(({ msg }) => msg)).toEqual([...turn, ...turn]);
  });
});

it('a worker that dies takes only its own connections along', async () => {
  says(joao, 'CONNECT joao membro');
  says(rui, 'CONNECT rui atendente');
  await (await store.next()).succeed();
  await hears(rui, /^\+ok rui/);
  loop.workerLost(1);
  says(rui, 'LIST');
  await (await store.next()).succeed();
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

it('it stops only after what is being read has left', async () => {
  says(ana, 'CONNECT ana atendente');
  await (await store.next()).succeed();
  await hears(ana, /^\+ok ana/);
  says(ana, 'HISTORY quem');
  while (store.reads === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await loop.stop()).toBe(true);
  expect(lines(ana).at(-1)).toMatch(/^-err NO-SUCH-USER/);
});

it('it stops without what takes long to read, and says nothing of it, however that ends', async () => {
  says(ana, 'CONNECT ana atendente');
  says(rui, 'CONNECT rui atendente');
  await (await store.next()).succeed();
  await hears(rui, /^\+ok rui/);
  const fails: (() => void)[] = [];
  const held = () =>
    new Promise<void>((_, reject) => fails.push(() => reject(new Error('the store is closed'))));
  store.readable = held();
  says(ana, 'HISTORY quem');
  while (store.reads === 0) await new Promise((resolve) => setImmediate(resolve));
  const stopped = loop.stop();
  // The machine stands still meanwhile, for longer than stopping may take.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
  expect(await stopped).toBe(true);
  expect(await loop.stop()).toBe(true);
  const before = lines(ana).length;
  fails[0]!();
  await settle();
  expect(lines(ana)).toHaveLength(before);
  expect(logged).toEqual([]);
});

it('it stops only after what was to be erased is erased', async () => {
  const outcome = loop.order({ do: 'forget', key: 'ana' });
  await (await store.next()).succeed();
  await settle();
  let stopped = false;
  const stop = loop.stop().then(() => {
    stopped = true;
  });
  await settle();
  expect(stopped).toBe(false);
  store.erasures.shift()?.succeed();
  await stop;
  expect(await outcome).toEqual({ ok: true });
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
