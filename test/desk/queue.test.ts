/** QUEUE, and the events that follow the waiting line. */

import { describe, expect, test } from 'vitest';
import { chat, MINUTE, START_TIME } from './chat.ts';

describe('QUEUE', () => {
  test('tells a waiting customer place, length, and that nobody knows how long', () => {
    const desk = chat();
    desk.enters(1, 'rui consumidor');
    desk.enters(2, 'sol consumidor');
    expect(desk.asks(1, 'QUEUE')).toEqual(['+ok 1 2 ?']);
    expect(desk.asks(2, 'QUEUE')).toEqual(['+ok 2 2 ?']);
  });

  test('tells 0 to a customer who is served, and to one whose conversation is closed', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    expect(desk.asks(2, 'QUEUE')).toEqual(['+ok 0 1 ?']);
    desk.says(1, 'CLOSE rui');
    expect(desk.asks(2, 'QUEUE').at(-1)).toBe('+ok 0 0 ?');
  });

  test('lists to attendants who waits, since when, and how much they wrote', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.clock.now += MINUTE;
    desk.enters(3, 'sol consumidor');
    desk.says(2, 'MSG * um', 'MSG * dois');
    expect(desk.asks(1, 'QUEUE')).toEqual([
      '+ok *2',
      `WAITING rui ${START_TIME} 2`,
      'WAITING sol 2026-01-01T00:01:00.000Z 0',
      '.',
    ]);
  });

  test('keeps the original time and the place of who comes back to the line', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'bia atendente');
    desk.enters(3, 'rui consumidor');
    desk.says(1, 'NEXT');
    desk.clock.now += MINUTE;
    desk.enters(4, 'sol consumidor');
    desk.says(1, 'QUIT');
    expect(desk.asks(2, 'QUEUE')).toEqual([
      '+ok *2',
      `WAITING rui ${START_TIME} 0`,
      'WAITING sol 2026-01-01T00:01:00.000Z 0',
      '.',
    ]);
  });

  test('is the same when a lost customer keeps the place', () => {
    const desk = chat();
    desk.enters(1, 'rui consumidor');
    desk.enters(2, 'sol consumidor');
    desk.loses(1);
    expect(desk.asks(2, 'QUEUE')).toEqual(['+ok 2 2 ?']);
  });
});

describe('the event QUEUE', () => {
  test('tells a changed place with the next tick, once', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.enters(4, 'tom consumidor');
    desk.says(1, 'NEXT');
    desk.says(3, 'QUIT');
    expect(desk.heard(4)).toEqual([]);
    desk.passes(1000);
    expect(desk.heard(4)).toEqual(['QUEUE 1 1 ?']);
    desk.passes(1000);
    expect(desk.heard(4)).toEqual([]);
  });

  test('does not come when only the length changes', () => {
    const desk = chat();
    desk.enters(1, 'rui consumidor');
    desk.enters(2, 'sol consumidor');
    desk.passes(1000);
    expect(desk.heard(1)).toEqual([]);
  });
});

describe('the events WAITING and WAITING-END', () => {
  test('tell every connected attendant, and nobody else', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'bia atendente');
    desk.enters(3, 'caio atendente');
    desk.enters(4, 'mia membro');
    desk.enters(5, 'rui consumidor');
    desk.loses(3);
    desk.says(6, 'CONNECT sol consumidor');
    for (const conn of [1, 2]) expect(desk.heard(conn)).toEqual(['WAITING sol 2']);
    desk.forget();
    desk.says(1, 'TAKE sol');
    expect(desk.heard(2)).toEqual(['WAITING-END sol taken']);
    for (const conn of [3, 4, 5]) expect(desk.heard(conn)).toEqual([]);
  });
});
