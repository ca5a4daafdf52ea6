/**
 * An attendant's day in a real terminal, against the real server: in each language and size one screen, which stays
 * from one test to the next, as it does at a desk.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { width } from '../../src/cli/client/harmless.ts';
import { temporary } from '../cli/client-process.ts';
import type { TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';
import { attending, customer, LARGE, SMALL, startDesk } from './stage.ts';
import { closeTerminals, type Size, type Tmux, WHY_NOT } from './tmux.ts';

if (WHY_NOT !== '') console.warn(`attend in a real terminal: skipped, ${WHY_NOT}`);

const WORDS = {
  pt: {
    waiting: '1 na fila',
    served: 'em atendimento há',
    note: 'nota interna · ana',
    transfer: 'Passar maria a',
    handed: 'passou a rui',
    found: /[12] mensage/,
    tooSmall: 'É preciso ter 80×24',
    closed: 'você encerrou a conversa: “até logo”',
    over: 'fim',
    undone: 'mensagem desfeita',
    typing: 'maria digita…',
    away: '○ ausente',
    returned: 'você devolveu à fila',
    newRoom: 'Enter cria esta sala',
    here: '2 aqui: ana, rui',
    came: 'rui entrou',
    people: 'Pessoas no balcão',
    unattended: '2 de rui (ausente)',
    takeOver: 'Assumir bia no lugar de rui?',
    figures: 'O dia em números',
    hour: 'mensagens por hora',
  },
  en: {
    waiting: '1 in line',
    served: 'served for',
    note: 'internal note · ana',
    transfer: 'Hand maria to',
    handed: 'handed to rui',
    found: /[12] message/,
    tooSmall: 'The screen needs 80×24',
    closed: 'you closed the conversation: “até logo”',
    over: 'over',
    undone: 'message retracted',
    typing: 'maria is typing…',
    away: '○ away',
    returned: 'you gave them back to the line',
    newRoom: 'Enter makes this room',
    here: '2 here: ana, rui',
    came: 'rui joined',
    people: 'Who is here',
    unattended: '2 of rui (away)',
    takeOver: 'Take bia over from rui?',
    figures: 'The figures of the day',
    hour: 'messages per hour',
  },
} as const;

let desk: TestServer;
let screen: Tmux;
let maria: Wire;
let rui: Wire;

/** One desk and one screen for the tests of a group. */
function stage(size: Size, lang: 'pt' | 'en'): void {
  beforeAll(async () => {
    desk = await startDesk();
    screen = await attending(desk.port, size, lang);
  });
  afterAll(async () => {
    closeTerminals();
    maria?.cut();
    rui?.cut();
    await desk.end('SIGKILL');
  });
}

/** Every border stands where it should, whatever was written. */
function bordersStandStill(): void {
  const rows = screen.screen().split('\n');
  const left = rows.slice(2, -4).flatMap((row) => (/[│├]/.test(row) ? [row.split(/[│├]/, 1)[0]!] : []));
  expect(new Set(left.map(width)).size).toBe(1);
}

