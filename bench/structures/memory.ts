/**
 * What a million entries take, and what is still taken when all but a thousand have left: everything V8 holds
 * after a full collection, keys included, less what it held before.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Denque from 'denque';
import { HashTable } from '../../src/structures/hash-table.ts';
import { Queue } from '../../src/structures/queue.ts';
import { consume } from './measure.ts';

export interface Memory {
  readonly contender: string;
  readonly fullMiB: number;
  readonly leftMiB: number;
}

const ENTRIES = 1_000_000;
const LEFT = 1000;

setFlagsFromString('--expose-gc');
export const collectGarbage: () => void = runInNewContext('gc');

function heldMiB(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage(); // `external` includes array buffers.
  return (heapUsed + external) / 2 ** 20;
}

/** `open` makes an empty structure and says how to fill it, empty it, and read it, which keeps it alive. */
function measure(contender: string, open: () => { fill(): void; empty(): void; size(): number }): Memory {
  const before = heldMiB();
  const structure = open();
  structure.fill();
  const full = heldMiB();
  structure.empty();
  const left = heldMiB();
  consume(structure.size());
  return { contender, fullMiB: full - before, leftMiB: left - before };
}

export function memory(): Memory[] {
  return [
    measure('HashTable', () => {
      const table = new HashTable<number>();
      return {
        fill: () => {
          for (let at = 0; at < ENTRIES; at++) table.set(`user${at}`, at);
        },
        empty: () => {
          for (let at = LEFT; at < ENTRIES; at++) table.delete(`user${at}`);
        },
        size: () => table.size,
      };
    }),
    measure('Map', () => {
      const table = new Map<string, number>();
      return {
        fill: () => {
          for (let at = 0; at < ENTRIES; at++) table.set(`user${at}`, at);
        },
        empty: () => {
          for (let at = LEFT; at < ENTRIES; at++) table.delete(`user${at}`);
        },
        size: () => table.size,
      };
    }),
    measure('Queue', () => {
      const queue = new Queue<number>();
      return {
        fill: () => {
          for (let at = 0; at < ENTRIES; at++) queue.enqueue(at);
        },
        empty: () => {
          while (queue.size > LEFT) queue.dequeue();
        },
        size: () => queue.size,
      };
    }),
    measure('denque', () => {
      const queue = new Denque<number>();
      return {
        fill: () => {
          for (let at = 0; at < ENTRIES; at++) queue.push(at);
        },
        empty: () => {
          while (queue.length > LEFT) queue.shift();
        },
        size: () => queue.length,
      };
    }),
  ];
}
