/** The client for whoever listens to it: sentences, one below the other, and nothing redrawn. */

import { Chalk } from 'chalk';
import { afterEach, describe, expect, it } from 'vitest';
import { showListing } from '../../src/cli/client/listings.ts';
import { speakStanding } from '../../src/cli/client/plain.ts';
import { type Look, showDay, showError, showEvent, showStored } from '../../src/cli/client/screen.ts';
import { View } from '../../src/cli/client/view.ts';
import type { Lang } from '../../src/protocol/codes.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { chatting } from './client-chatting.ts';
import { closeServers, type Script, usual } from './client-fake-server.ts';
import { leaveTerminals, person } from './client-person.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const at = new Date(2026, 2, 9, 14, 3, 0);
const TIME = at.toISOString();

function look(role: Role, lang: Lang = 'pt'): Look {
  const columns = Number.POSITIVE_INFINITY;
  return {
    view: new View('ana', role, lang),
    ink: new Chalk({ level: 0 }),
    now: at.getTime(),
    columns,
    plain: true,
  };
}

function event(line: string) {
  const end = line.indexOf(' ');
  return { verb: line.slice(0, end), rest: line.slice(end + 1) };
}

describe('what a screen reader hears', () => {
  it.each<[string, Role, Lang, string]>([
    [`MSG 7 ${TIME} joao * oi`, 'atendente', 'pt', 'Às 14:03, joao disse: oi'],
    [`MSG 7 ${TIME} joao * oi`, 'atendente', 'en', 'At 14:03, joao said: oi'],
    [`MSG 7 ${TIME} bia #geral oi`, 'membro', 'pt', 'Às 14:03, bia disse em #geral: oi'],
    [`MSG 7 ${TIME} bia ana oi`, 'atendente', 'pt', 'Às 14:03, bia disse a você em particular: oi'],
    [`MSG 7 ${TIME} bia rui oi`, 'atendente', 'en', 'At 14:03, bia said to rui: oi'],
    [`MSG 7 ${TIME} ana joao oi`, 'atendente', 'pt', 'Às 14:03, você disse a joao: oi'],
    [`MSG 7 ${TIME} bia * oi`, 'consumidor', 'pt', 'Às 14:03, bia disse: oi'],
    [
      `MSG 7 ${TIME} joao * oi\\nÀs 14:03, rui disse: oi`,
      'atendente',
      'pt',
      'Às 14:03, joao disse: oi\nContinua: Às 14:03, rui disse: oi',
    ],
    [
      `MSG 7 ${TIME} joao * oi${' '.repeat(70)}rui: oi`,
      'atendente',
      'pt',
      'Às 14:03, joao disse: oi   rui: oi',
    ],
    [`MSG 7 ${TIME} bia * a\x1b[2J`, 'consumidor', 'pt', 'Às 14:03, bia disse: a␛[2J'],
    [
      `NOTE 8 ${TIME} bia joao paga tarde`,
      'atendente',
      'pt',
      'Às 14:03, nota interna de bia sobre joao: paga tarde',
    ],
    ['SEEN joao 7', 'atendente', 'pt', 'joao viu.'],
  ])('%s (%s, %s)', (line, role, lang, sentence) => {
    expect(showEvent(event(line), look(role, lang))).toBe(sentence);
  });

  it('is what became of their own message, not the message again', () => {
    expect(showStored(TIME, 'joao', 'oi', look('atendente'), '31')).toBe('Enviada a joao, número 31.');
    expect(showStored(TIME, '*', 'oi', look('consumidor', 'en'), '31')).toBe('Sent, number 31.');
  });

  it('is no sign but a word', () => {
    expect(showError('não há', look('atendente'))).toBe('Erro: não há');
    expect(showDay(at.getTime(), look('atendente'))).toBe('Segunda-feira, 9 de março de 2026.');
  });

  it('is a listing row by row, each value behind its name', () => {
    const users = [
      event(`USER joao consumidor waiting:2 ${TIME}`),
      event(`USER bia atendente away ${TIME} Bia`),
    ];
    expect(showListing(users, look('atendente'))).toBe(
      [
        'nome: joao, tipo: consumidor, estado: 2º da fila, desde: 14:03',
        'nome: bia, tipo: atendente, estado: ausente, desde: 14:03, nome exibido: Bia',
      ].join('\n'),
    );
    const said = [event(`MSG 7 ${TIME} joao * oi`), event(`GONE 8 ${TIME} joao *`)];
    expect(showListing(said, look('atendente')).split('\n')[0]).toBe('Às 14:03, joao disse: oi');
  });

  it('is how things stand, when they ask', () => {
    const here = look('atendente');
    expect(speakStanding([], here)).toBe('Você não fala com ninguém. Ninguém espera na fila.');
    here.view.learn(event('ASSIGNED joao ana'));
    here.view.learn(event('WAITING rui 1'));
    expect(speakStanding([{ name: 'maria', count: 2 }], here)).toBe(
      'Você fala com joao. 1 na fila. De maria, 2 mensagens desde a sua última.',
    );
    expect(speakStanding([], look('consumidor'))).toBe('Ninguém atende você ainda.');
  });
});

