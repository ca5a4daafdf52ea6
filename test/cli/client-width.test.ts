/** Days, long lines and characters of all kinds, as they stand in a terminal. */

import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { Chalk } from 'chalk';
import { afterEach, describe, expect, it } from 'vitest';
import { apart, characters, harmless, width } from '../../src/cli/client/harmless.ts';
import { type Look, showDay, showEvent } from '../../src/cli/client/screen.ts';
import { wrap } from '../../src/cli/client/table.ts';
import { View } from '../../src/cli/client/view.ts';
import type { Lang } from '../../src/protocol/codes.ts';
import { chatting } from './client-chatting.ts';
import { closeServers } from './client-fake-server.ts';
import { leaveTerminals, person } from './client-person.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const at = new Date(2026, 2, 9, 14, 3, 0);

function look(lang: Lang, columns: number): Look {
  const view = new View('ana', 'atendente', lang);
  return { view, ink: new Chalk({ level: 0 }), now: at.getTime(), columns };
}

describe('the columns of a text', () => {
  it.each<[string, string, number]>([
    ['letters', 'olá', 3],
    ['letters with marks of their own', 'ole\u0301', 3],
    ['Chinese', '日本', 4],
    ['an emoji', '👍', 2],
    ['an emoji with a colour of skin', '👍🏽', 4],
    ['a family', '👨‍👩‍👧', 6],
    ['an old sign shown as an emoji', '❤\ufe0f', 2],
    ['signs that are emoji by themselves', '✅⌚⭐', 6],
    ['a flag', '🇧🇷', 2],
    ['Hangul in single letters', '\u1112\u1161\u11ab', 2],
    ['Hebrew with points', 'שָׁלוֹם', 4],
    ['Arabic', 'مرحبا', 5],
    ['what nobody sees', 'a\u200bb', 2],
    ['signs around Arabic numbers, which terminals show', '\u0600\u06dd', 2],
    ['numbers in black squares, which some terminals show wide', '\u3248\u324f', 4],
  ])('%s', (_what, text, columns) => {
    expect(width(text)).toBe(columns);
  });

  it('are counted so that no terminal needs more', () => {
    for (const text of ['👨‍👩‍👧', '👍🏽', '🏳️‍🌈']) expect(width(text)).toBeGreaterThanOrEqual(2);
  });
});

describe('a long line', () => {
  const messages = [
    'uma frase bem comprida que não cabe em uma linha só',
    '日本語の文章はスペースがないので途中で切る必要があります',
    'שלום לכולם, זה משפט ארוך שלא נכנס בשורה אחת בלבד',
    '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧',
    'e\u0301'.repeat(60),
    'https://exemplo.br/um/endereço/muito/comprido/que/não/cabe',
  ];

  it.each(messages)('never takes more columns than there are, nor loses anything: %s', (text) => {
    for (const columns of [20, 33, 40, 80, 160]) {
      const shown = showEvent(
        { verb: 'MSG', rest: `7 ${at.toISOString()} joao * ${text}` },
        look('pt', columns),
      );
      const lines = shown.split('\n');
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
      for (const line of lines.slice(1)) expect(line).toMatch(/^ {8}\S/);
      expect(shown.replace(/\s/g, '')).toBe(`[14:03]joao:${text}`.replace(/\s/g, ''));
    }
  });

  it('is cut between characters, never within one', () => {
    const text = '👨‍👩‍👧e\u0301🇧🇷'.repeat(9);
    const whole = new Set(characters(text));
    for (const line of wrap(text, 11)) for (const one of characters(line)) expect(whole).toContain(one);
  });

  it('is not lost where not even one character fits', () => {
    expect(wrap('👨‍👩‍👧👍', 1)).toEqual(['👨‍👩‍👧', '👍']);
  });
});

