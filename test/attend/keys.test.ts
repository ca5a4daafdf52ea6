/** What keys do on the screen of an attendant, and what the replies to that make of it. */

import { describe, expect, test } from 'vitest';
import { fittingPeople } from '../../src/cli/attend/choices.ts';
import { Attendant } from './attendant.ts';

/** Serves maria and nobody else; nothing is unanswered. */
function withMaria(): Attendant {
  const ana = new Attendant().serves('maria');
  ana.sent = [];
  return ana;
}

describe('a text', () => {
  test('goes to the current conversation, and is marked sent, stored and seen', () => {
    const ana = withMaria().type('já verifico').press('enter');
    expect(ana.lines).toContain('MSG maria já verifico');
    expect(ana.texts('maria')).toEqual(['já verifico [sent]']);
    expect(ana.chat('maria').draft.text).toBe('');
    const seq = ana.nextSeq();
    ana.answers('MSG', `+ok mensagem recebida ${seq}`);
    expect(ana.texts('maria')).toEqual(['já verifico [stored]']);
    ana.hears(`SEEN maria ${seq}`);
    expect(ana.texts('maria')).toEqual(['já verifico [seen]']);
  });

  test('that is refused stands in its line again', () => {
    const ana = withMaria().type('oi').press('enter');
    ana.answers('MSG', '-err NO-CONVERSATION não há conversa');
    expect(ana.chat('maria').draft.text).toBe('oi');
    expect(ana.texts('maria')).toEqual([]);
    expect(ana.state.notice).toMatchObject({ text: 'Não foi enviada: Não há conversa', isBad: true });
  });

  test('to somebody who takes another name meanwhile is stored all the same', () => {
    const ana = withMaria().type('oi').press('enter').hears('NICK maria mari');
    expect(ana.answers('MSG', '+ok mensagem recebida 5').texts('mari')).toContain('oi [stored]');
  });

  test('that is refused while the next is typed stays above, marked', () => {
    const ana = withMaria().type('um').press('enter').type('dois');
    ana.answers('MSG', '-err STORE-FAILED disco cheio');
    expect(ana.texts('maria')).toEqual(['um [failed]']);
    expect(ana.chat('maria').draft.text).toBe('dois');
  });

  test('of which nobody knows whether it arrived stays above, marked', () => {
    const ana = withMaria().type('um').press('enter').answers('MSG', null);
    expect(ana.texts('maria')).toEqual(['um [failed]']);
    expect(ana.chat('maria').draft.text).toBe('');
  });

  test('that came again after a return stands there once', () => {
    const ana = withMaria().type('um').press('enter');
    ana.hears('MSG 9 2026-11-21T12:00:00.000Z ana maria um');
    expect(ana.texts('maria')).toHaveLength(2);
    ana.answers('MSG', '+ok mensagem recebida 9');
    expect(ana.texts('maria')).toEqual(['um [stored]']);
  });

  test('has line breaks and backslashes as the wire wants them', () => {
    const ana = withMaria().type('a\\b').press('alt-enter').type('c').press('enter');
    expect(ana.lines).toContain('MSG maria a\\\\b\\nc');
  });

  test('has a draft of its own in each conversation', () => {
    const ana = withMaria().type('para maria').hears('ASSIGNED rui ana');
    ana.press('alt-2').type('para rui').press('alt-1');
    expect(ana.chat('maria').draft.text).toBe('para maria');
    expect(ana.chat('rui').draft.text).toBe('para rui');
  });

  test('to somebody who is gone is kept', () => {
    const ana = withMaria().type('tchau').hears('CLOSED maria quit').press('enter');
    expect(ana.lines.filter((line) => line.startsWith('MSG'))).toEqual([]);
    expect(ana.chat('maria').draft.text).toBe('tchau');
  });

  test('that looks like a command of the line client goes to nobody', () => {
    const ana = withMaria().type('/encerrar maria').press('enter');
    expect(ana.lines.filter((line) => line.startsWith('MSG'))).toEqual([]);
    expect(ana.chat('maria').draft.text).toBe('/encerrar maria');
    ana.press('home').type('/').press('enter');
    expect(ana.lines).toContain('MSG maria /encerrar maria');
  });

  test('tells the other side that I type, now and then, and when I stop', () => {
    const ana = withMaria().type('o').type('i');
    expect(ana.lines).toEqual(['TYPING maria on']);
    ana.passes(3).type('e').passes(4).type('u').passes(4).type('!');
    expect(ana.lines).toEqual(['TYPING maria on', 'TYPING maria on']);
    ana.passes(7);
    expect(ana.lines.at(-1)).toBe('TYPING maria off');
  });

  test('typed on a screen that is too small is kept, and nothing else happens', () => {
    const ana = withMaria().take({ is: 'resized', size: { columns: 79, rows: 24 } });
    ana.type('oi').press('enter', 'ctrl-n', 'ctrl-w');
    expect(ana.lines).toEqual(['TYPING maria on']);
    expect(ana.chat('maria').draft.text).toBe('oi');
    expect(ana.state.mode.is).toBe('talk');
    // But leaving, which is asked there, too.
    ana.press('ctrl-q', 'escape', 'enter').press('ctrl-q');
    expect(ana.hasLeft).toBe(false);
    expect(ana.press('enter').hasLeft).toBe(true);
  });
});

