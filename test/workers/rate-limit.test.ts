import { expect, it } from 'vitest';
import { RateLimit } from '../../src/workers/rate-limit.ts';

/** How many of so many tries at this time are granted. */
function granted(rate: RateLimit, now: number, tries = 1000): number {
  return Array.from({ length: tries }, () => rate.take(now)).filter(Boolean).length;
}

it('grants a burst, then so many per second, and saves up a burst at most', () => {
  const rate = new RateLimit(5, 20, 0);
  expect(granted(rate, 0)).toBe(20);
  expect(granted(rate, 999)).toBe(4);
  expect(granted(rate, 1000)).toBe(1);
  expect(granted(rate, 3000)).toBe(10);
  expect(granted(rate, 1_000_000)).toBe(20);
});

it('multiplied, it grants more at once, more per second, and more of what was saved up', () => {
  const rate = new RateLimit(5, 20, 0);
  expect(granted(rate, 0, 15)).toBe(15);
  rate.multiply(4);
  expect(granted(rate, 0)).toBe(20);
  expect(granted(rate, 1000)).toBe(20);
  expect(granted(rate, 1_000_000)).toBe(80);
});

it('0 per second is no limit', () => {
  const rate = new RateLimit(0, 1, 0);
  rate.multiply(4);
  expect(granted(rate, 0)).toBe(1000);
});
