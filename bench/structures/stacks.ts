/**
 * The time of a push and a pop, all in and then all out; and of pushes onto a full bounded stack, against an array
 * that shifts its oldest out, as the history of a conversation would without `Stack`.
 */

import { Stack as MnemonistStack } from 'mnemonist';
import { Stack } from '../../src/structures/stack.ts';
import { compare, type Line, SIZES, type Work } from './measure.ts';

const VALUES = Array.from({ length: 1024 }, (_, number) => ({ number }));
const BOUND = 500;

const IN_AND_OUT: Record<string, Work> = {
  Stack: (entries) => {
    const stack = new Stack<{ number: number }>();
    let sum = 0;
    for (let at = 0; at < entries; at++) stack.push(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += stack.pop()!.number;
    return sum;
  },
  array: (entries) => {
    const stack: { number: number }[] = [];
    let sum = 0;
    for (let at = 0; at < entries; at++) stack.push(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += stack.pop()!.number;
    return sum;
  },
  mnemonist: (entries) => {
    const stack = new MnemonistStack<{ number: number }>();
    let sum = 0;
    for (let at = 0; at < entries; at++) stack.push(VALUES[at & 1023]!);
    for (let at = 0; at < entries; at++) sum += stack.pop()!.number;
    return sum;
  },
};

const BOUNDED: Record<string, Work> = {
  Stack: (entries) => {
    const stack = new Stack<{ number: number }>({ bound: BOUND });
    let sum = 0;
    for (let at = 0; at < entries; at++) sum += stack.push(VALUES[at & 1023]!)?.number ?? 0;
    return sum;
  },
  array: (entries) => {
    const stack: { number: number }[] = [];
    let sum = 0;
    for (let at = 0; at < entries; at++) {
      stack.push(VALUES[at & 1023]!);
      if (stack.length > BOUND) sum += stack.shift()!.number;
    }
    return sum;
  },
};

export function stacks(rounds: (entries: number) => number): Line[] {
  return [
    ...SIZES.map((entries) => compare('stack: in and out', entries, rounds(entries), IN_AND_OUT)),
    ...SIZES.map((entries) => compare(`stack: push, bound ${BOUND}`, entries, rounds(entries), BOUNDED)),
  ];
}
