/**
 * Lines that are commands, or nearly so: made from a grammar, from the table of the commands, and by slips of the hand.
 * What they ought to be is not its business.
 */

import fc from 'fast-check';
import type { Argument, CommandSpec } from '../../src/protocol/commands.ts';
import type { Node, Rules } from './abnf.ts';

const LETTERS: Readonly<Record<string, readonly string[]>> = {
  L: ['a', 'Z', 'é', 'ß', 'Ω', '中', 'ﬁ', '𐐀'],
  M: ['\u0301', '\u0327'],
  N: ['0', '7', '٣', 'Ⅷ'],
};

/** How often something is repeated that may be so without end. */
const OFTEN = 4;

/** Texts that a node of the grammar matches: the shortest and longest of their kind too. */
export function made(rules: Rules, node: Node): fc.Arbitrary<string> {
  switch (node.is) {
    case 'text':
      return fc.constantFrom(node.text, node.text.toLowerCase(), node.text.toUpperCase());
    case 'range':
      return fc
        .oneof(fc.constantFrom(node.from, node.to), fc.integer({ min: node.from, max: node.to }))
        .map((code) => String.fromCodePoint(code));
    case 'category':
      return fc.constantFrom(...LETTERS[node.category]!);
    case 'rule':
      return made(rules, rules.get(node.name)!);
    case 'one of':
      return fc.oneof(...node.nodes.map((each) => made(rules, each)));
    case 'all of':
      return fc.tuple(...node.nodes.map((each) => made(rules, each))).map((parts) => parts.join(''));
    default: {
      const { least, most } = node;
      const often = Math.min(most, least + OFTEN);
      const some = fc
        .array(made(rules, node.node), { minLength: least, maxLength: often })
        .map((parts) => parts.join(''));
      if (most === often || most === Number.POSITIVE_INFINITY) return some;
      const all = fc
        .array(made(rules, node.node), { minLength: most, maxLength: most })
        .map((parts) => parts.join(''));
      return fc.oneof({ arbitrary: some, weight: OFTEN }, { arbitrary: all, weight: 1 });
    }
  }
}

/** What may stand in a place of a command, or very nearly. */
const VALUES: Readonly<Record<Argument['kind'], readonly string[]>> = {
  'new-name': ['a', 'Zé', '-a', '#a', '*'],
  'new-room': ['#a', '#Zé', '#-a', '#', 'a'],
  name: ['a', 'x-1', '_a', '#a', '*'],
  room: ['#a', '##a', 'a'],
  target: ['*', 'a', '#a', '**', '#'],
  role: ['membro', 'Customer', 'ATTENDANT', 'gerente'],
  lang: ['pt', 'EN', 'fr'],
  status: ['online', 'Away', 'on'],
  switch: ['on', 'OFF', 'away'],
  score: ['1', '5', '0', '6', '11'],
  count: ['1', '9007199254740991', '0', '01', '12345678901234567', '-1'],
  'last-seq': ['0', '7', '00', '07', 'a'],
  word: ['x', '~!', '\t'],
  text: ['x', ' ', '  a  b ', '\t', '*'],
};

/** Lines of a command as its row in the table has it, more or less: nothing may be there, or too much. */
export function written({ verb, aliases, args }: CommandSpec): fc.Arbitrary<string> {
  const gap = fc.constantFrom(' ', ' ', '  ', '');
  const places = args.map(({ kind }) =>
    fc.tuple(gap, fc.constantFrom(...VALUES[kind])).map((parts) => parts.join('')),
  );
  return fc
    .tuple(
      fc.constantFrom(verb, verb.toLowerCase(), ...aliases),
      fc
        .tuple(...places.map((place) => fc.option(place, { nil: '', freq: 5 })))
        .map((parts) => parts.join('')),
      fc.constantFrom('', '', ' ', '  ', ' x'),
    )
    .map((parts) => parts.join(''));
}

/** What slips of the hand put into a line. */
const SLIPS = [...' \t@#*.-_/:~0159azZ', 'é', '\u0301', '🍇', '\x01', '\x7f', '\u0085', '\ufffd', '\u2028'];

/** One character more, less, or another one, somewhere in the line. */
export const slip: fc.Arbitrary<(line: string) => string> = fc
  .record({
    place: fc.integer({ min: 0, max: 0xffff }),
    removes: fc.integer({ min: 0, max: 1 }),
    inserts: fc.constantFrom('', ...SLIPS),
  })
  .map(({ place, removes, inserts }) => (line: string) => {
    const characters = [...line];
    characters.splice(place % (characters.length + 1), removes, inserts);
    return characters.join('');
  });
