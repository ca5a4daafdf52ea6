import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stack } from '../../src/structures/stack.ts';

function stackOf(count: number, bound?: number): Stack<number> {
  const stack = new Stack<number>({ bound });
  for (let value = 0; value < count; value++) stack.push(value);
  return stack;
}

describe('a stack', () => {
  test('gives back what it was given, newest first', () => {
    const stack = stackOf(1000);
    for (let value = 999; value >= 0; value--) expect(stack.pop()).toBe(value);
    expect(stack.size).toBe(0);
  });

  test('answers undefined when it is empty', () => {
    const stack = new Stack<string>();
    expect([stack.pop(), stack.peek(), stack.size, [...stack]]).toEqual([undefined, undefined, 0, []]);
  });

  test('shows its top without taking it', () => {
    const stack = stackOf(3);
    expect([stack.peek(), stack.peek(), stack.size]).toEqual([2, 2, 3]);
  });

  test('is walked from the top', () => {
    expect([...stackOf(4)]).toEqual([3, 2, 1, 0]);
  });

  test('never lets anything fall out without a bound', () => {
    const stack = new Stack<number>();
    for (let value = 0; value < 10_000; value++) expect(stack.push(value)).toBeUndefined();
    expect(stack.size).toBe(10_000);
  });

  test('is empty and usable after it is cleared', () => {
    const stack = stackOf(7, 5);
    stack.clear();
    expect([stack.size, stack.peek(), stack.pop(), [...stack]]).toEqual([0, undefined, undefined, []]);
    for (let value = 0; value < 6; value++) stack.push(value);
    expect([...stack]).toEqual([5, 4, 3, 2, 1]);
  });

  test('does not visit what is pushed during a walk, nor what was popped before its turn', () => {
    const stack = stackOf(6);
    const seen: number[] = [];
    for (const value of stack) {
      seen.push(value);
      if (value === 5) stack.push(100);
      if (value === 4) for (let time = 0; time < 5; time++) stack.pop();
    }
    expect(seen).toEqual([5, 4, 1, 0]);
  });

  test('ends a walk when it is cleared', () => {
    const stack = stackOf(3);
    const seen: number[] = [];
    for (const value of stack) {
      seen.push(value);
      stack.clear();
      stack.push(9);
      stack.push(9);
    }
    expect(seen).toEqual([2]);
  });
});

describe('a bounded stack', () => {
  test('hands back the oldest when a push finds it full', () => {
    const stack = new Stack<string>({ bound: 2 });
    expect(['a', 'b', 'c', 'd'].map((value) => stack.push(value))).toEqual([undefined, undefined, 'a', 'b']);
    expect([...stack]).toEqual(['d', 'c']);
  });

  test('has room again after a pop', () => {
    const stack = stackOf(4, 3);
    expect(stack.pop()).toBe(3);
    expect(stack.push(8)).toBeUndefined();
    expect(stack.push(9)).toBe(1);
    expect([...stack]).toEqual([9, 8, 2]);
  });

  test('of one holds the newest', () => {
    const stack = new Stack<number>({ bound: 1 });
    expect([stack.push(1), stack.push(2), stack.pop(), stack.pop()]).toEqual([undefined, 1, 2, undefined]);
  });

  test('does not visit during a walk what has fallen out', () => {
    const stack = stackOf(4, 4);
    const seen: number[] = [];
    for (const value of stack) {
      seen.push(value);
      if (value === 3) stack.push(4);
      if (value === 2) stack.push(5);
    }
    expect(seen).toEqual([3, 2]);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d is refused', (bound) => {
    expect(() => new Stack({ bound })).toThrow(RangeError);
  });
});

test('a stack behaves like an array under any operations, with a bound and without', () => {
  const steps = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('push' as const), times: fc.nat(40) }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('pop' as const), times: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), times: fc.constant(1) }) },
  );
  const bounds = fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined });
  fc.assert(
    fc.property(bounds, fc.array(steps, { maxLength: 60 }), (bound, operations) => {
      const stack = new Stack<number>({ bound });
      let model: number[] = [];
      let next = 0;
      for (const { kind, times } of operations) {
        for (let time = 0; time < times; time++) {
          if (kind === 'push') {
            model.push(next);
            expect(stack.push(next++)).toBe(model.length > (bound ?? Infinity) ? model.shift() : undefined);
          } else if (kind === 'pop') {
            expect(stack.pop()).toBe(model.pop());
          } else {
            stack.clear();
            model = [];
          }
        }
        expect(stack.size).toBe(model.length);
        expect(stack.peek()).toBe(model.at(-1));
        expect([...stack]).toEqual(model.toReversed());
      }
    }),
    { numRuns: 300 },
  );
});

test('a walk through a stack that changes visits each position once and nothing that has left', () => {
  const change = fc.record({ pushes: fc.nat(3), pops: fc.nat(3) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(60), fc.array(change), (bound, count, changes) => {
      const stack = new Stack<number>({ bound });
      const present = new Set<number>();
      let next = 0;
      const push = () => {
        const fallen = stack.push(next);
        if (fallen !== undefined) present.delete(fallen);
        present.add(next++);
      };
      for (let time = 0; time < count; time++) push();
      const seen = new Set<number>();
      let turn = 0;
      for (const value of stack) {
        expect(present.has(value)).toBe(true);
        expect(seen.has(value)).toBe(false);
        seen.add(value);
        const { pushes, pops } = changes[turn++] ?? { pushes: 0, pops: 0 };
        for (let time = 0; time < pops; time++) present.delete(stack.pop()!);
        for (let time = 0; time < pushes; time++) push();
      }
    }),
    { numRuns: 300 },
  );
});