describe('canned answers', () => {
  const LISTING = ['+ok *2', 'CANNED ola Olá!', 'CANNED prazo 5 dias.\\nOu menos.', '.'];

  test('are put in for their names', () => {
    const ana = withMaria();
    ana.take({ is: 'began' }).answers('CANNED', ...LISTING);
    ana.type('!prazo até já').press('enter');
    expect(ana.lines).toContain('MSG maria 5 dias.\\nOu menos. até já');
  });

  test('that are not known are asked for, once, before that is said', () => {
    const ana = withMaria().type('!ola').press('enter');
    expect(ana.lines.at(-1)).toBe('CANNED');
    ana.answers('CANNED', ...LISTING);
    expect(ana.lines).toContain('MSG maria Olá!');
    ana
      .type('!nada')
      .press('enter')
      .answers('CANNED', ...LISTING);
    expect(ana.state.notice?.text).toContain('!nada');
    expect(ana.chat('maria').draft.text).toBe('!nada');
    ana.press('home').type('!').press('enter');
    expect(ana.lines).toContain('MSG maria !nada');
  });

  test('can be chosen from a list, and changed before they go', () => {
    const ana = withMaria();
    ana.take({ is: 'began' }).answers('CANNED', ...LISTING);
    ana.press('ctrl-p').type('dias').press('enter').type(' Certo?');
    expect(ana.chat('maria').draft.text).toBe('5 dias.\nOu menos. Certo?');
    expect(ana.lines.some((line) => line.startsWith('MSG'))).toBe(false);
  });

  test('that the server refuses to tell are not waited for in silence', () => {
    const ana = new Attendant().serves('joao').type('!prazo').press('enter');
    ana.answers('CANNED', '-err RATE-LIMITED devagar');
    expect(ana.state.notice?.text).toBe('Devagar');
    ana.press('enter').answers('CANNED', '-err BAD-COMMAND não existe');
    expect(ana.state.notice?.text).toContain('Não há resposta pronta !prazo');
    ana.press('ctrl-p').answers('CANNED', '-err BAD-COMMAND não existe');
    expect(ana.state.notice?.text).toBe('O servidor não tem respostas prontas.');
    expect(ana.chat('joao').draft.text).toBe('!prazo');
  });

  test('are asked for whenever the list opens: the server may have been given others', () => {
    const ana = withMaria();
    ana.take({ is: 'began' }).answers('CANNED', '+ok *0', '.');
    ana.press('ctrl-p').answers('CANNED', '+ok *0', '.');
    expect(ana.state.mode.is).toBe('talk');
    expect(ana.state.notice?.text).toBe('O servidor não tem respostas prontas.');
    ana.press('ctrl-p').answers('CANNED', ...LISTING);
    expect(ana.state.mode.is).toBe('canned');
    ana.press('escape', 'ctrl-p').answers('CANNED', '+ok *1', 'CANNED ola Bom dia!', '.');
    // What fits nothing stays to be corrected.
    ana.type('zz').press('enter').press('backspace', 'backspace', 'enter');
    expect(ana.chat('maria').draft.text).toBe('Bom dia!');
  });
});

