/** Rooms: how they come to be and go, and who is in them. */

import { describe, expect, test } from 'vitest';
import { MAX_ROOMS_OF_ONE } from '../../src/protocol/limits.ts';
import { START_TIME } from './chat.ts';
import { fingerprint } from './observe.ts';
import { desk, jogos, records, refused } from './people-and-rooms.ts';

describe('JOIN', () => {
  test('makes the room, says how many are in it, and tells the others', () => {
    const chat = desk();
    expect(chat.asks(2, 'JOIN #Jogos')).toEqual(['+ok #Jogos 1']);
    expect(chat.asks(3, '@j JOIN #JOGOS')).toEqual(['@j +ok #Jogos 2']);
    expect(chat.heard(2)).toEqual(['JOIN #Jogos nico']);
    expect(chat.heard(4)).toEqual([]);
  });

  test('again says the same, tells nobody and is not kept', () => {
    const chat = jogos();
    expect(chat.asks(2, 'JOIN #jogos')).toEqual(['+ok #Jogos 2']);
    expect(chat.heard(3)).toEqual([]);
    expect(records(chat)).toEqual([]);
  });

  test('is kept: the name, the room and who is in it from where', () => {
    const chat = desk();
    chat.says(2, 'MSG nico oi', 'JOIN #jogos');
    expect(records(chat)).toEqual([
      ['party', 6, '#jogos', '#jogos'],
      ['room', { party: 6, topic: '', since: chat.clock.now, maker: 0 }],
      ['joined', 6, 2, 1],
    ]);
  });

  test('is FULL for who is in 50 rooms, and lets them back into those', () => {
    const chat = desk();
    for (let n = 1; n <= MAX_ROOMS_OF_ONE; n++) chat.says(2, `JOIN #r${n}`);
    const before = fingerprint(chat.desk);
    expect(refused(chat.asks(2, 'JOIN #outra'))).toBe('FULL');
    expect(fingerprint(chat.desk)).toBe(before);
    expect(chat.desk.rooms.find('#outra')).toBeUndefined();
    expect(chat.asks(2, 'JOIN #r1')).toEqual(['+ok #r1 1']);
    chat.says(2, 'LEAVE #r1');
    expect(chat.asks(2, 'JOIN #outra')).toEqual(['+ok #outra 1']);
  });
});

describe('the room #geral', () => {
  test('is there before anybody was in it, first in the list', () => {
    const chat = desk();
    chat.says(2, 'CREATE #jogos');
    expect(chat.asks(2, 'ROOMS')).toEqual(['+ok *2', 'ROOM #geral 0', 'ROOM #jogos 0', '.']);
    expect(chat.asks(2, 'ROOMS #geral')).toEqual(['+ok *1', 'ROOM #jogos 0', '.']);
    expect(refused(chat.asks(2, 'CREATE #Geral'))).toBe('ROOM-EXISTS');
    for (const line of [
      'MSG #geral oi',
      'LEAVE #geral',
      'WHO #geral',
      'HISTORY #geral',
      'TYPING #geral on',
    ]) {
      expect(refused(chat.asks(2, line)), line).toBe('NOT-IN-ROOM');
    }
    expect(chat.asks(1, 'HISTORY #geral')).toEqual(['+ok *0', '.']);
  });

  test('keeps its name whoever writes it how, and is one room as any', () => {
    const chat = desk();
    expect(chat.asks(2, 'JOIN #GERAL')).toEqual(['+ok #geral 1']);
    expect(chat.asks(2, 'ROOMS')).toEqual(['+ok *1', 'ROOM #geral 1', '.']);
  });

  test('never goes, however long it is empty', () => {
    const chat = desk({ maxRooms: 2 });
    chat.says(2, 'JOIN #geral', 'LEAVE', 'CREATE #a');
    chat.says(2, 'CREATE #b');
    expect(chat.asks(2, 'ROOMS').slice(1, -1)).toEqual(['ROOM #geral 0', 'ROOM #b 0']);
  });

  test('counts as one of those that there may be, and can be joined when there are as many', () => {
    const chat = desk({ maxRooms: 2 });
    expect(chat.asks(2, 'JOIN #a')).toEqual(['+ok #a 1']);
    expect(refused(chat.asks(2, 'JOIN #b'))).toBe('FULL');
    expect(chat.asks(2, 'JOIN #geral')).toEqual(['+ok #geral 1']);
  });
});

