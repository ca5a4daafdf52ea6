/** STATUS: whether an attendant is given customers. */

import { describe, expect, test } from 'vitest';
import { chat, MINUTE, START_TIME } from './chat.ts';

/** ana serves rui; bia is there too, and mia, a member. */
function desk(capacity = 1) {
  const desk = chat({ capacity });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'bia atendente');
  desk.enters(4, 'mia membro');
  return desk;
}

describe('STATUS', () => {
  test('tells the customers whom the attendant serves and the other attendants, and nobody else', () => {
    const desk = chat({ capacity: 2 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.enters(4, 'bia atendente');
    desk.enters(5, 'caio atendente');
    desk.enters(6, 'tom consumidor');
    desk.enters(7, 'mia membro');
    desk.loses(3);
    desk.loses(5);
    desk.forget();
    expect(desk.asks(1, 'STATUS AWAY')).toEqual(['+ok away']);
    for (const conn of [2, 4]) expect(desk.heard(conn)).toEqual(['PRESENCE ana away']);
    for (const conn of [1, 3, 5, 6, 7]) expect(desk.heard(conn)).toEqual([]);
    expect(desk.asks(1, 'STATUS online')).toEqual(['+ok online']);
    for (const conn of [2, 4]) expect(desk.heard(conn)).toEqual(['PRESENCE ana online']);
  });

  test('that changes nothing is answered and told nobody', () => {
    const chat = desk();
    expect(chat.asks(1, 'STATUS online')).toEqual(['+ok online']);
    chat.says(1, 'STATUS away');
    chat.forget();
    expect(chat.asks(1, 'STATUS away')).toEqual(['+ok away']);
    for (const conn of [2, 3]) expect(chat.heard(conn)).toEqual([]);
    expect(chat.effects).toEqual([{ kind: 'send', conn: 1, lines: '+ok away' }]);
  });

  test('away means that nothing is assigned by itself, and NEXT, TAKE and MSG still take', () => {
    const desk = chat({ capacity: 5 });
    desk.enters(1, 'ana atendente');
    desk.says(1, 'STATUS away');
    for (const [index, name] of ['c1', 'c2', 'c3', 'c4'].entries())
      desk.enters(10 + index, `${name} consumidor`);
    expect(desk.asks(1, 'NEXT')[0]).toBe('+ok c1 0');
    expect(desk.asks(1, 'TAKE c3')[0]).toBe('+ok c3 0');
    expect(desk.asks(1, 'MSG c4 oi')).toContain('ASSIGNED c4 ana');
    desk.says(1, 'CLOSE c1');
    expect(desk.asks(1, 'QUEUE')[1]).toBe(`WAITING c2 ${START_TIME} 0`);
  });

  test('online again means that who waits is assigned at once, behind the reply', () => {
    const chat = desk();
    chat.says(3, 'STATUS away');
    chat.enters(5, 'sol consumidor');
    expect(chat.asks(3, 'STATUS online')).toEqual([
      '+ok online',
      'WAITING-END sol taken',
      'ASSIGNED sol bia',
    ]);
  });

  test('is shown by LIST-USERS while the attendant is connected', () => {
    const chat = desk();
    chat.says(1, 'STATUS away');
    expect(chat.asks(3, 'LIST atendente')[1]).toBe(`USER ana atendente away ${START_TIME}`);
    chat.loses(1);
    expect(chat.asks(3, 'LIST atendente')[1]).toBe(`USER ana atendente lost ${START_TIME}`);
  });

  test('is for attendants, and knows two words', () => {
    const chat = desk();
    for (const conn of [2, 4]) expect(chat.asks(conn, 'STATUS away')[0]).toMatch(/^-err FORBIDDEN /);
    for (const line of ['STATUS', 'STATUS busy', 'STATUS away now']) {
      expect(chat.asks(1, line)[0]).toMatch(/^-err BAD-ARGUMENT /);
    }
  });
});

describe('the status of who comes back', () => {
  test('stays over RESUME, and those whom they serve are told it', () => {
    const chat = desk();
    chat.says(1, 'STATUS away');
    chat.loses(1);
    chat.forget();
    chat.says(11, 'RESUME token-1');
    expect(chat.heard(2)).toEqual(['PRESENCE ana away']);
    chat.enters(12, 'sol consumidor');
    chat.enters(13, 'tom consumidor');
    expect(chat.asks(3, 'LIST consumidor').filter((line) => line.includes('with:'))).toEqual([
      `USER rui consumidor with:ana ${START_TIME}`,
      `USER sol consumidor with:bia ${START_TIME}`,
    ]);
  });

  test('is told to a customer who comes back to an attendant who is away', () => {
    const chat = desk();
    chat.loses(2);
    chat.says(1, 'STATUS away');
    expect(chat.asks(12, 'RESUME token-2').slice(1)).toEqual(['ASSIGNED rui ana', 'PRESENCE ana away']);
  });

  test('stays over a restart', () => {
    const chat = desk();
    chat.says(1, 'STATUS away');
    chat.restarts();
    chat.says(11, 'RESUME token-1');
    chat.says(13, 'RESUME token-3');
    expect(chat.asks(11, 'LIST atendente').slice(1, -1)).toEqual([
      `USER ana atendente away ${START_TIME}`,
      `USER bia atendente online ${START_TIME}`,
    ]);
  });

  test('begins online with CONNECT, which tells the others', () => {
    const desk = chat({ capacity: 1 });
    desk.registers('ana atendente');
    desk.proceeds(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    desk.says(1, 'STATUS away');
    desk.forget();
    desk.says(11, 'PASS senha', 'CONNECT ana atendente');
    for (const conn of [2, 3]) expect(desk.heard(conn)).toEqual(['PRESENCE ana online']);
    desk.says(11, 'STATUS away');
    desk.loses(11);
    desk.forget();
    desk.says(12, 'PASS senha', 'CONNECT ana atendente');
    for (const conn of [2, 3]) expect(desk.heard(conn)).toEqual(['PRESENCE ana online']);
    desk.restarts();
    desk.enters(4, 'eva atendente');
    desk.proceeds(13, 'ana atendente');
    expect(desk.asks(4, 'LIST atendente')[1]).toMatch(/^USER ana atendente online /);
  });

  test('of a new person under the name is online', () => {
    const chat = desk();
    chat.says(1, 'STATUS away');
    chat.loses(1);
    chat.clock.now += MINUTE;
    chat.enters(11, 'ana atendente');
    expect(chat.asks(3, 'LIST atendente').find((line) => line.startsWith('USER ana'))).toMatch(/ online /);
  });

  test('is told by RESUME to who is away, between their conversations and their rooms', () => {
    const chat = desk();
    chat.says(1, 'JOIN #a', 'STATUS away');
    chat.loses(1);
    const stands = ['ASSIGNED rui ana', 'PRESENCE ana away', 'JOIN #a ana'];
    expect(chat.asks(11, 'RESUME token-1').slice(1)).toEqual(stands);
    chat.restarts();
    chat.says(12, 'RESUME token-1');
    expect(chat.heard(12).slice(1)).toEqual(['ASSIGNED rui ana', 'PRESENCE rui lost', ...stands.slice(1)]);
    chat.says(12, 'STATUS online');
    expect(chat.asks(13, 'RESUME token-1')).not.toContain('PRESENCE ana online');
  });

  test('away is told to a customer who is taken all the same', () => {
    const chat = desk(0);
    chat.says(3, 'STATUS away');
    for (const [conn, line] of ['TAKE c10', 'NEXT', 'MSG c12 oi'].entries()) {
      chat.enters(10 + conn, `c${10 + conn} consumidor`);
      if (line === 'NEXT') chat.says(2, 'QUIT');
      chat.forget();
      chat.says(3, line);
      expect(chat.heard(10 + conn).slice(0, 2)).toEqual([`ASSIGNED c${10 + conn} bia`, 'PRESENCE bia away']);
    }
  });
});