describe('customers', () => {
  test('who wait are shown before they are taken, and taken by Enter', () => {
    const ana = new Attendant().hears('WAITING maria 1', 'WAITING rui 2');
    ana.press('down');
    expect(ana.lines).toContain('HISTORY rui 50');
    ana.press('enter').answers('TAKE rui', '+ok rui 0');
    expect(ana.state).toMatchObject({ current: 'rui', focus: 'input' });
    expect(ana.chat('rui').standing).toBe('mine');
    expect(ana.state.queue.map(({ name }) => name)).toEqual(['maria']);
  });

  test('come by ^N from anywhere', () => {
    const ana = withMaria().type('meio texto').press('ctrl-n').answers('NEXT', '+ok rui 2');
    expect(ana.state.current).toBe('rui');
    expect(ana.chat('maria').draft.text).toBe('meio texto');
  });

  test('are given back only after a question', () => {
    const ana = withMaria().press('ctrl-r');
    expect(ana.lines).toEqual([]);
    ana.press('escape', 'ctrl-r', 'ctrl-n', 'enter');
    expect(ana.lines).toEqual(['RETURN maria']);
    ana.answers('RETURN', '+ok');
    expect(ana.chat('maria').standing).toBe('ended');
    // And may come again.
    ana.hears('ASSIGNED maria ana');
    expect(ana.texts('maria').at(-1)).toBe('está com você de novo');
  });

  test('are left with a farewell', () => {
    const ana = withMaria().press('ctrl-w').type('até logo').press('enter');
    expect(ana.lines).toEqual(['CLOSE maria até logo']);
    ana.answers('CLOSE', '+ok');
    expect(ana.chat('maria').standing).toBe('ended');
    // And once more, to take them off the list.
    ana.press('ctrl-w');
    expect(ana.state.chats.size).toBe(0);
    expect(ana.state.current).toBeNull();
  });

  test('that are over go from the list when one turns to another, unless something is still to be said', () => {
    const ana = withMaria().hears('ASSIGNED rui ana').hears('CLOSED maria quit').press('alt-2');
    expect([...ana.state.chats.keys()]).toEqual(['rui']);
    ana.type('um rascunho').hears('CLOSED rui quit').hears('ASSIGNED bia ana').press('alt-2');
    expect([...ana.state.chats.keys()]).toEqual(['rui', 'bia']);
  });

  test('are handed to a colleague from a list, those who are there first', () => {
    const ana = withMaria().press('ctrl-t');
    ana.answers(
      'LIST',
      '+ok *3',
      'USER ana atendente online x',
      'USER eva atendente away x',
      'USER rui atendente online x',
      '.',
    );
    ana.press('enter');
    expect(ana.lines).toContain('TRANSFER maria rui');
    // Whether an absent one has customers now is asked anew.
    expect(ana.answers('TRANSFER', '+ok').lines).toContain('LIST atendente');
  });

  test('get a note about them, which they never see', () => {
    const ana = withMaria().press('ctrl-o').type('já ligou').press('enter');
    expect(ana.lines).toEqual(['NOTE maria já ligou']);
    expect(ana.chat('maria').lines[0]).toMatchObject({ kind: 'note', mark: 'sent' });
    ana.answers('NOTE', '+ok 12');
    expect(ana.chat('maria').lines[0]).toMatchObject({ seq: 12, mark: 'stored' });
    ana.press('ctrl-o').type('meia nota').press('escape').type('mensagem').press('ctrl-o');
    expect(ana.chat('maria')).toMatchObject({ note: { text: 'meia nota' }, draft: { text: 'mensagem' } });
  });

  test('lose my last message after a question', () => {
    const ana = withMaria().type('ops').press('enter').answers('MSG', '+ok mensagem recebida 5');
    ana.press('ctrl-z', 'enter').answers('UNDO 5', '+ok 5');
    expect(ana.texts('maria')).toEqual([' [gone]']);
    ana.press('ctrl-z');
    expect(ana.state.mode.is).toBe('talk');
  });
});

