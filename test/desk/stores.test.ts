/**
 * The same random days with the real stores: every record goes through the batches that cross threads, each restart
 * starts from what SQLite has, and whatever the desk asks, SQLite and memory answer as the model store does.
 */

import { afterEach, describe, expect, test } from 'vitest';
import type { ListingRead, LogRead } from '../../src/desk/effects.ts';
import type { Snapshot, Stats } from '../../src/desk/journal.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { RecordWriter } from '../../src/store/records.ts';
import { SqliteReader } from '../../src/store/sqlite-reader.ts';
import { SqliteWriter } from '../../src/store/sqlite-writer.ts';
import { newPath, removeFolders } from '../store/folders.ts';
import type { ModelStore } from './model-store.ts';
import { record } from './recorder.ts';
import { Day } from './simulation/day.ts';
import type { Onlookers } from './world/actions.ts';
import { staysOf, whoseNames } from './world/restart.ts';

const { SEED = '', DAYS = SEED === '' ? '4' : '1' } = process.env;
const FIRST = SEED === '' ? 1 : Number(SEED);
const ENTRIES = 1200;

/** Both stores, given the same batches. */
class Stores implements Onlookers {
  readonly #dir = newPath();
  readonly #indexEvery: number;
  readonly #memory = new MemoryStore();
  readonly #batch = new RecordWriter();
  /** What the desk has asked since the last batch. */
  readonly #asked: (ListingRead | LogRead)[] = [];
  /** The memory answers later. */
  readonly answers: Promise<void>[] = [];
  #writer: SqliteWriter;
  #reader: SqliteReader;
  #model: ModelStore | null = null;
  /** Whether anything was ever erased. */
  #erased = false;

  constructor(indexEvery: number) {
    this.#indexEvery = indexEvery;
    this.#writer = this.#open();
    this.#reader = new SqliteReader(this.#dir, () => 0);
  }

  readonly records: NonNullable<Onlookers['records']> = (one) => {
    this.#erased ||= one.name === 'forgotten' || one.name === 'expired';
    record(this.#batch, one);
  };

  readonly asks: NonNullable<Onlookers['asks']> = (read, model) => {
    this.#asked.push(read);
    this.#model = model;
  };

  readonly sees: NonNullable<Onlookers['sees']> = ({ kind }) => {
    if (kind !== 'rests') return;
    this.#commit();
    for (const read of this.#asked.splice(0)) this.#compare(read);
  };

  /** The server starts again: the database is closed and opened. */
  readonly snapshot: NonNullable<Onlookers['snapshot']> = (model) => {
    this.#commit();
    this.close();
    this.#writer = this.#open();
    this.#reader = new SqliteReader(this.#dir, () => 0);
    const snapshot = this.#reader.load();
    expect(comparable(snapshot, model)).toEqual(comparable(model.snapshot(), model));
    return snapshot;
  };

  close(): void {
    this.#reader.close();
    this.#writer.close();
  }

  #open(): SqliteWriter {
    const every = this.#indexEvery;
    return new SqliteWriter({ dir: this.#dir, durability: 'relaxed', indexEvery: every, searchEvery: every });
  }

  #commit(): void {
    if (this.#batch.empty) return;
    const records = this.#batch.take();
    this.#writer.commit(records);
    this.answers.push(this.#memory.commit(records));
    if (this.#writer.untidy !== 'no') this.#writer.tidy();
  }

  #compare(read: ListingRead | LogRead): void {
    const model = this.#model!;
    switch (read.kind) {
      case 'history': {
        // A name of which nothing is left need not be known.
        const { query } = read;
        const fromMemory = this.#memory.history(query).then(({ messages }) => messages);
        this.#agree(model.history(query).messages, this.#reader.history(query).messages, fromMemory);
        break;
      }
      case 'search':
        this.#agree(
          { messages: model.search(read.query), complete: true },
          this.#reader.search(read.query),
          this.#memory.search(read.query),
        );
        break;
      case 'stats': {
        const figures: (stats: Stats) => Partial<Stats> = this.#erased ? figuresNow : (stats) => stats;
        const fromMemory = this.#memory.stats(read.at).then(figures);
        this.#agree(figures(model.stats(read.at)), figures(this.#reader.stats(read.at)), fromMemory);
        break;
      }
      default:
        this.#agree(model.log(read.query), this.#reader.log(read.query), this.#memory.log(read.query));
    }
  }

  #agree<T>(expected: T, fromSqlite: T, fromMemory: Promise<T>): void {
    expect(fromSqlite).toEqual(expected);
    this.answers.push(fromMemory.then((answer) => expect(answer).toEqual(expected)));
  }
}

/** Of conversations that are over whatever was erased may be missing. */
function figuresNow({ waiting, open, byHour, lastHour }: Stats): Partial<Stats> {
  return { waiting, open, byHour, lastHour };
}

/**
 * A snapshot without what the stores may keep in their own ways: how long conversations took whose messages were
 * erased, who may rate those, rooms of which nothing is left, and under which name somebody gave a customer back.
 */
function comparable({ durations: _durations, people, conversations, ...rest }: Snapshot, store: ModelStore) {
  return {
    ...rest,
    people: people.map(({ rateable: _rateable, stays, ...person }) => ({
      ...person,
      stays: staysOf({ store }, stays),
    })),
    conversations: conversations.map(({ returnedBy, ...conversation }) => ({
      ...conversation,
      returnedBy: whoseNames(store, returnedBy),
    })),
  };
}

afterEach(removeFolders);

describe(`a random day with the real stores (SEED=${FIRST})`, () => {
  const seeds = Array.from({ length: Number(DAYS) }, (_, day) => FIRST + day);

  test.each(seeds)('is as with the model store, SEED=%i', async (seed) => {
    const stores = new Stores([1, 7, 100, 1_000_000][seed & 3]!);
    try {
      const day = new Day(seed, () => stores);
      for (let n = 0; n < ENTRIES; n++) day.world.step(day.next());
      await Promise.all(stores.answers);
    } finally {
      stores.close();
    }
  });
});
