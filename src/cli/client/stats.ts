/**
 * The numbers of the desk as people read them: names in their language, seconds as durations, the hours of the day in
 * one row. Pure; a number that this client does not know stands as the server wrote it.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { harmless } from './harmless.ts';
import type { Texts } from './texts.ts';

const HOUR = /^messages-hour-(\d\d)$/;

/** What the server says where there is nothing to tell a number from, and what people see then. */
const NONE = '?';
const DASH = '—';

/** The rows of a listing of STAT items; the hours come last. */
export function statRows(items: readonly Event[], t: Texts): string[][] {
  const stats = items.map(({ rest }) => splitWords(harmless(rest), 1));
  const rows = stats.flatMap(([name = '', value = '']) =>
    HOUR.test(name)
      ? []
      : [[Object.hasOwn(t.stats, name) ? t.stats[name]! : name, shownValue(name, value, t)]],
  );
  const hours = stats.flatMap(([name = '', value = '']) => {
    const hour = HOUR.exec(name)?.[1];
    return hour === undefined || value === '0' ? [] : [`${hour}h\u00a0${value}`];
  });
  const isByHour = stats.some(([name = '']) => HOUR.test(name));
  return isByHour ? [...rows, [t.messagesByHour, hours.join('  ') || DASH]] : rows;
}

function shownValue(name: string, value: string, t: Texts): string {
  if (value === NONE) return DASH;
  const seconds = Number(value);
  if (name.endsWith('-median') && Number.isFinite(seconds)) return t.duration(Math.round(seconds));
  return name === 'rating' ? t.mean(value) : value;
}
