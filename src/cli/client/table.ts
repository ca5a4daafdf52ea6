/**
 * Rows as aligned columns. Owns padding and the wrapping of the last column; knows nothing of what stands in
 * the cells, but that they carry no colours yet.
 */

import { stripVTControlCharacters } from 'node:util';
import { characters, width } from './harmless.ts';

const GAP = 2;
const NARROWEST_LAST = 20;

/**
 * Aligns `rows` under each other, two spaces apart. The last column may hold line breaks, and is wrapped at
 * `columns`; what continues it stands below it. Where too little is left for that, it stands under the others.
 * O(characters).
 *
 * @param columns the width of the terminal, or Infinity not to wrap.
 */
export function table(rows: readonly (readonly string[])[], columns = Number.POSITIVE_INFINITY): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.slice(0, -1).entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell));
  }
  const indent = widths.reduce((sum, one) => sum + one + GAP, 0);
  const room = columns - indent;
  if (room < NARROWEST_LAST)
    return rows.flatMap((row) => stacked(row, indent > columns ? [] : widths, columns));
  return rows.flatMap((row) => {
    const head = row.slice(0, -1).map((cell, i) => pad(cell, (widths[i] ?? 0) + GAP));
    const [first = '', ...more] = wrap(row.at(-1) ?? '', room);
    return [head.join('') + first, ...more.map((line) => ' '.repeat(indent) + line)].map((line) =>
      line.trimEnd(),
    );
  });
}

/** A row whose last cell stands under the others, which are aligned as far as there are `widths`. */
function stacked(row: readonly string[], widths: readonly number[], columns: number): string[] {
  const head = row.slice(0, -1).filter((cell, i) => cell !== '' || widths[i] !== undefined);
  const first = head.map((cell, i) => pad(cell, widths[i] ?? 0)).join(' '.repeat(GAP));
  const last = row.at(-1) ?? '';
  const below = last === '' ? [] : wrap(last, columns - GAP).map((line) => ' '.repeat(GAP) + line);
  return [...wrap(first.trimEnd(), columns, GAP), ...below].map((line) => line.trimEnd());
}

/**
 * `text` in lines of at most `room` columns, cut at spaces where there are any; what continues a line is set in
 * by `indent`. Colours take no room, and a coloured word is not cut.
 */
export function wrap(text: string, room: number, indent = 0): string[] {
  return text.split('\n').flatMap((line) => (seen(line) <= room ? [line] : wrapLine(line, room, indent)));
}

function wrapLine(line: string, room: number, indent: number): string[] {
  const lines: string[] = [];
  let current: string | null = null;
  let columns = 0;
  for (const word of line.split(' ').flatMap((one) => cut(one, room - indent))) {
    const more = seen(word);
    if (current !== null && columns + 1 + more <= room) {
      current += ` ${word}`;
      columns += 1 + more;
      continue;
    }
    if (current !== null) lines.push(current);
    const margin: number = current === null ? 0 : indent;
    current = ' '.repeat(margin) + word;
    columns = margin + more;
  }
  return [...lines, current ?? ''];
}

/** A word in pieces of at most `room` columns; no mark is cut from its letter. */
function cut(word: string, room: number): string[] {
  if (seen(word) <= room || word.includes('\x1b')) return [word];
  const pieces: string[] = [];
  let piece = '';
  let columns = 0;
  for (const character of characters(word)) {
    const more = width(character);
    if (columns + more > room && piece !== '') {
      pieces.push(piece);
      piece = '';
      columns = 0;
    }
    piece += character;
    columns += more;
  }
  return [...pieces, piece];
}

/** The columns of text that may be coloured. */
function seen(text: string): number {
  return width(stripVTControlCharacters(text));
}

function pad(cell: string, columns: number): string {
  return cell + ' '.repeat(Math.max(0, columns - width(cell)));
}
