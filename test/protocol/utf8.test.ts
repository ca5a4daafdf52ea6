/** The length of a string as UTF-8, without encoding it. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exceedsUtf8, utf8Length } from '../../src/protocol/utf8.ts';
import { anyString, REPEATABLE } from './random.ts';

describe('utf8Length', () => {
  test.each([
    ['nothing', '', 0],
    ['ASCII', 'abc\n\0\x7f', 6],
    ['the smallest and largest of two bytes', '\u0080\u07ff', 4],
    ['the smallest and largest of three bytes', '\u0800\uffff', 6],
    ['the smallest and largest of four bytes', '\u{10000}\u{10ffff}', 8],
    ['a lone high surrogate, as U+FFFD', '\ud800', 3],
    ['a lone low surrogate, as U+FFFD', '\udfff', 3],
    ['surrogates the wrong way round', '\udc00\ud800', 6],
    ['two high surrogates and a low one', '\ud83d\ud83d\ude00', 7],
    ['a high surrogate before a letter', '\ud83dé', 5],
  ])('counts %s', (_, text, bytes) => {
    expect(utf8Length(text)).toBe(bytes);
    expect(Buffer.byteLength(text)).toBe(bytes);
  });

  test('is what an encoder writes, for any string', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });

  test('is what an encoder writes, for every code unit and every code point at a border', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const text = String.fromCharCode(unit);
      if (utf8Length(text) !== Buffer.byteLength(text)) expect.fail(`unit ${unit.toString(16)}`);
    }
  });
});

describe('exceedsUtf8', () => {
  test('agrees with the length, whatever the text and the limit', () => {
    fc.assert(
      fc.property(anyString, fc.nat(64), (text, limit) => {
        expect(exceedsUtf8(text, limit)).toBe(Buffer.byteLength(text) > limit);
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });

  test('lets exactly the limit pass', () => {
    for (const char of ['x', 'é', '€', '😀', '\ud800']) {
      for (let count = 0; count < 20; count++) {
        const text = char.repeat(count);
        const bytes = Buffer.byteLength(text);
        expect(exceedsUtf8(text, bytes)).toBe(false);
        if (bytes > 0) expect(exceedsUtf8(text, bytes - 1)).toBe(true);
      }
    }
  });
});
