/** What stands on a screen, read from what tmux says of it. */

import { expect, test } from 'vitest';
import { type Paint, PLAIN, readScreen } from '../../pictures/screen.ts';

/** The paint of the only letter. */
function paintOf(text: string): Paint | undefined {
  const [row = []] = readScreen(text);
  return row.find((cell) => cell.text === 'a')?.paint;
}

test('rows are cells, and an empty row in between is a row', () => {
  const rows = readScreen('ab\n\nc\n').map((row) => row.map(({ text }) => text));
  expect(rows).toEqual([['a', 'b'], [], ['c']]);
});

test('a character has its marks, and wide ones take two columns', () => {
  const [row = []] = readScreen('e\u0301日📦.');
  expect(row.map(({ text, columns }) => [text, columns])).toEqual([
    ['e\u0301', 1],
    ['日', 2],
    ['📦', 2],
    ['.', 1],
  ]);
});

test.each<[string, Partial<Paint>]>([
  ['1', { bold: true }],
  ['2', { dim: true }],
  ['3', { italic: true }],
  ['4', { underline: true }],
  ['4:3', { underline: true }],
  ['4;4:0', {}],
  ['7', { inverse: true }],
  ['1;2;3;4;7;22;23;24;27', {}],
  ['31', { ink: 1 }],
  ['97', { ink: 15 }],
  ['31;39', {}],
  ['42', { ground: 2 }],
  ['100', { ground: 8 }],
  ['42;49', {}],
  ['38;5;9', { ink: 9 }],
  ['38;5;16;1', { ink: '#000000', bold: true }],
  ['48;5;208', { ground: '#ff8700' }],
  ['38;5;255', { ink: '#eeeeee' }],
  ['38;2;1;128;255;4', { ink: '#0180ff', underline: true }],
  ['58;5;1;1', { bold: true }],
  ['1;31;0', {}],
  ['1;', {}],
  ['5;38;73', {}],
])('SGR %s paints', (numbers, paint) => {
  expect(paintOf(`\x1b[${numbers}ma`)).toEqual({ ...PLAIN, ...paint });
});

test('paint goes on over the end of a row, until it is taken off', () => {
  const rows = readScreen('\x1b[1;33mx\ny\x1b[mz');
  const paints = rows.flat().map(({ paint }) => [paint.bold, paint.ink]);
  expect(paints).toEqual([
    [true, 3],
    [true, 3],
    [false, null],
  ]);
});

test('other orders to a terminal leave nothing on the screen', () => {
  const [row = []] = readScreen('\x1b[2J\x1b[?25l\x0e\x1b]8;;https://a.example\x1b\\b\x1b]8;;\x07\x0f\r');
  expect(row.map(({ text }) => text)).toEqual(['b']);
});
