/** What the server tells, and how the connection stands, on the screen of an attendant. */

import { describe, expect, test } from 'vitest';
import { MAX_LINES } from '../../src/cli/attend/lines.ts';
import { listed, team } from '../../src/cli/attend/selectors.ts';
import { MAX_CHATS, MAX_KEPT } from '../../src/cli/attend/state.ts';
import { Attendant } from './attendant.ts';

describe('who waits', () => {
  test('stands in the queue, and the bell rings once for each until they are taken', () => {
    const ana = new Attendant().hears('WAITING maria 1');
    expect(ana.state.queue.map(({ name }) => name)).toEqual(['maria']);
    expect(ana.bells).toBe(1);
    ana.answers('QUEUE', '+ok *1', 'WAITING maria 2026-11-21T11:50:00.000Z 3', '.');
    expect(ana.bells).toBe(1);
    expect(ana.state.queue[0]).toMatchObject({ messages: 3 });
    ana.hears('WAITING rui 2').hears('WAITING-END rui gone').hears('WAITING rui 2');
    expect(ana.bells).toBe(3);
  });

  test('is looked at as soon as nothing else is on the screen, and then the next', () => {
    const ana = new Attendant().hears('WAITING maria 1', 'WAITING rui 2');
    expect(ana.lines).toContain('HISTORY maria 50');
    ana.hears('WAITING-END maria taken');
    expect(ana.state.chosen).toBe('rui');
    expect(ana.lines).toContain('HISTORY rui 50');
  });

  test('and is taken at once makes no noise', () => {
    const ana = new Attendant().hears('WAITING maria 1', 'WAITING-END maria taken');
    expect(ana.bells).toBe(0);
    expect(ana.state.queue).toEqual([]);
  });

  test('is asked for again now and then, as long as anybody waits', () => {
    const ana = new Attendant().passes(40);
    expect(ana.lines).toEqual([]);
    ana.hears('WAITING maria 1').passes(40);
    expect(ana.lines.filter((line) => line === 'QUEUE').length).toBeGreaterThanOrEqual(2);
  });

  test('is asked about by the whole name, however many accents it has', () => {
    const name = `q${'\u0301'.repeat(20)}`;
    const ana = new Attendant().hears(`WAITING ${name} 1`);
    expect(ana.lines).toContain(`HISTORY ${name} 50`);
    ana.answers('QUEUE', '+ok *1', `WAITING ${name} 2026-11-21T11:50:00.000Z 3`, '.');
    expect(ana.state.queue).toMatchObject([{ name, messages: 3 }]);
  });

  test('and leaves is forgotten, with the look at what they wrote', () => {
    const ana = new Attendant().hears('WAITING maria 1');
    ana.press('down', 'tab');
    ana.hears('WAITING-END maria gone');
    expect(ana.state.chats.size).toBe(0);
    expect(ana.state.chosen).toBeNull();
  });
});

describe('a customer who is given to me', () => {
  test('is on the screen if nobody else is, and rings', () => {
    const ana = new Attendant().hears('ASSIGNED maria ana');
    expect(ana.state.current).toBe('maria');
    expect(ana.state.focus).toBe('input');
    expect(ana.bells).toBe(1);
    expect(ana.lines).toContain('HISTORY maria 50');
  });

  test('does not take the screen from another, and is counted as unread', () => {
    const ana = new Attendant().serves('maria');
    ana.hears('ASSIGNED rui ana');
    ana.gets('rui', 'oi');
    expect(ana.state.current).toBe('maria');
    expect(ana.chat('rui').unread).toBe(1);
    ana.press('alt-down');
    expect(ana.state.current).toBe('rui');
    expect(ana.chat('rui').unread).toBe(0);
    // Nor behind a search, from which one comes back to whom one talked to.
    ana.press('ctrl-f').hears('ASSIGNED bia ana').press('escape');
    expect(ana.state.current).toBe('rui');
  });

  test('and handed to somebody else is no longer mine', () => {
    const ana = new Attendant().serves('maria').hears('ASSIGNED maria rui');
    expect(ana.chat('maria').standing).toBe('ended');
    expect(ana.texts('maria').at(-1)).toBe('passou a rui');
  });

  test.each([
    ['quit', 'saiu; conversa encerrada'],
    ['abandoned', 'não voltou; conversa encerrada'],
  ])('and is gone by %s has ended', (how, text) => {
    const ana = new Attendant().serves('maria').hears(`CLOSED maria ${how}`);
    expect(ana.chat('maria').standing).toBe('ended');
    expect(ana.texts('maria').at(-1)).toBe(text);
  });
});

