/** Who has to go when there is no more room: those who were lost longest, and nobody who is here. */

import { describe, expect, test } from 'vitest';
import type { DeskOptions } from '../../src/desk/desk.ts';
import { Chat, START } from './chat.ts';

const chat = (options: Partial<DeskOptions>) => new Chat(options, { now: START });
const names = (desk: Chat) => [...desk.desk.people.inOrder()].map(({ party }) => party.name);

describe('when the desk is full', () => {
  test('the one who was lost longest goes, not who entered first', () => {
    const desk = chat({ maxPeople: 3 });
    for (const [conn, name] of ['ana', 'bia', 'caio'].entries()) desk.enters(conn, `${name} membro`);
    desk.loses(1);
    desk.loses(0);
    expect(desk.asks(5, 'CONNECT dora membro')[0]).toMatch(/^\+ok dora /);
    expect(names(desk)).toEqual(['ana', 'caio', 'dora']);
    expect(desk.asks(6, 'RESUME token-1')[0]).toMatch(/^-err RESUME-FAILED /);
    expect(desk.asks(7, 'RESUME token-0')[0]).toMatch(/^\+ok ana /);
  });

  test('their attendant is told, as when the grace is over', () => {
    const desk = chat({ maxPeople: 2 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.loses(2);
    desk.forget();
    desk.enters(3, 'sol membro');
    desk.says(1, 'PING');
    expect(desk.desk.people.find('rui')).toBe(undefined);
  });

  test('attendants and those with an account stay, and the newcomer is refused', () => {
    const desk = chat({ maxPeople: 3 });
    desk.registers('lia membro');
    desk.proceeds(1, 'lia membro');
    desk.enters(2, 'ana atendente');
    desk.enters(3, 'bia membro');
    desk.loses(1);
    desk.loses(2);
    expect(desk.asks(4, 'CONNECT caio membro')[0]).toMatch(/^-err FULL /);
    expect(names(desk)).toEqual(['lia', 'ana', 'bia']);
  });
});

describe('when the waiting line is full', () => {
  test('who was lost longest in it goes, and the line moves up', () => {
    const desk = chat({ maxWaiting: 2 });
    desk.enters(0, 'membra membro');
    desk.enters(1, 'rui consumidor');
    desk.enters(2, 'sol consumidor');
    desk.loses(0);
    desk.loses(1);
    expect(desk.asks(3, 'CONNECT tio consumidor').slice(-1)).toEqual(['QUEUE 2 2 ?']);
    expect(names(desk)).toEqual(['membra', 'sol', 'tio']);
  });

  test('so it is for who writes after CLOSED', () => {
    const desk = chat({ maxWaiting: 1, capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'NEXT', 'CLOSE rui');
    desk.enters(3, 'sol consumidor');
    expect(desk.asks(2, 'MSG * oi')[0]).toMatch(/^-err FULL /);
    desk.loses(3);
    expect(desk.asks(2, 'MSG * oi')[0]).toMatch(/^\+ok mensagem recebida /);
    expect(names(desk)).toEqual(['ana', 'rui']);
  });
});

describe('when one address has as many people as it may', () => {
  test('the first of its lost ones goes, and other addresses notice nothing', () => {
    const desk = chat({ maxPerOrigin: 2 });
    for (const conn of [1, 2, 3]) desk.comesFrom(conn, '192.0.2.7');
    desk.enters(9, 'longe membro');
    desk.loses(9);
    desk.enters(1, 'ana membro');
    desk.enters(2, 'bia membro');
    desk.loses(2);
    expect(desk.asks(3, 'CONNECT caio membro')[0]).toMatch(/^\+ok caio /);
    expect(names(desk)).toEqual(['longe', 'ana', 'caio']);
  });

  test('and none of them is lost, the next is refused', () => {
    const desk = chat({ maxPerOrigin: 1 });
    for (const conn of [1, 2]) desk.comesFrom(conn, '192.0.2.7');
    desk.enters(1, 'ana membro');
    expect(desk.asks(2, 'CONNECT bia membro')[0]).toMatch(/^-err FULL /);
    desk.says(1, 'QUIT');
    expect(desk.asks(2, 'CONNECT bia membro')[0]).toMatch(/^\+ok bia /);
  });

  test('who takes the name of a lost one of the same address makes no more of them', () => {
    const desk = chat({ maxPerOrigin: 1 });
    for (const conn of [1, 2]) desk.comesFrom(conn, '192.0.2.7');
    desk.enters(1, 'ana membro');
    desk.loses(1);
    expect(desk.asks(2, 'CONNECT ana membro')[0]).toMatch(/^\+ok ana /);
    expect(names(desk)).toEqual(['ana']);
  });
});

describe('when too much is in memory', () => {
  const LONG = 'ç'.repeat(3000);

  test('the largest histories go, small ones stay, and the store still answers', () => {
    const desk = chat({ maxRememberedBytes: 200_000 });
    desk.enters(1, 'ana membro');
    desk.enters(2, 'bia membro');
    desk.enters(3, 'rui membro');
    desk.enters(4, 'sol membro');
    desk.says(1, 'MSG bia oi');
    for (let n = 0; n < 40; n++) desk.says(3, `MSG sol ${LONG}`);
    const remembered = [...desk.desk.people.inOrder()].map(({ history }) => history.size);
    expect(remembered.slice(0, 2)).toEqual([1, 1]);
    expect(Math.min(...remembered.slice(2))).toBeLessThan(20);
    expect(desk.asks(3, 'HISTORY rui 100')[0]).toBe('+ok *40');
    expect(desk.asks(1, 'HISTORY ana')[0]).toBe('+ok *1');
  });

  test('it is never more than that, whoever says how much', () => {
    const most = 100_000;
    const desk = chat({ maxRememberedBytes: most });
    for (let conn = 1; conn <= 20; conn++) desk.enters(conn, `p${conn} membro`);
    for (let n = 0; n < 400; n++) {
      desk.says(1 + (n % 20), `MSG p${1 + ((n * 7) % 20)} ${'x'.repeat((n * 37) % 2000)}`);
      let bytes = 0;
      for (const { history, undo } of desk.desk.people.inOrder()) {
        for (const { text } of [...history, ...undo]) bytes += 256 + 2 * text.length;
      }
      expect(bytes).toBeLessThanOrEqual(most);
    }
  });
});
