/** parse over any line at all: what is well written is read as it was meant, and nothing makes it throw. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Argument,
  COMMANDS,
  type CommandSpec,
  commandIndex,
  ROLES,
} from '../../src/protocol/commands.ts';
import { readName, readRoom } from '../../src/protocol/names.ts';
import { parse } from '../../src/protocol/parse.ts';
import { anyLabel, anyString, lineText, REPEATABLE } from './random.ts';
import { expectWellFormed } from './well-formed.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;

/** One value for a place: as written, and as parse gives it. */
interface Value {
  readonly written: string;
  readonly given: readonly string[];
}

const plainName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/);
const unicodeName = fc.constantFrom('Zé', 'Ze\u0301', 'ÉRICA', '日本語', '한글', 'ﬁ', 'Ⅷ', 'İ', 'ΟΔΟΣ', '𐐀');
const name = fc
  .oneof(plainName, unicodeName)
  .filter((word) => !/^(attendant|atendente|customer|consumidor|member|membro)$/i.test(word));
const VALUES: Readonly<Record<Argument['kind'], fc.Arbitrary<Value>>> = {
  'new-name': name.map((written) => {
    const read = readName(written);
    return { written, given: [read?.name ?? '', read?.key ?? ''] };
  }),
  'new-room': name.map((bare) => {
    const read = readRoom(`#${bare}`);
    return { written: `#${bare}`, given: [read?.name ?? '', read?.key ?? ''] };
  }),
  name: name.map((written) => ({ written, given: [readName(written)?.key ?? ''] })),
  room: name.map((bare) => ({ written: `#${bare}`, given: [readRoom(`#${bare}`)?.key ?? ''] })),
  target: fc.oneof(
    fc.constant({ written: '*', given: ['*'] }),
    name.map((written) => ({ written, given: [readName(written)?.key ?? ''] })),
    name.map((written) => ({ written: `#${written}`, given: [readRoom(`#${written}`)?.key ?? ''] })),
  ),
  role: fc
    .constantFrom(...ROLES)
    .chain((role) =>
      fc.constantFrom(role, role.toUpperCase()).map((written) => ({ written, given: [role] })),
    ),
  lang: choice('pt', 'en', 'PT', 'En'),
  status: choice('online', 'away', 'AWAY', 'Online'),
  switch: choice('on', 'off', 'ON', 'oFF'),
  score: fc.integer({ min: 1, max: 5 }).map((score) => ({ written: `${score}`, given: [`${score}`] })),
  count: fc
    .integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
    .map((count) => ({ written: `${count}`, given: [`${count}`] })),
  'last-seq': fc.maxSafeNat().map((seq) => ({ written: `${seq}`, given: [`${seq}`] })),
  word: lineText
    .map((text) => text.replaceAll(' ', '_') || 'x')
    .map((written) => ({ written, given: [written] })),
  text: lineText.map((text) => text || ' ').map((written) => ({ written, given: [written] })),
};

/** One of a few words, which are read in any case. */
function choice(...words: readonly string[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...words).map((written) => ({ written, given: [written.toLowerCase()] }));
}

/** A command as a client would write it, and what must be read: any row, optional places left out from the right. */
const written = fc
  .record({
    spec: fc.constantFrom(...SPECS),
    label: anyLabel,
    lower: fc.boolean(),
    alias: fc.nat(3),
    spaces: fc.nat(3),
  })
  .chain(({ spec, label, lower, alias, spaces }) => {
    const least = spec.args.filter((place) => !place.optional).length;
    return fc
      .tuple(
        fc.integer({ min: least, max: spec.args.length }),
        ...spec.args.map((place) => VALUES[place.kind]),
      )
      .map(([count, ...values]) => {
        const spelling = [spec.verb, ...spec.aliases][alias % (1 + spec.aliases.length)] as string;
        let line = (label && `@${label} `) + (lower ? spelling.toLowerCase() : spelling);
        const given: string[] = [];
        spec.args.forEach((place, at) => {
          const value = values[at] as Value;
          if (at < count) line += ' '.repeat(place.kind === 'text' ? 1 : 1 + spaces) + value.written;
          given.push(...(at < count ? value.given : ['']));
        });
        return { line, expected: { verb: commandIndex(spec.verb), label, fault: '', args: given } };
      });
  });

describe('any command', () => {
  test('that is well written is read as it was meant', () => {
    fc.assert(
      fc.property(written, ({ line, expected }) => {
        expect(parse(line)).toEqual(expected);
      }),
      { ...REPEATABLE, numRuns: 3000 },
    );
  });

  test('is well formed whatever the line, and never throws', () => {
    const begun = fc.constantFrom(...SPECS.flatMap((spec) => [spec.verb, ...spec.aliases]));
    const line = fc.oneof(
      anyString,
      fc.tuple(begun, anyString).map(([verb, rest]) => `${verb} ${rest}`),
      fc.tuple(anyLabel, begun, anyString).map(([label, verb, rest]) => `@${label} ${verb} ${rest}`),
      fc
        .tuple(
          begun,
          fc.array(fc.constantFrom('*', 'ana', '5', '0', '#a', 'membro', ' ', '!', 'pt', 'on', 'away')),
        )
        .map(([verb, words]) => [verb, ...words].join(' ')),
    );
    fc.assert(
      fc.property(line, (any) => expectWellFormed(parse(any))),
      { ...REPEATABLE, numRuns: 5000 },
    );
  });

  test('is the same for the same line, whatever came between', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyString,
            written.map((one) => one.line),
          ),
        ),
        (lines) => {
          const first = lines.map((line) => JSON.stringify(parse(line)));
          expect(lines.toReversed().map((line) => JSON.stringify(parse(line)))).toEqual(first.toReversed());
        },
      ),
      REPEATABLE,
    );
  });

  test('with a fault shares nothing that a receiver could spoil', () => {
    const one = parse('NOPE');
    expect(one.args).toEqual([]);
    expect(parse('NEXT').args).not.toBe(parse('NEXT').args);
  });
});
