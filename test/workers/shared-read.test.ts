/** One reading for all who ask meanwhile, and nothing that was read before one asked. */

import { beforeEach, expect, it } from 'vitest';
import { SharedRead } from '../../src/workers/shared-read.ts';

/** The readings that were begun, oldest first. */
let readings: { readonly at: number; succeed(value: string): void; fail(): void }[];
let shared: SharedRead<string>;

beforeEach(() => {
  readings = [];
  shared = new SharedRead(
    (at) =>
      new Promise((resolve, reject) => {
        readings.push({ at, succeed: resolve, fail: () => reject(new Error('unreadable')) });
      }),
  );
});

const moments = () => readings.map(({ at }) => at);

it('reads at once for the first who asks, and once more for all who ask meanwhile, as of the latest', async () => {
  const first = shared.at(1);
  const later = [shared.at(5), shared.at(9), shared.at(7)];
  expect(moments()).toEqual([1]);
  readings[0]!.succeed('a');
  expect(await first).toBe('a');
  expect(moments()).toEqual([1, 9]);
  // The second is under way by now.
  const last = shared.at(10);
  readings[1]!.succeed('b');
  expect(await Promise.all(later)).toEqual(['b', 'b', 'b']);
  expect(moments()).toEqual([1, 9, 10]);
  readings[2]!.succeed('c');
  expect(await last).toBe('c');
});

it('gives nobody what was read before', async () => {
  for (const value of ['a', 'b']) {
    const answer = shared.at(3);
    readings.at(-1)!.succeed(value);
    expect(await answer).toBe(value);
  }
  expect(moments()).toEqual([3, 3]);
});

it('fails for those who share a reading that fails, and reads again for the others', async () => {
  const first = shared.at(1);
  const second = [shared.at(2), shared.at(2)];
  readings[0]!.fail();
  await expect(first).rejects.toThrow('unreadable');
  readings[1]!.fail();
  for (const answer of second) await expect(answer).rejects.toThrow('unreadable');
  const third = shared.at(3);
  readings[2]!.succeed('c');
  expect(await third).toBe('c');
});
