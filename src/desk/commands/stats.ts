/** STATS: the desk's figures of today. The store counts them. */

import { listing } from '../../protocol/format.ts';
import type { StatsRead } from '../effects.ts';
import type { Stats } from '../journal.ts';
import { entered } from './handler.ts';

export const stats = entered((desk, person, command, effects) => {
  const { conn, lang } = person.session;
  effects.read({ kind: 'stats', conn, label: command.label, lang, at: desk.now });
  return '';
});

/** The reply, once the store has counted. */
export function statsReply(read: StatsRead, counted: Stats): string {
  const today = counted.byHour.reduce((sum, messages) => sum + messages, 0);
  const items: readonly (readonly [name: string, value: number | string])[] = [
    ['waiting', counted.waiting],
    ['open', counted.open],
    ['closed-today', counted.closed],
    ['first-answer-median', seconds(counted.firstAnswer)],
    ['duration-median', seconds(counted.duration)],
    ['messages-today', today],
    ['messages-last-hour', counted.lastHour],
    ...counted.byHour.map(
      (messages, hour) => [`messages-hour-${`${hour}`.padStart(2, '0')}`, messages] as const,
    ),
    ['rating', counted.rating === null ? UNKNOWN : counted.rating.toFixed(2)],
    ['ratings', counted.ratings],
  ];
  return listing(
    read.label,
    items.map(([name, value]) => `STAT ${name} ${value}`),
  );
}

const UNKNOWN = '?';

function seconds(milliseconds: number | null): number | string {
  return milliseconds === null ? UNKNOWN : Math.round(milliseconds / 1000);
}
