import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Queue } from '../../src/structures/queue.ts';

function queueOf(count: number): Queue<number> {
  const queue = new Queue<number>();
  for (let value = 0; value < count; value++) queue.enqueue(value);
  return queue;
}

describe('a queue', () => {
  test('gives back what it was given, oldest first', () => {
    const queue = queueOf(1000);
    for (let value = 0; value < 1000; value++) expect(queue.dequeue()).toBe(value);
    expect(queue.size).toBe(0);
  });

  test('answers undefined when it is empty', () => {
    const queue = new Queue<string>();
    expect([queue.dequeue(), queue.peek(), queue.size]).toEqual([undefined, undefined, 0]);
    queue.enqueue('only');
    queue.dequeue();
    expect([queue.dequeue(), queue.peek(), queue.size]).toEqual([undefined, undefined, 0]);
  });

  test('shows its head without taking it', () => {
    const queue = queueOf(3);
    expect([queue.peek(), queue.peek(), queue.size]).toEqual([0, 0, 3]);
  });

  test('counts an undefined it was given as a value', () => {
    const queue = new Queue<undefined>();
    queue.enqueue(undefined);
    expect([queue.size, [...queue]]).toEqual([1, [undefined]]);
  });

  test('is empty and usable after it is cleared', () => {
    const queue = queueOf(100);
    queue.clear();
    expect([queue.size, queue.peek(), [...queue]]).toEqual([0, undefined, []]);
    queue.enqueue(7);
    expect([...queue]).toEqual([7]);
  });

  test('stays small while values pass through it, and shrinks after a drain', () => {
    const queue = queueOf(10);
    for (let value = 0; value < 10_000; value++) {
      queue.enqueue(value);
      queue.dequeue();
    }
    expect(queue.capacity).toBe(16);
    for (let value = 0; value < 100_000; value++) queue.enqueue(value);
    expect(queue.capacity).toBe(131_072);
    while (queue.size > 1000) queue.dequeue();
    expect(queue.capacity).toBeLessThanOrEqual(16_384);
    while (queue.size > 0) queue.dequeue();
    expect(queue.capacity).toBeLessThanOrEqual(2048);
  });

  test('visits what is enqueued during an iteration, and passes over what has left', () => {
    const queue = queueOf(5);
    const seen: number[] = [];
    for (const value of queue) {
      seen.push(value);
      if (value === 0) for (let more = 5; more < 40; more++) queue.enqueue(more);
      if (value === 1) while (queue.peek()! < 38) queue.dequeue();
    }
    expect(seen).toEqual([0, 1, 38, 39]);
  });

  test('ends an iteration when it is cleared', () => {
    const queue = queueOf(5);
    const seen: number[] = [];
    for (const value of queue) {
      seen.push(value);
      queue.clear();
    }
    expect(seen).toEqual([0]);
  });
});

test('a queue behaves like an array under any operations', () => {
  const times = fc.oneof({ weight: 9, arbitrary: fc.nat(70) }, { weight: 1, arbitrary: fc.nat(5000) });
  const steps = fc.oneof(
    fc.record({ kind: fc.constant('enqueue' as const), times }),
    fc.record({ kind: fc.constant('dequeue' as const), times }),
    fc.record({ kind: fc.constantFrom('iterate' as const, 'clear' as const), times: fc.constant(1) }),
  );
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (operations) => {
      const queue = new Queue<number>();
      let model: number[] = [];
      let next = 0;
      for (const { kind, times } of operations) {
        for (let time = 0; time < times; time++) {
          if (kind === 'enqueue') {
            queue.enqueue(next);
            model.push(next++);
          } else if (kind === 'dequeue') {
            if (queue.dequeue() !== model.shift()) expect.fail('the wrong value came out');
          } else if (kind === 'clear') {
            queue.clear();
            model = [];
          }
        }
        expect(queue.size).toBe(model.length);
        expect(queue.peek()).toBe(model[0]);
        expect([...queue]).toEqual(model);
        expect(queue.capacity).toBeLessThanOrEqual(16 * (model.length + 256));
      }
    }),
    { numRuns: 200 },
  );
});

test('an iteration of a queue that changes visits exactly what stays and what comes', () => {
  const change = fc.record({ enqueues: fc.nat(30), dequeues: fc.nat(30) });
  fc.assert(
    fc.property(fc.nat(60), fc.array(change, { maxLength: 30 }), (count, changes) => {
      const queue = queueOf(count);
      let next = count;
      let expected = 0;
      let turn = 0;
      for (const value of queue) {
        expect(value).toBe(expected);
        const { enqueues, dequeues } = changes[turn++] ?? { enqueues: 0, dequeues: 0 };
        for (let time = 0; time < enqueues; time++) queue.enqueue(next++);
        for (let time = 0; time < dequeues; time++) queue.dequeue();
        expected = Math.max(value + 1, queue.peek() ?? next);
      }
      expect(expected).toBe(next);
    }),
    { numRuns: 300 },
  );
});
