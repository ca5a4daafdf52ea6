/** LineReader: framing, length, encoding; every case whole and cut, and all of it against a naive splitter. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_LINE_BYTES } from '../../src/protocol/limits.ts';
import { LineReader } from '../../src/protocol/lines.ts';
import {
  BAD_ENCODING,
  cut,
  deliver,
  everyPlace,
  joinPieces,
  type Piece,
  raw,
  read,
  TOO_LONG,
} from './deliver.ts';
import { naiveLines } from './naive-lines.ts';
import { REPEATABLE } from './random.ts';

const MAX = MAX_LINE_BYTES;

/** `count` bytes of text: ASCII, or two, three or four bytes a character. */
const FILLS: readonly (readonly [name: string, char: string, size: number])[] = [
  ['ASCII', 'x', 1],
  ['two-byte', 'é', 2],
  ['three-byte', '€', 3],
  ['four-byte', '😀', 4],
];

function fill(count: number, char: string, size: number): string {
  return char.repeat(Math.floor(count / size)) + 'x'.repeat(count % size);
}

describe('ends of lines', () => {
  deliver('a line ends in CRLF', { bytes: 'PING a\r\n', lines: ['PING a'] });
  deliver('a bare LF ends a line too', { bytes: 'PING a\n', lines: ['PING a'] });
  deliver('both ends may be mixed in one stream', { bytes: 'a\r\nb\nc\r\n', lines: ['a', 'b', 'c'] });
  deliver('several lines come in one chunk, in order', {
    bytes: 'CONNECT ana membro\r\nMSG * olá\r\nQUIT\r\n',
    lines: ['CONNECT ana membro', 'MSG * olá', 'QUIT'],
  });
  deliver('a line without its end is held, not given', { bytes: 'a\nbcd', lines: ['a'], held: 3 });
  deliver('a CR whose LF has not come is held', { bytes: 'a\nbcd\r', lines: ['a'], held: 4 });
  deliver('no bytes give no lines', { bytes: '', lines: [] });
  deliver('spaces and TAB at either end of a line are kept', { bytes: ' \ta \t\r\n', lines: [' \ta \t'] });
});

describe('empty lines', () => {
  deliver('empty lines are ignored with either end', {
    bytes: '\r\n\n\r\na\n\n\r\nb\r\n\n',
    lines: ['a', 'b'],
  });
  deliver('a stream of empty lines gives nothing and holds nothing', { bytes: '\n'.repeat(300), lines: [] });
  deliver('a line of one space is not empty', { bytes: ' \n', lines: [' '] });
});

describe('control characters', () => {
  const controls = Array.from({ length: 0xa0 }, (_, point) => point).filter(
    (point) => /\p{Cc}/u.test(String.fromCodePoint(point)) && point !== 0x09 && point !== 0x0a,
  );
  test('there are 63 of them besides TAB and LF', () => expect(controls).toHaveLength(63));
  for (const point of controls) {
    const char = String.fromCodePoint(point);
    deliver(`U+${point.toString(16).padStart(4, '0')} hurts its line and no other`, {
      bytes: `before\r\na${char}b\r\n${char}c\nafter\r\n`,
      lines: ['before', BAD_ENCODING, BAD_ENCODING, 'after'],
    });
  }
  deliver('TAB is no fault', { bytes: 'a\tb\r\n\t\n', lines: ['a\tb', '\t'] });
  deliver('a lone CR is a fault at the beginning, within, and before CRLF', {
    bytes: '\ra\r\nb\rc\nd\r\r\n\r\r\ne\n',
    lines: [BAD_ENCODING, BAD_ENCODING, BAD_ENCODING, BAD_ENCODING, 'e'],
  });
  deliver('no other character is a control character', {
    bytes: 'a\u00a0\u00ad\u200b\u200e\u2028\u2029\u202e\ufeff\uffff\u{e0001}b\r\n',
    lines: ['a\u00a0\u00ad\u200b\u200e\u2028\u2029\u202e\ufeff\uffff\u{e0001}b'],
  });
  deliver('a BOM is kept, at the beginning of any line', {
    bytes: '\ufeffPING\r\n\ufeff\ufeffb\n\ufeff\r\n',
    lines: ['\ufeffPING', '\ufeff\ufeffb', '\ufeff'],
  });
});

