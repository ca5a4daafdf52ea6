import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HashTable } from '../../src/structures/hash-table.ts';
import { HASH_BITS, keyedHash, secretFrom, step } from '../../src/structures/keyed-hash.ts';
import { BLOCK, collidingStrings, FNV_START, fnv1a, java31, run } from './collisions.ts';

function tableOf(count: number, seed = 1): HashTable<number> {
  const table = new HashTable<number>({ seed });
  for (let number = 0; number < count; number++) table.set(`key${number}`, number);
  return table;
}

describe('a hash table', () => {
  test('gives back the value last set for a key', () => {
    const table = new HashTable<string>();
    table.set('ada', 'first').set('ada', 'second').set('', 'empty');
    expect([table.get('ada'), table.get(''), table.size]).toEqual(['second', 'empty', 2]);
  });

  test('answers undefined for a key it does not hold', () => {
    const table = tableOf(100);
    expect([table.get('key100'), table.has('key100'), table.delete('key100')]).toEqual([
      undefined,
      false,
      false,
    ]);
  });

  test('tells a key whose value is undefined from one that is not there', () => {
    const table = new HashTable<undefined>().set('here', undefined);
    expect([table.has('here'), table.has('there'), [...table]]).toEqual([true, false, [['here', undefined]]]);
  });

  test('holds keys that mean something to a plain object', () => {
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '1', '01'];
    const table = new HashTable<string>();
    for (const key of keys) table.set(key, key);
    expect(keys.map((key) => table.get(key))).toEqual(keys);
    expect(table.has('valueOf')).toBe(false);
  });

  test('tells keys apart by every UTF-16 unit, a lone surrogate included', () => {
    const keys = ['é', 'e\u0301', '\ud800', '\udc00', '\ud800\udc00', '\0', ''];
    const table = new HashTable<number>();
    for (const [at, key] of keys.entries()) table.set(key, at);
    expect(keys.map((key) => table.get(key))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('finds every key while it grows to many segments', () => {
    const table = tableOf(50_000);
    expect(table.size).toBe(50_000);
    const numbers = Array.from({ length: 50_000 }, (_, number) => number);
    expect(numbers.every((number) => table.get(`key${number}`) === number)).toBe(true);
  });

  test('is empty and usable after it is cleared', () => {
    const table = tableOf(5000);
    table.clear();
    expect([table.size, table.get('key1'), [...table], table.capacity]).toEqual([0, undefined, [], 8]);
    table.set('key1', 1);
    expect([...table]).toEqual([['key1', 1]]);
  });

  test('gives its room back when most of it is deleted', () => {
    const table = tableOf(50_000);
    expect(table.capacity).toBeGreaterThan(50_000);
    for (let number = 0; number < 49_900; number++) table.delete(`key${number}`);
    expect(table.capacity).toBeLessThanOrEqual(2048);
    for (let number = 49_900; number < 50_000; number++) expect(table.get(`key${number}`)).toBe(number);
    for (let number = 49_900; number < 50_000; number++) table.delete(`key${number}`);
    expect([table.size, table.capacity]).toEqual([0, 8]);
  });

  test('does not decay when keys come and go for long', () => {
    const table = tableOf(1000);
    const { capacity } = table;
    for (let number = 0; number < 100_000; number++) {
      table.delete(`key${number}`);
      table.set(`key${number + 1000}`, number);
    }
    expect(table.size).toBe(1000);
    expect(table.capacity).toBeLessThanOrEqual(2 * capacity);
    expect(table.longestProbe).toBeLessThan(64);
  });

  test('takes its hash from its seed, so that the same seed gives the same order', () => {
    const keys = (seed: number) => [...tableOf(100, seed)].map(([key]) => key);
    expect(keys(1)).toEqual(keys(1));
    expect(keys(1)).not.toEqual(keys(2));
    expect(keys(1)).not.toEqual(keys(1 + 2 ** 32));
  });

  test('has a random seed unless told', () => {
    const keys = () => {
      const table = new HashTable<number>();
      for (let number = 0; number < 100; number++) table.set(`key${number}`, number);
      return [...table].map(([key]) => key);
    };
    expect(keys()).not.toEqual(keys());
  });

  test.each([0.5, Number.NaN, 2 ** 53])('refuses %d for a seed', (seed) => {
    expect(() => new HashTable({ seed })).toThrow(RangeError);
  });
});

describe('iterating a hash table', () => {
  test('visits every key once with its value', () => {
    const table = tableOf(3000);
    expect(new Map(table)).toEqual(
      new Map(Array.from({ length: 3000 }, (_, number) => [`key${number}`, number])),
    );
    expect([...table]).toHaveLength(3000);
  });

  test('visits what was there once though the table grows twentyfold meanwhile', () => {
    const table = tableOf(1000);
    let more = 1000;
    const seen: string[] = [];
    for (const [key] of table) {
      seen.push(key);
      for (let time = 0; more < 20_000 && time < 50; time++) table.set(`key${more}`, more++);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(Array.from({ length: 1000 }, (_, number) => `key${number}`)));
  });

  test('visits what stays once though segments merge behind and before it', () => {
    const table = tableOf(10_000);
    const seen: string[] = [];
    let gone = 100;
    for (const [key] of table) {
      seen.push(key);
      for (let time = 0; gone < 10_000 && time < 30; time++) table.delete(`key${gone++}`);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(Array.from({ length: 100 }, (_, number) => `key${number}`)));
    expect(seen.length).toBeLessThan(1000);
  });

  test('may delete each key as it comes', () => {
    const table = tableOf(5000);
    for (const [key] of table) table.delete(key);
    expect([table.size, table.capacity]).toEqual([0, 8]);
  });

  test('gives the value a key has when its turn comes', () => {
    const table = tableOf(100);
    const seen: number[] = [];
    for (const [, value] of table) {
      if (seen.length === 0) for (let number = 0; number < 100; number++) table.set(`key${number}`, -1);
      seen.push(value);
    }
    expect(seen.slice(1).every((value) => value === -1)).toBe(true);
  });

  test('does not come back to a key that is deleted and put back', () => {
    const table = tableOf(2000);
    let visits = 0;
    for (const [key, value] of table) {
      visits += 1;
      table.delete(key);
      table.set(key, value);
    }
    expect(visits).toBe(2000);
  });
});

describe('keys made to collide', () => {
  const BLOCKS = 14; // 2^14 = 16,384 keys.
  const BOUND = 48; // A table of random keys, three quarters full, stays below this; the longest run is in one segment.

  test.each([
    { hash: 'the 31-multiplier hash', step: java31, start: 0 },
    { hash: 'FNV-1a', step: fnv1a, start: FNV_START },
  ])('under $hash do not make a search longer', ({ step, start }) => {
    const keys = collidingStrings(step, start, BLOCKS);
    expect(new Set(keys).size).toBe(2 ** BLOCKS);
    expect(new Set(keys.map((key) => run(step, start, key))).size).toBe(1);
    for (let seed = 1; seed <= 5; seed++) {
      const table = new HashTable<number>({ seed });
      for (const key of keys) table.set(key, 1);
      expect(table.size).toBe(keys.length);
      expect(table.longestProbe).toBeLessThan(BOUND);
      expect(table.capacity).toBeLessThanOrEqual(keys.length * 4);
    }
  });

  test('under a leaked seed slow the table down but break nothing, and do nothing to another seed', () => {
    const blocks = 10;
    const { start, factor } = secretFrom(1);
    const keys = collidingStrings(
      (state, unit) => step(state, unit, factor),
      start ^ (blocks * BLOCK),
      blocks,
    );
    expect(new Set(keys.map((key) => keyedHash(key, start, factor))).size).toBe(1);
    const table = tableOf(1000);
    for (const key of keys) table.set(key, 1);
    expect(table.longestProbe).toBeGreaterThanOrEqual(keys.length);
    expect(keys.every((key) => table.get(key) === 1)).toBe(true);
    expect([...table]).toHaveLength(1000 + keys.length);
    expect(keys.every((key) => table.delete(key))).toBe(true);
    for (let number = 0; number < 1000; number++) expect(table.delete(`key${number}`)).toBe(true);
    expect([table.size, table.capacity]).toEqual([0, 8]);

    const safe = new HashTable<number>({ seed: 2 });
    for (const key of keys) safe.set(key, 1);
    expect(safe.longestProbe).toBeLessThan(BOUND);
  });
});

test('the hash of any string is a whole number of 30 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff)), fc.maxSafeInteger(), (units, seed) => {
      const { start, factor } = secretFrom(seed);
      const hash = keyedHash(String.fromCharCode(...units), start, factor);
      expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** HASH_BITS).toBe(true);
    }),
  );
});

