/** Losing a connection, the time of grace, and what becomes of those who do not come back. */

import { queryObjects } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { Stack } from '../../src/structures/stack.ts';
import { chat, MINUTE } from './chat.ts';

describe('a lost connection', () => {
  test('of a customer tells the attendant who serves, and nobody else', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    desk.loses(2);
    expect(desk.heard(1)).toEqual(['PRESENCE rui lost']);
    expect(desk.heard(3)).toEqual([]);
  });

  test('of an attendant tells every customer whom they serve', () => {
    const desk = chat({ capacity: 2 });
    desk.enters(1, 'ana atendente');
    for (const [conn, name] of [
      [2, 'rui'],
      [3, 'sol'],
      [4, 'tom'],
    ] as const)
      desk.enters(conn, `${name} consumidor`);
    desk.loses(1);
    expect(desk.heard(2)).toEqual(['PRESENCE ana lost']);
    expect(desk.heard(3)).toEqual(['PRESENCE ana lost']);
    expect(desk.heard(4)).toEqual([]);
  });

  test('before entry, or of nobody, is forgotten', () => {
    const desk = chat();
    desk.says(1, 'PING');
    desk.loses(1);
    desk.loses(2);
    expect(desk.desk.sessions.size).toBe(0);
  });

  test('keeps the place in the line, which is passed over meanwhile', () => {
    const desk = chat();
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.loses(2);
    desk.says(1, 'CONNECT ana atendente');
    expect(desk.heard(1)).toContain('ASSIGNED sol ana');
    expect(desk.heard(1)).not.toContain('ASSIGNED rui ana');
    expect(desk.asks(1, 'QUEUE')[1]).toMatch(/^WAITING rui /);
  });

  test('of an attendant takes them out of the assignment, though there is room', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.loses(1);
    expect(desk.asks(2, 'CONNECT rui consumidor').at(-1)).toBe('QUEUE 1 1 ?');
  });
});

describe('the time of grace', () => {
  test('of an attendant is a minute: then their customers go to the next who has room', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    desk.loses(1);
    desk.passes(MINUTE - 1);
    expect(desk.heard(3)).toEqual([]);
    desk.passes(1);
    expect(desk.heard(3)).toEqual(['ASSIGNED rui bia']);
    expect(desk.heard(2).at(-1)).toBe('ASSIGNED rui bia');
    expect(desk.asks(3, 'LIST atendente')).toHaveLength(3);
  });

  test('of an attendant over, with nobody to go to, the customers wait and are told', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.loses(1);
    desk.forget();
    desk.passes(MINUTE);
    expect(desk.heard(2)).toEqual(['QUEUE 1 1 ?']);
  });

  test('of a customer is five minutes: then the conversation is abandoned and there is room again', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.loses(2);
    desk.passes(5 * MINUTE - 1);
    desk.forget();
    desk.passes(1);
    expect(desk.heard(1)).toEqual(['CLOSED rui abandoned', 'WAITING-END sol taken', 'ASSIGNED sol ana']);
    expect(desk.asks(1, 'TAKE rui')[0]).toMatch(/^-err NO-SUCH-USER /);
  });

  test('of a waiting customer over, the attendants and those behind learn that they are gone', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.loses(2);
    desk.passes(5 * MINUTE);
    expect(desk.heard(1)).toEqual(['WAITING-END rui gone']);
    expect(desk.heard(3)).toEqual(['QUEUE 1 1 ?']);
  });

  test('of a member is that of a customer', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'mia membro');
    desk.loses(2);
    desk.passes(5 * MINUTE - 1);
    expect(desk.asks(1, 'LIST membro')).toHaveLength(3);
    desk.passes(1);
    expect(desk.asks(1, 'LIST membro')).toHaveLength(2);
  });

  test('does not pass by a clock that goes back, and is as long as the desk is told', () => {
    const desk = chat({ graceCustomerMs: 1000 });
    desk.enters(1, 'mia membro');
    desk.passes(10_000);
    desk.clock.now -= 5000;
    desk.loses(1);
    desk.passes(5999);
    expect(desk.store.people.size).toBe(1);
    desk.passes(1);
    expect(desk.store.people.size).toBe(0);
  });
});

describe('those who are gone', () => {
  test('leave nothing in memory, however long the desk runs and whoever took over from whom', () => {
    const desk = chat();
    // Each attendant serves the customer of the one before, a second time, and closes a first time with the next.
    const shift = (n: number) => {
      desk.enters(1000 + n, `a${n} atendente`);
      desk.says(2000 + n - 1, 'MSG * mais uma coisa');
      desk.enters(2000 + n, `c${n} consumidor`);
      desk.says(2000 + n, 'MSG * oi');
      desk.says(1000 + n, `NOTE c${n} hm`, `RETURN c${n}`, `NOTE c${n - 1} oh`, `TAKE c${n}`);
      desk.says(1000 + n, `MSG c${n - 1} tchau`, `MSG c${n} oi`, `CLOSE c${n}`, 'QUIT');
      desk.says(2000 + n, 'RATE 5 bom');
      desk.says(2000 + n - 1, 'QUIT');
      desk.loses(1000 + n);
      desk.loses(2000 + n - 1);
      desk.forget();
    };
    const stacks = () => queryObjects(Stack, { format: 'count' });
    const before = stacks();
    for (let n = 1; n <= 200; n++) shift(n);
    expect(desk.desk.people.size).toBeLessThan(5);
    expect(stacks() - before).toBeLessThan(40);
  });
});
