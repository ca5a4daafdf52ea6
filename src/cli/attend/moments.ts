/**
 * Moments and durations as they stand on the screen, in the time zone of this machine. Pure, but for that zone. All
 * times are milliseconds since 1970.
 */

import type { Lang } from '../../protocol/codes.ts';

const LOCALES: Readonly<Record<Lang, string>> = { pt: 'pt-BR', en: 'en-GB' };

const MINUTE_MS = 60_000;

/** `14:03`. */
export function clock(ms: number): string {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** `21/11 14:03` or `21 Nov 14:03`: always as wide as others of the same language. */
export function stamp(ms: number, lang: Lang): string {
  const day = new Date(ms).toLocaleDateString(LOCALES[lang], {
    day: '2-digit',
    month: lang === 'pt' ? '2-digit' : 'short',
  });
  return `${day} ${clock(ms)}`;
}

/** `<1 min`, `7 min`, `1 h 05`, `3 d`; never negative, though clocks differ. */
export function lasting(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 1) return '<1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${two(minutes % 60)}` : `${Math.floor(hours / 24)} d`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