describe('messages', () => {
  test('stand in the order of their numbers, each once, however they come', () => {
    const ana = new Attendant().serves('maria');
    ana.hears('MSG 7 2026-11-21T12:00:07.000Z maria * sete');
    ana.hears('MSG 7 2026-11-21T12:00:07.000Z maria * sete');
    ana.hears('MSG 5 2026-11-21T12:00:05.000Z maria * cinco');
    expect(ana.texts('maria')).toEqual(['cinco', 'sete']);
  });

  test('of a member are a conversation in private, those of a room one of the room', () => {
    const ana = new Attendant();
    ana.gets('bia', 'tem um minuto?', 'ana');
    ana.gets('bia', 'bom dia a todos', '#geral');
    expect(ana.chat('bia').standing).toBe('private');
    expect(ana.state.chats.get('#geral')?.standing).toBe('room');
  });

  test('that another attendant wrote to a customer stand with that customer', () => {
    const ana = new Attendant().serves('maria');
    ana.gets('rui', 'um momento', 'maria');
    expect(ana.texts('maria')).toEqual(['um momento']);
    expect(ana.state.chats.size).toBe(1);
  });

  test('are told to be seen once for all that came together, and only if they are on the screen', () => {
    const ana = new Attendant().serves('maria').hears('ASSIGNED rui ana');
    ana.gets('rui', 'oi');
    expect(ana.lines.filter((line) => line.startsWith('SEEN'))).toEqual([]);
    ana.hears(
      'MSG 10 2026-11-21T12:00:00.000Z maria * um',
      'MSG 11 2026-11-21T12:00:00.000Z maria * dois',
      'MSG 12 2026-11-21T12:00:00.000Z maria * três',
    );
    expect(ana.lines.filter((line) => line.startsWith('SEEN'))).toEqual(['SEEN 12']);
    ana.press('ctrl-f');
    ana.hears('MSG 13 2026-11-21T12:00:00.000Z maria * quatro');
    expect(ana.lines).not.toContain('SEEN 13');
    expect(ana.chat('maria').unread).toBe(1);
    ana.press('escape');
    expect(ana.lines).toContain('SEEN 13');
  });

  test('bring no order to the terminal', () => {
    const ana = new Attendant().serves('maria');
    ana.gets('maria', 'a\u001b[2Jb\u202ec');
    expect(ana.texts('maria')).toEqual(['a␛[2Jbc']);
  });

  test('that were undone lose their text', () => {
    const ana = new Attendant().serves('maria');
    const seq = ana.gets('maria', 'minha senha');
    ana.hears(`UNDO ${seq} maria ana`);
    expect(ana.texts('maria')).toEqual([' [gone]']);
  });

  test(`are kept, the newest ${MAX_LINES} of a conversation`, () => {
    const ana = new Attendant().serves('maria');
    for (let i = 0; i < MAX_LINES + 5; i++) ana.gets('maria', `${i}`);
    expect(ana.texts('maria')).toHaveLength(MAX_LINES);
    expect(ana.texts('maria')[0]).toBe('5');
  });

  test('are kept as far as two whole listings go, and older ones are not asked for', () => {
    const ana = new Attendant().serves('maria');
    for (let i = 0; i < 200; i++) ana.gets('maria', `${i} ${'x'.repeat(7_000)}`);
    const texts = ana.texts('maria');
    expect(texts.join('').length).toBeLessThanOrEqual(1024 * 1024);
    expect(texts.length).toBeGreaterThan(140);
    expect(texts.at(-1)).toMatch(/^199 /);
    ana.sent = [];
    for (let i = 0; i < 200; i++) ana.press('pageup');
    expect(ana.lines.filter((line) => line.startsWith('HISTORY'))).toEqual([]);
    expect(ana.state.notice?.text).toBe('Mais para trás, só pela busca (^F).');
  });

  test(`are of ${MAX_CHATS} people at most, and never of fewer than I serve`, () => {
    const ana = new Attendant().serves('maria');
    for (let i = 0; i < MAX_CHATS + 20; i++) ana.gets(`m${i}`, 'oi', 'ana');
    expect(ana.state.chats.size).toBe(MAX_CHATS);
    expect(ana.chat('maria').standing).toBe('mine');
  });

  test(`are ${MAX_KEPT} at most, whatever a server says that I serve, and a draft is never lost`, () => {
    const ana = new Attendant().serves('maria').type('já vejo');
    for (let i = 0; i < MAX_KEPT + 20; i++) ana.hears(`ASSIGNED m${i} ana`);
    expect(ana.state.chats.size).toBe(MAX_KEPT);
    expect(ana.chat('maria').draft.text).toBe('já vejo');
  });
});

