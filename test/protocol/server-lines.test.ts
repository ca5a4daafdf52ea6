/** What the server says, read back by a client: written with format.ts, delivered as bytes, told apart. */

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
import { EOL, err, farewell, greeting, listing, ok } from '../../src/protocol/format.ts';
import { MAX_LINE_BYTES } from '../../src/protocol/limits.ts';
import { type Event, type ServerLine, ServerLines, splitWords } from '../../src/protocol/server-lines.ts';
import { cut, joinPieces, read } from './deliver.ts';
import { anyLabel, anyString, lineText, REPEATABLE } from './random.ts';

/** All that some lines complete. */
function understand(lines: readonly string[], into = new ServerLines()): ServerLine[] {
  return lines.map((line) => into.push(line)).filter((said) => said !== null);
}

describe('replies', () => {
  test('+ok is told by its first word, with or without text and label', () => {
    expect(understand(['+ok', '+ok ', '+ok a  b', '@7 +ok', '@a.b:c-d_e +ok a'])).toEqual([
      { kind: 'ok', label: '', text: '' },
      { kind: 'ok', label: '', text: '' },
      { kind: 'ok', label: '', text: 'a  b' },
      { kind: 'ok', label: '7', text: '' },
      { kind: 'ok', label: 'a.b:c-d_e', text: 'a' },
    ]);
  });

  test('-err has a code and a text', () => {
    expect(understand(['-err FULL cheio  demais', '@7 -err FULL', '-err'])).toEqual([
      { kind: 'err', label: '', code: 'FULL', text: 'cheio  demais' },
      { kind: 'err', label: '7', code: 'FULL', text: '' },
      { kind: 'err', label: '', code: '', text: '' },
    ]);
  });

  test('may hold any character of a line, line and paragraph separators of Unicode too', () => {
    for (const char of ['\u2028', '\u2029', '\t', '\ufeff', '\\', '😀']) {
      expect(understand([`@7 +ok PONG a${char}b`])).toEqual([
        { kind: 'ok', label: '7', text: `PONG a${char}b` },
      ]);
      expect(understand([`-err FULL a${char}b`])).toEqual([
        { kind: 'err', label: '', code: 'FULL', text: `a${char}b` },
      ]);
    }
  });

  test('the greeting is a reply', () => {
    expect(
      understand([greeting({ version: '0.1.0', maxLine: 8192, auth: 'open', lang: 'pt' })])[0],
    ).toMatchObject({ kind: 'ok', label: '' });
  });

  test('what only looks like a reply is an event', () => {
    for (const line of [
      '+OK',
      '+okay',
      '-error x',
      '+err x',
      '-ok x',
      ' +ok',
      '@ +ok',
      '@a  +ok',
      `@${'x'.repeat(65)} +ok`,
      'ok',
      '',
    ]) {
      expect(understand([line])[0]?.kind, line).toBe('event');
    }
  });
});

describe('listings', () => {
  test('are given whole, once their dot has come', () => {
    const lines = new ServerLines();
    expect(lines.push('@7 +ok *2 mais')).toBeNull();
    expect(lines.push('USER ana membro')).toBeNull();
    expect(lines.push('USER bia')).toBeNull();
    expect(lines.push('.')).toEqual({
      kind: 'listing',
      label: '7',
      text: 'mais',
      items: [
        { verb: 'USER', rest: 'ana membro' },
        { verb: 'USER', rest: 'bia' },
      ],
    });
  });

  test('may be empty, and leave the next line to itself', () => {
    expect(understand(['+ok *0', '.', '+ok', '.'])).toEqual([
      { kind: 'listing', label: '', text: '', items: [] },
      { kind: 'ok', label: '', text: '' },
      { kind: 'event', verb: '.', rest: '' },
    ]);
  });

  test('take whatever stands in them for an item, what looks like a reply too', () => {
    expect(understand(['+ok *3', '+ok a', '..', '. ', '.'])).toEqual([
      {
        kind: 'listing',
        label: '',
        text: '',
        items: [
          { verb: '+ok', rest: 'a' },
          { verb: '..', rest: '' },
          { verb: '.', rest: '' },
        ],
      },
    ]);
  });

  test('an earlier one is not changed by a later one', () => {
    const lines = new ServerLines();
    const [first] = understand(['+ok *1', 'A 1', '.'], lines);
    understand(['+ok *1', 'B 2', '.'], lines);
    expect(first).toMatchObject({ items: [{ verb: 'A', rest: '1' }] });
  });
});

