/**
 * The time of a push and a shift: `through` keeps some entries waiting and passes as many again through, which is
 * how a queue lives; `fill and drain` puts all in and takes all out, with all growing and shrinking.
 *
 * An array's shift moves what is left as soon as that is too much for V8 to move the array's start instead: from
 * some 50,000 entries on a drain takes minutes, and is left out.
 */

import Denque from 'denque';
import { Queue as MnemonistQueue } from 'mnemonist';
import { Queue } from '../../src/structures/queue.ts';
import { compare, type Line, SIZES, type Work } from './measure.ts';

const VALUES = Array.from({ length: 1024 }, (_, number) => ({ number }));
const MOST_SHIFTED = 10_000;

const FILL_AND_DRAIN: Record<string, Work> = {
  Queue: (entries) => {
    const queue = new Queue<{ number: number }>();
    let sum = 0;
    for (let at = 0; at < entries; at++) queue.enqueue(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += queue.dequeue()!.number;
    return sum;
  },
  denque: (entries) => {
    const queue = new Denque<{ number: number }>();
    let sum = 0;
    for (let at = 0; at < entries; at++) queue.push(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += queue.shift()!.number;
    return sum;
  },
  mnemonist: (entries) => {
    const queue = new MnemonistQueue<{ number: number }>();
    let sum = 0;
    for (let at = 0; at < entries; at++) queue.enqueue(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += queue.dequeue()!.number;
    return sum;
  },
  array: (entries) => {
    const queue: { number: number }[] = [];
    let sum = 0;
    for (let at = 0; at < entries; at++) queue.push(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += queue.shift()!.number;
    return sum;
  },
};

/** Filled before the clock runs, and left as full by each run. */
function through(waiting: number): Record<string, Work> {
  const ours = new Queue<{ number: number }>();
  const denque = new Denque<{ number: number }>();
  const mnemonist = new MnemonistQueue<{ number: number }>();
  const array: { number: number }[] = [];
  for (let at = 0; at < waiting; at++) {
    ours.enqueue(VALUES[at & 1023]!);
    denque.push(VALUES[at & 1023]!);
    mnemonist.enqueue(VALUES[at & 1023]!);
    array.push(VALUES[at & 1023]!);
  }
  return {
    Queue: (entries) => {
      let sum = 0;
      for (let at = 0; at < entries; at++) {
        ours.enqueue(VALUES[at & 1023]!);
        sum += ours.dequeue()!.number;
      }
      return sum;
    },
    denque: (entries) => {
      let sum = 0;
      for (let at = 0; at < entries; at++) {
        denque.push(VALUES[at & 1023]!);
        sum += denque.shift()!.number;
      }
      return sum;
    },
    mnemonist: (entries) => {
      let sum = 0;
      for (let at = 0; at < entries; at++) {
        mnemonist.enqueue(VALUES[at & 1023]!);
        sum += mnemonist.dequeue()!.number;
      }
      return sum;
    },
    array: (entries) => {
      let sum = 0;
      for (let at = 0; at < entries; at++) {
        array.push(VALUES[at & 1023]!);
        sum += array.shift()!.number;
      }
      return sum;
    },
  };
}

export function queues(rounds: (entries: number) => number): Line[] {
  const able = (entries: number, contenders: Record<string, Work>) => {
    if (entries <= MOST_SHIFTED) return contenders;
    return Object.fromEntries(Object.entries(contenders).filter(([name]) => name !== 'array'));
  };
  return [
    ...SIZES.map((entries) =>
      compare('queue: through', entries, rounds(entries), able(entries, through(entries))),
    ),
    ...SIZES.map((entries) =>
      compare('queue: fill and drain', entries, rounds(entries), able(entries, FILL_AND_DRAIN)),
    ),
  ];
}