describe('what is typed to somebody', () => {
  test.each<[string, string[]]>([
    ['begins a new conversation', ['ASSIGNED maria ana']],
    ['writes as a member', ['MSG 1 2026-11-21T12:00:00.000Z maria ana oi']],
    ['is a customer who takes the name', ['ASSIGNED joao ana', 'NICK joao maria']],
  ])('who is gone goes to who then has the name and %s at a second Enter only', (_what, lines) => {
    const ana = new Attendant()
      .serves('maria')
      .type('segredo')
      .hears('CLOSED maria quit', ...lines);
    expect(ana.chat('maria').standing).not.toBe('ended');
    ana.press('enter');
    expect(ana.lines).not.toContain('MSG maria segredo');
    expect(ana.state.notice?.text).toBe('A conversa com maria já é outra; Enter de novo envia.');
    ana.press('enter');
    expect(ana.lines).toContain('MSG maria segredo');
  });

  test('who is gone stays when somebody with whom I do not talk takes the name', () => {
    const ana = new Attendant().serves('maria').type('segredo').hears('CLOSED maria quit', 'NICK bob maria');
    expect(ana.chat('maria')).toMatchObject({ standing: 'ended', draft: { text: 'segredo' } });
  });
});

describe('a colleague who writes to me', () => {
  test('is a conversation of its own, below those with customers, and is answered', () => {
    const ana = new Attendant().serves('maria');
    ana.gets('rui', 'ficas até as 18h?', 'ana');
    expect(listed(ana.state).map(({ name }) => name)).toEqual(['maria']);
    expect(team(ana.state)).toMatchObject([{ name: 'rui', standing: 'private', unread: 1 }]);
    ana.press('alt-0').type('fico').press('enter');
    expect(ana.chat('rui').unread).toBe(0);
    expect(ana.lines).toEqual(expect.arrayContaining(['SEEN 1', 'MSG rui fico']));
  });

  test('was a customer once, or was not known to be none', () => {
    const ana = new Attendant().serves('rui').hears('CLOSED rui quit');
    ana.gets('rui', 'agora atendo também', 'ana');
    expect(ana.chat('rui').standing).toBe('private');
    // What I wrote comes again after a return, and does not say to whom.
    ana.hears('MSG 9 2026-11-21T12:00:00.000Z ana eva oi').take({ is: 'began' });
    ana.answers('LIST atendente', '+ok *1', 'USER eva atendente online x', '.');
    expect(team(ana.state).map(({ name }) => name)).toEqual(['rui', 'eva']);
    // Who is listed no longer has left.
    ana.take({ is: 'began' }).answers('LIST atendente', '+ok *0', '.');
    expect(ana.chat('eva').presence).toBe('lost');
  });

  test('has a history of what we two wrote, however much they wrote to others', () => {
    const ana = new Attendant();
    ana.gets('rui', 'oi', 'ana');
    ana.press('alt-0');
    const others = Array.from(
      { length: 496 },
      (_, i) => `MSG ${504 + i} 2026-11-21T11:00:00.000Z rui #sala x`,
    );
    ana.answers(
      'HISTORY rui 500',
      '+ok *500',
      'MSG 500 2026-11-21T10:00:00.000Z rui ana antes',
      'MSG 501 2026-11-21T10:00:00.000Z ana rui depois',
      'MSG 502 2026-11-21T10:00:00.000Z rui maria a uma cliente',
      'NOTE 503 2026-11-21T10:00:00.000Z rui maria uma nota',
      ...others,
      '.',
    );
    expect(ana.texts('rui')).toEqual(['oi', 'antes', 'depois [stored]']);
    ana.press('pageup');
    expect(ana.lines).toContain('HISTORY rui 500 500');
  });

  test('and saw what I said in a room has not seen what I wrote to them', () => {
    const ana = new Attendant();
    ana.gets('rui', 'oi', 'ana');
    ana.press('alt-0').type('oi').press('enter').answers('MSG rui', '+ok mensagem recebida 2');
    ana.hears('SEEN rui 3');
    expect(ana.texts('rui').at(-1)).toBe('oi [stored]');
    ana.hears('SEEN rui 2');
    expect(ana.texts('rui').at(-1)).toBe('oi [seen]');
  });
});

