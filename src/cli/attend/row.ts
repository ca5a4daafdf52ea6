/**
 * What stands in one row of the screen: pieces of text, each in a tone. Owns these shapes and how rows are put
 * together; knows no colours.
 */

import { width } from '../client/harmless.ts';
import { closed, cut, even, fill } from './cells.ts';

/** What a piece of text is for; the theme says what it looks like. */
export type Tone =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'me'
  | 'other'
  | 'colleague'
  | 'note'
  | 'good'
  | 'warm'
  | 'bad'
  | 'key'
  | 'chosen'
  | 'bar';

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

export type Row = readonly Piece[];

export const BLANK: Row = [];

/** A piece of our own words. */
export function piece(text: string, tone: Tone = 'plain'): Piece {
  return { text, tone };
}

/** A piece of what somebody wrote. */
export function theirs(text: string, tone: Tone = 'plain'): Piece {
  return { text: closed(even(text.replaceAll('\n', ' '))), tone };
}

export function rowWidth(row: Row): number {
  return row.reduce((sum, { text }) => sum + width(text), 0);
}

/** The row in exactly so many columns: cut, or filled with spaces of this tone. */
export function filled(row: Row, columns: number, tone: Tone = 'plain'): Row {
  const pieces: Piece[] = [];
  let left = columns;
  for (const { text, tone: of } of row) {
    if (left <= 0) break;
    const shown = cut(text, left);
    left -= width(shown);
    pieces.push({ text: shown, tone: of });
  }
  return left > 0 ? [...pieces, { text: fill('', left), tone }] : pieces;
}

/** One end at each side, at least two columns apart; the left one is cut where both do not fit. */
export function spread(left: Row, right: Row, columns: number, tone: Tone = 'plain'): Row {
  const end = rowWidth(right);
  if (end === 0) return filled(left, columns, tone);
  if (end + 2 >= columns) return filled(right, columns, tone);
  return [...filled(left, columns - end - 1, tone), { text: ' ', tone }, ...right];
}

/** The same row, all in one tone. */
export function toned(row: Row, tone: Tone): Row {
  return row.map(({ text }) => ({ text, tone }));
}
