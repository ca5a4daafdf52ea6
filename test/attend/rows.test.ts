/** Rows of the screen: nothing is wider or higher than its place, whatever people write. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closed, cut, even, fill } from '../../src/cli/attend/cells.ts';
import { lineRows, scrolled, visibleRows } from '../../src/cli/attend/chat-rows.ts';
import { footRows } from '../../src/cli/attend/foot-rows.ts';
import { headRow } from '../../src/cli/attend/head-rows.ts';
import { inputRows } from '../../src/cli/attend/input-rows.ts';
import { layoutOf } from '../../src/cli/attend/layout.ts';
import { mainRows } from '../../src/cli/attend/main-rows.ts';
import { momentRows } from '../../src/cli/attend/moment-rows.ts';
import { type Row, rowWidth } from '../../src/cli/attend/row.ts';
import { sideRows } from '../../src/cli/attend/side-rows.ts';
import { themeFor } from '../../src/cli/attend/theme.ts';
import { width } from '../../src/cli/client/harmless.ts';
import { REPEATABLE } from '../protocol/random.ts';
import { Attendant, NOON } from './attendant.ts';

const NASTY = [
  '👨‍👩‍👧',
  '👍🏽',
  '✅',
  '☎️',
  '日本語',
  'שלום',
  'مرحبا',
  'e\u0301\u0301\u0301\u0301\u0301\u0301',
  '🇧🇷',
  'न्दी',
  'palavra',
  ' ',
];
const text = fc.array(fc.constantFrom(...NASTY), { maxLength: 40 }).map((words) => words.join(' '));

describe('cells', () => {
  test.each([
    ['👨‍👩‍👧', '👨👩👧'],
    ['👍🏽', '👍'],
    ['☎️', '☎'],
    ['olá', 'olá'],
  ])('%s is shown as %s, equally wide in every terminal', (written, shown) => {
    expect(even(written)).toBe(shown);
  });

  test('what is written from right to left ends there', () => {
    expect(closed('שלום')).toBe('שלום\u200e');
    expect(closed('olá')).toBe('olá');
  });

  test('a cut is never wider than its place, and a filled text exactly as wide', () => {
    fc.assert(
      fc.property(text, fc.nat(30), (words, columns) => {
        const shown = even(words);
        expect(width(cut(shown, columns))).toBeLessThanOrEqual(columns);
        expect(width(fill(shown, columns))).toBe(columns);
      }),
      REPEATABLE,
    );
  });
});

test('without colours, what matters is still told apart', () => {
  const theme = themeFor({ NO_COLOR: '1' });
  expect(Object.values(theme).filter((look) => look.color !== undefined)).toEqual([]);
  expect(theme.bad).toEqual({ bold: true });
  expect(themeFor({}).bad).toEqual({ color: 'red' });
});

/** More than any screen shows, with names and topics as wide as they may be. */
const ROOMS = [
  '+ok *81',
  ...Array.from({ length: 80 }, (_, i) => `ROOM #${'会'.repeat(1 + (i % 48))} 5000 ${NASTY.join(' ')}`),
  'ROOM #sala 2',
  '.',
];
const PEOPLE = [
  '+ok *121',
  'USER rui atendente lost x',
  ...Array.from(
    { length: 120 },
    (_, i) => `USER ${'日'.repeat(1 + (i % 32))} consumidor with:rui x ${NASTY.join(' ')}`,
  ),
  '.',
];
const FIGURES = [
  '+ok *26',
  'STAT first-answer-median 86400',
  'STAT something-new 1',
  ...Array.from({ length: 24 }, (_, i) => `STAT messages-hour-${String(i).padStart(2, '0')} 12345`),
  '.',
];

