/**
 * Windows with what terminals show in them, as one SVG that needs no font of its own and no script. Every run of text
 * stands at its column and is as long as its columns, so that they line up in any font; lines of boxes are drawn, so
 * that they join in any font. Pure.
 */

import { type Cell, type Colour, type Paint, PLAIN } from './screen.ts';

export interface Picture {
  /** For who does not see it: what it is, and what can be seen in it. */
  readonly title: string;
  readonly description: string;
  /** One below the other. */
  readonly windows: readonly Window[];
}

export interface Window {
  readonly title: string;
  readonly columns: number;
  readonly rows: readonly (readonly Cell[])[];
  /** null if it is hidden. */
  readonly cursor: { readonly column: number; readonly row: number } | null;
}

/** In the units of the picture, which are pixels where it is shown as large as it is. */
const CELL = 8.4;
const LINE = 18;
const BASELINE = 13;
const BAR = 34;
const MARGIN = 14;
const GAP = 18;

const FONT = `ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace`;
const INK = '#e6edf3';
const GROUND = '#0d1117';
const FRAME = '#3d444d';
const TITLE_INK = '#9198a1';
const TITLE_GROUND = '#1c2128';
const BUTTONS = ['#ff5f57', '#febc2e', '#28c840'];

/** Black to white, then the bright ones. */
const PALETTE = [
  ...['#484f58', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#c9d1d9'],
  ...['#8b949e', '#ffa198', '#7ee787', '#f2cc60', '#a5d6ff', '#e2c5ff', '#8ae9f0', '#ffffff'],
];

/** How much of its colour dim text keeps; the rest is the ground. */
const DIM = 0.62;

/** The arms of a character that draws a line: left, right, up, down. */
const ARMS: ReadonlyMap<string, string> = new Map(
  '─lr │ud ┌rd ┐ld └ru ┘lu ╭rd ╮ld ╰ru ╯lu ├rud ┤lud ┬lrd ┴lru ┼lrud'
    .split(' ')
    .map((line) => [line.slice(0, 1), line.slice(1)]),
);

/** What every monospaced font has, and as wide as the rest. */
const LETTERS = /^[ -~\u00a1-\u024f]+$/;

/** SVG has no two spaces in a row: what stands behind them has a place of its own. */
const PIECES = /[^ ]+(?: [^ ]+)*/g;

/** What XML 1.0 does not have. */
const NO_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Cells next to each other that look alike. */
interface Run {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly text: string;
  readonly paint: Paint;
}

export function draw({ title, description, windows }: Picture): string {
  const columns = Math.max(...windows.map((window) => window.columns));
  const broad = Math.ceil(columns * CELL) + 2 * MARGIN;
  const tops: number[] = [];
  let high = -GAP;
  for (const window of windows) {
    tops.push(high + GAP);
    high += GAP + height(window);
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${broad}" height="${high}" viewBox="0 0 ${broad} ${high}"`,
    ` role="img" aria-labelledby="title description" font-family="${FONT}" font-size="14">\n`,
    `<title id="title">${escaped(title)}</title>\n<desc id="description">${escaped(description)}</desc>\n`,
    ...windows.map((window, at) => drawWindow(window, tops[at]!, broad)),
    '</svg>\n',
  ].join('');
}

/** The room that a window takes, with its bar. */
function height({ rows }: Window): number {
  return BAR + rows.length * LINE + MARGIN;
}

function drawWindow(window: Window, top: number, broad: number): string {
  const { title, rows, cursor } = window;
  const runs = rows.flatMap(runsOf);
  // Half a unit in, a line of one unit fills pixels instead of halves of them.
  const right = broad - 0.5;
  const bar = `M.5 ${BAR - 6}V9.5a9 9 0 0 1 9-9H${right - 9}a9 9 0 0 1 9 9V${BAR - 6}z`;
  const frame = `x=".5" y=".5" width="${broad - 1}" height="${height(window) - 1}" rx="9"`;
  return [
    `<g transform="translate(0 ${top})">\n`,
    `<rect ${frame} fill="${GROUND}"/>\n<path d="${bar}" fill="${TITLE_GROUND}"/>\n`,
    `<rect ${frame} fill="none" stroke="${FRAME}"/>\n`,
    ...BUTTONS.map((fill, at) => `<circle cx="${18 + 20 * at}" cy="14" r="6" fill="${fill}"/>\n`),
    `<text x="${broad / 2}" y="19" text-anchor="middle" font-size="13" fill="${TITLE_INK}">${escaped(title)}</text>\n`,
    `<g transform="translate(${MARGIN} ${BAR})" fill="${INK}">\n`,
    ...runs.map(drawGround),
    cursor === null ? '' : block(cursor.column, cursor.row, 1, TITLE_INK),
    ...drawLines(runs),
    ...runs.flatMap(drawText),
    '</g>\n</g>\n',
  ].join('');
}

/** The cells of a row in runs that look alike; what fonts may draw wider or narrower stands alone. */
function runsOf(cells: readonly Cell[], row: number): Run[] {
  const runs: Run[] = [];
  let column = 0;
  for (const { text, columns, paint } of cells) {
    const last = runs.at(-1);
    const joins = last !== undefined && LETTERS.test(last.text + text) && isAlike(paint, text, last);
    if (joins) runs.splice(-1, 1, { ...last, columns: last.columns + columns, text: last.text + text });
    else runs.push({ column, row, columns, text, paint });
    column += columns;
  }
  return runs;
}

/** A space without a ground looks the same in every ink. */
function isAlike(paint: Paint, text: string, last: Run): boolean {
  const keys = Object.keys(PLAIN) as (keyof Paint)[];
  const bare = text === ' ' ? (['ground', 'underline', 'inverse'] as const) : keys;
  return bare.every((key) => paint[key] === last.paint[key]);
}

/** The ground of a run, if it has one of its own. */
function drawGround({ column, row, columns, paint }: Run): string {
  const { ground } = shown(paint);
  return ground === GROUND ? '' : block(column, row, columns, ground);
}

/** Neighbours meet without a seam, since their edges are those of pixels. */
function block(column: number, row: number, columns: number, fill: string): string {
  const where = `x="${length(column * CELL)}" y="${row * LINE}" width="${length(columns * CELL)}"`;
  return `<rect ${where} height="${LINE}" fill="${fill}" shape-rendering="crispEdges"/>\n`;
}

/** All lines of boxes and under text. What goes on in the next cell is one line, so that no joint is seen. */
function drawLines(runs: readonly Run[]): string[] {
  const lines = new Map<string, { readonly start: string; readonly end: string; readonly ink: string }>();
  const line = (ink: string, way: 'H' | 'V', x: number, y: number, to: number) => {
    const start = `${x} ${y}`;
    const end = way === 'H' ? `${to} ${y}` : `${x} ${to}`;
    if (start === end) return;
    const before = lines.get(`${ink}${way}${start}`);
    lines.delete(`${ink}${way}${start}`);
    lines.set(`${ink}${way}${end}`, { start: before?.start ?? start, end, ink });
  };
  for (const { column, row, columns, text, paint } of runs) {
    const { ink } = shown(paint);
    const arms = ARMS.get(text) ?? '';
    const [left, right] = [length(column * CELL), length((column + columns) * CELL)];
    const [x, y] = [Math.floor((column + 0.5) * CELL) + 0.5, row * LINE + 9.5];
    line(ink, 'H', arms.includes('l') ? left : x, y, arms.includes('r') ? right : x);
    line(ink, 'V', x, arms.includes('u') ? row * LINE : y, arms.includes('d') ? (row + 1) * LINE : y);
    if (paint.underline) line(ink, 'H', left, row * LINE + 15.5, right);
  }
  return Array.from(
    lines.values(),
    ({ start, end, ink }) => `<path d="M${start}L${end}" stroke="${ink}" stroke-linecap="square"/>\n`,
  );
}

function drawText({ column, row, columns, text, paint }: Run): string[] {
  if (ARMS.has(text)) return [];
  const { ink } = shown(paint);
  const isText = LETTERS.test(text);
  const looks = [
    ink === INK ? '' : ` fill="${ink}"`,
    paint.bold ? ' font-weight="bold"' : '',
    paint.italic ? ' font-style="italic"' : '',
    // A sign of another font is made as broad as its cells; letters only move.
    isText ? '' : ' lengthAdjust="spacingAndGlyphs"',
  ].join('');
  return Array.from(text.matchAll(PIECES), ({ 0: piece, index }) => {
    const broad = length((isText ? piece.length : columns) * CELL);
    const where = `x="${length((column + index) * CELL)}" y="${row * LINE + BASELINE}" textLength="${broad}"`;
    return `<text ${where}${looks}>${escaped(piece)}</text>\n`;
  });
}

/** The colours as they are seen. */
function shown({ ink, ground, dim, inverse }: Paint): { readonly ink: string; readonly ground: string } {
  const front = colour(ink, INK);
  const back = colour(ground, GROUND);
  const [seen, behind] = inverse ? [back, front] : [front, back];
  return { ink: dim ? mixed(seen, behind) : seen, ground: behind };
}

function colour(colour: Colour | null, usual: string): string {
  if (colour === null) return usual;
  return typeof colour === 'number' ? PALETTE[colour]! : colour;
}

function mixed(ink: string, ground: string): string {
  const level = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  const mix = (at: number) => Math.round(DIM * level(ink, at) + (1 - DIM) * level(ground, at));
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, '0')).join('')}`;
}

export function escaped(text: string): string {
  return text
    .replace(NO_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function length(size: number): number {
  return Math.round(size * 100) / 100;
}
