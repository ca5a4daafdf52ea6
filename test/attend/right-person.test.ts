/**
 * Whatever comes in between, in whatever order: a text goes to whoever was on the screen when one began to type, and what
 * somebody wrote stands in no conversation but theirs.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownChat } from '../../src/cli/attend/selectors.ts';
import { REPEATABLE } from '../protocol/random.ts';
import { Attendant } from './attendant.ts';

const CUSTOMERS = ['maria', 'rui', 'bia'];
const COLLEAGUES = ['eva', 'leo'];
/** Notes more often than the rest: they can be about somebody who is nobody's yet. */
const KEYS = [
  ...['ctrl-o', 'ctrl-o', 'ctrl-o', 'ctrl-n', 'ctrl-n', 'enter', 'enter', 'escape', 'tab', 'down', 'up'],
  ...['alt-0', 'alt-1', 'alt-2', 'alt-down', 'ctrl-f', 'ctrl-p', 'ctrl-r', 'ctrl-t', 'ctrl-w', 'ctrl-x'],
  ...['ctrl-y', 'ctrl-z', 'ctrl-d', 'ctrl-g', 'pageup', 'shift-tab'],
];

/** Commands whose reply turns to somebody, or away. */
const ASKED = /^(?:NEXT|TAKE|JOIN|TRANSFER|LEAVE|NOTE)/;

const customer = fc.constantFrom(...CUSTOMERS);
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...KEYS).map((key) => ({ is: 'key', key }) as const) },
  { weight: 6, arbitrary: fc.constant({ is: 'type' } as const) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom('WAITING', 'WAITING', 'WAITING-END', 'ASSIGNED', 'LEFT', 'CLOSED', 'RENAMED'),
        customer,
      )
      .map(([what, name]) => ({ is: 'event', what, name }) as const),
  },
  { weight: 2, arbitrary: customer.map((name) => ({ is: 'says', name }) as const) },
  { weight: 1, arbitrary: fc.constantFrom(...COLLEAGUES).map((name) => ({ is: 'writes', name }) as const) },
  { weight: 4, arbitrary: fc.boolean().map((isRefused) => ({ is: 'reply', isRefused }) as const) },
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventOf({ what, name }: Happening & { is: 'event' }): string {
  switch (what) {
    case 'WAITING-END':
      return `WAITING-END ${name} taken`;
    case 'ASSIGNED':
      return `ASSIGNED ${name} ana`;
    case 'LEFT':
      return `ASSIGNED ${name} eva`;
    case 'CLOSED':
      return `CLOSED ${name} quit`;
    case 'RENAMED':
      return `NICK ${name} ${name}`;
    default:
      return `WAITING ${name} 1`;
  }
}

/** The oldest unanswered line gets its reply. */
function reply(ana: Attendant, isRefused: boolean): void {
  const [line = ''] = ana.lines;
  const [verb = '', name = ''] = line.split(' ');
  if (line === '') return;
  if (isRefused) ana.answers(line, '-err STORE-FAILED disco cheio');
  else if (verb === 'MSG' || verb === 'NOTE') ana.answers(line, `+ok ${ana.nextSeq()}`);
  else if (verb === 'NEXT') ana.answers(line, '+ok bia 0');
  else if (verb === 'TAKE' || verb === 'JOIN') ana.answers(line, `+ok ${name} 1`);
  else if (verb === 'LIST' || verb === 'LIST-USERS')
    ana.answers(line, '+ok *2', 'USER eva atendente away x', 'USER rui consumidor with:eva x', '.');
  else if (verb === 'CANNED') ana.answers(line, '+ok *1', 'CANNED ola oi', '.');
  else if (['HISTORY', 'QUEUE', 'SEARCH', 'STATS', 'ROOMS', 'WHO'].includes(verb))
    ana.answers(line, '+ok *0', '.');
  else ana.answers(line, '+ok');
}

/** Whom one types to now; null if nobody. */
function aimOf({ state }: Attendant): string | null {
  const { mode, focus } = state;
  const isTyping = mode.is === 'note' || (mode.is === 'talk' && focus === 'input');
  return (isTyping && shownChat(state)?.name) || null;
}

function happens(ana: Attendant, one: Happening, aim: string | null): void {
  switch (one.is) {
    case 'key':
      ana.press(one.key);
      return;
    case 'type':
      if (aim !== null) ana.type(initial(aim));
      return;
    case 'event':
      ana.hears(eventOf(one));
      return;
    case 'says':
      ana.gets(one.name, initial(one.name));
      return;
    case 'writes':
      ana.gets(one.name, initial(one.name), 'ana');
      return;
    case 'reply':
      reply(ana, one.isRefused);
  }
}

/** Of whom every letter is that was typed to them, and that they wrote: no two begin alike. */
function initial(name: string): string {
  return name.slice(0, 1).toUpperCase();
}

/** What in this text is to or by somebody else; all else that can stand there is in small letters. */
function stray(text: string, name: string): string {
  return text.replace(/[^A-Z]/g, '').replaceAll(initial(name), '');
}

test('a text goes to whom it was typed to, and stands with whom it is of', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 50, maxLength: 60 }), (all) => {
      const ana = new Attendant();
      let aim: string | null = null;
      const wrong: string[] = [];
      for (const one of all) {
        const isAsked = one.is === 'reply' && ASKED.test(ana.lines[0] ?? '');
        happens(ana, one, aim);
        // Keys, and what was asked for by them, change whom one types to; what others do does not.
        if (one.is === 'key' || isAsked || aim === null) aim = aimOf(ana);
        for (const line of ana.lines) {
          const [, to = '', text = ''] = /^(?:MSG|NOTE|CLOSE) (\S+) (.*)$/.exec(line) ?? [];
          if (stray(text, to) !== '') wrong.push(line);
        }
        for (const { name, lines, draft, note } of ana.state.chats.values()) {
          const texts = lines.filter(({ kind }) => kind !== 'told').map(({ text }) => text);
          for (const text of [...texts, draft.text, note.text]) {
            if (stray(text, name) !== '') wrong.push(`${name}: ${text}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    }),
    { ...REPEATABLE, numRuns: 600 },
  );
});
