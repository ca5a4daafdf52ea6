/** The clock of the desk, over a wall that people and time servers set. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/workers/clock.ts';

const NOON = Date.UTC(2026, 10, 2, 12);
const HOUR_MS = 3_600_000;

/** A wall and a monotonic clock that the test moves. */
function machine(wallMs: number) {
  let wall = wallMs;
  let monotonic = 4_321.5;
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    /** Time passes. */
    pass(ms: number) {
      wall += ms;
      monotonic += ms;
    },
    /** Somebody sets the wall clock. */
    set(ms: number) {
      wall = ms;
    },
  };
}

describe('the clock', () => {
  it('shows the time of the wall', () => {
    const { wall, monotonic, pass } = machine(NOON);
    const clock = createClock(0, wall, monotonic);
    expect(clock()).toBe(NOON);
    pass(1234);
    expect(clock()).toBe(NOON + 1234);
  });

  it('goes on at its pace when the wall is set back, until the wall is past it again', () => {
    const { wall, monotonic, pass, set } = machine(NOON);
    const clock = createClock(0, wall, monotonic);
    pass(1000);
    expect(clock()).toBe(NOON + 1000);
    set(NOON - HOUR_MS);
    expect(clock()).toBe(NOON + 1000);
    pass(500);
    expect(clock()).toBe(NOON + 1500);
    set(NOON + HOUR_MS);
    expect(clock()).toBe(NOON + HOUR_MS);
  });

  it('jumps forward with the wall, and stays there when the wall goes back', () => {
    const { wall, monotonic, pass, set } = machine(NOON);
    const clock = createClock(0, wall, monotonic);
    set(NOON + 24 * HOUR_MS);
    expect(clock()).toBe(NOON + 24 * HOUR_MS);
    set(NOON);
    pass(10);
    expect(clock()).toBe(NOON + 24 * HOUR_MS + 10);
  });

  it('starts no earlier than it is told, even if that is years ahead of the wall', () => {
    const { wall, monotonic, pass } = machine(NOON);
    const startAt = Date.UTC(2099, 0, 1);
    const clock = createClock(startAt, wall, monotonic);
    expect(clock()).toBe(startAt);
    pass(60_000);
    expect(clock()).toBe(startAt + 60_000);
  });

  it('never goes back and never falls behind the wall or the time that passes, whatever is done to the wall', () => {
    const step = fc.record({
      passes: fc.double({ min: 0, max: 1e7, noNaN: true }),
      set: fc.option(fc.integer({ min: 0, max: 4e12 })),
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.array(step, { maxLength: 50 }), (startAt, steps) => {
        const { wall, monotonic, pass, set } = machine(NOON);
        const clock = createClock(startAt, wall, monotonic);
        let last = clock();
        expect(last).toBe(Math.max(startAt, NOON));
        for (const { passes, set: wallMs } of steps) {
          pass(passes);
          if (wallMs !== null) set(wallMs);
          const now = clock();
          expect(Number.isInteger(now)).toBe(true);
          // A millisecond for what is cut off, and for what numbers of this size leave out.
          expect(now).toBeGreaterThanOrEqual(last + passes - 1.01);
          expect(now).toBeGreaterThanOrEqual(last);
          expect(now).toBeGreaterThanOrEqual(wall() - 1.01);
          last = now;
        }
      }),
    );
  });

  it('needs no more than the clocks of the machine', () => {
    const before = Date.now();
    const now = createClock(0)();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now() + 1);
  });
});
