/** What an export looks like: each format read back by a reader that knows nothing of the writer. */

import { describe, expect, it } from 'vitest';
import { type FormatName, formatOf } from '../../src/cli/admin/formats.ts';
import { ADMIN_TEXTS } from '../../src/cli/admin/texts.ts';
import type { StoredMessage } from '../../src/desk/journal.ts';
import { escapeText } from '../../src/protocol/text.ts';
import { parseCsv } from './csv.ts';

const AT = Date.UTC(2026, 2, 9, 14, 3, 5, 7);
const NASTY = [
  'oi',
  'two\nlines\n',
  'a "quoted", word',
  'C:\\new\\table',
  '👩‍👩‍👧‍👦 família 日本',
  ' spaces ',
  '=1+1',
  '+55 11 99999-0000',
  '-2',
  '@SUM(A1)',
  '\tTAB',
  '\n=later',
  '＝１',
  "'",
  '',
];

function messages(texts: readonly string[]): StoredMessage[] {
  return texts.map((text, i) => ({
    ...{ seq: i + 1, at: AT + i, from: 'Ana', to: i % 2 ? '*' : 'João', gone: false, note: false },
    text: escapeText(text),
  }));
}

function written(format: FormatName, texts: readonly string[]): string {
  const { head, message, tail } = formatOf(format, ADMIN_TEXTS.pt);
  return (
    head +
    messages(texts)
      .map((each, i) => message(each, i === 0))
      .join('') +
    tail
  );
}

describe('json', () => {
  it('is an array of all messages, with their texts as they were written', () => {
    const read = JSON.parse(written('json', NASTY)) as { text: string }[];
    expect(read.map(({ text }) => text)).toEqual(NASTY);
    expect(read[0]).toEqual({
      seq: 1,
      time: '2026-03-09T14:03:05.007Z',
      from: 'Ana',
      to: 'João',
      text: 'oi',
    });
    expect(read[1]).toMatchObject({ to: '*' });
  });

  it('of nothing is an empty array', () => {
    expect(JSON.parse(written('json', []))).toEqual([]);
  });
});

describe('csv', () => {
  it('has a head, and a row of five cells for each message', () => {
    const rows = parseCsv(written('csv', NASTY));
    expect(rows[0]).toEqual(['seq', 'time', 'from', 'to', 'text']);
    expect(rows[1]).toEqual(['1', '2026-03-09T14:03:05.007Z', 'Ana', 'João', 'oi']);
    expect(rows).toHaveLength(NASTY.length + 1);
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => 5));
  });

  it('gives texts back as they were, but for those that a spreadsheet would run', () => {
    const texts = parseCsv(written('csv', NASTY))
      .slice(1)
      .map((row) => row[4] ?? '');
    for (const [i, text] of texts.entries()) expect(text.replace(/^'(?=[=+\-@\t\n＝])/, '')).toBe(NASTY[i]);
    expect(texts.filter((text) => /^[=+\-@\t\r\n＝]/.test(text))).toEqual([]);
  });
});

describe('txt', () => {
  it('is a line for each message, later lines of a text set in', () => {
    const lines = written('txt', ['oi', 'a\nb']).split('\n');
    const [, time] = /^#1 {2}(\d{4}-\d\d-\d\d \d\d:\d\d) {2}Ana → João {2}oi$/.exec(lines[0] ?? '') ?? [];
    expect(new Date(`${time}:00`).getTime()).toBe(Math.floor(AT / 60_000) * 60_000);
    expect(lines[1]).toBe(`#2  ${time}  Ana → balcão  a`);
    expect(lines[2]).toBe(`${' '.repeat((lines[1]?.length ?? 0) - 1)}b`);
  });

  it('has nothing that a terminal would obey', () => {
    expect(written('txt', ['\u001b[31m \u202eabc'])).not.toMatch(/[\u001b\u202e]/);
  });
});