describe('a key that can do nothing now says why', () => {
  const said = (ana: Attendant) => ana.state.notice?.text;

  test('about whoever is no longer with me', () => {
    const ana = withMaria().take({ is: 'began' }).answers('CANNED', '+ok *1', 'CANNED ola oi', '.');
    ana.hears('CLOSED maria quit');
    for (const key of ['ctrl-p', 'ctrl-t', 'ctrl-r']) {
      expect(said(ana.press('escape', key))).toBe('maria não está com você.');
      expect(ana.state.mode.is).toBe('talk');
    }
  });

  test('about nothing that is unread, and no conversation of that number', () => {
    expect(said(withMaria().press('alt-0'))).toBe('Não há nada por ler.');
    expect(said(withMaria().press('alt-2'))).toBe('Não há conversa 2.');
  });

  test('and leaves open what is open, if nobody waits', () => {
    const ana = withMaria().press('ctrl-f').type('pedido').press('ctrl-n');
    ana.answers('NEXT', '-err QUEUE-EMPTY ninguém espera na fila');
    expect(ana.state).toMatchObject({ mode: { is: 'search' }, notice: { text: 'Ninguém espera na fila' } });
  });
});

test('what was wrong is no longer said when something else is done', () => {
  const ana = withMaria().press('ctrl-z');
  expect(ana.press('ctrl-o').state.notice?.isBad).toBe(true);
  expect(ana.passes(2).press('ctrl-o').state.notice).toBeNull();
});

test('what is typed while somebody who waits is on the screen goes to nobody', () => {
  const ana = withMaria().hears('WAITING rui 1').press('tab').type('oi');
  expect(ana.state).toMatchObject({ focus: 'queue', notice: { isBad: true } });
  expect(ana.chat('maria').draft.text).toBe('');
});

test('Enter for the last who waits, taken by a colleague just before, sends no half text to another', () => {
  const ana = withMaria().type('meio texto').hears('WAITING rui 1').press('tab');
  ana.hears('WAITING-END rui taken').press('enter');
  expect(ana.lines.filter((line) => line.startsWith('MSG'))).toEqual([]);
  expect(ana.state.focus).toBe('input');
});

describe('without a connection', () => {
  test('nothing is put off but messages and notes: what was wanted now does not happen later', () => {
    const ana = withMaria().hears('WAITING rui 1').type('oi').press('ctrl-w');
    ana.sent = [];
    ana.take({ is: 'link', change: { is: 'trying', attempt: 1 } });
    ana
      .press('ctrl-u')
      .press('escape', 'ctrl-n', 'ctrl-s', 'ctrl-x', 'ctrl-t', 'ctrl-w')
      .type('tchau')
      .press('enter');
    expect(ana.lines).toEqual([]);
    expect(ana.state.notice?.text).toBe('Sem conexão: só mensagens e notas esperam por ela.');
    // The farewell is still there.
    ana.take({ is: 'link', change: { is: 'back', name: 'ana', newVisit: false } }).press('enter');
    expect(ana.lines).toContain('CLOSE maria tchau');
    ana.take({ is: 'link', change: { is: 'trying', attempt: 1 } }).press('enter');
    expect(ana.lines).toContain('MSG maria oi');
  });
});

