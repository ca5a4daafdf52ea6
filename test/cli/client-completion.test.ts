/** What Tab and Ctrl-R make of a line that is being typed. */

import { afterEach, describe, expect, it } from 'vitest';
import { choicesFor } from '../../src/cli/client/completion.ts';
import { inColumns, Search, Tabs } from '../../src/cli/client/editing.ts';
import { View } from '../../src/cli/client/view.ts';
import type { Lang } from '../../src/protocol/codes.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { chatting } from './client-chatting.ts';
import { closeServers, type Script, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

function sources(role: Role, lang: Lang = 'pt', canned: readonly string[] = []) {
  const view = new View('ana', role, lang);
  for (const name of ['*', 'ana', 'joao', 'Maria', 'mário', '#vendas']) view.see(name);
  return { view, canned };
}

function words(before: string, role: Role = 'atendente', lang: Lang = 'pt'): readonly string[] {
  return choicesFor(before, sources(role, lang, ['oi', 'horário', 'obrigado'])).words;
}

describe('the choices for a word', () => {
  it.each<[string, readonly string[]]>([
    ['/pr', ['/próximo', '/prontas']],
    ['/PRO', ['/próximo', '/prontas']],
    ['PRÓ', ['PRÓXIMO', 'PRONTAS']],
    ['NEX', ['NEXT']],
    ['fi', ['fila']],
    ['sala', []],
    ['/atender m', ['mário', 'Maria']],
    ['TAKE j', ['joao']],
    ['/para ', ['mário', 'Maria', 'joao', '#vendas', '#geral']],
    ['/transferir joao ma', ['mário', 'Maria']],
    ['/transferir joao maria x', []],
    ['/entrar ven', ['#vendas']],
    ['/entrar #g', ['#geral']],
    ['/estado ', ['presente', 'ausente']],
    ['/listar c', ['consumidor']],
    ['LANG p', ['pt']],
    ['/digitando joao o', ['on', 'off']],
    ['/histórico #', ['#vendas', '#geral']],
    ['!o', ['!oi', '!obrigado']],
    ['/msg joao !h', ['!horário']],
    ['falei com mar', ['mário', 'Maria']],
    ['falei com ', []],
    ['falei em #v', ['#vendas']],
    ['/nota joao perguntou à mar', ['mário', 'Maria']],
    ['/próximo j', []],
    ['xyz', []],
  ])('after %j are %j', (before, expected) => {
    expect(words(before)).toEqual(expected);
  });

  it('are no customers where one is handed over to a colleague', () => {
    const shown = sources('atendente');
    shown.view.learn({ verb: 'ASSIGNED', rest: 'joao ana' });
    expect(choicesFor('/transferir joao ', shown).words).toEqual(['mário', 'Maria']);
    expect(choicesFor('/transferir j', shown).words).toEqual(['joao']);
  });

  it('are the words of the language', () => {
    expect(words('/n', 'atendente', 'en')).toEqual(['/next', '/note', '/nick']);
    expect(words('/status ', 'atendente', 'en')).toEqual(['online', 'away']);
    expect(words('/list c', 'atendente', 'en')).toEqual(['customer']);
  });

  it('are those of the role: a customer neither takes anybody nor has canned answers', () => {
    expect(words('/', 'consumidor')).not.toContain('/próximo');
    expect(words('/', 'consumidor')).not.toContain('/entrar');
    expect(words('/', 'consumidor')).toContain('/desfazer');
    expect(words('!o', 'consumidor')).toEqual([]);
    const inRoom = sources('consumidor');
    inRoom.view.joined('#vendas');
    expect(choicesFor('/sair-', inRoom).words).toEqual(['/sair-da-sala']);
    // Without a slash it would be text.
    expect(words('SEA', 'consumidor')).toEqual([]);
  });

  it('are all commands on an empty line, and never oneself', () => {
    expect(words('')).toContain('/próximo');
    expect(words('an')).toEqual([]);
  });

  it('are people by the names that they have now', () => {
    const renamed = sources('membro');
    renamed.view.learn({ verb: 'NICK', rest: 'mário Mariano' });
    renamed.view.learn({ verb: 'NICK', rest: 'Maria MARIA' });
    renamed.view.rename('bia');
    expect(choicesFor('ma', renamed).words).toEqual(['MARIA', 'Mariano']);
    expect(choicesFor('an', renamed).words).toEqual([]);
  });

  it('begin where the word does, and a space follows a word that wants more', () => {
    expect(choicesFor('/transferir jo', sources('atendente'))).toEqual({
      from: 12,
      words: ['joao'],
      tail: ' ',
    });
    expect(choicesFor('com jo', sources('atendente'))).toMatchObject({ from: 4, tail: '' });
  });
});

describe('Tab', () => {
  const choose = () => ({ from: 0, words: ['mário', 'maria', 'marta'], tail: '' });
  const line = (text: string, cursor = text.length) => ({ text, cursor });

  it('goes on through all choices, lists them once, and comes back to what was typed', () => {
    const tabs = new Tabs();
    let at = line('ma');
    const press = (back = false) => {
      const step = tabs.press(at, () => ({ ...choose(), words: ['maria', 'marta'] }), back);
      at = step.line;
      return [at.text, step.listed.length];
    };
    expect([press(), press(), press(), press(), press()]).toEqual([
      ['mar', 0],
      ['maria', 2],
      ['marta', 0],
      ['ma', 0],
      ['maria', 0],
    ]);
    expect([press(true), press(true)]).toEqual([
      ['ma', 0],
      ['marta', 0],
    ]);
  });

  it('writes the first choice if they have no more in common', () => {
    const apart = () => ({ ...choose(), words: ['joao', 'bia'] });
    expect(new Tabs().press(line(''), apart).line.text).toBe('joao');
  });

  it('begins anew after any other key, and keeps what stands behind the cursor', () => {
    const tabs = new Tabs();
    tabs.press(line('m'), choose);
    const only = () => ({ from: 3, words: ['joao'], tail: ' ' });
    expect(tabs.press(line('oi jo!', 5), only)).toEqual({ line: line('oi joao !', 8), listed: [] });
    expect(tabs.press(line('oi jo x', 5), only).line).toEqual(line('oi joao x', 8));
  });

  it('leaves a line alone for which there is no choice', () => {
    expect(new Tabs().press(line('x'), () => ({ from: 0, words: [], tail: '' })).line).toEqual(line('x'));
  });

  it('shows choices in columns that fit', () => {
    expect(inColumns(['aa', '日本', 'c'], 12)).toBe('aa    日本\nc');
    expect(inColumns(['\x1b[2J'], 4)).toBe('␛[2J');
  });
});

describe('Ctrl-R', () => {
  it('finds older and older lines that hold what was typed', () => {
    const search = new Search();
    const history = ['obrigado', 'bom dia', 'Dia 12', 'tchau'];
    const first = search.press({ text: 'dia', cursor: 3 }, history);
    expect(first).toEqual({ text: 'bom dia', cursor: 7 });
    const second = search.press(first, history);
    expect(second.text).toBe('Dia 12');
    expect(search.press(second, history)).toBe(second);
    expect(search.press({ text: 'tch', cursor: 3 }, history).text).toBe('tchau');
  });

  it('finds what is typed behind the line that it brought to an empty one', () => {
    const search = new Search();
    const history = ['obrigado', 'bom dia'];
    expect(search.press({ text: '', cursor: 0 }, history).text).toBe('obrigado');
    expect(search.press({ text: 'obrigadobom', cursor: 11 }, history).text).toBe('bom dia');
  });
});

describe('at a terminal', () => {
  const script: Script = (line) => {
    if (line === 'CANNED') return ['@+ok *2', 'CANNED oi Olá!', 'CANNED horário Das 9h', '.'];
    if (line === 'QUEUE') return ['@+ok *1', 'WAITING João 2026-03-09T14:03:00.000Z 1', '.'];
    if (line.startsWith('TAKE')) return ['@+ok João 0'];
    return usual(line);
  };

  it('Tab completes command and name, and no TAB goes out', async () => {
    const { server, type, sees } = await chatting('atendente', script);
    await sees('1 na fila');
    type('/aten\t');
    await sees('/atender ');
    type('jo\t');
    type('\r');
    await server.saw((line) => line === 'TAKE João');
    await sees('Você atende João.');
    type('!o\t');
    type('\r');
    await server.saw((line) => line === 'MSG João Olá!');
  });

  it('lists what there is at the second Tab, above the line', async () => {
    const { type, sees, terminal } = await chatting('atendente', script);
    await sees('ana> ');
    type('/pr\t');
    await sees('/pró');
    type('\t');
    await sees('/próximo  /prontas\n');
    expect(terminal.line).toBe('/próximo');
    type('\t');
    expect(terminal.line).toBe('/prontas');
    type('\x1b[Z');
    expect(terminal.line).toBe('/próximo');
  });

  it('takes Tabs that come at once for so many, and a pasted TAB for text', async () => {
    const { type, sees, terminal } = await chatting('atendente', script);
    await sees('ana> ');
    type('/pr\t\t\t');
    expect(terminal.line).toBe('/prontas');
    type('\x15a\tb');
    expect(terminal.line).toBe('a\tb');
  });

  it('the arrows and Ctrl-R bring back what was entered', async () => {
    const { type, sees, terminal } = await chatting('atendente', script);
    await sees('1 na fila');
    type('/atender joão\r');
    await sees('Você atende João.');
    type('bom dia\r');
    await sees('bom dia ✓');
    type('\x1b[A');
    expect(terminal.line).toBe('bom dia');
    type('\x15aten');
    type('\x12');
    expect(terminal.line).toBe('/atender joão');
  });
});