describe('UTF-8', () => {
  deliver('characters of every size survive any cut', {
    bytes: 'aé€😀\r\n\u{10ffff}\ud7ff\ue000\u0800\u00a0\n',
    lines: ['aé€😀', '\u{10ffff}\ud7ff\ue000\u0800\u00a0'],
  });
  const invalid: readonly (readonly [what: string, bytes: Uint8Array])[] = [
    ['a lone continuation byte', raw(0x80)],
    ['a byte that never occurs (C0)', raw(0xc0)],
    ['a byte that never occurs (FF)', raw(0xff)],
    ['an overlong slash', raw(0xc0, 0xaf)],
    ['an overlong sequence of three', raw(0xe0, 0x9f, 0xbf)],
    ['an overlong sequence of four', raw(0xf0, 0x8f, 0xbf, 0xbf)],
    ['an overlong NUL', raw(0xc0, 0x80)],
    ['a surrogate', raw(0xed, 0xa0, 0x80)],
    ['a surrogate pair as six bytes', raw(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)],
    ['a code point beyond U+10FFFF', raw(0xf4, 0x90, 0x80, 0x80)],
    ['a sequence of two without its end', raw(0xc3)],
    ['a sequence of three without its end', raw(0xe2, 0x82)],
    ['a sequence of four without its end', raw(0xf0, 0x9f, 0x98)],
    ['Latin-1', raw(0x6f, 0x6c, 0xe1, 0x21)],
  ];
  for (const [what, bytes] of invalid) {
    deliver(`${what} hurts its line and no other`, {
      bytes: ['é\r\n', bytes, '\r\na', bytes, '\nb', bytes, 'c\r\nÚ\r\n'],
      lines: ['é', BAD_ENCODING, BAD_ENCODING, BAD_ENCODING, 'Ú'],
    });
  }
  deliver('a sequence is never joined over the end of a line', {
    bytes: ['a', raw(0xc3), '\n', raw(0xa9), 'b\n'],
    lines: [BAD_ENCODING, BAD_ENCODING],
  });
  deliver('among broken lines, empty, control and long ones keep their places', {
    bytes: [raw(0xff), '\n\r\na\n\u0007\n', 'x'.repeat(32), '\n', raw(0xfe), '\r\nz\n'],
    lines: [BAD_ENCODING, 'a', BAD_ENCODING, TOO_LONG, BAD_ENCODING, 'z'],
    limit: 32,
  });
});

describe('the limit of a line', () => {
  for (const [name, char, size] of FILLS) {
    for (const end of ['\r\n', '\n']) {
      const shown = JSON.stringify(end);
      const exact = fill(MAX - end.length, char, size);
      const over = fill(MAX - end.length + 1, char, size);
      deliver(`${MAX} bytes of ${name} with ${shown} are a line`, {
        bytes: `a\n${exact}${end}b\n`,
        lines: ['a', exact, 'b'],
      });
      deliver(`one byte more of ${name} with ${shown} is too long, and only that line`, {
        bytes: `a\n${over}${end}b\n`,
        lines: ['a', TOO_LONG, 'b'],
      });
    }
  }
  deliver('a line that is not UTF-8 may be of the limit too, and hurts only as that', {
    bytes: [raw(0xff), 'x'.repeat(MAX - 2), '\na\n'],
    lines: [BAD_ENCODING, 'a'],
  });
  deliver('too long counts before not UTF-8 and before control characters', {
    bytes: [raw(0xff), 'x'.repeat(MAX), '\n\0', 'x'.repeat(MAX), '\na\n'],
    lines: [TOO_LONG, TOO_LONG, 'a'],
  });
  deliver('a line of many times the limit is one fault, and the connection lives on', {
    bytes: `${'x'.repeat(10 * MAX)}\r\n\r\nPING\r\n${'é'.repeat(3 * MAX)}\nPING b\n`,
    lines: [TOO_LONG, 'PING', TOO_LONG, 'PING b'],
  });
  deliver('a line that has outgrown the limit is reported before its end, and nothing of it is held', {
    bytes: `a\n${'x'.repeat(MAX)}`,
    lines: ['a', TOO_LONG],
  });
  deliver('a line one short of the limit is held and waits for its LF', {
    bytes: 'x'.repeat(MAX - 1),
    lines: [],
    held: MAX - 1,
  });
  deliver('a CR that takes the last place leaves none for its LF', {
    bytes: `${'x'.repeat(MAX - 1)}\r`,
    lines: [TOO_LONG],
  });
  deliver('several long lines in a row are a fault each', {
    bytes: `${`${'x'.repeat(40)}\n`.repeat(5)}ok\n`,
    lines: [TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, 'ok'],
    limit: 32,
  });
});

