/** What the server tells, and how the connection stands, on the screen of an attendant. */

import { describe, expect, test } from 'vitest';
import { MAX_LINES } from '../../src/cli/attend/lines.ts';
import { listed, MAX_CHATS } from '../../src/cli/attend/state.ts';
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

  test(`are of ${MAX_CHATS} people at most, and never of fewer than I serve`, () => {
    const ana = new Attendant().serves('maria');
    for (let i = 0; i < MAX_CHATS + 20; i++) ana.gets(`m${i}`, 'oi', 'ana');
    expect(ana.state.chats.size).toBe(MAX_CHATS);
    expect(ana.chat('maria').standing).toBe('mine');
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
    expect(ana.texts('maria').at(-1)).toBe('já não está com você');
  });

  test('that stands still changes nothing, so that nothing is drawn', () => {
    const ana = new Attendant().serves('maria').passes(8);
    const before = ana.state;
    ana.passes(5);
    expect(ana.state).toBe(before);
  });
});