describe('what is open about somebody stays about them', () => {
  test('a note about who waits and is taken by a colleague meanwhile', () => {
    const ana = new Attendant().hears('WAITING maria 1', 'WAITING rui 2').press('ctrl-o').type('ligou ');
    ana.hears('WAITING-END maria taken').type('ontem').press('enter');
    expect(ana.lines.filter((line) => line.startsWith('NOTE'))).toEqual(['NOTE maria ligou ontem']);
    expect(ana.chat('rui').note.text).toBe('');
  });

  test('a question, though the next customer comes before the answer', () => {
    const ana = withMaria().press('ctrl-n', 'ctrl-w').type('até logo').answers('NEXT', '+ok rui 0');
    ana.press('enter');
    expect(ana.lines.filter((line) => line.startsWith('CLOSE'))).toEqual(['CLOSE maria até logo']);
  });

  test('the retraction of that one message, though a later one is stored before the answer', () => {
    const ana = withMaria().type('um').press('enter').answers('MSG', '+ok mensagem recebida 5');
    ana.type('dois').press('enter', 'ctrl-z').answers('MSG', '+ok mensagem recebida 6').press('enter');
    expect(ana.lines).toContain('UNDO 5');
  });

  test('a note that is refused when whom it is about is gone already', () => {
    const ana = new Attendant().hears('WAITING maria 1').press('ctrl-o').type('ligou').press('enter');
    ana.hears('WAITING-END maria gone').answers('NOTE', '-err STORE-FAILED disco cheio');
    expect(ana.chat('maria').note.text).toBe('ligou');
  });

  test('a note that is begun from the help, and is no message then', () => {
    const ana = withMaria().press('ctrl-g', 'ctrl-o').type('ligou').press('enter');
    expect(ana.lines).toEqual(['NOTE maria ligou']);
    expect(ana.press('ctrl-g').type('?').state.mode.is).toBe('talk');
  });

  test('a refused note, which is not put under the hands of who types to somebody', () => {
    const ana = withMaria().press('ctrl-o').type('nota').press('enter').type('oi');
    ana.answers('NOTE', '-err STORE-FAILED disco cheio').type('!');
    expect(ana.chat('maria')).toMatchObject({ note: { text: 'nota' }, draft: { text: 'oi!' } });
  });
});

describe('rooms', () => {
  const LISTING = ['+ok *2', 'ROOM #geral 0', 'ROOM #Plantão 2 à noite', '.'];

  test('are found by name or topic, and gone into', () => {
    const ana = withMaria()
      .press('ctrl-x')
      .answers('ROOMS', ...LISTING)
      .type('noite')
      .press('enter');
    expect(ana.lines).toEqual(['JOIN #Plantão']);
    ana.answers('JOIN', '+ok #Plantão 3');
    expect(ana.state).toMatchObject({ current: '#plantão', focus: 'input' });
    expect(ana.lines).toEqual(['HISTORY #Plantão 50', 'WHO #Plantão']);
    // Whoever is in it already only turns there.
    ana
      .press('alt-1', 'ctrl-x')
      .answers('ROOMS', ...LISTING)
      .type('#PLANT')
      .press('enter');
    expect(ana.state.current).toBe('#plantão');
    expect(ana.lines.filter((line) => line.startsWith('JOIN'))).toEqual([]);
  });

  test('are made by their name', () => {
    const ana = withMaria()
      .press('ctrl-x')
      .answers('ROOMS', ...LISTING)
      .type('#estoque')
      .press('enter');
    expect(ana.lines).toEqual(['JOIN #estoque']);
    ana.answers('JOIN', '-err FULL não cabe mais');
    expect(ana.state.notice?.text).toBe('Não cabe mais');
    expect(ana.state.current).toBe('maria');
  });

  test('are left by ^W, unless something is still to be said', () => {
    const ana = withMaria().hears('JOIN #sala ana').press('alt-down').type('meio texto').press('ctrl-w');
    expect(ana.lines).not.toContain('LEAVE #sala');
    ana.press('ctrl-u', 'ctrl-w').answers('LEAVE', '+ok #sala');
    expect([...ana.state.chats.keys()]).toEqual(['maria']);
    expect(ana.state.current).toBe('maria');
  });

  test('have no notes, and nobody in them is handed over', () => {
    const ana = withMaria().hears('JOIN #sala ana').press('alt-down', 'ctrl-o');
    expect(ana.state.mode.is).toBe('talk');
    expect(ana.press('ctrl-t').state.mode.is).toBe('talk');
  });
});

