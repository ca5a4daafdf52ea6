/** Lines that do not fit a row of the table of commands, made from the kinds of its places, and the fault of each. */

import type { Argument, ArgumentKind, CommandSpec } from '../../../src/protocol/commands.ts';

/** A word that fits each kind of place. */
const RIGHT: Readonly<Record<ArgumentKind, string>> = {
  'new-name': 'nova',
  'new-room': '#nova',
  name: 'vera',
  room: '#sala',
  target: '*',
  role: 'membro',
  lang: 'en',
  status: 'away',
  switch: 'on',
  score: '4',
  count: '7',
  'last-seq': '0',
  word: 'x',
  text: 'dois espaços',
};

/** Words that do not fit; there are none for what takes anything. */
const WRONG: Readonly<Record<ArgumentKind, readonly string[]>> = {
  'new-name': ['a!b', '*', '#sala', 'x'.repeat(33)],
  'new-room': ['sala', '#', '*', `#${'x'.repeat(49)}`],
  name: ['a!b', '*', '#sala', 'x'.repeat(33)],
  room: ['#', '##a', '#a!b', `#${'x'.repeat(49)}`],
  target: ['a!b', '**', '#', `#${'x'.repeat(49)}`],
  role: ['chefe', '*'],
  lang: ['fr', '*'],
  status: ['lost', 'on'],
  switch: ['online', '1'],
  score: ['0', '6', 'x'],
  count: ['0', '-1', 'x', '9007199254740992'],
  'last-seq': ['-1', 'x', '00'],
  word: [],
  text: [],
};

const NAMES: ReadonlySet<ArgumentKind> = new Set(['new-name', 'new-room', 'name', 'room', 'target']);

/** Each line and its fault: without what it needs, with what does not fit, with too much, too long. */
export function malformed({ verb, args }: CommandSpec): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  const upto = (at: number) => [verb, ...args.slice(0, at).map(({ kind }) => RIGHT[kind])].join(' ');
  args.forEach((place, at) => {
    if (!place.optional) {
      lines[upto(at)] = 'BAD-ARGUMENT';
      lines[`${upto(at)} `] = 'BAD-ARGUMENT';
    }
    for (const word of WRONG[place.kind]) {
      if (!fitsLater(args.slice(at + 1), word)) lines[`${upto(at)} ${word}`] = faultOf(place);
    }
  });
  if (args.at(-1)?.kind === 'text') lines[`${upto(args.length - 1)} ${'é'.repeat(3841)}`] = 'TEXT-TOO-LONG';
  else lines[`${upto(args.length)} x`] = 'BAD-ARGUMENT';
  return lines;
}

/** What does not fit an optional place is left over in the end. */
function faultOf({ kind, optional }: Argument): string {
  return NAMES.has(kind) && !optional ? 'NAME-INVALID' : 'BAD-ARGUMENT';
}

/** A word that does not fit an optional place may fit the next. */
function fitsLater(places: readonly Argument[], word: string): boolean {
  return places.some(({ kind, optional }) => optional === true && !WRONG[kind].includes(word));
}
