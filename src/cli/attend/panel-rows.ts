/** What is open to be read only, in rows: the keys, and the figures of the day. Pure. */

import { width } from '../client/harmless.ts';
import { statRows } from '../client/stats.ts';
import { wrap } from '../client/table.ts';
import { TEXTS as CLIENT_TEXTS } from '../client/texts.ts';
import { fill } from './cells.ts';
import { NARROW_COLUMNS } from './columns.ts';
import type { Layout } from './layout.ts';
import { MARGIN, windowOf } from './list-window.ts';
import { BLANK, piece, type Row, theirs } from './row.ts';
import type { State } from './state.ts';
import { TEXTS } from './texts.ts';

/** What stands beside the name of a figure, at least. */
const VALUE_COLUMNS = 14;

/** Above as much as fits, keys in a column of their own. */
export function helpRows({ lang }: State, { main, chat: height }: Layout): Row[] {
  const { helpRows: all } = TEXTS[lang];
  const gap = main < NARROW_COLUMNS ? 1 : 2;
  const columns = Math.max(...all.map(([keys]) => keys.length)) + gap;
  const rows: Row[] = all.map(([keys, meaning]) => [piece(fill(keys, columns), 'key'), piece(meaning)]);
  return windowOf(rows, 0, height);
}

/** Numbers under each other, then the hours of the day. */
export function figureRows({ lang, mode }: State, { main, chat: height }: Layout): Row[] {
  if (mode.is !== 'figures' || !mode.items) {
    return windowOf([[piece(TEXTS[lang].loading, 'dim')]], 0, height);
  }
  const t = CLIENT_TEXTS[lang];
  const all = statRows(mode.items, t);
  const numbers = all.filter(([label]) => label !== t.messagesByHour);
  const widest = Math.min(main - VALUE_COLUMNS, Math.max(0, ...numbers.map(([label = '']) => width(label))));
  const rows: Row[] = numbers.map(([label = '', value = '']) => [
    piece(MARGIN),
    theirs(`${fill(label, widest)}  `),
    theirs(value, 'strong'),
  ]);
  const hours = all.flatMap(([label, value = '']) =>
    label === t.messagesByHour ? wrap(value, main - 2) : [],
  );
  const below: Row[] = hours.map((line) => [piece(MARGIN), theirs(line)]);
  const head: Row[] = hours.length > 0 ? [BLANK, [piece(`${MARGIN}${t.messagesByHour}`, 'dim')]] : [];
  return windowOf([...rows, ...head, ...below], 0, height);
}