describe('what the reader promises about memory and cost', () => {
  test('between two lines nothing is held', () => {
    const reader = new LineReader();
    for (let round = 0; round < 3; round++) {
      expect(reader.push(joinPieces('abc'))).toEqual([]);
      expect(reader.held).toBe(3);
      expect(reader.push(joinPieces('d\n'))).toEqual(['abcd']);
      expect(reader.held).toBe(0);
    }
  });

  test('while a long line is thrown away nothing is held, however long it goes on', () => {
    const reader = new LineReader();
    const chunk = new Uint8Array(64 * 1024).fill(0x78);
    expect(reader.push(chunk)).toEqual([TOO_LONG]);
    for (let i = 0; i < 100; i++) {
      expect(reader.push(chunk)).toEqual([]);
      expect(reader.held).toBe(0);
    }
    expect(reader.push(joinPieces('\nPING\n'))).toEqual(['PING']);
  });

  test('two readers share nothing', () => {
    const one = new LineReader();
    const other = new LineReader();
    one.push(joinPieces(['a', raw(0xc3)]));
    expect(other.push(joinPieces([raw(0xff), '\nb\n']))).toEqual([BAD_ENCODING, 'b']);
    expect(one.push(joinPieces([raw(0xa9), '\n']))).toEqual(['aé']);
  });
});

describe('any bytes at all', () => {
  const piece: fc.Arbitrary<Piece> = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom('\n', '\r\n', '\r', '\t', ' ', '\ufeff', '\0', '\u0085', 'é', '€', '😀'),
    fc.constantFrom(raw(0xc3), raw(0xa9), raw(0xe2, 0x82), raw(0xf0, 0x9f), raw(0xed, 0xa0, 0x80), raw(0xff)),
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );
  const stream = fc.array(piece, { maxLength: 40, size: 'max' }).map(joinPieces);
  const limit = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(MAX));
  const cuts = fc.array(fc.nat(), { maxLength: 12 });

  test('give the lines of the naive splitter, whatever the cuts', () => {
    fc.assert(
      fc.property(stream, limit, cuts, (bytes, max, wanted) => {
        const places = wanted.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b);
        const expected = naiveLines(bytes, max);
        expect(read([bytes], max).lines).toEqual(expected);
        expect(read(cut(bytes, places), max).lines).toEqual(expected);
        expect(read(cut(bytes, everyPlace(bytes)), max).lines).toEqual(expected);
      }),
      { ...REPEATABLE, numRuns: 3000 },
    );
  });

  test('near the limit of the wire give the lines of the naive splitter too', () => {
    const near = fc.integer({ min: MAX - 8, max: MAX + 8 });
    const long = fc.tuple(near, fc.constantFrom(...FILLS)).map(([n, [, char, size]]) => fill(n, char, size));
    const mixed = fc.array(fc.oneof(long, piece), { maxLength: 8 }).map(joinPieces);
    fc.assert(
      fc.property(mixed, cuts, (bytes, wanted) => {
        const places = wanted.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b);
        const expected = naiveLines(bytes, MAX);
        expect(read([bytes]).lines).toEqual(expected);
        expect(read(cut(bytes, places)).lines).toEqual(expected);
      }),
      { ...REPEATABLE, numRuns: 300 },
    );
  });

  test('never give a line that is empty, holds a line end, or is longer than the limit', () => {
    fc.assert(
      fc.property(stream, limit, (bytes, max) => {
        for (const line of read([bytes], max).lines) {
          if (typeof line !== 'string') continue;
          expect(line).not.toBe('');
          expect(line).not.toMatch(/[\r\n]/);
          expect(Buffer.byteLength(line) + 1).toBeLessThanOrEqual(max);
        }
      }),
      REPEATABLE,
    );
  });
});
