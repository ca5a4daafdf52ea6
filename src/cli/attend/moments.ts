/**
 * How long things last, and when what was found was said, as they stand on the screen. Pure, but for the time zone of
 * this machine. All times are milliseconds since 1970.
 */

import type { Lang } from '../../protocol/codes.ts';
import { clock, shortDay, two } from '../client/times.ts';

const MINUTE_MS = 60_000;

/** `21/11 14:03` or `21 Nov 14:03`: always as wide as others of the same language. */
export function stamp(ms: number, lang: Lang): string {
  return `${shortDay(ms, lang)} ${clock(ms)}`;
}

/** `<1 min`, `7 min`, `1 h 05`, `3 d`; never negative, though clocks differ. */
export function lasting(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 1) return '<1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${two(minutes % 60)}` : `${Math.floor(hours / 24)} d`;
}