describe('splitWords', () => {
  test.each([
    ['a b c', 2, ['a', 'b', 'c']],
    ['a b c d', 2, ['a', 'b', 'c d']],
    ['a', 2, ['a', '', '']],
    ['', 1, ['', '']],
    ['a  b', 1, ['a', ' b']],
    ['a  b', 2, ['a', '', 'b']],
    ['a b', 0, ['a b']],
    ['a ', 1, ['a', '']],
  ])('of %j, %d words first', (text, count, parts) => expect(splitWords(text, count)).toEqual(parts));

  test('gives one part more than asked, which joined again begin with the text', () => {
    fc.assert(
      fc.property(anyString, fc.nat(5), (text, count) => {
        const parts = splitWords(text, count);
        expect(parts).toHaveLength(count + 1);
        expect(parts.join(' ').startsWith(text)).toBe(true);
        for (const word of parts.slice(0, -1)) expect(word).not.toContain(' ');
      }),
      REPEATABLE,
    );
  });
});

/** Something that the server says: its lines, and how a client must understand them. */
interface Said {
  readonly lines: string;
  readonly meant: ServerLine;
}

const event: fc.Arbitrary<Event> = fc.record({
  verb: fc.constantFrom('MSG', 'NOTE', 'QUEUE', 'ASSIGNED', 'USER', 'PING', 'WAITING-END'),
  rest: lineText,
});
const writeEvent = ({ verb, rest }: Event) => (rest === '' ? verb : `${verb} ${rest}`);

const said: fc.Arbitrary<Said> = fc.oneof(
  fc
    .tuple(anyLabel, lineText)
    .filter(([, text]) => !text.startsWith('*'))
    .map(([label, text]): Said => ({ lines: ok(label, text), meant: { kind: 'ok', label, text } })),
  fc.tuple(anyLabel, fc.constantFrom(...(Object.keys(ERRORS) as Code[])), fc.constantFrom(...LANGS)).map(
    ([label, code, lang]): Said => ({
      lines: err(label, code, lang),
      meant: { kind: 'err', label, code, text: errorText(code, lang) },
    }),
  ),
  fc.tuple(anyLabel, fc.array(event)).map(
    ([label, items]): Said => ({
      lines: listing(label, items.map(writeEvent)),
      meant: { kind: 'listing', label, text: '', items },
    }),
  ),
  event.map((one): Said => ({ lines: writeEvent(one), meant: { kind: 'event', ...one } })),
  fc.tuple(fc.constantFrom(...(Object.keys(FAREWELLS) as Farewell[])), fc.constantFrom(...LANGS)).map(
    ([code, lang]): Said => ({
      lines: farewell(code, lang),
      meant: { kind: 'event', verb: 'QUIT', rest: `${code} ${farewellText(code, lang)}` },
    }),
  ),
);

describe('whatever the server says', () => {
  test('is understood as it was meant, over any cuts of the connection', () => {
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(said), cuts, (all, wanted) => {
        const bytes = joinPieces(all.map((one) => one.lines + EOL));
        const places = wanted.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b);
        const lines = read(cut(bytes, places), MAX_LINE_BYTES).lines.map((line) =>
          typeof line === 'string' ? line : expect.fail('the server wrote a broken line'),
        );
        expect(understand(lines)).toEqual(all.map((one) => one.meant));
      }),
      { ...REPEATABLE, numRuns: 1000 },
    );
  });

  test('never makes the client throw, and gives at most one thing a line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyString, fc.constantFrom('+ok *1', '.', '@a +ok *', '-err'))),
        (lines) => {
          const heard = understand(lines);
          expect(heard.length).toBeLessThanOrEqual(lines.length);
          for (const one of heard) expect(['ok', 'err', 'listing', 'event']).toContain(one.kind);
        },
      ),
      { ...REPEATABLE, numRuns: 1000 },
    );
  });
});

test('of a listing that is longer than the protocol allows, the end is left out', () => {
  const reader = new ServerLines();
  reader.push('+ok *100000');
  const item = `USER ${'x'.repeat(1000)}`;
  for (let n = 0; n < 100_000; n++) expect(reader.push(item)).toBe(null);
  const whole = reader.push('.');
  expect(whole?.kind === 'listing' && whole.items.length * item.length).toBeLessThanOrEqual(512 * 1024);
  expect(reader.push('+ok')).toEqual({ kind: 'ok', label: '', text: '' });
});
