/**
 * Text as it stands in the cells of a screen: cut to a width, filled up to one, and without what terminals measure
 * differently. Pure; it never decides what is shown. All of it is O(length).
 */

import { harmless, width } from '../client/harmless.ts';

/** Characters that are written from right to left, and turn the direction of what stands next to them. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** It has no width, and ends what was written from right to left: no border moves. */
const LEFT_AGAIN = '\u200e';

/** Marks on one letter that are shown; more would run over the lines above and below. */
const MANY_MARKS = /(\p{M}{4})\p{M}+/gu;

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What people wrote, without orders to the terminal; line breaks stay. */
export function safe(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}

/**
 * One line that every terminal shows equally wide. Emoji that are joined, coloured or chosen by invisible characters
 * take two, four or more columns, depending on the terminal: they are shown one by one.
 */
export function even(text: string): string {
  return text
    .replace(/\u200d(?=\p{Extended_Pictographic})/gu, '')
    .replace(/[\ufe0e\ufe0f]/g, '')
    .replace(/(?<=\p{Extended_Pictographic})\p{Emoji_Modifier}/gu, '')
    .replace(MANY_MARKS, '$1');
}

/** A piece of somebody's text, closed so that it does not turn what stands behind it. */
export function closed(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? text + LEFT_AGAIN : text;
}

/** Characters as people count them. */
export function graphemes(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** The beginning of `text` that fits into so many columns; ends in `…` if something is left out. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  let used = 0;
  for (const one of graphemes(text)) {
    used += width(one);
    if (used > columns - 1) break;
    kept += one;
  }
  return `${kept}…`;
}

/** Exactly so many columns: cut, or filled with spaces at the end. */
export function fill(text: string, columns: number): string {
  const shown = cut(text, columns);
  return shown + ' '.repeat(Math.max(0, columns - width(shown)));
}

/** The same with the spaces in front. */
export function fillLeft(text: string, columns: number): string {
  const shown = cut(text, columns);
  return ' '.repeat(Math.max(0, columns - width(shown))) + shown;
}