describe.skipIf(WHY_NOT !== '').each([
  ['80×24', SMALL, 'pt'],
  ['80×24', SMALL, 'en'],
  ['160×50', LARGE, 'pt'],
  ['160×50', LARGE, 'en'],
] as const)('on a screen of %s', (_, size, lang) => {
  const t = WORDS[lang];
  stage(size, lang);

  test(`in ${lang}: a customer is looked at, taken, and both talk`, async () => {
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
    await screen.sees(/Olá, já verifico +✓/m);
    await maria.ask('TYPING * on');
    await screen.sees(t.typing);
    await maria.ask('MSG * obrigada 👍🏽 日本 שלום e\u0301');
    await screen.sees('obrigada 👍 日本');
    await maria.until(/^SEEN ana \d+$/);
    bordersStandStill();
  });

  test(`in ${lang}: notes, canned answers, undo and search`, async () => {
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
    await screen.sees(/ajudar\? maria +✓/m);
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
    await screen.sees(/▸ .* ◂$/m);
    screen.press('Escape');
    await screen.sees(t.found);
    screen.press('Escape');
    await screen.sees(t.served);
  });

  test(`in ${lang}: a room is made and talked in, a colleague writes, the day has its figures`, async () => {
    rui = await Wire.enter(desk.port, 'rui', 'atendente');
    screen.press('C-x');
    screen.type('#会議室');
    await screen.sees(t.newRoom);
    screen.press('Enter');
    await screen.sees('› '.concat(lang === 'pt' ? 'Escreva em #会議室' : 'Write in #会議室'));
    await rui.ask('JOIN #会議室');
    await screen.sees(t.came);
    await screen.sees(t.here);
    screen.enter('bom dia');
    await rui.until(/ ana #会議室 bom dia$/);
    await rui.ask('MSG ana 今天 👨‍👩‍👧 ?');
    await screen.sees(/^ {3}rui +1 │/m);
    bordersStandStill();
    screen.press('M-0');
    await screen.sees('今天 👨👩👧 ?');
    screen.enter('sim');
    await rui.until(/ ana rui sim$/);
    screen.press('C-d');
    await screen.sees(t.figures);
    await screen.sees(t.hour);
    screen.press('Escape');
    await screen.misses(t.figures);
    screen.press('M-1');
    await screen.sees(t.served);
  });

  test(`in ${lang}: customers are handed over, taken over, given back and left with a farewell`, async () => {
    screen.press('C-t');
    await screen.sees(t.transfer);
    // In the list of those who can take her, not on the left.
    await screen.sees(/│.* rui +● /m);
    screen.press('Enter');
    await maria.until(/^ASSIGNED maria rui$/);
    await screen.sees(t.handed);
    // Who is away leaves customers alone, as the lists tell.
    const bia = await customer(desk.port, 'bia', 'tem alguém?');
    await rui.ask('TAKE bia');
    await rui.ask('STATUS away');
    await screen.sees(t.unattended);
    await rui.ask('RETURN maria');
    await screen.sees(t.waiting);
    screen.press('C-y');
    await screen.sees(t.people);
    await screen.sees('bia');
    screen.press('Enter');
    await screen.sees(t.takeOver);
    screen.press('Enter');
    await bia.until(/^ASSIGNED bia ana$/);
    await screen.sees('tem alguém?');
    await screen.misses(t.unattended);
    bia.cut();
    screen.press('C-n');
    await maria.until(/^ASSIGNED maria ana$/);
    await screen.sees(/^▸\d maria/m);
    screen.press('C-r');
    await screen.sees(/maria .*\?$/m);
    screen.press('Enter');
    await screen.sees(t.returned);
    await screen.misses(t.served);
    screen.press('C-n');
    await maria.until(/^ASSIGNED maria ana$/);
    // She stood on the screen before, too: only the heading tells that she is served again.
    await screen.sees(t.served);
    screen.press('C-w');
    screen.type('até logo');
    await screen.sees('› até logo');
    screen.press('Enter');
    await maria.until(/^CLOSED ana até logo$/);
    await screen.sees(t.closed);
    await screen.sees(t.over);
    screen.press('C-s');
    await screen.sees(t.away);
    expect(screen.screen()).not.toContain('undefined');
  });
});

describe.skipIf(WHY_NOT !== '')('a window', () => {
  const t = WORDS.pt;
  stage(SMALL, 'pt');

  test('rings once for a customer who waits, and not for one who writes', async () => {
    const file = join(temporary(), 'written');
    screen.record(file);
    maria = await customer(desk.port, 'maria', 'oi', 'tem alguém?');
    await screen.sees(t.waiting);
    screen.press('C-n');
    await screen.sees(t.served);
    await maria.ask('MSG * olá?');
    await screen.sees('olá?');
    expect(readFileSync(file, 'utf8').split('\x07')).toHaveLength(2);
  });

  test('that grows is filled, one that is too small says so, and nothing typed is lost', async () => {
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
    // So is what is open over it.
    screen.press('C-y');
    await screen.sees(/maria +consumidor +com ana/);
    screen.resize(SMALL);
    await screen.until((now) => now.split('\n')[1]?.length === 80, 'rules of 80 columns');
    await screen.sees(/maria +consumidor +com ana/);
    screen.press('Escape');
    await screen.sees('› um texto que fica');
    screen.press('Enter');
    await maria.until(/ um texto que fica$/);
  });

  test('gets what is pasted as one text, line breaks and all', async () => {
    screen.paste('primeira\nsegunda\x1b[31m');
    await screen.sees('segunda␛[31m');
    screen.press('Enter');
    await maria.until(/ primeira\\nsegunda␛\[31m$/);
  });
});
