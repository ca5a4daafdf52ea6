/** How long a customer has still to wait: the estimate itself, and what the desk makes it from. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEWEST_SAMPLES, MAX_SAMPLES } from '../../src/desk/bounds.ts';
import { estimate, withSample } from '../../src/desk/estimates.ts';
import { REPEATABLE, SEED } from '../protocol/random.ts';
import { type Chat, chat, MINUTE } from './chat.ts';

const SECOND = 1000;

describe(`the estimate (SEED=${SEED})`, () => {
  test('is unknown with fewer than five samples', () => {
    for (let samples = 0; samples < FEWEST_SAMPLES; samples++) {
      expect(estimate(new Array(samples).fill(MINUTE), 1, 1)).toBe('?');
    }
    expect(estimate(new Array(FEWEST_SAMPLES).fill(MINUTE), 1, 1)).toBe('60');
  });

  test('is the place times the median by the open conversations, in whole seconds rounded up', () => {
    const durations = [10, 20, 600, 30, 40].map((seconds) => seconds * SECOND);
    expect(estimate(durations, 1, 1)).toBe('30');
    expect(estimate(durations, 3, 1)).toBe('90');
    expect(estimate(durations, 3, 2)).toBe('45');
    expect(estimate(durations, 1, 4)).toBe('8');
    expect(estimate(durations, 2, 0)).toBe('60');
    expect(estimate([0, 0, 0, 0, 0], 9, 1)).toBe('0');
    expect(estimate([1, 1, 1, 1, 1], 1, 1)).toBe('1');
  });

  test('takes the mean of the two in the middle of an even number of samples', () => {
    expect(
      estimate(
        [6, 1, 5, 2, 4, 3].map((seconds) => seconds * SECOND),
        2,
        1,
      ),
    ).toBe('7');
  });

  test('grows with the place, shrinks with the open conversations, and depends on no order', () => {
    const samples = fc.array(fc.nat(10_000_000), { minLength: FEWEST_SAMPLES, maxLength: MAX_SAMPLES });
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 10_000 }), fc.nat(1000), (durations, position, open) => {
        const seconds = Number(estimate(durations, position, open));
        expect(Number(estimate(durations, position + 1, open))).toBeGreaterThanOrEqual(seconds);
        expect(Number(estimate(durations, position, open + 1))).toBeLessThanOrEqual(seconds);
        expect(Number(estimate(durations.toReversed(), position, open))).toBe(seconds);
      }),
      REPEATABLE,
    );
  });
});

describe('the samples', () => {
  test('are the last 20, oldest first', () => {
    let durations: readonly number[] = [];
    for (let n = 0; n < 30; n++) durations = withSample(durations, n);
    expect(durations).toEqual(Array.from({ length: MAX_SAMPLES }, (_, n) => n + 10));
  });

  test('leave the array of before as it was: an estimate may remember it', () => {
    const before = [1, 2, 3];
    withSample(before, 4);
    expect(before).toEqual([1, 2, 3]);
  });
});

/** ana serves five customers one after the other, each for so many minutes; then rui is served, sol and tom wait. */
function desk(...minutes: number[]): Chat {
  const desk = chat({ capacity: 1 });
  desk.enters(1, 'ana atendente');
  minutes.forEach((each, n) => {
    desk.enters(100 + n, `c${n} consumidor`);
    desk.clock.now += each * MINUTE;
    desk.says(1, `CLOSE c${n}`);
  });
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'sol consumidor');
  desk.enters(4, 'tom consumidor');
  return desk;
}

describe('QUEUE', () => {
  test('tells a waiting customer how long, from the conversations that were open and ended', () => {
    const chat = desk(1, 2, 3, 4, 30);
    expect(chat.asks(3, 'QUEUE')).toEqual(['+ok 1 2 180']);
    expect(chat.asks(4, 'QUEUE')).toEqual(['+ok 2 2 360']);
    expect(chat.asks(2, 'QUEUE')).toEqual(['+ok 0 2 ?']);
    chat.enters(5, 'bia atendente');
    expect(chat.asks(4, 'QUEUE')).toEqual(['+ok 1 1 90']);
  });

  test('tells nothing from four', () => {
    expect(desk(1, 2, 3, 4).asks(3, 'QUEUE')).toEqual(['+ok 1 2 ?']);
  });

  test('comes as an event with the estimate of the moment', () => {
    const chat = desk(2, 2, 2, 2, 2);
    chat.says(1, 'CLOSE rui');
    chat.forget();
    chat.passes(SECOND);
    // The last conversation took no time, which changes no median.
    expect(chat.heard(4)).toEqual(['QUEUE 1 1 120']);
    expect(chat.asks(5, 'CONNECT zeca consumidor').at(-1)).toBe('QUEUE 2 2 240');
  });
});

