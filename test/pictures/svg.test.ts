/** Screens as pictures. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScreen } from '../../pictures/screen.ts';
import { draw } from '../../pictures/svg.ts';
import { fault } from './well-formed.ts';

const GROUND = '#0d1117';

function drawn(screen: string, title = '', cursor: { column: number; row: number } | null = null): string {
  const rows = readScreen(screen);
  return draw({ title: 'T', description: 'D', windows: [{ title, columns: 20, rows, cursor }] });
}

/** Texts of the screen: what, and from where to where in columns. */
function textsOf(svg: string): [string, number, number][] {
  const texts = svg.matchAll(/<text x="([\d.]+)" y="\d+" textLength="([\d.]+)"[^>]*>([^<]*)</g);
  const columns = (length = '') => Math.round((Number(length) / 8.4) * 1000) / 1000;
  return Array.from(texts, ([, x, length, text = '']) => [text, columns(x), columns(x) + columns(length)]);
}

test('every run stands at its column and is as long as its columns', () => {
  expect(textsOf(drawn(' ana  \x1b[1mjoão\x1b[m 12'))).toEqual([
    ['ana', 1, 4],
    ['joão', 6, 10],
    ['12', 11, 13],
  ]);
});

test('what fonts draw wider or narrower stands alone, in its own columns', () => {
  const svg = drawn('oi 日本📦✓ e\u0301.');
  expect(textsOf(svg)).toEqual([
    ['oi', 0, 2],
    ['日', 3, 5],
    ['本', 5, 7],
    ['📦', 7, 9],
    ['✓', 9, 10],
    ['e\u0301', 11, 12],
    ['.', 12, 13],
  ]);
  expect(svg.match(/lengthAdjust/g)).toHaveLength(5);
});

test('text in between stays one run: spaces have no ink', () => {
  expect(textsOf(drawn('\x1b[31ma\x1b[32m \x1b[31mb'))).toEqual([['a b', 0, 3]]);
});

test.each([
  ['bold', '\x1b[1ma', /<text [^>]*font-weight="bold">a</],
  ['italic', '\x1b[3ma', /<text [^>]*font-style="italic">a</],
  ['underlined, spaces as well', '\x1b[4ma  b', /<path d="M0 15\.5L33\.6 15\.5" /],
  ['coloured', '\x1b[32ma', /<text [^>]*fill="#56d364">a</],
  ['of a ground', '\x1b[48;2;1;2;3ma', /<rect x="0" y="0" width="8\.4" height="18" fill="#010203"/],
  ['inverse', '\x1b[7ma', /<rect x="0" y="0" [^>]*fill="#e6edf3"[\s\S]*<text [^>]*fill="#0d1117">a</],
])('what is %s is seen to be', (_, screen, pattern) => {
  expect(drawn(screen)).toMatch(pattern);
});

test('the cursor stands where it is, and only where there is one', () => {
  expect(drawn('a', '', { column: 2, row: 0 })).toContain('<rect x="16.8" y="0" width="8.4"');
  expect(drawn('a')).not.toContain('height="18"');
});

test('lines of boxes are drawn from edge to edge, as one line through all that go on', () => {
  const svg = drawn('──┬─\n  │x\n  ╰─');
  expect(Array.from(svg.matchAll(/<path d="(M[\d. ]+L[\d. ]+)"/g), ([, path]) => path)).toEqual([
    'M0 9.5L33.6 9.5',
    'M21.5 9.5L21.5 45.5',
    'M21.5 45.5L33.6 45.5',
  ]);
  expect(textsOf(svg)).toEqual([['x', 3, 4]]);
});

test('lines of another ink are others', () => {
  expect(drawn('─\x1b[31m─').match(/<path d="M[\d. ]+L/g)).toHaveLength(2);
});

test('every colour but black can be read on the ground, dim ones too', () => {
  const levels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  // WCAG 2.2: relative luminance and contrast ratio.
  const linear = (level: number) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4);
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = levels(hex).map(linear);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (hex: string) => (luminance(hex) + 0.05) / (luminance(GROUND) + 0.05);
  const inkOf = (codes: string) => /textLength="[\d.]+" fill="(#\w+)"/.exec(drawn(`\x1b[${codes}ma`))![1]!;
  const inks = [31, 32, 33, 34, 35, 36, 37, 90, 91, 92, 93, 94, 95, 96, 97];
  for (const ink of inks) expect(contrast(inkOf(`${ink}`)), `${ink}`).toBeGreaterThan(5.5);
  for (const ink of [39, ...inks.filter((ink) => ink !== 90)]) {
    expect(contrast(inkOf(`2;${ink}`)), `dim ${ink}`).toBeGreaterThan(3);
  }
});

describe('whatever stands there', () => {
  test('is text, be it the name of a method', () => {
    expect(textsOf(drawn('toString'))).toEqual([['toString', 0, 8]]);
  });

  test('is escaped', () => {
    const svg = drawn(`<a b="c"> & 'd'`, '</text><script>');
    expect(textsOf(svg)[0]![0]).toBe("&lt;a b=&quot;c&quot;&gt; &amp; 'd'");
    expect(svg).toContain('>&lt;/text&gt;&lt;script&gt;</text>');
    expect(fault(svg)).toBe('');
  });

  test('the picture is well-formed', () => {
    const unit = fc.oneof(
      fc.constantFrom('a', ' ', '─', '<', '&', '"', '\n', '\x1b[7m', '日', '\u0301'),
      fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    );
    const text = fc.string({ unit, maxLength: 60 });
    fc.assert(
      fc.property(text, text, (screen, title) => {
        expect(fault(drawn(screen, title))).toBe('');
      }),
    );
  });
});

test.each([
  ['<a>', 'never closed: a'],
  ['<a></b>', 'closed without being open: </b>'],
  ['<a b="1" b="2"/>', 'an attribute twice: <a b="1" b="2"/>'],
  ['<a>&nbsp;</a>', 'a wrong character: &nbsp;'],
  ['<a>\x01</a>', 'a wrong character: \x01'],
  ['<a/><b/>', '2 roots'],
  ['<a b=1/>', 'no XML: <a b=1/>'],
])('what is not well-formed is noticed: %j', (xml, why) => {
  expect(fault(xml)).toBe(why);
});
