/** What becomes of rooms when people go and come back, after a restart, and when something is to be forgotten. */

import { describe, expect, test } from 'vitest';
import { MAX_STAYS } from '../../src/desk/bounds.ts';
import { MINUTE, START_TIME } from './chat.ts';
import { desk, jogos, records, refused } from './people-and-rooms.ts';

describe('who goes', () => {
  test('by a lost connection stays in the room, and gets what was missed', () => {
    const chat = jogos();
    chat.loses(3);
    expect(chat.heard(2)).toEqual([]);
    chat.says(2, 'MSG #jogos um', 'MSG #jogos dois', 'UNDO');
    chat.forget();
    expect(chat.asks(9, 'RESUME token-3')).toEqual([
      '+ok nico membro token-3 2',
      `MSG 1 ${START_TIME} mia #Jogos um`,
      'UNDO 2 mia #Jogos',
      'JOIN #Jogos nico',
    ]);
    expect(chat.heard(2)).toEqual([]);
  });

  test('is in no room any more when he comes back, if rooms were closed to customers by then', () => {
    const chat = jogos({ roomsForCustomers: true });
    chat.says(5, 'JOIN #jogos');
    chat.restarts({ roomsForCustomers: false });
    expect(chat.asks(12, 'RESUME token-2').at(-1)).toBe('JOIN #Jogos mia');
    expect(chat.asks(15, 'RESUME token-5').filter((line) => line.startsWith('JOIN'))).toEqual([]);
    expect(chat.heard(12)).toEqual(['LEAVE #Jogos rui']);
    chat.forget();
    chat.says(12, 'MSG #jogos só nós');
    expect(chat.heard(15)).toEqual([]);
  });

  test('and had left before gets what was said until then', () => {
    const chat = jogos();
    chat.loses(3);
    chat.says(2, 'MSG #jogos um');
    chat.asks(9, 'RESUME token-3 0');
    chat.says(9, 'LEAVE');
    chat.says(2, 'MSG #jogos dois');
    expect(chat.asks(10, 'RESUME token-3 0')).toEqual([
      '+ok nico membro token-3 1',
      `MSG 1 ${START_TIME} mia #Jogos um`,
    ]);
  });

  test('by QUIT, or when the grace is over, leaves all rooms', () => {
    const chat = jogos();
    chat.says(4, 'JOIN #jogos', 'JOIN #b');
    chat.says(2, 'JOIN #b');
    chat.forget();
    chat.says(4, 'QUIT');
    expect(chat.heard(2)).toEqual(['LEAVE #Jogos olga', 'LEAVE #b olga']);
    expect(chat.heard(3)).toEqual(['LEAVE #Jogos olga']);
    expect(records(chat)).toEqual([
      ['left', 6, 4, 0],
      ['left', 7, 4, 0],
      ['personEnded', 4],
    ]);
    chat.loses(3);
    chat.passes(6 * MINUTE);
    expect(chat.heard(2)).toEqual(['LEAVE #Jogos nico']);
  });

  test('and comes back with an account to a living identity is told of the rooms', () => {
    const chat = desk();
    chat.registers('kim membro');
    chat.proceeds(7, 'kim membro');
    chat.says(7, 'JOIN #a', 'JOIN #b');
    chat.says(8, 'PASS senha');
    expect(chat.asks(8, 'CONNECT kim membro').slice(1)).toEqual(['JOIN #a kim', 'JOIN #b kim']);
    chat.says(8, 'QUIT');
    chat.says(9, 'PASS senha');
    expect(chat.asks(9, 'CONNECT kim membro').slice(1)).toEqual([]);
    expect(refused(chat.asks(9, 'WHO'))).toBe('NOT-IN-ROOM');
  });
});

