/** Text within one line: its escapes, there and back. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeText, unescapeText } from '../../src/protocol/text.ts';
import { anyString, REPEATABLE } from './random.ts';

describe('escapeText', () => {
  test.each([
    ['a line break', 'a\nb', String.raw`a\nb`],
    ['a CRLF as one line break', 'a\r\nb', String.raw`a\nb`],
    ['a lone CR as one line break', 'a\rb', String.raw`a\nb`],
    ['LF before CR as two', 'a\n\rb', String.raw`a\n\nb`],
    ['a backslash', String.raw`a\b`, String.raw`a\\b`],
    ['a backslash before n, which is no line break', String.raw`a\nb`, String.raw`a\\nb`],
    ['a backslash before a line break', '\\\n', String.raw`\\\n`],
    ['what means something to String.replace', '$& $1 $$ \\', String.raw`$& $1 $$ \\`],
    ['nothing else', 'olá, *.# \t"\u2028', 'olá, *.# \t"\u2028'],
  ])('writes %s', (_, text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
    expect(unescapeText(escaped)).toBe(text.replace(/\r\n?/g, '\n'));
  });

  test('leaves no line end in any text', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(escapeText(text)).not.toMatch(/[\r\n]/);
      }),
      REPEATABLE,
    );
  });
});

describe('unescapeText', () => {
  test.each([
    ['a backslash before anything else', String.raw`\t \x \ \é`, String.raw`\t \x \ \é`],
    ['a backslash at the end', 'a\\', 'a\\'],
    ['a backslash at the end, after a whole escape', 'a\\\\\\', 'a\\\\'],
    ['the escapes from the left', String.raw`\\n \\\n`, '\\n \\\n'],
    ['N, which is not n', String.raw`\N`, String.raw`\N`],
  ])('reads %s', (_, written, text) => expect(unescapeText(written)).toBe(text));

  test('gives back any text, but for CRLF and CR, which become a line break', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(unescapeText(escapeText(text))).toBe(text.replace(/\r\n?/g, '\n'));
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });

  test('reads any line as a text that is written and read the same again', () => {
    fc.assert(
      fc.property(anyString, (line) => {
        const text = unescapeText(line).replace(/\r\n?/g, '\n');
        expect(unescapeText(escapeText(text))).toBe(text);
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });
});
