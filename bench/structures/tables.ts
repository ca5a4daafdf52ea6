/**
 * The time of an operation on a table with string keys, by the kind of key. Lookups and deletions come in another
 * order than the insertions did.
 *
 * `insert` stores fresh owned keys, as the contract of `HashTable` asks; `find`, `miss` and `delete` then come with
 * fresh keys cut out of lines. `insert cut` stores long cut keys, against the advice, and `find cut` finds them; V8 copies short ones anyway.
 *
 * mnemonist has no hash table; its nearest is `TrieMap`, which takes too long and too much memory beyond 1,000
 * keys and is left out there, as is from a million keys on a plain object, which interns every key it is asked for.
 */

import { TrieMap } from 'mnemonist';
import { HashTable } from '../../src/structures/hash-table.ts';
import { freshKeys, knownKeys, names, type Shape, shuffled } from './keys.ts';
import { consume, type Line, lineOf, SIZES } from './measure.ts';

/** What a round does to one contender, each on all the keys. */
interface Table {
  insert(keys: readonly string[]): number;
  find(keys: readonly string[]): number;
  delete(keys: readonly string[]): number;
}

const WORKS = [
  'insert',
  'find',
  'miss',
  'delete',
  'insert cut',
  'find cut',
  'insert known',
  'find known',
] as const;
const MOST_IN_TRIE = 1000;
const MOST_IN_OBJECT = 100_000;

function ours(): Table {
  const table = new HashTable<number>();
  return {
    insert(keys) {
      for (let at = 0; at < keys.length; at++) table.set(keys[at]!, at);
      return table.size;
    },
    find(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table.get(keys[at]!) ?? -1;
      return sum;
    },
    delete(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table.delete(keys[at]!) ? 1 : 0;
      return sum;
    },
  };
}

function map(): Table {
  const table = new Map<string, number>();
  return {
    insert(keys) {
      for (let at = 0; at < keys.length; at++) table.set(keys[at]!, at);
      return table.size;
    },
    find(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table.get(keys[at]!) ?? -1;
      return sum;
    },
    delete(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table.delete(keys[at]!) ? 1 : 0;
      return sum;
    },
  };
}

function object(): Table {
  const table: Record<string, number> = Object.create(null);
  return {
    insert(keys) {
      for (let at = 0; at < keys.length; at++) table[keys[at]!] = at;
      return keys.length;
    },
    find(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table[keys[at]!] ?? -1;
      return sum;
    },
    delete(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += delete table[keys[at]!] ? 1 : 0;
      return sum;
    },
  };
}

function trie(): Table {
  const table = new TrieMap<string, number>();
  return {
    insert(keys) {
      for (let at = 0; at < keys.length; at++) table.set(keys[at]!, at);
      return table.size;
    },
    find(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table.get(keys[at]!) ?? -1;
      return sum;
    },
    delete(keys) {
      let sum = 0;
      for (let at = 0; at < keys.length; at++) sum += table.delete(keys[at]!) ? 1 : 0;
      return sum;
    },
  };
}

function measure(shape: Shape, entries: number, rounds: number): Line[] {
  const present = names(shape, entries);
  const owned = freshKeys(present, 'owned');
  const cut = freshKeys(present, 'cut');
  const cutShuffled = freshKeys(shuffled(present), 'cut');
  const cutAbsent = freshKeys(shuffled(names(shape, entries, entries)), 'cut');
  const known = knownKeys(present);
  const knownShuffled = shuffled(known);

  const makers: Record<string, () => Table> = { HashTable: ours, Map: map };
  if (entries <= MOST_IN_OBJECT) makers['object'] = object;
  if (entries <= MOST_IN_TRIE) makers['TrieMap'] = trie;
  const contenders = Object.values(makers);
  const times = WORKS.map(() => contenders.map((): number[] => []));

  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const at = (round + turn) % contenders.length;
      const clock = (work: (typeof WORKS)[number], keys: string[], run: (keys: string[]) => number) => {
        const began = performance.now();
        consume(run(keys));
        times[WORKS.indexOf(work)]![at]!.push(((performance.now() - began) * 1e6) / entries);
      };
      const table = contenders[at]!();
      clock('insert', owned(), table.insert);
      clock('find', cutShuffled(), table.find);
      clock('miss', cutAbsent(), table.find);
      clock('delete', cutShuffled(), table.delete);
      if (shape === 'long') {
        const cutTable = contenders[at]!();
        clock('insert cut', cut(), cutTable.insert);
        clock('find cut', cutShuffled(), cutTable.find);
      }
      const knownTable = contenders[at]!();
      clock('insert known', known, knownTable.insert);
      clock('find known', knownShuffled, knownTable.find);
    }
  }
  return WORKS.flatMap((work, at) =>
    times[at]![0]!.length === 0
      ? []
      : lineOf(`table: ${work}, ${shape}`, entries, Object.keys(makers), times[at]!),
  );
}

export function tables(rounds: (entries: number) => number): Line[] {
  return [
    ...SIZES.flatMap((entries) => measure('short', entries, rounds(entries))),
    ...[1e4, 1e5].flatMap((entries) => measure('long', entries, rounds(entries))),
  ];
}