describe('a room', () => {
  const inRoom = () => {
    const ana = new Attendant().serves('maria').hears('JOIN #sala ana');
    return ana;
  };

  test('counts what is said there, and is fetched with who is in it when it is opened', () => {
    const ana = inRoom();
    ana.gets('rui', 'bom dia', '#sala');
    expect(team(ana.state)).toMatchObject([{ name: '#sala', unread: 1, members: null }]);
    ana.press('alt-down');
    expect(ana.lines).toEqual(expect.arrayContaining(['HISTORY #sala 50', 'WHO #sala']));
    ana.press('alt-up', 'alt-down');
    expect(ana.lines.filter((line) => line === 'WHO #sala')).toHaveLength(1);
    ana.answers('WHO', '+ok *2', 'USER rui atendente online x', 'USER ana atendente online x', '.');
    expect(ana.chat('#sala')).toMatchObject({ unread: 0, members: ['rui', 'ana'] });
    ana.type('bom dia').press('enter');
    expect(ana.lines).toContain('MSG #sala bom dia');
    // In a room nobody is told what was seen: with many members that would be many lines for one.
    expect(ana.lines.filter((line) => line.startsWith('SEEN'))).toEqual([]);
  });

  test('tells quietly who comes, goes and is renamed', () => {
    const ana = inRoom().press('alt-down').answers('WHO', '+ok *1', 'USER rui atendente online x', '.');
    ana.press('alt-up').hears('JOIN #sala leo', 'NICK rui Rute', 'LEAVE #sala leo', 'NICK eva Eva2');
    expect(ana.texts('#sala')).toEqual(['leo entrou', 'rui agora se chama Rute', 'leo saiu']);
    expect(ana.chat('#sala')).toMatchObject({ unread: 0, members: ['Rute'] });
  });

  test('is gone into again when the server no longer knew me, with the draft in it', () => {
    const ana = inRoom().press('alt-down').type('meio texto');
    ana.sent = [];
    ana.take({ is: 'link', change: { is: 'back', newVisit: true, name: 'ana' } });
    ana.answers('JOIN #sala', '+ok #sala 1');
    expect(ana.lines).toContain('WHO #sala');
    expect(ana.chat('#sala').draft.text).toBe('meio texto');
    ana.sent = [];
    ana.take({ is: 'link', change: { is: 'back', newVisit: false, name: 'ana' } });
    expect(ana.lines).not.toContain('JOIN #sala');
    expect(ana.lines).toContain('WHO #sala');
  });

  test('brings no order to the terminal', () => {
    const ana = inRoom();
    ana.hears('JOIN #sala le\u001b[2Jo');
    expect(ana.texts('#sala')).toEqual(['le␛[2Jo entrou']);
  });
});

describe('notes', () => {
  test('stand among the messages, visibly internal; a rating with its stars', () => {
    const ana = new Attendant().serves('maria');
    ana.hears('NOTE 3 2026-11-21T12:00:00.000Z rui maria ligou ontem');
    ana.hears('NOTE 4 2026-11-21T12:00:01.000Z maria maria RATE 4 muito bom');
    expect(ana.chat('maria').lines.map(({ kind }) => kind)).toEqual(['note', 'rating']);
    expect(ana.texts('maria')).toEqual(['ligou ontem', '★★★★☆  muito bom']);
  });
});

describe('the other side', () => {
  test('types until it writes, or for a while', () => {
    const ana = new Attendant().serves('maria').hears('TYPING maria * on');
    expect(ana.chat('maria').typingUntilMs).toBeGreaterThan(0);
    ana.gets('maria', 'oi');
    expect(ana.chat('maria').typingUntilMs).toBe(0);
    ana.hears('TYPING maria * on').passes(16);
    expect(ana.chat('maria').typingUntilMs).toBe(0);
  });

  test('is lost and comes back', () => {
    const ana = new Attendant().serves('maria').hears('PRESENCE maria lost');
    expect(ana.chat('maria').presence).toBe('lost');
    ana.hears('PRESENCE maria online');
    expect(ana.texts('maria')).toEqual(['perdeu a conexão', 'voltou']);
  });

  test('has another name, and everything stays', () => {
    const ana = new Attendant().serves('maria');
    ana.gets('maria', 'oi');
    ana.type('um texto').hears('NICK maria Marta');
    expect(ana.state.current).toBe('marta');
    expect(ana.chat('marta')).toMatchObject({ name: 'Marta', draft: { text: 'um texto' } });
    expect(listed(ana.state).map(({ name }) => name)).toEqual(['Marta']);
  });

  test('and had another name in the line has in one place what was said under both', () => {
    const ana = new Attendant().hears('WAITING maria 1', 'NICK maria marta', 'NICK marta Bia');
    ana.hears('WAITING-END Bia taken', 'ASSIGNED Bia ana');
    ana.gets('maria', 'oi');
    ana.gets('Bia', 'sou eu');
    ana.gets('marta', 'sou outra', 'ana');
    expect(ana.texts('bia').slice(-2)).toEqual(['oi', 'sou eu']);
    expect(listed(ana.state).map(({ name }) => name)).toEqual(['Bia']);
    expect(ana.texts('marta')).toEqual(['sou outra']);
    // Somebody else who comes by that name is somebody else.
    ana.hears('WAITING maria 1', 'ASSIGNED maria ana');
    ana.gets('maria', 'bom dia');
    expect(ana.texts('maria')).toEqual(['bom dia']);
  });
});

