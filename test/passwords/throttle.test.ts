/** How long an address has to wait that gives wrong passwords. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FORGIVEN_MS,
  FREE_FAILURES,
  LONGEST_WAIT_MS,
  MAX_ADDRESSES,
  Throttle,
} from '../../src/passwords/throttle.ts';

const START = 1_000_000;

/** Fails as often as told, without ever waiting. */
function failing(throttle: Throttle, address: string, times: number, now = START): void {
  for (let n = 0; n < times; n++) throttle.failed(address, now);
}

describe('an address that failed', () => {
  it('does not wait before the fifth failure, and then for a second', () => {
    const throttle = new Throttle();
    failing(throttle, 'a', 4);
    expect(throttle.waitMs('a', START)).toBe(0);
    failing(throttle, 'a', 1);
    expect(throttle.waitMs('a', START)).toBe(1000);
    expect(throttle.waitMs('a', START + 999)).toBe(1);
    expect(throttle.waitMs('a', START + 1000)).toBe(0);
  });

  it('waits twice as long with each further failure, up to five minutes', () => {
    const throttle = new Throttle();
    failing(throttle, 'a', 4);
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      throttle.failed('a', START);
      waits.push(throttle.waitMs('a', START) / 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it('is forgiven one failure a minute', () => {
    const throttle = new Throttle();
    failing(throttle, 'a', 6);
    // Two of six are forgiven: the next is the fifth again.
    const later = START + 2 * FORGIVEN_MS;
    throttle.failed('a', later);
    expect(throttle.waitMs('a', later)).toBe(1000);
    // Half a minute twice is a minute.
    throttle.failed('a', later + FORGIVEN_MS / 2);
    expect(throttle.waitMs('a', later + FORGIVEN_MS / 2)).toBe(2000);
    throttle.failed('a', later + FORGIVEN_MS);
    expect(throttle.waitMs('a', later + FORGIVEN_MS)).toBe(2000);
  });

  it('does not make another wait', () => {
    const throttle = new Throttle();
    failing(throttle, 'a', 20);
    expect(throttle.waitMs('b', START)).toBe(0);
    failing(throttle, 'b', 4);
    expect(throttle.waitMs('b', START)).toBe(0);
  });

  it('gets few guesses an hour, however it spreads them', () => {
    const throttle = new Throttle();
    const end = START + 3_600_000;
    let guesses = 0;
    for (let now = START; now < end; ) {
      const wait = throttle.waitMs('a', now);
      if (wait > 0) now += wait;
      else {
        throttle.failed('a', now);
        guesses++;
      }
    }
    expect(guesses).toBeLessThanOrEqual(FREE_FAILURES + 10 + 60);
  });
});

describe('what is remembered', () => {
  it('is at most ten thousand addresses: the one that failed least recently is forgotten', () => {
    const throttle = new Throttle();
    failing(throttle, 'first', 6);
    failing(throttle, 'second', 6);
    failing(throttle, 'first', 1);
    for (let n = 0; n < MAX_ADDRESSES - 1; n++) throttle.failed(`10.${n}`, START);
    expect(throttle.size).toBe(MAX_ADDRESSES);
    expect(throttle.waitMs('second', START)).toBe(0);
    expect(throttle.waitMs('first', START)).toBe(4000);
    throttle.failed('one more', START);
    expect(throttle.size).toBe(MAX_ADDRESSES);
    expect(throttle.waitMs('first', START)).toBe(0);
  });

  it('is dropped once it is forgiven', () => {
    const throttle = new Throttle();
    for (let n = 0; n < 100; n++) throttle.failed(`10.${n}`, START);
    for (let n = 0; n < 100; n++) throttle.failed('a', START + FORGIVEN_MS);
    expect(throttle.size).toBe(1);
  });

  it('agrees with a list of failures that is kept for ever', () => {
    const step = fc.record({
      address: fc.constantFrom('a', 'b', 'c'),
      afterMs: fc.integer({ min: 0, max: 200_000 }),
      failures: fc.integer({ min: 0, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const throttle = new Throttle();
        const naive = new Map<string, { count: number; since: number; until: number }>();
        let now = START;
        for (const { address, afterMs, failures } of steps) {
          now += afterMs;
          for (let n = 0; n < failures; n++) {
            throttle.failed(address, now);
            naiveFailure(naive, address, now);
          }
          for (const one of ['a', 'b', 'c']) {
            expect(throttle.waitMs(one, now)).toBe(Math.max(0, (naive.get(one)?.until ?? 0) - now));
          }
        }
      }),
    );
  });
});

/** The rule as it is told, minute by minute. */
function naiveFailure(
  known: Map<string, { count: number; since: number; until: number }>,
  address: string,
  now: number,
): void {
  const entry = known.get(address) ?? { count: 0, since: now, until: 0 };
  known.set(address, entry);
  while (entry.count > 0 && now - entry.since >= FORGIVEN_MS) {
    entry.count--;
    entry.since += FORGIVEN_MS;
  }
  if (entry.count === 0) entry.since = now;
  entry.count++;
  let wait = 0;
  for (let n = FREE_FAILURES; n <= entry.count; n++) wait = wait === 0 ? 1000 : wait * 2;
  if (wait > 0) entry.until = now + Math.min(wait, LONGEST_WAIT_MS);
}
