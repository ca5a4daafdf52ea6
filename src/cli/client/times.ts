/**
 * Times of the wire as people read them, in the time zone of this machine. Pure, but for that zone.
 */

import type { Lang } from '../../protocol/codes.ts';

const LOCALES: Readonly<Record<Lang, string>> = { pt: 'pt-BR', en: 'en-GB' };

/**
 * `14:03`, with the day in front unless it is today's. What is no time stands for itself.
 *
 * @param time RFC 3339.
 * @param now milliseconds since 1970.
 */
export function clockTime(time: string, now: number, lang: Lang): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const ms = at.getTime();
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) return clock(ms);
  const isSameYear = at.getFullYear() === today.getFullYear();
  return `${shortDay(ms, lang, isSameYear ? undefined : 'numeric')} ${clock(ms)}`;
}

/** `14:03`, of milliseconds since 1970. */
export function clock(ms: number): string {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `21/11` or `21 Nov`, always as wide as others of the same language; of milliseconds since 1970. */
export function shortDay(ms: number, lang: Lang, year?: 'numeric'): string {
  return new Date(ms).toLocaleDateString(LOCALES[lang], {
    day: '2-digit',
    month: lang === 'pt' ? '2-digit' : 'short',
    ...(year ? { year } : {}),
  });
}

/** The day of a moment, in milliseconds since 1970, to be compared with others. */
export function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** `sábado, 21 de novembro de 2026`; without the year if it is the one of `now`, in milliseconds since 1970. */
export function dayName(at: number, lang: Lang, now?: number): string {
  const isThisYear = now !== undefined && new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(LOCALES[lang], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

/** `07`. */
export function two(n: number): string {
  return String(n).padStart(2, '0');
}