describe('the people at the desk', () => {
  const LISTING = [
    '+ok *6',
    'USER ana atendente away x',
    'USER maria consumidor with:ana x',
    'USER rui atendente away x',
    'USER bia consumidor with:rui x',
    'USER caio consumidor with:eva x',
    'USER eva atendente online x Eva Lima',
    '.',
  ];
  const among = () =>
    withMaria()
      .press('ctrl-y')
      .answers('LIST-USERS', ...LISTING);

  test('stand there with whose attendant is not there first, and may be taken over after a question', () => {
    const ana = among();
    expect(fittingPeople(ana.state).map(({ name }) => name)).toEqual([
      'bia',
      'ana',
      'rui',
      'eva',
      'maria',
      'caio',
    ]);
    ana.press('enter');
    expect(ana.lines).toEqual([]);
    // Whoever says no is in the list again.
    ana
      .press('escape')
      .answers('LIST-USERS', ...LISTING)
      .press('enter');
    expect(ana.lines).toEqual([]);
    ana.press('enter');
    expect(ana.lines).toEqual(['TRANSFER bia ana']);
    ana.answers('TRANSFER', '+ok').hears('ASSIGNED bia ana');
    expect(ana.chat('bia').standing).toBe('mine');
    expect(ana.state.current).toBe('bia');
    expect(ana.bells).toBe(1);
  });

  test('are written to, if they are no customers', () => {
    const ana = among().type('lima').press('enter').type('oi').press('enter');
    expect(ana.lines).toContain('MSG eva oi');
    expect(ana.chat('eva')).toMatchObject({ standing: 'private', presence: 'online' });
    // Whoever is away is shown to be, also before anything is said.
    ana
      .press('ctrl-y')
      .answers('LIST-USERS', ...LISTING)
      .type('rui')
      .press('enter');
    expect(ana.chat('rui').presence).toBe('away');
  });

  test('are not written to by themselves', () => {
    expect(among().type('ana').press('enter').state.chats.has('ana')).toBe(false);
  });

  test('are not taken from an attendant who is there', () => {
    const ana = among().type('caio').press('enter', 'enter');
    expect(ana.lines).toEqual([]);
    expect(ana.state.notice?.text).toBe('caio está com eva.');
  });

  test('who wait are looked at in the queue', () => {
    const ana = withMaria().hears('WAITING bia 1', 'WAITING caio 2').press('ctrl-y');
    ana.answers('LIST-USERS', '+ok *1', 'USER caio consumidor waiting:2 x', '.').press('enter');
    expect(ana.state).toMatchObject({ focus: 'queue', chosen: 'caio', mode: { is: 'talk' } });
  });

  test('are as many as come, and a list that never comes is not waited for', () => {
    const ana = withMaria().press('ctrl-y').answers('LIST-USERS', null);
    expect(ana.state.mode.is).toBe('talk');
    const many = Array.from({ length: 600 }, (_, i) => `USER c${i} consumidor online x`);
    ana.press('ctrl-y').answers('LIST-USERS', '+ok *600', ...many, '.');
    expect(fittingPeople(ana.state)).toHaveLength(500);
    expect(fittingPeople(ana.type('c599').state)).toHaveLength(1);
  });
});

describe('the figures of the day', () => {
  test('are fetched by ^D, and closed by Esc', () => {
    const ana = withMaria().press('ctrl-d').answers('STATS', '+ok *1', 'STAT waiting 2', '.');
    expect(ana.state.mode).toMatchObject({ is: 'figures', items: [{ verb: 'STAT' }] });
    expect(ana.press('escape').state.mode.is).toBe('talk');
    expect(ana.press('ctrl-d', 'ctrl-o').state.mode.is).toBe('note');
  });
});

