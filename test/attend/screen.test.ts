/** An attendant's day in a real terminal, against the real server. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporary } from '../cli/client-process.ts';
import type { TestServer } from '../support/server.ts';
import type { Wire } from '../support/wire.ts';
import { attending, customer, LARGE, SMALL, startDesk } from './stage.ts';
import { closeTerminals, WHY_NOT } from './tmux.ts';

// Each step waits for the screen, which may take its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

if (WHY_NOT !== '') console.warn(`attend in a real terminal: skipped, ${WHY_NOT}`);

const WORDS = {
  pt: {
    waiting: '1 na fila',
    queue: 'Fila',
    served: 'em atendimento há',
    note: 'nota interna · ana',
    transfer: 'Passar maria a',
    handed: 'passou a rui',
    found: /[12] mensage/,
    keys: 'teclas',
    tooSmall: 'São precisos 80×24',
    closed: 'você encerrou a conversa: “até logo”',
    over: 'fim',
    undone: 'mensagem desfeita',
    typing: 'maria digita…',
    away: '○ ausente',
    returned: 'você devolveu à fila',
  },
  en: {
    waiting: '1 waiting',
    queue: 'Queue',
    served: 'served for',
    note: 'internal note · ana',
    transfer: 'Hand maria to',
    handed: 'handed to rui',
    found: /[12] message/,
    keys: 'keys',
    tooSmall: 'It takes 80×24',
    closed: 'you closed the conversation: “até logo”',
    over: 'over',
    undone: 'message undone',
    typing: 'maria is typing…',
    away: '○ away',
    returned: 'you gave them back to the queue',
  },
} as const;

let desk: TestServer;
let maria: Wire;

beforeEach(async () => {
  desk = await startDesk();
});

afterEach(async () => {
  closeTerminals();
  maria?.cut();
  await desk.end('SIGKILL');
});

describe.skipIf(WHY_NOT !== '').each([
  ['80×24', SMALL, 'pt'],
  ['80×24', SMALL, 'en'],
  ['160×50', LARGE, 'pt'],
  ['160×50', LARGE, 'en'],
] as const)('on a screen of %s', (_, size, lang) => {
  const t = WORDS[lang];

  test(`in ${lang}: a customer is looked at, taken, and both talk`, async () => {
    const screen = await attending(desk.port, size, lang);
    maria = await customer(desk.port, 'maria', 'meu pedido não chegou');
    await screen.sees(t.waiting);
    screen.press('Tab');
    await screen.sees('meu pedido não chegou');
    screen.press('Enter');
    await screen.sees(t.served);
    screen.type('Olá, já verifico');
    await maria.until(/^TYPING ana maria on$/);
    screen.press('Enter');
    await maria.until(/^MSG \d+ \S+ ana maria Olá, já verifico$/);
    await screen.sees(/Olá, já verifico +✓$/m);
    await maria.ask('TYPING * on');
    await screen.sees(t.typing);
    await maria.ask('MSG * obrigada 👍🏽 日本 שלום e\u0301');
    await screen.sees('obrigada 👍 日本');
    await maria.until(/^SEEN ana \d+$/);
    const rows = screen.screen().split('\n');
    // Every border stands where it should, whatever was written.
    const borders = rows.slice(2, -4).map((row) => row.search(/[│├]/));
    expect(new Set(borders.filter((x) => x >= 0)).size).toBe(1);
  });

  test(`in ${lang}: notes, canned answers, undo, search and closing`, async () => {
    maria = await customer(desk.port, 'maria', 'meu pedido não chegou');
    const screen = await attending(desk.port, size, lang);
    await screen.sees(t.waiting);
    screen.press('C-n');
    await screen.sees(t.served);
    screen.press('C-o');
    await screen.sees('✎');
    screen.type('já ligou ontem');
    await screen.sees('✎ já ligou ontem');
    screen.press('Enter');
    await screen.sees(t.note);
    screen.press('C-p');
    await screen.sees('!prazo');
    screen.type('dias');
    await screen.misses('!ola');
    screen.press('Enter');
    await screen.sees('Mais que isso, avise.');
    screen.press('Enter');
    await maria.until(/ São cinco dias úteis\.\\nMais que isso, avise\.$/);
    screen.enter('!ola maria');
    await maria.until(/ Olá! Em que posso ajudar\? maria$/);
    await screen.sees(/ajudar\? maria +✓$/m);
    screen.press('C-z');
    await screen.sees('“Olá! Em que posso ajudar? maria”?');
    screen.press('Enter');
    await maria.until(/^UNDO \d+ ana maria$/);
    await screen.sees(t.undone);
    screen.press('C-f');
    screen.type('PEDIDO nao');
    screen.press('Enter');
    await screen.sees(t.found);
    screen.press('Enter');
    await screen.sees('PgUp');
    screen.press('Escape');
    await screen.sees(t.found);
    screen.press('Escape');
    await screen.sees(t.served);
    screen.press('C-w');
    screen.type('até logo');
    await screen.sees('› até logo');
    screen.press('Enter');
    await maria.until(/^CLOSED ana até logo$/);
    await screen.sees(t.closed);
    await screen.sees(t.over);
    expect(screen.screen()).not.toContain('undefined');
  });

  test(`in ${lang}: a customer is handed over, given back, and the attendant goes away`, async () => {
    maria = await customer(desk.port, 'maria', 'oi');
    const screen = await attending(desk.port, size, lang);
    const rui = await attending(desk.port, size, lang, 'rui');
    await screen.sees(t.waiting);
    screen.press('C-n');
    await screen.sees(t.served);
    screen.press('C-t');
    await screen.sees(t.transfer);
    await screen.sees('rui');
    screen.press('Enter');
    await maria.until(/^ASSIGNED maria rui$/);
    await screen.sees(t.handed);
    await rui.sees(t.served);
    rui.press('C-r');
    await rui.sees('maria');
    rui.press('Enter');
    await rui.sees(t.returned);
    await screen.sees(t.waiting);
    screen.press('C-s');
    await screen.sees(t.away);
  });
});

describe.skipIf(WHY_NOT !== '')('the bell', () => {
  test('rings once for a customer who waits, and not for one who writes', async () => {
    const file = join(temporary(), 'written');
    const screen = await attending(desk.port, SMALL, 'pt');
    screen.record(file);
    maria = await customer(desk.port, 'maria', 'oi', 'tem alguém?');
    await screen.sees('1 na fila');
    screen.press('C-n');
    await screen.sees('em atendimento há');
    await maria.ask('MSG * olá?');
    await screen.sees('olá?');
    expect(readFileSync(file, 'utf8').split('\x07')).toHaveLength(2);
  });
});

describe.skipIf(WHY_NOT !== '')('a window', () => {
  test('that grows is filled, one that is too small says so, and nothing typed is lost', async () => {
    const t = WORDS.pt;
    maria = await customer(desk.port, 'maria', 'oi');
    const screen = await attending(desk.port, SMALL, 'pt');
    await screen.sees(t.waiting);
    screen.press('C-n');
    await screen.sees(t.served);
    screen.type('um texto que ');
    await screen.sees('um texto que');
    screen.resize({ columns: 60, rows: 20 });
    await screen.sees(t.tooSmall);
    screen.type('fica');
    screen.press('Enter');
    screen.resize(LARGE);
    const large = await screen.sees('um texto que fica');
    expect(large.split('\n')[0]).toMatch(/^ ana {2}● presente .*\d\d:\d\d$/);
    expect(large.split('\n')[1]).toHaveLength(160);
    screen.resize(SMALL);
    const small = await screen.until((now) => now.split('\n')[1]?.length === 80, 'rules of 80 columns');
    expect(small).toContain('um texto que fica');
    screen.press('Enter');
    await maria.until(/ um texto que fica$/);
  });

  test('gets what is pasted as one text, line breaks and all', async () => {
    maria = await customer(desk.port, 'maria', 'oi');
    const screen = await attending(desk.port, SMALL, 'pt');
    await screen.sees('1 na fila');
    screen.press('C-n');
    await screen.sees('em atendimento há');
    screen.paste('primeira\nsegunda\x1b[31m');
    await screen.sees('segunda␛[31m');
    screen.press('Enter');
    await maria.until(/ primeira\\nsegunda␛\[31m$/);
  });
});