describe('a whole screen', () => {
  test('is as wide and as high as the terminal, in every mode', () => {
    const size = fc.record({
      columns: fc.integer({ min: 80, max: 220 }),
      rows: fc.integer({ min: 24, max: 70 }),
    });
    const open = fc.constantFrom(
      '',
      'ctrl-f',
      'ctrl-p',
      'ctrl-t',
      'ctrl-g',
      'ctrl-o',
      'ctrl-w',
      'ctrl-q',
      'ctrl-x',
      'ctrl-y',
      'ctrl-d',
      'tab',
    );
    fc.assert(
      fc.property(
        size,
        open,
        fc.constantFrom('pt', 'en'),
        fc.array(text, { maxLength: 12 }),
        text,
        (of, key, lang, said, draft) => {
          const ana = new Attendant({ size: of, lang }).serves('maria').serves('日本語');
          ana.hears('WAITING rui 1', 'WAITING דוד 2');
          for (const words of said) ana.gets('maria', words.trim() || 'oi');
          ana.hears('JOIN #会議室 ana', 'JOIN #sala ana').gets('rui', 'oi', '#sala');
          ana.gets('leo', 'oi', 'ana');
          ana.type(draft);
          if (key !== '') ana.press(key);
          if (key === 'ctrl-x') ana.answers('ROOMS', ...ROOMS).type('#nova');
          if (key === 'ctrl-y') ana.answers('LIST-USERS', ...PEOPLE);
          if (key === 'ctrl-d') ana.answers('STATS', ...FIGURES);
          const { state } = ana;
          const layout = layoutOf(state);
          const main = mainRows(state, layout);
          const input = inputRows(state, layout);
          expect(sideRows(state, layout)).toHaveLength(layout.body);
          expect(main.length + layout.moment + 1 + input.length).toBe(layout.body);
          expect(footRows(state, layout)).toHaveLength(layout.keys);
          for (const row of sideRows(state, layout)) expect(rowWidth(row)).toBeLessThanOrEqual(layout.side);
          for (const row of [...main, ...momentRows(state, layout.main), ...input]) {
            expect(rowWidth(row)).toBeLessThanOrEqual(layout.main + 1);
          }
          for (const row of [headRow(state), ...footRows(state, layout)]) {
            expect(rowWidth(row)).toBeLessThanOrEqual(of.columns);
          }
        },
      ),
      { ...REPEATABLE, numRuns: 200 },
    );
  });
});

describe('what is said on the screen', () => {
  const say = (rows: readonly Row[]) =>
    rows.map((row) => row.map(({ text: words }) => words).join('')).join('\n');
  const foot = ({ state }: Attendant) => say(footRows(state, layoutOf(state)));

  test('at the foot are the keys that do something now', () => {
    const ana = new Attendant();
    expect(foot(ana)).not.toMatch(/Enter|Tab|\^W|\^N/);
    expect(foot(ana.serves('maria'))).toMatch(/Enter envia.*\^T passa.*\^W encerra/s);
    expect(foot(ana)).not.toMatch(/\^N|\^P|\^Z/);
    expect(foot(ana.hears('WAITING rui 1').press('tab'))).toMatch(/Enter atende {2}Tab/);
    expect(foot(ana.hears('WAITING bia 2'))).toMatch(/Enter atende {2}↑↓ escolhe.*\^N próximo/s);
    ana.press('tab', 'tab').type('oi').press('enter').answers('MSG', '+ok mensagem recebida 5');
    ana.take({ is: 'began' }).answers('CANNED', '+ok *1', 'CANNED ola oi', '.');
    expect(foot(ana)).toMatch(/\^P prontas.*\^Z desfaz/s);
    ana.hears('CLOSED maria quit');
    expect(foot(ana)).toMatch(/\^W tira da lista/);
    expect(foot(ana)).not.toMatch(/Enter|\^T|\^P/);
    ana.take({ is: 'link', change: { is: 'trying', attempt: 1 } });
    expect(foot(ana)).not.toMatch(/\^[NXYSD]/);
  });

  test('^N is named where there is nobody to talk to, if somebody waits, and only then', () => {
    const ana = new Attendant();
    const all = () => {
      const layout = layoutOf(ana.state);
      return say([
        ...mainRows(ana.state, layout),
        ...inputRows(ana.state, layout),
        ...footRows(ana.state, layout),
      ]);
    };
    expect(all()).toContain('Ninguém espera na fila.');
    expect(all()).not.toContain('^N');
    ana.serves('maria').hears('CLOSED maria quit', 'WAITING rui 1').press('ctrl-w');
    expect(all().match(/\^N/g)).toHaveLength(3);
  });

  test('every key is told in the help, at the least size too', () => {
    const told = new Attendant().press('ctrl-g');
    const rows = say(mainRows(told.state, layoutOf(told.state)));
    for (const key of ['Esc', 'PgUp', 'Alt-0', ...[...'NTRWOPFDXYZSLQ'].map((one) => `Ctrl-${one}`)]) {
      expect(rows).toContain(key);
    }
  });

  test('customers of absent colleagues are told of in the lists, as soon as that is known, until it is over', () => {
    const ana = new Attendant().take({ is: 'began' });
    const side = () => say(sideRows(ana.state, layoutOf(ana.state)));
    const listing = (state: string, ...more: string[]) => [
      ...['+ok *9', 'USER ana atendente online x', `USER rui atendente ${state} x`, ...more],
      ...['USER bia consumidor with:rui x', 'USER caio consumidor with:ana x', '.'],
    ];
    ana.answers('LIST atendente', '+ok *1', 'USER rui atendente online x', '.').hears('PRESENCE rui away');
    ana.answers('LIST atendente', '+ok *1', 'USER rui atendente away x', '.');
    ana.answers('LIST-USERS', ...listing('away'));
    expect(side()).toMatch(/^ {2}1 de rui \(ausente\) +\^Y $/m);
    // Nobody tells that a colleague lost the connection: it is asked now and then.
    ana.passes(60).answers('LIST atendente', '+ok *1', 'USER rui atendente lost x', '.');
    ana.answers(
      'LIST-USERS',
      ...listing('lost', 'USER eva atendente away x', 'USER leo consumidor with:eva x'),
    );
    expect(side()).toMatch(/^ {2}2 de 2 ausentes +\^Y $/m);
    ana.passes(60).answers('LIST atendente', '+ok *1', 'USER rui atendente online x', '.');
    expect(side()).not.toContain('ausente');
  });

  test('customers of absent colleagues are counted less often the more people there are', () => {
    const ana = new Attendant();
    const AWAY = ['+ok *1', 'USER rui atendente away x', '.'];
    const many = Array.from({ length: 1_500 }, (_, i) => `USER c${i} consumidor with:rui x`);
    const asked = () => ana.lines.filter((line) => line === 'LIST-USERS').length;
    ana.passes(60).answers('LIST atendente', ...AWAY);
    ana.answers('LIST-USERS', '+ok *1501', 'USER rui atendente away x', ...many, '.');
    ana.passes(60).answers('LIST atendente', ...AWAY);
    expect(asked()).toBe(0);
    ana.passes(60).answers('LIST atendente', ...AWAY);
    expect(asked()).toBe(1);
  });

  test('nobody is there without a connection', () => {
    const ana = new Attendant().take({ is: 'link', change: { is: 'trying', attempt: 1 } });
    expect(say([headRow(ana.state)])).toMatch(/ana {2}○ sem conexão/);
    expect(say([headRow(ana.state)])).not.toContain('presente');
  });

  test('that nothing can be answered without a connection is told above the question, which stays', () => {
    const ana = new Attendant().serves('maria').press('ctrl-w');
    const moment = () => say(momentRows(ana.state, layoutOf(ana.state).main));
    ana.take({ is: 'link', change: { is: 'trying', attempt: 1 } });
    expect(moment()).toBe('Encerrar a conversa com maria?');
    ana.press('enter');
    expect(moment()).toMatch(/^Sem conexão: só mensagens e notas.*Encerrar a conversa com maria\?$/s);
  });

  test('whoever is in two lists is marked in one', () => {
    const ana = new Attendant().serves('maria').hears('CLOSED maria quit', 'WAITING maria 1');
    const marked = () => say(sideRows(ana.state, layoutOf(ana.state))).match(/▸.*/g);
    expect(marked()).toEqual([expect.stringMatching(/▸1 maria/)]);
    ana.press('tab');
    expect(marked()).toEqual([expect.stringMatching(/▸ maria/)]);
  });
});

