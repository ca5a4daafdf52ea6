/** The figures of a day, by clocks in different places. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { byHour, hoursOf, midnightOf } from '../../src/store/day.ts';

const SCRIPT = fileURLToPath(new URL('./counts-in-zone.ts', import.meta.url));
const run = promisify(execFile);

it.each([
  ['UTC', '2026-07-01T00:00:00Z'],
  // 45 minutes from a whole hour.
  ['Pacific/Chatham', '2026-07-01T11:15:00Z'],
  // The day begins at one o'clock, as the clock was put forward at midnight; and one hour comes twice at its end.
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  // Half an hour is left out.
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
])('are the same as a recount of the records in %s, about %s', async (zone, at) => {
  const { stdout } = await run(process.execPath, [SCRIPT, at], { env: { ...process.env, TZ: zone } });
  expect(stdout).toBe(zone);
});

it('count by the hours that a clock shows, from midnight to now', () => {
  const now = new Date(2026, 6, 1, 2, 20).getTime();
  const midnight = new Date(2026, 6, 1).getTime();
  expect(midnightOf(now)).toBe(midnight);
  const hours = hoursOf(now);
  expect(hours.map(({ hour, from, end }) => [hour, from - midnight, end - midnight])).toEqual([
    [0, 0, 3_600_000],
    [1, 3_600_000, 7_200_000],
    [2, 7_200_000, now + 1 - midnight],
  ]);
  expect(byHour(hours, [4, 0, 7])).toEqual([4, 0, 7]);
  // The clock was put back.
  expect(byHour([hours[0]!, hours[1]!, hours[1]!], [4, 2, 3])).toEqual([4, 5]);
});