describe('what counts as a sample', () => {
  const durations = (desk: Chat) => desk.desk.durations.map((ms) => ms / MINUTE);

  test('is each conversation that ends while it is open, whoever ended it', () => {
    const desk = chat({ capacity: 5 });
    desk.enters(1, 'ana atendente');
    for (let n = 0; n < 4; n++) desk.enters(10 + n, `c${n} consumidor`);
    expect(desk.desk.open).toBe(4);
    desk.clock.now += MINUTE;
    desk.says(1, 'CLOSE c0');
    desk.clock.now += MINUTE;
    desk.says(11, 'QUIT');
    desk.loses(12);
    desk.passes(5 * MINUTE);
    expect(durations(desk)).toEqual([1, 2, 7]);
    expect(desk.desk.open).toBe(1);
    desk.order({ do: 'forget', key: 'c3' });
    expect(durations(desk)).toEqual([1, 2, 7, 7]);
    expect(desk.desk.open).toBe(0);
  });

  test('is none that ends while it waits, or goes back to the line', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.clock.now += MINUTE;
    desk.says(3, 'QUIT');
    desk.says(1, 'RETURN rui');
    expect(desk.desk.open).toBe(0);
    desk.says(1, 'NEXT', 'QUIT');
    desk.says(2, 'QUIT');
    expect(durations(desk)).toEqual([]);
    expect(desk.desk.open).toBe(0);
  });

  test('lasts from when the customer was last given to an attendant', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(2, 'rui consumidor');
    desk.clock.now += MINUTE;
    desk.enters(1, 'ana atendente');
    desk.clock.now += 2 * MINUTE;
    desk.says(1, 'RETURN rui', 'NEXT');
    desk.clock.now += 4 * MINUTE;
    desk.enters(3, 'bia atendente');
    desk.says(1, 'TRANSFER rui bia');
    expect(desk.desk.open).toBe(1);
    desk.clock.now += 8 * MINUTE;
    desk.says(3, 'CLOSE rui');
    expect(durations(desk)).toEqual([8]);
  });

  test('is none of which nobody knows when it was opened: the store is older than that', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    const [conversation] = desk.store.conversations.values();
    desk.store.conversation({ ...conversation!, at: desk.clock.now, openedAt: 0 });
    desk.restarts();
    desk.says(11, 'RESUME token-1', 'CLOSE rui');
    expect(durations(desk)).toEqual([]);
    expect(desk.desk.open).toBe(0);
  });

  test('is kept over a restart, as is what is open', () => {
    const chat = desk(1, 2, 3, 4, 30);
    chat.restarts();
    expect(chat.desk.open).toBe(1);
    expect(durations(chat)).toEqual([1, 2, 3, 4, 30]);
    expect(chat.asks(13, 'RESUME token-3')).toContain('QUEUE 1 2 180');
    chat.clock.now += MINUTE;
    chat.says(11, 'RESUME token-1', 'CLOSE rui');
    expect(durations(chat)).toEqual([1, 2, 3, 4, 30, 1]);
  });
});

describe('the first answer', () => {
  test('is recorded once, with the first message of an attendant', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    const answeredAt = () => [...desk.store.conversations.values()][0]!.answeredAt - desk.clock.now;
    desk.says(2, 'MSG * oi');
    desk.says(1, 'NOTE rui oi');
    expect(answeredAt()).toBe(-desk.clock.now);
    desk.clock.now += MINUTE;
    desk.says(1, 'MSG rui oi');
    expect(answeredAt()).toBe(0);
    desk.clock.now += MINUTE;
    desk.restarts();
    desk.says(11, 'RESUME token-1', 'MSG rui ainda');
    desk.says(12, 'RESUME token-2');
    desk.says(11, 'RETURN rui', 'MSG rui aqui');
    expect(answeredAt()).toBe(-MINUTE);
  });
});