describe('a conversation', () => {
  const setting = { columns: 52, isRoomy: false, lang: 'pt', now: NOON } as const;

  function long(): Attendant {
    const ana = new Attendant().serves('maria');
    for (let i = 0; i < 60; i++)
      ana.gets('maria', `linha ${i} ${'x '.repeat(i)}`, '*', NOON - (60 - i) * 3_600_000);
    return ana;
  }

  test('is set by days, and by who said what', () => {
    const ana = new Attendant().serves('maria');
    ana.gets('maria', 'há um ano', '*', NOON - 365 * 86_400_000);
    ana.gets('maria', 'ontem', '*', NOON - 86_400_000);
    ana.gets('maria', 'hoje');
    ana.gets('maria', 'e mais');
    const { lines } = ana.chat('maria');
    const rows = lines.flatMap((line, i) => lineRows(line, lines[i - 1], setting));
    const shown = rows.map((row) =>
      row
        .map(({ text: words }) => words)
        .join('')
        .trim(),
    );
    // The year stands there, unless it is this one.
    expect(shown.filter((row) => row.startsWith('─'))).toEqual([
      expect.stringMatching(/ de novembro de 2025 ─/),
      expect.stringMatching(/ de novembro ─/),
      expect.stringMatching(/ de novembro ─/),
    ]);
    expect(shown.filter((row) => row.startsWith('maria'))).toHaveLength(3);
    expect(shown.at(-1)).toBe('e mais');
  });

  test('scrolls to the top and back without losing a row', () => {
    const chat = long().chat('maria');
    const whole = chat.lines.flatMap((line, i) => lineRows(line, chat.lines[i - 1], setting));
    const up = scrolled(chat, 10_000, 16, setting);
    expect(up.isTop).toBe(true);
    expect(visibleRows({ ...chat, anchor: up.anchor }, 16, setting).rows).toEqual(whole.slice(0, 16));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 20 }), (moves) => {
        let at = { ...chat };
        let below = 0;
        for (const by of moves) {
          at = { ...at, anchor: scrolled(at, by, 16, setting).anchor };
          below = Math.max(0, Math.min(whole.length - 16, below + by));
          const end = whole.length - below;
          expect(visibleRows(at, 16, setting).rows).toEqual(whole.slice(end - 16, end));
        }
      }),
      REPEATABLE,
    );
  });
});
