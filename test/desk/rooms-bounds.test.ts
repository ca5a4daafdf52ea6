/** How much of rooms there is for one address, and in one listing. */

import { describe, expect, test } from 'vitest';
import { MAX_ROOMS_OF_ORIGIN } from '../../src/desk/bounds.ts';
import { MAX_LISTED, MAX_ROOMS_OF_ONE } from '../../src/protocol/limits.ts';
import { type Chat, chat } from './chat.ts';

/** mia and nico come from one address, olga from another; kim is of none. */
function desk(): Chat {
  const desk = chat();
  for (const [conn, name, origin] of [
    [1, 'mia', '192.0.2.1'],
    [2, 'nico', '192.0.2.1'],
    [3, 'olga', '192.0.2.2'],
    [4, 'kim', ''],
  ] as const) {
    desk.comesFrom(conn, origin);
    desk.enters(conn, `${name} membro`);
  }
  return desk;
}

const refused = (heard: readonly string[]) => /^-err (\S+) /.exec(heard[0] ?? '')?.[1];
const names = (chat: Chat) => [...chat.desk.rooms.inOrder()].map(({ party }) => party.name);
const create = (chat: Chat, conn: number, prefix: string, count: number) => {
  for (let n = 1; n <= count; n++) chat.says(conn, `CREATE ${prefix}${n}`);
};

describe('rooms of one address', () => {
  test('are so many: for the next one goes the one of them that has been empty for longest', () => {
    const chat = desk();
    create(chat, 3, '#olga', 2);
    create(chat, 1, '#mia', MAX_ROOMS_OF_ORIGIN - 2);
    create(chat, 2, '#nico', 2);
    expect(names(chat)).toHaveLength(MAX_ROOMS_OF_ORIGIN + 2);
    chat.says(4, 'JOIN #mia1');
    create(chat, 2, '#mais', 2);
    expect(names(chat).slice(0, 4)).toEqual(['#olga1', '#olga2', '#mia1', '#mia4']);
    expect(names(chat)).toHaveLength(MAX_ROOMS_OF_ORIGIN + 2);
    chat.says(4, 'LEAVE');
    create(chat, 1, '#outra', 1);
    expect(names(chat).slice(2, 4)).toEqual(['#mia1', '#mia5']);
  });

  test('are FULL while somebody is in each of them, for this address alone', () => {
    const chat = desk();
    for (const [conn, prefix] of [
      [1, '#a'],
      [2, '#b'],
    ] as const) {
      for (let n = 1; n <= MAX_ROOMS_OF_ONE; n++) chat.says(conn, `JOIN ${prefix}${n}`);
    }
    expect(refused(chat.asks(2, 'CREATE #x'))).toBe('FULL');
    chat.says(1, 'LEAVE #a1', 'JOIN #geral');
    expect(chat.asks(3, 'CREATE #x')).toEqual(['+ok #x']);
    expect(chat.asks(2, 'CREATE #y')).toEqual(['+ok #y']);
    expect(names(chat)).not.toContain('#a1');
    expect(names(chat)).toContain('#x');
  });

  test('are not counted for who is of none, nor of those from before a restart', () => {
    const chat = desk();
    create(chat, 4, '#kim', MAX_ROOMS_OF_ORIGIN + 1);
    create(chat, 1, '#mia', MAX_ROOMS_OF_ORIGIN);
    chat.restarts();
    chat.comesFrom(5, '192.0.2.1');
    chat.enters(5, 'rosa membro');
    create(chat, 5, '#rosa', MAX_ROOMS_OF_ORIGIN);
    expect(names(chat)).toHaveLength(3 * MAX_ROOMS_OF_ORIGIN + 1);
    create(chat, 5, '#mais', 1);
    expect(names(chat)).toHaveLength(3 * MAX_ROOMS_OF_ORIGIN + 1);
    expect(names(chat)).not.toContain('#rosa1');
  });
});

describe('a listing', () => {
  test('of rooms has so many, and the next begins behind a room', () => {
    const chat = desk();
    create(chat, 4, '#r', MAX_LISTED + 20);
    const first = chat.asks(1, 'ROOMS').slice(1, -1);
    expect(first).toHaveLength(MAX_LISTED);
    expect(first.slice(0, 2)).toEqual(['ROOM #geral 0', 'ROOM #r1 0']);
    const next = chat.asks(1, `ROOMS #r${MAX_LISTED - 1}`).slice(1, -1);
    expect([next.length, next[0], next.at(-1)]).toEqual([21, 'ROOM #r500 0', 'ROOM #r520 0']);
  });

  test('of who is in a room has so many, and the next begins behind a name', () => {
    const chat = desk();
    for (let n = 1; n <= MAX_LISTED + 5; n++) {
      chat.enters(100 + n, `m${n} membro`);
      chat.says(100 + n, 'JOIN #geral');
    }
    expect(chat.asks(101, 'WHO').slice(1, -1)).toHaveLength(MAX_LISTED);
    expect(chat.asks(101, `WHO #geral m${MAX_LISTED}`)).toHaveLength(5 + 2);
  });
});