describe('the connection', () => {
  const LOST = {
    is: 'link',
    change: { is: 'waiting', attempt: 1, delayMs: 4_000, why: { how: 'lost' } },
  } as const;

  test('is counted down to, second by second', () => {
    const ana = new Attendant().take(LOST);
    expect(ana.state.link).toEqual({ is: 'waiting', attempt: 1, dueMs: ana.now + 4_000 });
    const before = ana.state;
    ana.passes(1);
    expect(ana.state).not.toBe(before);
  });

  test('comes back, and whoever is not told to be mine no longer is', () => {
    const ana = new Attendant().serves('maria').hears('ASSIGNED rui ana');
    ana.take(LOST, { is: 'link', change: { is: 'back', newVisit: false, name: 'ana' } });
    expect(ana.lines).toEqual(expect.arrayContaining(['QUEUE', 'LIST atendente', 'CANNED']));
    ana.hears('ASSIGNED rui ana').take({ is: 'link', change: { is: 'settled' } });
    expect(ana.chat('rui').standing).toBe('mine');
    expect(ana.chat('maria').standing).toBe('ended');
    expect(ana.texts('maria').at(-1)).toBe('não está mais com você');
  });

  test('comes back with somebody lost, which is told only if it lasts', () => {
    const BACK = { is: 'link', change: { is: 'back', newVisit: false, name: 'ana' } } as const;
    const SETTLED = { is: 'link', change: { is: 'settled' } } as const;
    const ana = new Attendant().serves('maria').hears('ASSIGNED rui ana', 'ASSIGNED bia ana');
    ana.hears('PRESENCE bia lost').take(LOST, BACK);
    for (const name of ['maria', 'rui', 'bia']) ana.hears(`ASSIGNED ${name} ana`, `PRESENCE ${name} lost`);
    ana.take(SETTLED).hears('PRESENCE maria online');
    expect(ana.chat('rui').presence).toBe('lost');
    ana.passes(60);
    expect(ana.texts('maria')).toEqual([]);
    expect(ana.texts('rui')).toEqual(['perdeu a conexão']);
    // Of her it was told before.
    expect(ana.texts('bia')).toEqual(['perdeu a conexão']);
    ana.take(LOST, BACK).hears('ASSIGNED maria ana', 'ASSIGNED rui ana', 'ASSIGNED bia ana').take(SETTLED);
    expect(ana.texts('bia')).toEqual(['perdeu a conexão', 'voltou']);
  });

  test('to a server that forgot everything shows what it says from then on, and asks for what it still has', () => {
    const ana = new Attendant().serves('maria').hears('MSG 1 2026-11-21T12:00:00.000Z maria * antes');
    ana.type('um texto').press('enter').answers('MSG', null);
    ana.take({ is: 'link', change: { is: 'back', newVisit: true, name: 'ana' } });
    expect(ana.lines).toContain('HISTORY maria 50');
    ana.hears('ASSIGNED maria ana', 'MSG 1 2026-11-21T12:05:00.000Z maria * depois');
    expect(ana.texts('maria')).toEqual(expect.arrayContaining(['depois', 'um texto [failed]']));
    expect(ana.texts('maria')).not.toContain('antes');
  });

  test('to a server that counts from 1 again says nothing below what is said from then on', () => {
    const ana = new Attendant().serves('maria').hears('MSG 70 2026-11-21T12:00:00.000Z maria * antes');
    ana.take({ is: 'link', change: { is: 'back', newVisit: true, name: 'ana' } });
    ana.take({ is: 'link', change: { is: 'settled' } });
    expect(ana.chat('maria').standing).toBe('ended');
    ana.hears('ASSIGNED maria ana', 'NICK maria mia', 'MSG 1 2026-11-21T12:05:00.000Z mia * depois');
    expect(ana.texts('mia').at(-1)).toBe('depois');
  });

  test('that stands still changes nothing, so that nothing is drawn', () => {
    const ana = new Attendant().serves('maria').passes(8);
    const before = ana.state;
    ana.passes(5);
    expect(ana.state).toBe(before);
  });
});
