/** When messages that are too old are erased. */

import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Order } from '../../src/desk/orders.ts';
import type { OrderOutcome } from '../../src/workers/orders.ts';
import { expireRegularly } from '../../src/workers/retention.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.UTC(2026, 10, 2, 12);

let orders: Order[];
let outcome: OrderOutcome;
let logged: string[];
let cease: () => void;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  orders = [];
  outcome = { ok: true };
  logged = [];
});
afterEach(() => {
  cease();
  vi.useRealTimers();
});

function begin(clock = () => Date.now()): void {
  const loop = {
    async order(order: Order) {
      orders.push(order);
      return outcome;
    },
  };
  const log = pino({}, { write: (line) => logged.push(JSON.parse(line).msg) });
  cease = expireRegularly(loop, 90 * DAY_MS, clock, log);
}

it('at the start and then every hour, what is older than told is erased, until told to cease', async () => {
  begin();
  expect(orders).toEqual([{ do: 'expire', before: NOON - 90 * DAY_MS }]);
  await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
  expect(orders.slice(1)).toEqual([
    { do: 'expire', before: NOON - 90 * DAY_MS + HOUR_MS },
    { do: 'expire', before: NOON - 90 * DAY_MS + 2 * HOUR_MS },
  ]);
  cease();
  await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
  expect(orders.length).toBe(3);
  expect(logged).toEqual([]);
});

it('a clock that runs ahead of the wall, or behind it, never has anything erased before its time', () => {
  begin(() => NOON + 365 * DAY_MS);
  expect(orders).toEqual([{ do: 'expire', before: NOON - 90 * DAY_MS }]);
  cease();
  begin(() => NOON - DAY_MS);
  expect(orders[1]).toEqual({ do: 'expire', before: NOON - 91 * DAY_MS });
});

it('what the store cannot do now is tried again in an hour, which the log says', async () => {
  outcome = 'store-failed';
  begin();
  await vi.advanceTimersByTimeAsync(0);
  expect(logged).toEqual(['what is too old could not be erased; it is tried again in an hour']);
  outcome = { ok: true };
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(orders.length).toBe(2);
  expect(logged.length).toBe(1);
});