test('a hash table behaves like a Map under any operations', () => {
  const key = fc.nat(3000).map((number) => (number % 3 === 0 ? `${number}` : `customer-${number}-of-many`));
  const operation = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ kind: fc.constant('set' as const), keys: fc.array(key, { maxLength: 9 }) }),
    },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('delete' as const), keys: fc.array(key) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('setMany' as const), keys: fc.tuple(key) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('deleteMany' as const), keys: fc.tuple(key) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), keys: fc.constant([]) }) },
  );
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.array(operation, { maxLength: 50 }), (seed, operations) => {
      const table = new HashTable<number>({ seed });
      const model = new Map<string, number>();
      let value = 0;
      for (const { kind, keys } of operations) {
        if (kind === 'clear') {
          table.clear();
          model.clear();
        }
        const many = kind === 'setMany' || kind === 'deleteMany' ? 600 : 1;
        for (const stem of keys) {
          for (let time = 0; time < many; time++) {
            const key = many === 1 ? stem : `${stem.length}:${time}`;
            if (kind === 'set' || kind === 'setMany') {
              table.set(key, value);
              model.set(key, value++);
            } else {
              expect(table.delete(key)).toBe(model.delete(key));
            }
          }
        }
        expect(table.size).toBe(model.size);
        expect(table.capacity).toBeLessThanOrEqual(Math.max(512, model.size * 16));
        for (const stem of keys) {
          expect(table.get(stem)).toBe(model.get(stem));
          expect(table.has(stem)).toBe(model.has(stem));
        }
      }
      expect(new Map(table)).toEqual(model);
    }),
    { numRuns: 150 },
  );
});

test('an iteration keeps its promises while the table changes in any way', () => {
  const change = fc.record({ adds: fc.nat(400), deletes: fc.nat(400) });
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.nat(2000),
      fc.array(change, { maxLength: 20 }),
      (seed, count, changes) => {
        const table = tableOf(count, seed);
        const untouched = new Set(Array.from({ length: count }, (_, number) => `key${number}`));
        const seen = new Set<string>();
        let next = count;
        let gone = 0;
        let turn = 0;
        for (const [key, value] of table) {
          if (table.get(key) !== value || seen.has(key)) expect.fail(`${key} is stale or came twice`);
          seen.add(key);
          const { adds, deletes } = changes[turn++] ?? { adds: 0, deletes: 0 };
          for (let time = 0; time < adds; time++) table.set(`key${next}`, next++);
          for (let time = 0; time < deletes; time++) {
            untouched.delete(`key${gone}`);
            table.delete(`key${gone++}`);
          }
        }
        expect([...untouched].filter((key) => !seen.has(key))).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});