describe('RESUME', () => {
  test('tells of what was undone only those who were there when it was said', () => {
    const chat = jogos();
    chat.says(2, 'MSG #jogos um', 'MSG #jogos dois');
    chat.says(4, 'JOIN #jogos');
    chat.says(2, 'MSG #jogos três');
    for (const conn of [3, 4]) chat.loses(conn);
    chat.says(2, 'UNDO 3', 'UNDO 2');
    const undone = (conn: number, token: string) =>
      chat.asks(conn, `RESUME ${token} 1`).filter((line) => line.startsWith('UNDO'));
    expect(undone(13, 'token-3')).toEqual(['UNDO 3 mia #Jogos', 'UNDO 2 mia #Jogos']);
    expect(undone(14, 'token-4')).toEqual(['UNDO 3 mia #Jogos']);
  });

  test('tells it also who left and came again', () => {
    const chat = jogos();
    chat.says(2, 'MSG #jogos um');
    chat.says(3, 'LEAVE', 'JOIN #jogos');
    chat.loses(3);
    chat.says(2, 'UNDO');
    expect(chat.asks(13, 'RESUME token-3').slice(1)).toEqual(['UNDO 1 mia #Jogos', 'JOIN #Jogos nico']);
  });

  test('knows what was said in rooms, however often one came and went in silence', () => {
    const chat = jogos();
    chat.says(3, 'JOIN #outra');
    chat.says(2, 'MSG #jogos um');
    chat.says(3, 'LEAVE #jogos');
    for (let n = 0; n <= MAX_STAYS; n++) chat.says(3, 'LEAVE #outra', 'JOIN #outra');
    expect(chat.desk.people.find('nico')?.stays).toHaveLength(1 + 1);
    expect(chat.asks(13, 'RESUME token-3 0')).toContain(`MSG 1 ${START_TIME} mia #Jogos um`);
  });
});

describe('a restart', () => {
  test('keeps rooms, topics, members and where each began', () => {
    const chat = jogos();
    chat.says(4, 'CREATE #vazia sem ninguém');
    chat.says(2, 'MSG #jogos um');
    chat.says(4, 'JOIN #jogos');
    chat.restarts();
    for (const conn of [2, 3, 4]) chat.says(conn, `RESUME token-${conn} 0`);
    expect(chat.heard(2).slice(1)).toEqual([`MSG 1 ${START_TIME} mia #Jogos um`, 'JOIN #Jogos mia']);
    expect(chat.heard(4).slice(1)).toEqual(['JOIN #Jogos olga']);
    expect(chat.asks(2, 'ROOMS').slice(1, -1)).toEqual([
      'ROOM #geral 0',
      'ROOM #Jogos 3',
      'ROOM #vazia 0 sem ninguém',
    ]);
    expect(
      chat
        .asks(2, 'WHO')
        .slice(1, -1)
        .map((line) => line.split(' ')[1]),
    ).toEqual(['mia', 'nico', 'olga']);
    chat.forget();
    chat.says(2, 'MSG #jogos dois');
    for (const conn of [3, 4]) expect(chat.heard(conn)).toEqual([`MSG 2 ${START_TIME} mia #Jogos dois`]);
  });

  test('keeps what somebody may still hear of rooms that they left', () => {
    const chat = jogos();
    for (let n = 0; n < MAX_STAYS + 5; n++) {
      chat.says(2, `MSG #jogos m${n}`);
      chat.says(3, 'LEAVE', 'JOIN #jogos');
    }
    const stays = () => chat.desk.people.find('nico')!.stays;
    const before = stays();
    expect(before).toHaveLength(MAX_STAYS);
    chat.restarts();
    expect(stays()).toEqual(before);
  });
});

describe('an order to forget somebody, or what is too old', () => {
  test('empties the rooms of it as well', () => {
    const chat = jogos();
    chat.says(2, 'MSG #jogos um');
    chat.passes(MINUTE);
    chat.says(3, 'MSG #jogos dois');
    chat.says(2, 'MSG #jogos três');
    chat.order({ do: 'expire', before: chat.clock.now });
    const texts = () =>
      chat
        .asks(1, 'HISTORY #jogos 2')
        .slice(1, -1)
        .map((line) => line.split(' ').at(-1));
    expect(texts()).toEqual(['dois', 'três']);
    chat.order({ do: 'forget', key: 'mia' });
    expect(texts()).toEqual(['dois']);
    expect(chat.heard(3)).toContain('LEAVE #Jogos mia');
  });
});
