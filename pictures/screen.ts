/**
 * What a terminal shows, read from what `tmux capture-pane -e -p` prints: text with colours and attributes (SGR, ECMA-48
 * 8.3.117) in between. Owns which cell has which character and which paint. Pure; it never draws.
 */

import { characters, width } from '../src/cli/client/harmless.ts';

/** One of the 16 colours of the terminal, or a colour as SVG writes it. */
export type Colour = number | `#${string}`;

/** null is the terminal's own colour. */
export interface Paint {
  readonly ink: Colour | null;
  readonly ground: Colour | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

export interface Cell {
  /** A character with its marks. */
  readonly text: string;
  /** How many columns it takes: 1 or 2. */
  readonly columns: number;
  readonly paint: Paint;
}

export const PLAIN: Paint = {
  ink: null,
  ground: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

/** Orders to a terminal: SGR with its numbers, other CSI, OSC, and the shifts of character sets. */
const ORDER = /\x1b\[([\d;:]*)m|\x1b\[[\d;:?<=>]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x0e\x0f\r]/g;

/** The rows of a screen, as many as were captured. Paint goes on over the end of a row. O(length). */
export function readScreen(captured: string): Cell[][] {
  const rows: Cell[][] = [[]];
  let paint = PLAIN;
  const write = (text: string) => {
    for (const [at, line] of text.split('\n').entries()) {
      if (at > 0) rows.push([]);
      for (const one of characters(line)) rows.at(-1)!.push({ text: one, columns: width(one), paint });
    }
  };
  let from = 0;
  for (const order of captured.matchAll(ORDER)) {
    write(captured.slice(from, order.index));
    from = order.index + order[0].length;
    if (order[1] !== undefined) paint = painted(paint, order[1]);
  }
  write(captured.slice(from));
  if (rows.at(-1)!.length === 0) rows.pop();
  return rows;
}

/** The paint after an SGR with these numbers. What is unknown changes nothing. */
function painted(before: Paint, numbers: string): Paint {
  // 4:0 is no underline, and the others are kinds of it.
  const codes = numbers
    .replace(/\b4:0\b/g, '24')
    .replace(/\b4:\d/g, '4')
    .split(';')
    .map(Number);
  let paint = before;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code !== 38 && code !== 48 && code !== 58) {
      paint = { ...paint, ...change(code) };
      continue;
    }
    const { colour, length } = extended(codes.slice(at + 1));
    if (colour !== null && code === 38) paint = { ...paint, ink: colour };
    if (colour !== null && code === 48) paint = { ...paint, ground: colour };
    at += length;
  }
  return paint;
}

function change(code: number): Partial<Paint> {
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { bold: true };
    case 2:
      return { dim: true };
    case 3:
      return { italic: true };
    case 4:
    case 21:
      return { underline: true };
    case 7:
      return { inverse: true };
    case 22:
      return { bold: false, dim: false };
    case 23:
      return { italic: false };
    case 24:
      return { underline: false };
    case 27:
      return { inverse: false };
    case 39:
      return { ink: null };
    case 49:
      return { ground: null };
  }
  const low = code % 10;
  if (low > 7) return {};
  if (code >= 30 && code < 40) return { ink: low };
  if (code >= 40 && code < 50) return { ground: low };
  if (code >= 90 && code < 100) return { ink: low + 8 };
  if (code >= 100 && code < 110) return { ground: low + 8 };
  return {};
}

/** What follows 38 or 48: `5;n` or `2;r;g;b`, and how many numbers that took. */
function extended([kind, ...rest]: readonly number[]): { colour: Colour | null; length: number } {
  if (kind === 5) return { colour: indexed(rest[0] ?? 0), length: 2 };
  if (kind === 2) return { colour: hex(rest.slice(0, 3)), length: 4 };
  return { colour: null, length: 0 };
}

/** xterm's 256 colours: the terminal's 16, a cube of 6 × 6 × 6, 24 greys. */
function indexed(n: number): Colour {
  if (n < 16) return n;
  if (n >= 232) return hex(Array(3).fill(8 + 10 * (n - 232)));
  const level = (digit: number) => (digit === 0 ? 0 : 55 + 40 * digit);
  return hex([Math.floor((n - 16) / 36), Math.floor((n - 16) / 6) % 6, (n - 16) % 6].map(level));
}

function hex(levels: readonly number[]): Colour {
  return `#${levels.map((level) => Math.min(level, 255).toString(16).padStart(2, '0')).join('')}`;
}
