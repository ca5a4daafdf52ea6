/**
 * The day by the clock of the server: when it began, and which hour it was. Pure, but for the time zone of the process.
 *
 * Hours are those that a clock shows. When it is put back, the hour that comes twice counts for both; when it is put
 * forward, one stays at 0; so a day never has more than 24.
 */

/**
 * The clock never shows another hour within one of these, counted from midnight: time zones differ by whole ones, and
 * are changed by whole ones.
 */
const QUARTER_MS = 15 * 60_000;

export const HOUR_MS = 60 * 60_000;

/** A time in which a clock showed one hour, in milliseconds since 1970, as all times here. */
export interface Hour {
  readonly hour: number;
  readonly from: number;
  /** Not in it any more. */
  readonly end: number;
}

/** When the day of this moment began. */
export function midnightOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The hours of the day of this moment up to it, one after the other; the moment is in the last one. */
export function hoursOf(at: number): Hour[] {
  const hours: Hour[] = [];
  for (let from = midnightOf(at); from <= at; from += QUARTER_MS) {
    const hour = new Date(from).getHours();
    const end = Math.min(from + QUARTER_MS, at + 1);
    const last = hours.at(-1);
    if (last?.hour === hour) hours[hours.length - 1] = { ...last, end };
    else hours.push({ hour, from, end });
  }
  return hours;
}

/** What came in each hour from 0 on, as a clock shows them, of what came in each of these one after the other. */
export function byHour(hours: readonly Hour[], counts: readonly number[]): readonly number[] {
  const sums = new Array<number>((hours.at(-1)?.hour ?? 0) + 1).fill(0);
  for (const [i, { hour }] of hours.entries()) sums[hour] = (sums[hour] ?? 0) + counts[i]!;
  return sums;
}
