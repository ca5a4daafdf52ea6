/** What stands around a message that was found: before it, and after it up to the present, without a gap. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../src/cli/attend/layout.ts';
import { mainRows } from '../../src/cli/attend/main-rows.ts';
import { momentRows } from '../../src/cli/attend/moment-rows.ts';
import type { Archive } from '../../src/cli/attend/state.ts';
import { REPEATABLE } from '../protocol/random.ts';
import { Attendant } from './attendant.ts';

const line = (seq: number) => `MSG ${seq} 2026-11-20T12:00:00.000Z maria * texto ${seq}.`;

/** Answers every HISTORY as a server does whose log of maria has these seqs, rising; how many there were. */
function serves(ana: Attendant, seqs: readonly number[]): number {
  let count = 0;
  for (let next = ana.lines.find(isHistory); next; next = ana.lines.find(isHistory)) {
    if (++count > 500) throw new Error('asked without end');
    const [, , limit = '', before = ''] = next.split(' ');
    const below = before === '' ? Number.POSITIVE_INFINITY : Number(before);
    const page = seqs.filter((seq) => seq < below).slice(-Number(limit));
    ana.answers(next, `+ok *${page.length}`, ...page.map(line), '.');
  }
  return count;
}

function isHistory(sent: string): boolean {
  return sent.startsWith('HISTORY');
}

/** Searches, and opens the only hit. */
function opened(seq: number): Attendant {
  const ana = new Attendant().press('ctrl-f').type('texto').press('enter');
  return ana.answers('SEARCH', '+ok *1', line(seq), '.').press('enter');
}

function archive({ state }: Attendant): Archive {
  if (state.mode.is !== 'archive') throw new Error(`open is ${state.mode.is}`);
  return state.mode;
}

function shown({ state }: Attendant): string {
  const layout = layoutOf(state);
  const rows = [...mainRows(state, layout), ...momentRows(state, layout.main)];
  return rows.map((row) => row.map(({ text }) => text).join('')).join('\n');
}

const seqsOf = (ana: Attendant) => archive(ana).chat.lines.map(({ seq }) => seq);

describe('a message that was found', () => {
  test('stands marked in the middle, with what came before and after', () => {
    const ana = opened(100);
    serves(ana, [80, 90, ...Array.from({ length: 30 }, (_, i) => 95 + i)]);
    expect(shown(ana)).toMatch(/texto 99\.\n.*▸ texto 100\. +◂.*\n {2}texto 101\.\n/s);
    expect(shown(ana)).toMatch(/PgDn\)$/);
    // Rows go one by one, too.
    expect(shown(ana)).not.toContain('texto 110.');
    expect(shown(ana.press('down', 'down', 'down'))).toContain('texto 110.');
    for (let i = 0; i < 3; i++) serves(ana.press('pagedown'), []);
    expect(shown(ana)).toContain('texto 124.');
    expect(shown(ana)).not.toContain('PgDn');
  });

  test('is gone from there, and from the hits, once it is retracted', () => {
    const ana = opened(3);
    serves(ana, [1, 3, 5]);
    ana.hears('UNDO 3 maria *');
    expect(shown(ana)).not.toContain('texto 3.');
    expect(shown(ana)).toContain('texto 5.');
    expect(ana.press('escape').state.mode).toMatchObject({ is: 'search', hits: [] });
  });

  test('is followed by all that came after, and preceded by all before, whatever the gaps between', () => {
    const gap = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1_000_000 }));
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 300 }), fc.nat(299), (gaps, at) => {
        const seqs: number[] = [];
        for (const by of gaps) seqs.push((seqs.at(-1) ?? 0) + by);
        const hit = seqs[at % seqs.length]!;
        const ana = opened(hit);
        const most = 2 * Math.ceil(Math.log2(seqs.at(-1)! + 2)) + 2;
        expect(serves(ana, seqs)).toBeLessThanOrEqual(most);
        for (let i = 0; i < 300 && archive(ana).newer !== 'none'; i++) {
          expect(serves(ana.press('pagedown'), seqs)).toBeLessThanOrEqual(most);
        }
        for (let i = 0; i < 300 && archive(ana).chat.older !== 'none'; i++) serves(ana.press('pageup'), seqs);
        expect(seqsOf(ana)).toEqual(seqs);
      }),
      { ...REPEATABLE, numRuns: 60 },
    );
  });

  test('is not looked for without end in the pages of a server that always says the same', () => {
    const page = Array.from({ length: 50 }, (_, i) => line(9_000_000_000 + i));
    const ana = opened(100);
    let count = 0;
    for (; ana.lines.some(isHistory) && count < 200; count++) ana.answers('HISTORY', '+ok *50', ...page, '.');
    expect(count).toBeLessThan(100);
  });

  test('is asked for again, if the connection took the reply with it', () => {
    const ana = opened(3).answers('HISTORY', null).answers('HISTORY', null);
    ana.press('pagedown', 'pageup');
    serves(ana, [1, 3, 5]);
    expect(seqsOf(ana)).toEqual([1, 3, 5]);
  });
});
