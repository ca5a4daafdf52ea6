/**
 * Every command, well formed and not, in every state, by every role: made from the table of commands. What the
 * table says is found first; what then depends on the state stands in every-command/expected.ts, which knows nothing of
 * the desk. An error changes nothing, writes nothing and tells nobody else, and everything answers exactly once.
 */

import { describe, expect, test } from 'vitest';
import { labelKey } from '../../src/desk/labels.ts';
import { COMMANDS, type CommandSpec } from '../../src/protocol/commands.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { parse } from '../../src/protocol/parse.ts';
import { type Chat, chat } from './chat.ts';
import { type Expected, expectedOf, WELL_FORMED } from './every-command/expected.ts';
import { malformed } from './every-command/malformed.ts';
import { everybody, ME, SITUATIONS, type Situation } from './every-command/situations.ts';
import { whole } from './whole.ts';

/** Whoever goes, or chooses a language, changes the desk, though there is nothing that the store would refuse. */
const CHANGING: ReadonlySet<string> = new Set(['QUIT', 'LANG']);

/** What the table alone says, or undefined if it lets the command pass. */
function byTable(spec: CommandSpec, { role, is }: Situation): string | undefined {
  if (spec.phase === 'entered' && role === null) return 'NOT-CONNECTED';
  if (spec.phase === 'before' && role !== null) return 'ALREADY-CONNECTED';
  if (role === null) return undefined;
  return spec.roles.includes(role) && (!spec.rooms || is.includes('rooms')) ? undefined : 'FORBIDDEN';
}

/** Desks that nothing has changed since they were made: the next line finds the same. */
const unchanged = new Map<Situation, Chat>();

function deskOf(situation: Situation): Chat {
  const same = unchanged.get(situation);
  unchanged.delete(situation);
  if (same) return same;
  const { make, options } = situation;
  const desk = chat({ capacity: 0, maxErrors: Number.MAX_SAFE_INTEGER, ...options });
  everybody(desk);
  make(desk);
  desk.says(ME, 'PING');
  desk.forget();
  return desk;
}

/** The one reply: `ok`, or its code. */
function outcome(heard: readonly string[], label: string): string {
  const replies = heard.filter((line) => /^(@\S+ )?(\+ok|-err)/.test(line));
  expect(replies).toHaveLength(1);
  const [, at = '', kind, code] = /^(?:@(\S+) )?(\+ok|-err) ?(\S*)/.exec(replies[0]!) ?? [];
  expect(at).toBe(label);
  return kind === '+ok' ? 'ok' : (code ?? '');
}

/** Says it, and holds the desk to what must come of it. */
function check(situation: Situation, line: Line, label: string, wanted: string, changes: boolean): void {
  const desk = deskOf(situation);
  const labels = labelsOf(line);
  const before = whole(desk.desk, labels);
  const heard = desk.asks(ME, line);
  expect(outcome(heard, label)).toBe(wanted);
  if (wanted === 'ok' && changes) return;
  const what = wanted === 'ok' ? 'what only tells' : 'an error';
  expect(whole(desk.desk, labels), `${what} changes nothing`).toBe(before);
  const records = desk.effects.filter(({ kind }) => kind === 'record');
  expect(records, `${what} writes nothing`).toEqual([]);
  if (wanted !== 'ok') {
    expect(heard, 'an error is one line').toHaveLength(1);
    for (let conn = 0; conn < 100; conn++) expect(desk.heard(conn), 'an error tells nobody else').toEqual([]);
  }
  desk.forget();
  // What the edge keeps of a password is gone with the next CONNECT.
  if (situation.role !== null) unchanged.set(situation, desk);
}

/** The keys under which a line could be remembered. */
function labelsOf(line: Line): number[] {
  const { label, args } = parse(line);
  const [to = '', text = ''] = args;
  return label === '' ? [] : [labelKey(label, to, text), labelKey(label, `NOTE ${to}`, text)];
}

describe.each(Object.entries(SITUATIONS))('%s', (name, situation) => {
  describe.each(COMMANDS.map((spec) => [spec.verb, spec as CommandSpec] as const))('%s', (verb, spec) => {
    const lines: [string, Expected][] = [
      ...Object.entries(WELL_FORMED[verb]),
      ...Object.entries(malformed(spec)),
    ];
    const spelled = lines.flatMap(([line, expected]) =>
      [spec.verb, ...spec.aliases].map((word) => [line.replace(spec.verb, word), expected] as const),
    );
    test.each(spelled.map(([line, expected]) => [shorten(line), line, expected] as const))(
      '%s',
      (_, line, expected) => {
        const wanted = byTable(spec, situation) ?? expectedOf(expected, name, situation);
        check(situation, `@it ${line}`, 'it', wanted, spec.changes || CHANGING.has(verb));
      },
    );
  });

  // Each of these has several faults: the first one counts, before all that the state has to say.
  test.each<[string, Line, string, string]>([
    ['bytes that are no text', { fault: 'BAD-ENCODING' }, '', 'BAD-ENCODING'],
    ['a line that is too long', { fault: 'LINE-TOO-LONG' }, '', 'LINE-TOO-LONG'],
    ['somebody too quick', { fault: 'RATE-LIMITED' } as unknown as Line, '', 'RATE-LIMITED'],
    ['a label that is none', '@? FROB', '', 'BAD-ARGUMENT'],
    ['a label that is too long', `@${'7'.repeat(65)} MSG`, '', 'BAD-ARGUMENT'],
    ['a label alone', '@it', 'it', 'BAD-COMMAND'],
    ['a verb that there is not', '@it FROB', 'it', 'BAD-COMMAND'],
    ['a verb behind a space', ' MSG', '', 'BAD-COMMAND'],
  ])('%s', (_, line, label, wanted) => check(situation, line, label, wanted, false));
});

describe('a whole desk', () => {
  test.each([
    ['an attendant who serves', 'MSG rui oi'],
    ['an attendant who serves', 'NOTE rui paga bem'],
    ['an attendant who serves', 'UNDO'],
    ['an attendant who serves', 'TRANSFER rui bia'],
    ['an attendant who serves', 'RETURN rui'],
    ['an attendant who serves', 'STATUS away'],
    ['an attendant who serves nobody', 'NEXT'],
    ['a customer after CLOSED', 'RATE 5'],
    ['a member', 'JOIN #sala'],
    ['a member', 'CREATE #nova'],
    ['a member', 'NICK novo'],
    ['a member', 'MSG mel oi'],
    ['a member', 'QUIT'],
    ['a member', 'LANG en'],
    ['a member in a room', 'LEAVE'],
    ['before entry', 'CONNECT nova membro'],
    ['before entry', 'RESUME token-26'],
  ])('is another one after %s says %s', (name, line) => {
    const desk = deskOf(SITUATIONS[name]!);
    const before = whole(desk.desk, []);
    desk.says(ME, line);
    expect(whole(desk.desk, [])).not.toBe(before);
  });

  test('shows which labels it remembers', () => {
    const desk = deskOf(SITUATIONS['a member']!);
    const labels = labelsOf('@7 MSG mel oi');
    const before = whole(desk.desk, labels);
    desk.says(ME, 'MSG mel oi');
    const unlabelled = whole(desk.desk, labels);
    const other = deskOf(SITUATIONS['a member']!);
    other.says(ME, '@7 MSG mel oi');
    expect(new Set([before, unlabelled, whole(other.desk, labels)]).size).toBe(3);
  });
});

function shorten(line: string): string {
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