it('a pile of accents does not grow over the lines around', () => {
  expect(harmless(`z${'\u0301'.repeat(50)}algo`)).toBe(`z${'\u0301'.repeat(6)}algo`);
  expect(harmless(`z${'\u0301\u200d'.repeat(50)}algo`)).toBe(`z${'\u0301\u200d'.repeat(6)}algo`);
  expect(harmless('שָׁלוֹם')).toBe('שָׁלוֹם');
  // A soft hyphen takes a column in one terminal and none in another.
  expect(harmless('pe\u00addi\u00addo')).toBe('pedido');
});

describe('the line being typed', () => {
  const PICTURES = ['👨‍👩‍👧', '👍🏽', '🇧🇷', '❤\ufe0f', '1\ufe0f\u20e3', '🏳\ufe0f‍🌈', '中文', 'a\u0301'];

  it.each(PICTURES)('stands there as wide as readline believes: %s', (text) => {
    const rl = createInterface({ input: new PassThrough(), output: new PassThrough(), terminal: true });
    Object.assign(rl, { line: text, cursor: text.length });
    expect(width(apart(text))).toBe(rl.getCursorPos().cols - width(rl.getPrompt()));
    rl.close();
  });

  it('shows pictures one by one, and is entered as it was typed', async () => {
    const { terminal, type, sees } = person();
    const entered = new Promise<string>((resolve) => terminal.listen(resolve, () => {}));
    terminal.prompt('joao> ');
    type('a 👨‍👩‍👧 👍🏽 🇧🇷 z');
    await sees('a 👨👩👧 👍\u3000 ＢＲ z');
    type('\r');
    expect(await entered).toBe('a 👨‍👩‍👧 👍🏽 🇧🇷 z');
  });
});

describe('a terminal that becomes wider', () => {
  it('loses nothing that stands above the line, which then takes fewer rows', async () => {
    const { terminal, type, sees, raw, output } = person();
    Object.assign(output, { columns: 20 });
    terminal.prompt('ana> ');
    type('uma resposta que toma duas linhas');
    await sees('duas linhas');
    terminal.print('joao: oi');
    await sees('joao: oi');
    const before = raw().length;
    Object.assign(output, { columns: 80 });
    output.emit('resize');
    type('!');
    await sees('linhas!');
    // It goes up no row.
    expect(raw().slice(before)).not.toMatch(/\x1b\[\d*A/);
  });
});

describe('days', () => {
  it('are named in the language of the person', () => {
    expect(showDay(at.getTime(), look('pt', 80))).toBe('── segunda-feira, 9 de março de 2026 ──');
    expect(showDay(at.getTime(), look('en', 80))).toMatch(/^── Monday,? 9 March 2026 ──$/);
  });

  it('stand once above what was said on another one, and above what comes after', async () => {
    const { server, sees, screen } = await chatting('consumidor', (line) =>
      line.startsWith('CONNECT') ? ['@+ok joao consumidor 00ff oi', 'ASSIGNED joao ana'] : null,
    );
    const then = at.toISOString();
    server.write(`MSG 901 ${then} ana * bom dia`, `MSG 902 ${then} ana * tudo bem?`);
    server.write(`MSG 903 ${new Date().toISOString()} ana * voltei`);
    await sees('voltei');
    const days = screen().match(/── .*? ──\n.*/g) ?? [];
    expect(days).toHaveLength(2);
    expect(days[0]).toContain('9 de março de 2026');
    expect(screen()).toMatch(/2026 ──\n[^─]*bom dia\n[^─]*tudo bem\?\n[^─]*── .*\d{4} ──\n[^─]*voltei/);
  });

  it('long notices are set in below their first line', async () => {
    const { type, sees } = await chatting('atendente', (line) => {
      if (line.startsWith('TYPING')) return ['@-err NOT-IN-ROOM você não está nesta sala'];
      return line.startsWith('CONNECT') ? ['@+ok ana atendente 00ff oi'] : ['@+ok *0', '.'];
    });
    const room = `#${'x'.repeat(30)}`;
    type(`/para ${room}\r`);
    await sees(`: /entrar\n  ${room}\n`);
  });
});
