/** RETURN: an attendant puts a customer back in the line. */

import { describe, expect, test } from 'vitest';
import { MAX_RETURNED } from '../../src/desk/bounds.ts';
import { chat, MINUTE, START_TIME } from './chat.ts';

/** ana serves rui, sol came later and waits. */
function desk(capacity = 1) {
  const desk = chat({ capacity });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.clock.now += MINUTE;
  desk.enters(3, 'sol consumidor');
  return desk;
}

const LATER = '2026-01-01T00:01:00.000Z';

describe('RETURN', () => {
  test('puts the customer back at the old place, and gives the next one to who has room', () => {
    const chat = desk();
    expect(chat.asks(1, 'RETURN RUI')).toEqual([
      '+ok',
      'WAITING-END sol taken',
      'ASSIGNED sol ana',
      'WAITING rui 1',
    ]);
    expect(chat.heard(2)).toEqual(['QUEUE 1 1 ?']);
    expect(chat.asks(1, 'QUEUE')).toEqual(['+ok *1', `WAITING rui ${START_TIME} 0`, '.']);
  });

  test('keeps the place before who came later', () => {
    const chat = desk();
    chat.says(1, 'TAKE sol', 'RETURN rui');
    chat.enters(4, 'tom consumidor');
    chat.says(1, 'RETURN sol');
    expect(chat.asks(1, 'QUEUE').slice(1, 3)).toEqual([
      `WAITING rui ${START_TIME} 0`,
      `WAITING sol ${LATER} 0`,
    ]);
  });

  test('never gives the customer to the same attendant again, until NEXT, TAKE or MSG', () => {
    for (const take of ['NEXT', 'TAKE rui', 'MSG rui oi']) {
      const desk = chat({ capacity: 1 });
      desk.enters(1, 'ana atendente');
      desk.enters(2, 'rui consumidor');
      desk.says(1, 'RETURN rui');
      desk.passes(1000);
      expect(desk.asks(2, 'QUEUE')).toEqual(['+ok 1 1 ?']);
      desk.forget();
      desk.says(1, take);
      expect(desk.heard(2)[0]).toBe('ASSIGNED rui ana');
      desk.says(1, 'RETURN rui');
      expect(desk.asks(2, 'QUEUE')).toEqual(['+ok 1 1 ?']);
    }
  });

  test('gives the customer to another attendant, at once if there is room', () => {
    const chat = desk();
    chat.enters(4, 'bia atendente');
    chat.says(4, 'CLOSE sol');
    expect(chat.asks(1, 'RETURN rui')).toEqual(['+ok']);
    expect(chat.heard(4).at(-1)).toBe('ASSIGNED rui bia');
    expect(chat.heard(2).at(-1)).toBe('ASSIGNED rui bia');
  });

  test('is remembered of all who did it', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    desk.says(1, 'RETURN rui');
    desk.says(3, 'RETURN rui');
    expect(desk.asks(2, 'QUEUE').at(-1)).toBe('+ok 1 1 ?');
    desk.says(4, 'CONNECT caio atendente');
    expect(desk.heard(4)).toContain('ASSIGNED rui caio');
  });

  test('ends with the conversation: a new one may go to the same attendant', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'RETURN rui', 'TAKE rui', 'CLOSE rui');
    desk.forget();
    desk.says(2, 'MSG * de novo');
    expect(desk.heard(2)).toContain('ASSIGNED rui ana');
  });

  test('is of the person: another name changes nothing, and a new person under the name is another', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'RETURN rui', 'NICK eva', 'STATUS away', 'STATUS online');
    expect(desk.asks(2, 'QUEUE')).toContain('+ok 1 1 ?');
    desk.says(1, 'QUIT');
    desk.says(3, 'CONNECT eva atendente');
    expect(desk.heard(3)).toContain('ASSIGNED rui eva');
  });

  test('is of an account at every visit', () => {
    const desk = chat({ capacity: 1 });
    desk.registers('ana atendente');
    desk.proceeds(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'RETURN rui', 'QUIT');
    desk.proceeds(3, 'ana atendente');
    expect(desk.asks(2, 'QUEUE')).toEqual(['+ok 1 1 ?']);
  });

  test('of a customer who is lost lets them wait, and be given to another once back', () => {
    const chat = desk();
    chat.enters(4, 'bia atendente');
    chat.loses(2);
    chat.says(1, 'RETURN rui');
    chat.says(4, 'CLOSE sol');
    chat.forget();
    chat.says(12, 'RESUME token-2');
    expect(chat.heard(4)).toContain('ASSIGNED rui bia');
  });

  test('stays over a restart', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'RETURN rui');
    desk.restarts();
    desk.says(11, 'RESUME token-1');
    desk.says(12, 'RESUME token-2');
    expect(desk.asks(12, 'QUEUE')).toEqual(['+ok 1 1 ?']);
  });

  test('is remembered of the last thousand who did it', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(2, 'rui consumidor');
    for (let n = 0; n <= MAX_RETURNED; n++) {
      desk.enters(10 + n, `a${n} atendente`);
      desk.says(10 + n, 'NEXT', 'RETURN rui', 'QUIT');
    }
    expect(desk.desk.people.find('rui')?.conversation?.returnedBy?.size).toBe(MAX_RETURNED);
    desk.restarts();
    expect(desk.desk.people.find('rui')?.conversation?.returnedBy?.size).toBe(MAX_RETURNED);
  });

  test('is for the attendant who serves: NO-SUCH-USER, NO-CONVERSATION, TAKEN otherwise', () => {
    const chat = desk();
    chat.enters(4, 'bia atendente');
    chat.enters(5, 'mia membro');
    chat.enters(6, 'tom consumidor');
    const cases: readonly (readonly [line: string, code: string])[] = [
      ['RETURN ninguem', 'NO-SUCH-USER'],
      ['RETURN mia', 'NO-CONVERSATION'],
      ['RETURN tom', 'NO-CONVERSATION'],
      ['RETURN rui', 'TAKEN'],
      ['RETURN', 'BAD-ARGUMENT'],
    ];
    for (const [line, code] of cases) {
      expect(chat.asks(4, line)[0], line).toMatch(new RegExp(`^-err ${code} `));
      expect(chat.effects).toHaveLength(1);
    }
    for (const conn of [2, 5]) expect(chat.asks(conn, 'RETURN rui')[0]).toMatch(/^-err FORBIDDEN /);
  });
});
