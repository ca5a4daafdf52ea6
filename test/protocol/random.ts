/**
 * Chance that can be repeated: every random test of the protocol draws from SEED, which the environment may
 * set (`SEED=42 vitest run test/protocol`). Owns the generator and the arbitraries that several tests share.
 */

import fc from 'fast-check';

const { SEED: wanted } = process.env;

/** The seed of this run; a failing test names it. */
export const SEED: number =
  wanted === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(wanted) | 0;

/** What fast-check needs to repeat a run of this file. */
export const REPEATABLE = { seed: SEED } as const;

/** An integer from 0 to `below` − 1. */
export type Random = (below: number) => number;

/** mulberry32 (Tommy Ettinger, public domain): small, and good enough to choose cuts and mutations. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) % below) | 0;
  };
}

/** Any string at all, lone surrogates and control characters included. */
export const anyString: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0x7f }).map((unit) => String.fromCharCode(unit)),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.integer({ min: 0x10000, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
    fc.constantFrom(' ', '\n', '\r', '\\', 'n', '@', '*', '#', '.', '\u2028', '\u2029', '\ufeff', '\u0085'),
  ),
});

/** Text that may stand in a line: well-formed, and without control characters but TAB. */
export const lineText: fc.Arbitrary<string> = anyString.map((text) =>
  text.toWellFormed().replace(/[^\P{Cc}\t]/gu, ''),
);

/** A label, or '' for none. */
export const anyLabel: fc.Arbitrary<string> = fc.oneof(
  fc.constant(''),
  fc.string({
    unit: fc.constantFrom(...'ABCXYZabcxyz0189_.:-'),
    minLength: 1,
    maxLength: 64,
  }),
);
