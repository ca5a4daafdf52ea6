/** Lines of the server as they are written, and the texts of codes that stand in them. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Code,
  ERRORS,
  errorText,
  FAREWELLS,
  type Farewell,
  farewellText,
  LANGS,
} from '../../src/protocol/codes.ts';
import {
  EOL,
  err,
  farewell,
  formatTime,
  greeting,
  listing,
  ok,
  takeFitting,
} from '../../src/protocol/format.ts';
import {
  MAX_LABEL_LENGTH,
  MAX_LINE_BYTES,
  MAX_LISTING_BYTES,
  MAX_TEXT_BYTES,
} from '../../src/protocol/limits.ts';
import { LineReader } from '../../src/protocol/lines.ts';
import { joinPieces } from './deliver.ts';
import { anyLabel, lineText, REPEATABLE } from './random.ts';

const LONGEST_LABEL = 'x'.repeat(MAX_LABEL_LENGTH);

describe('replies', () => {
  test('+ok stands alone or before its text', () => {
    expect(ok('', '')).toBe('+ok');
    expect(ok('', 'PONG a  b')).toBe('+ok PONG a  b');
  });

  test('-err has its code and its text in the language of the session', () => {
    expect(err('', 'BAD-COMMAND', 'pt')).toBe(`-err BAD-COMMAND ${ERRORS['BAD-COMMAND'].pt}`);
    expect(err('', 'BAD-COMMAND', 'en')).toBe(`-err BAD-COMMAND ${ERRORS['BAD-COMMAND'].en}`);
  });

  test('a label comes back in front', () => {
    expect(ok('7', 'a')).toBe('@7 +ok a');
    expect(ok('7', '')).toBe('@7 +ok');
    expect(err('7', 'TAKEN', 'en')).toBe(`@7 -err TAKEN ${ERRORS.TAKEN.en}`);
  });

  test('the longest text fits into a line behind PONG and the longest label', () => {
    const line = ok(LONGEST_LABEL, `PONG ${'x'.repeat(MAX_TEXT_BYTES)}`) + EOL;
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MAX_LINE_BYTES);
  });

  test('the greeting names the protocol, the server, the longest line, whether it asks for passwords, and the language', () => {
    expect(greeting({ version: '1.2.3', maxLine: MAX_LINE_BYTES, auth: 'open', lang: 'pt' })).toBe(
      '+ok 3MCP/1 telechat/1.2.3 max-line=8192 auth=open lang=pt',
    );
    expect(greeting({ version: '0.1.0-rc.1', maxLine: 1024, auth: 'required', lang: 'en' })).toBe(
      '+ok 3MCP/1 telechat/0.1.0-rc.1 max-line=1024 auth=required lang=en',
    );
  });

  test('a farewell is the event QUIT with its code', () => {
    expect(farewell('IDLE', 'en')).toBe(`QUIT IDLE ${FAREWELLS.IDLE.en}`);
  });
});

describe('codes', () => {
  const all = [
    ...Object.keys(ERRORS).map(
      (code) => [code, (lang: (typeof LANGS)[number]) => errorText(code as Code, lang)] as const,
    ),
    ...Object.keys(FAREWELLS).map(
      (code) => [code, (lang: (typeof LANGS)[number]) => farewellText(code as Farewell, lang)] as const,
    ),
  ];

  test.each(all)(
    '%s is capitals and hyphens, with a text in each language that breaks no line',
    (code, textIn) => {
      expect(code).toMatch(/^[A-Z]+(-[A-Z]+)*$/);
      for (const lang of LANGS) {
        expect(textIn(lang).trim()).toBe(textIn(lang));
        expect(textIn(lang)).not.toBe('');
        expect(textIn(lang)).not.toMatch(/\p{Cc}/u);
        expect(Buffer.byteLength(textIn(lang))).toBeLessThan(256);
      }
    },
  );

  test('none is an error and a farewell at once', () => {
    expect(new Set(all.map(([code]) => code)).size).toBe(all.length);
  });
});

describe('listings', () => {
  test('say how many items follow, and end in a dot', () => {
    expect(listing('', [])).toBe('+ok *0\r\n.');
    expect(listing('', ['USER ana', 'USER bia'])).toBe('+ok *2\r\nUSER ana\r\nUSER bia\r\n.');
  });

  test('have their label on the first line only', () => {
    expect(listing('7', ['USER ana'])).toBe('@7 +ok *1\r\nUSER ana\r\n.');
  });

  test('of what takeFitting gives never exceed their limit, and would with one item more', () => {
    const item = lineText.map((text) => `MSG ${text}`);
    const items = fc
      .tuple(fc.array(item, { minLength: 1 }), fc.integer({ min: 1, max: 7000 }))
      .map(([some, width]) => {
        const wide = some.map((one) => one + 'é'.repeat(width / 2));
        return Array.from({ length: 400 }, (_, at) => wide[at % wide.length] as string);
      });
    fc.assert(
      fc.property(anyLabel, items, (label, wanted) => {
        const fitting = takeFitting(wanted);
        expect(fitting).toEqual(wanted.slice(0, fitting.length));
        expect(Buffer.byteLength(listing(label, fitting) + EOL)).toBeLessThanOrEqual(MAX_LISTING_BYTES);
        if (fitting.length === wanted.length) return;
        const more = wanted.slice(0, fitting.length + 1);
        // A line's worth is set aside for the head and the dot.
        expect(Buffer.byteLength(listing(label, more))).toBeGreaterThan(MAX_LISTING_BYTES - MAX_LINE_BYTES);
      }),
      { ...REPEATABLE, numRuns: 100 },
    );
  });

  test('of many short items are cut at the item that would exceed, whatever its size', () => {
    const room = MAX_LISTING_BYTES - MAX_LINE_BYTES;
    const short = 'x'.repeat(98);
    const whole = Array.from({ length: Math.floor(room / 100) }, () => short);
    const left = room - whole.length * 100;
    const last = 'x'.repeat(left - EOL.length);
    expect(takeFitting([...whole, last])).toHaveLength(whole.length + 1);
    expect(takeFitting([...whole, `${last}x`])).toHaveLength(whole.length);
    expect(takeFitting([...whole, `${last}x`, ''])).toHaveLength(whole.length);
  });

  test('takeFitting stops asking once the listing is full', () => {
    let asked = 0;
    function* endless() {
      for (;;) {
        asked++;
        yield 'x'.repeat(8000);
      }
    }
    const fitting = takeFitting(endless());
    expect(asked).toBe(fitting.length + 1);
  });

  test('takeFitting of nothing is nothing', () => expect(takeFitting([])).toEqual([]));
});

describe('formatTime', () => {
  test('writes RFC 3339 in UTC with milliseconds', () => {
    expect(formatTime(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(formatTime(Date.UTC(2026, 1, 3, 4, 5, 6, 7))).toBe('2026-02-03T04:05:06.007Z');
  });

  test('gives the same for the same moment, whatever was asked before', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(fc.array(fc.oneof(moment, fc.constantFrom(0, 1))), (moments) => {
        for (const at of moments) expect(formatTime(at)).toBe(new Date(at).toISOString());
      }),
      REPEATABLE,
    );
  });

  test('throws again for what is no moment, and does not give the moment before', () => {
    formatTime(0);
    for (const at of [1e20, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatTime(at)).toThrow(RangeError);
      expect(() => formatTime(at)).toThrow(RangeError);
    }
    expect(formatTime(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});

test('any reply is one line for a reader, the same that was written', () => {
  const replies = fc.array(
    fc.oneof(
      fc.tuple(anyLabel, lineText).map(([label, text]) => ok(label, text)),
      fc.tuple(anyLabel, fc.constantFrom(...LANGS)).map(([label, lang]) => err(label, 'FULL', lang)),
      fc.constantFrom(...LANGS).map((lang) => farewell('SHUTDOWN', lang)),
    ),
  );
  fc.assert(
    fc.property(replies, (lines) => {
      const bytes = joinPieces(lines.map((line) => line + EOL));
      expect(new LineReader().push(bytes)).toEqual(lines);
    }),
    REPEATABLE,
  );
});
