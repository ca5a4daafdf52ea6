/** Rows as a list that moves in a window: the chosen one in sight, arrows where there is more. Pure. */

import { fill } from './cells.ts';
import { BLANK, filled, piece, type Row, rowWidth, toned } from './row.ts';

/** In front of each row of a list, where the arrow stands if there is more. */
export const MARGIN = '  ';

/** So many rows of a list, with the chosen one among them; arrows where there are more. */
export function windowOf(rows: readonly Row[], at: number, height: number): Row[] {
  return windowOn(rows.length, at, height, (i) => rows[i]!);
}

/** The same of a long list: only rows that are shown are made. O(height). */
export function windowOn(count: number, at: number, height: number, rowAt: (i: number) => Row): Row[] {
  const from = Math.max(0, Math.min(count - height, at - Math.floor(height / 2)));
  const shown = Array.from({ length: Math.max(0, Math.min(count, height)) }, (_, i) => rowAt(from + i));
  if (from > 0) shown[0] = marked(shown[0]!, '↑');
  if (from + height < count) shown[height - 1] = marked(shown[height - 1]!, '↓');
  return [...shown, ...blank(height - count)];
}

/** An arrow in front of a row, in place of its first column. */
function marked(row: Row, arrow: string): Row {
  const [first, ...others] = row;
  const text = first?.text ?? '';
  const rest = fill(text.slice(1), Math.max(0, rowWidth(first ? [first] : []) - 1));
  return [
    piece(arrow, first?.tone === 'chosen' ? 'chosen' : 'dim'),
    { text: rest, tone: first?.tone ?? 'plain' },
    ...others,
  ];
}

export function blank(count: number): Row[] {
  return Array.from({ length: Math.max(0, count) }, () => BLANK);
}

/** A row of a list across the whole width, shown as chosen or not. */
export function listRow(row: Row, isChosen: boolean, columns: number): Row {
  const whole = filled(row, columns);
  return isChosen ? toned(whole, 'chosen') : whole;
}