describe('CREATE', () => {
  test('makes a room with a topic, which nobody is in', () => {
    const chat = desk();
    expect(chat.asks(2, 'CREATE #Xadrez jogos às quintas, 20 h')).toEqual(['+ok #Xadrez']);
    expect(chat.asks(3, 'ROOMS')[2]).toBe('ROOM #Xadrez 0 jogos às quintas, 20 h');
    expect(refused(chat.asks(2, 'LEAVE #xadrez'))).toBe('NOT-IN-ROOM');
    expect(chat.asks(3, 'JOIN #xadrez')).toEqual(['+ok #Xadrez 1']);
  });

  test('is refused for a room that is there, and for a topic of more than 256 bytes', () => {
    const chat = jogos();
    const before = fingerprint(chat.desk);
    expect(refused(chat.asks(4, 'CREATE #JOGOS outra vez'))).toBe('ROOM-EXISTS');
    expect(refused(chat.asks(4, `CREATE #nova ${'é'.repeat(128)}x`))).toBe('TEXT-TOO-LONG');
    expect(fingerprint(chat.desk)).toBe(before);
    expect(chat.asks(4, `CREATE #nova ${'é'.repeat(128)}`)).toEqual(['+ok #nova']);
  });

  test('lets the room go that has been empty for longest, when there are as many as there may be', () => {
    const chat = desk({ maxRooms: 4 });
    chat.says(2, 'JOIN #a', 'CREATE #b', 'CREATE #c', 'LEAVE #a');
    chat.says(3, 'JOIN #b');
    chat.says(3, 'LEAVE #b');
    chat.says(2, 'CREATE #d');
    expect(chat.asks(2, 'ROOMS').slice(2, -1)).toEqual(['ROOM #a 0', 'ROOM #b 0', 'ROOM #d 0']);
    chat.says(2, 'CREATE #e');
    expect(chat.asks(2, 'ROOMS').slice(2, -1)).toEqual(['ROOM #b 0', 'ROOM #d 0', 'ROOM #e 0']);
    expect(chat.store.snapshot().rooms.map(({ name }) => name)).toEqual(['#b', '#d', '#e']);
    for (const room of ['#b', '#d', '#e']) chat.says(3, `JOIN ${room}`);
    expect(refused(chat.asks(2, 'CREATE #f'))).toBe('FULL');
  });
});

describe('LEAVE', () => {
  test('tells those who stay, and may be repeated for nobody', () => {
    const chat = jogos();
    expect(chat.asks(2, 'LEAVE #JOGOS')).toEqual(['+ok #Jogos']);
    expect(chat.heard(3)).toEqual(['LEAVE #Jogos mia']);
    expect(refused(chat.asks(2, 'LEAVE #jogos'))).toBe('NOT-IN-ROOM');
    expect(refused(chat.asks(2, 'LEAVE'))).toBe('NOT-IN-ROOM');
    expect(refused(chat.asks(2, 'LEAVE #nada'))).toBe('NO-SUCH-ROOM');
  });

  test('without a room leaves the one joined last, also after a restart', () => {
    const chat = jogos();
    chat.says(2, 'JOIN #a', 'JOIN #b', 'LEAVE #jogos', 'JOIN #jogos');
    chat.restarts();
    chat.says(2, 'RESUME token-2');
    expect(chat.asks(2, 'LEAVE')).toEqual(['+ok #Jogos']);
    expect(chat.asks(2, 'LEAVE')).toEqual(['+ok #b']);
    expect(chat.asks(2, 'LEAVE')).toEqual(['+ok #a']);
  });
});

describe('WHO', () => {
  test('lists the members by time of joining, with role and state alone', () => {
    const chat = jogos();
    chat.says(1, 'JOIN #jogos');
    chat.loses(3);
    chat.enters(8, 'pia membro Pia da Silva');
    chat.says(8, 'JOIN #jogos');
    expect(chat.asks(2, 'WHO #jogos')).toEqual([
      '+ok *4',
      `USER mia membro online ${START_TIME}`,
      `USER nico membro lost ${START_TIME}`,
      `USER ana atendente online ${START_TIME}`,
      `USER pia membro online ${START_TIME} Pia da Silva`,
      '.',
    ]);
    chat.says(1, 'STATUS away');
    expect(chat.asks(2, 'WHO nico').slice(1, 3)).toEqual([
      `USER ana atendente away ${START_TIME}`,
      `USER pia membro online ${START_TIME} Pia da Silva`,
    ]);
  });

  test('is for those who are in the room', () => {
    const chat = jogos();
    expect(refused(chat.asks(4, 'WHO #jogos'))).toBe('NOT-IN-ROOM');
    expect(refused(chat.asks(1, 'WHO #jogos'))).toBe('NOT-IN-ROOM');
    expect(refused(chat.asks(4, 'WHO'))).toBe('NOT-IN-ROOM');
    expect(refused(chat.asks(4, 'WHO #nada'))).toBe('NO-SUCH-ROOM');
    expect(refused(chat.asks(2, 'WHO #jogos olga'))).toBe('NO-SUCH-USER');
    expect(refused(chat.asks(2, 'WHO #jogos ninguem'))).toBe('NO-SUCH-USER');
  });
});

describe('customers', () => {
  test('may not use rooms', () => {
    const chat = desk();
    for (const line of [
      ...['JOIN #geral', 'CREATE #x', 'LEAVE', 'ROOMS', 'WHO', 'MSG #geral oi', 'HISTORY #geral'],
      'TYPING #geral on',
    ]) {
      expect(refused(chat.asks(5, line)), line).toBe('FORBIDDEN');
    }
  });

  test('may where rooms are open to them, and what they say there is not said to the desk', () => {
    const chat = desk({ roomsForCustomers: true });
    expect(chat.asks(5, 'JOIN #geral')).toEqual(['+ok #geral 1']);
    chat.says(2, 'JOIN #geral');
    chat.forget();
    chat.says(5, 'MSG #geral para todos', 'MSG * para o balcão');
    expect(chat.heard(2)).toEqual([`MSG 1 ${START_TIME} rui #geral para todos`]);
    expect(chat.asks(1, 'NEXT').slice(0, 2)).toEqual([
      '+ok rui 1',
      `MSG 2 ${START_TIME} rui * para o balcão`,
    ]);
    expect(chat.asks(5, 'UNDO 1')).toEqual(['+ok 1']);
    expect(chat.heard(2)).toEqual(['UNDO 1 rui #geral']);
    expect(chat.heard(1)).toEqual([]);
  });
});