describe('older lines', () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `MSG ${from + i} 2026-11-20T12:00:00.000Z maria * ${from + i}`);

  test('are fetched at the top, a page at a time, and the screen stays where it was', () => {
    const ana = new Attendant().hears('ASSIGNED maria ana');
    ana.answers('HISTORY maria 50', '+ok *50', ...page(101, 50), '.');
    for (let i = 0; i < 10; i++) ana.press('pageup');
    expect(ana.lines.filter((line) => line.startsWith('HISTORY'))).toEqual(['HISTORY maria 50 101']);
    const { anchor } = ana.chat('maria');
    ana.answers('HISTORY', '+ok *20', ...page(81, 20), '.');
    expect(ana.chat('maria')).toMatchObject({ anchor, older: 'none' });
    ana.gets('maria', 'nova');
    expect(ana.chat('maria')).toMatchObject({ anchor, unread: 1 });
    ana.press('escape');
    expect(ana.chat('maria')).toMatchObject({ anchor: null, unread: 0 });
  });
});

describe('what is kept', () => {
  test('has a bound: further back there is only the search', () => {
    const ana = new Attendant().hears('ASSIGNED maria ana');
    const page = Array.from(
      { length: 50 },
      (_, i) => `MSG ${9_000 + i} 2026-11-20T12:00:00.000Z maria * ${i}`,
    );
    ana.answers('HISTORY', '+ok *50', ...page, '.');
    ana.hears(
      ...Array.from({ length: 940 }, (_, i) => `MSG ${10_000 + i} 2026-11-21T12:00:00.000Z maria * ${i}`),
    );
    ana.sent = [];
    for (let i = 0; i < 200; i++) ana.press('pageup');
    expect(ana.lines).toEqual([]);
    expect(ana.state.notice?.text).toContain('busca');
  });
});

describe('the search', () => {
  test('finds, opens what was said around it, and goes back', () => {
    const ana = withMaria().press('ctrl-f').type('pedido').press('enter');
    expect(ana.lines).toEqual(['SEARCH pedido']);
    ana.answers(
      'SEARCH',
      '+ok *2',
      'MSG 3 2026-11-20T12:00:00.000Z rui * meu pedido',
      'MSG 8 2026-11-20T13:00:00.000Z eva bia pedido feito',
      '.',
    );
    ana.press('down', 'enter');
    expect(ana.lines).toEqual(['HISTORY rui 50 4', 'HISTORY rui 50']);
    const history = ['+ok *1', 'MSG 3 2026-11-20T12:00:00.000Z rui * meu pedido', '.'];
    ana.answers('HISTORY', ...history).answers('HISTORY', ...history);
    expect(ana.state.mode).toMatchObject({ is: 'archive', chat: { name: 'rui', older: 'none' } });
    expect(ana.state.chats.size).toBe(1);
    ana.press('escape');
    expect(ana.state.mode).toMatchObject({ is: 'search', at: 1 });
    ana.press('escape');
    expect(ana.state.mode.is).toBe('talk');
  });
});

describe('leaving', () => {
  test('is at once when nobody is left alone, and asked when somebody is', () => {
    expect(new Attendant().press('ctrl-q').hasLeft).toBe(true);
    const ana = withMaria().press('ctrl-q');
    expect(ana.hasLeft).toBe(false);
    expect(ana.press('escape').state.mode.is).toBe('talk');
    expect(ana.press('ctrl-c', 'ctrl-c').hasLeft).toBe(true);
  });
});

describe('status and panes', () => {
  test('^S goes away and comes back', () => {
    const ana = new Attendant().press('ctrl-s').answers('STATUS away', '+ok away').press('ctrl-s');
    expect(ana.state.isAway).toBe(true);
    expect(ana.lines).toEqual(['STATUS online']);
  });

  test('Tab goes round the panes in which there is something, and back', () => {
    const ana = withMaria().hears('WAITING rui 1');
    const panes = ['tab', 'tab', 'tab', 'shift-tab'].map((key) => ana.press(key).state.focus);
    expect(panes).toEqual(['queue', 'chats', 'input', 'chats']);
  });

  test('who types in a list means the conversation', () => {
    const ana = withMaria().press('tab').type('oi');
    expect(ana.state.focus).toBe('input');
    expect(ana.chat('maria').draft.text).toBe('oi');
  });
});