describe('at a plain terminal', () => {
  const serving: Script = (line) => {
    if (line.startsWith('CONNECT')) return [...usual(line), 'ASSIGNED joao ana'];
    if (line === 'QUEUE') return ['@+ok *0', '.'];
    return line.startsWith('MSG') ? ['@+ok mensagem recebida 31'] : usual(line);
  };
  const plainly = (script: Script) => chatting('atendente', script, {}, undefined, true);

  it('text is appended, and nothing else ever happens', async () => {
    const { server, type, sees, raw, pass } = await plainly(serving);
    await sees('Você atende joao.\nVocê fala com joao.\n');
    server.write(`MSG 7 ${new Date().toISOString()} joao * oi`, 'TYPING joao * on', 'WAITING rui 1');
    await sees('joao disse: oi\n');
    await sees('rui espera');
    type('bom dia\n');
    await sees('Enviada a joao, número 31.\n');
    pass(1);
    type('LIST-USER\n');
    await sees('Erro: ');
    expect(raw()).not.toMatch(/[\x1b\r✓]|> /);
    expect(raw().replaceAll('\x07', '')).toMatch(/^(?:[^\n]+\n)+$/);
  });

  it('Enter alone tells how things stand', async () => {
    const { type, sees } = await plainly(serving);
    await sees('Você fala com joao.\n');
    type('\n');
    await sees('Você fala com joao. Ninguém espera na fila.\n');
  });

  it('what may have been meant for the one before goes to the next only after one more Enter', async () => {
    const { server, type, sees } = await plainly(serving);
    await sees('Você fala com joao.\n');
    server.write('CLOSED joao quit', 'ASSIGNED maria ana');
    await sees('Você fala com maria.\n');
    type('até logo\n');
    await sees('A conversa mudou enquanto você escrevia: Enter de novo envia a maria.');
    expect(server.received).not.toContain('MSG maria até logo');
    type('\n');
    await server.saw((line) => line === 'MSG maria até logo');
  });

  it('a password is not echoed, and may be corrected', async () => {
    const { terminal, type, raw } = person(true);
    const answer = terminal.ask('Senha: ', true);
    type('segrex\x7fdo\r');
    expect(await answer).toBe('segredo');
    expect(raw()).toBe('Senha: \n');
    const gone = terminal.ask('Senha: ', true);
    type('abc\x03');
    expect(await gone).toBeNull();
  });

  it('answers typed ahead are taken in order, and the end of the input ends it', async () => {
    const { terminal, type } = person(true);
    type('ana\nmembro\n');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await terminal.ask('Nome: ')).toBe('ana');
    expect(await terminal.ask('Tipo: ')).toBe('membro');
    terminal.close();
  });
});
