/** Which attendant is given which customer, by the desk itself. */

import { describe, expect, test } from 'vitest';
import { type Chat, chat } from './chat.ts';

/** Customers enter one after the other; returns who is given each. */
function given(desk: Chat, ...names: string[]): string[] {
  return names.map((name) => {
    const conn = 100 + Number.parseInt(name.slice(1), 10);
    return /^ASSIGNED \S+ (\S+)$/.exec(desk.asks(conn, `CONNECT ${name} consumidor`).at(-1)!)?.[1] ?? '-';
  });
}

describe('the assignment', () => {
  test('goes to the least-loaded attendant', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    given(desk, 'c1', 'c2');
    desk.enters(2, 'bia atendente');
    expect(given(desk, 'c3', 'c4')).toEqual(['bia', 'bia']);
  });

  test('goes, on equal load and to those never assigned, by order of entry', () => {
    const desk = chat();
    desk.enters(1, 'zoe atendente');
    desk.enters(2, 'ana atendente');
    desk.enters(3, 'mia atendente');
    expect(given(desk, 'c1', 'c2', 'c3', 'c4')).toEqual(['zoe', 'ana', 'mia', 'zoe']);
  });

  test('goes, on equal load, to the one whose last assignment lies furthest back', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'bia atendente');
    given(desk, 'c1', 'c2');
    desk.says(1, 'CLOSE c1');
    expect(given(desk, 'c3')).toEqual(['ana']);
    desk.says(1, 'CLOSE c3');
    desk.says(2, 'CLOSE c2');
    expect(given(desk, 'c4')).toEqual(['bia']);
  });

  test('goes, on equal load, to one never assigned before one who was', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    given(desk, 'c1');
    desk.says(1, 'CLOSE c1');
    desk.enters(2, 'bia atendente');
    expect(given(desk, 'c2')).toEqual(['bia']);
  });

  test('counts what was taken by NEXT, TAKE and MSG as assignments', () => {
    const desk = chat({ capacity: 1 });
    given(desk, 'c1', 'c2', 'c3');
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'bia atendente');
    desk.says(1, 'TAKE c3', 'CLOSE c3', 'CLOSE c1');
    desk.says(2, 'CLOSE c2');
    expect(given(desk, 'c4')).toEqual(['bia']);
  });

  test('never exceeds the capacity, and gives nobody anything when it is 0', () => {
    const two = chat({ capacity: 2 });
    two.enters(1, 'ana atendente');
    expect(given(two, 'c1', 'c2', 'c3')).toEqual(['ana', 'ana', '-']);
    const none = chat({ capacity: 0 });
    none.enters(1, 'ana atendente');
    expect(given(none, 'c1')).toEqual(['-']);
  });

  test('spreads those who wait over attendants who come', () => {
    const desk = chat({ capacity: 2 });
    given(desk, 'c1', 'c2', 'c3');
    desk.says(1, 'CONNECT ana atendente');
    desk.says(2, 'CONNECT bia atendente');
    const assigned = (conn: number) => desk.heard(conn).filter((line) => line.startsWith('ASSIGNED'));
    expect(assigned(1)).toEqual(['ASSIGNED c1 ana', 'ASSIGNED c2 ana']);
    expect(assigned(2)).toEqual(['ASSIGNED c3 bia']);
  });

  test('hands over the messages that waited, in order, behind ASSIGNED', () => {
    const desk = chat();
    given(desk, 'c1');
    desk.says(101, 'MSG * um', 'MSG * dois');
    const heard = desk.asks(1, 'CONNECT ana atendente').map((line) => line.replace(/ 2026\S+/, ''));
    expect(heard.slice(1)).toEqual([
      'WAITING-END c1 taken',
      'ASSIGNED c1 ana',
      'MSG 1 c1 * um',
      'MSG 2 c1 * dois',
    ]);
  });

  test('passes over attendants who are away, and who are lost', () => {
    const desk = chat({ capacity: 2 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'bia atendente');
    desk.enters(3, 'caio atendente');
    desk.says(1, 'STATUS away');
    desk.loses(2);
    expect(given(desk, 'c1', 'c2', 'c3')).toEqual(['caio', 'caio', '-']);
    desk.says(1, 'STATUS online');
    expect(desk.heard(1)).toContain('ASSIGNED c3 ana');
  });

  test('passes over customers whom all who have room gave back, and gives them to the next who has', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'bia atendente');
    given(desk, 'c1', 'c2', 'c3', 'c4');
    desk.says(1, 'RETURN c1');
    expect(desk.heard(1)).toContain('ASSIGNED c3 ana');
    desk.forget();
    desk.says(1, 'CLOSE c3');
    expect(desk.heard(1)).toContain('ASSIGNED c4 ana');
    desk.says(1, 'CLOSE c4');
    expect(desk.asks(101, 'QUEUE').at(-1)).toMatch(/^\+ok 1 1 /);
    desk.says(2, 'CLOSE c2');
    expect(desk.heard(2)).toContain('ASSIGNED c1 bia');
  });

  test('gives to the least-loaded of those who did not give the customer back', () => {
    const desk = chat({ capacity: 3 });
    for (const [index, name] of ['ana', 'bia', 'caio'].entries()) desk.enters(index + 1, `${name} atendente`);
    given(desk, 'c1', 'c2', 'c3', 'c4', 'c5');
    desk.says(1, 'RETURN c1');
    expect(desk.heard(3).at(-1)).toBe('ASSIGNED c1 caio');
    desk.says(3, 'RETURN c1');
    expect(desk.heard(2).at(-1)).toBe('ASSIGNED c1 bia');
    desk.says(2, 'RETURN c1');
    expect(desk.asks(101, 'QUEUE').at(-1)).toBe('+ok 1 1 ?');
  });
});
