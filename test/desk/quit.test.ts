/** QUIT: going for good. */

import { describe, expect, test } from 'vitest';
import { chat } from './chat.ts';

describe('QUIT', () => {
  test('says goodbye and closes, before entry too', () => {
    const desk = chat();
    expect(desk.asks(1, 'QUIT')).toEqual(['+ok até logo']);
    expect(desk.closed(1)).toBe(true);
    desk.says(2, 'LANG en');
    expect(desk.asks(2, 'quit tenho de ir')).toEqual(['+ok goodbye']);
  });

  test('is the last thing that a connection is heard to say', () => {
    const desk = chat();
    desk.enters(1, 'ana membro');
    desk.says(1, 'QUIT');
    expect(desk.asks(1, 'PING')).toEqual([]);
    expect(desk.asks(1, 'CONNECT bia membro')).toEqual([]);
  });

  test('frees the name at once, and ends the identity in the journal', () => {
    const desk = chat();
    desk.enters(1, 'ana membro');
    desk.says(1, 'QUIT');
    expect(desk.store.people.size).toBe(0);
    expect(desk.asks(2, 'CONNECT ana membro')[0]).toMatch(/^\+ok ana /);
  });

  test('of a customer who is served tells the attendant, who has room again', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    expect(desk.asks(2, 'QUIT')).toEqual(['+ok até logo']);
    expect(desk.heard(1)).toEqual(['CLOSED rui quit', 'WAITING-END sol taken', 'ASSIGNED sol ana']);
  });

  test('of a customer who waits tells the attendants that they are gone', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(2, 'QUIT');
    expect(desk.heard(1)).toEqual(['WAITING-END rui gone']);
  });

  test('of an attendant puts their customers back at their old places, and on to whoever has room', () => {
    const desk = chat({ capacity: 2 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.enters(4, 'tom consumidor');
    expect(desk.asks(1, 'QUIT')).toEqual(['+ok até logo']);
    expect(desk.asks(4, 'QUEUE').at(-1)).toBe('+ok 3 3 ?');
    expect(desk.asks(2, 'QUEUE').at(-1)).toBe('+ok 1 3 ?');
    desk.says(5, 'CONNECT bia atendente');
    expect(desk.heard(5).filter((line) => line.startsWith('ASSIGNED'))).toEqual([
      'ASSIGNED rui bia',
      'ASSIGNED sol bia',
    ]);
  });

  test('is not a loss: nothing more happens when the connection is gone', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(2, 'QUIT');
    desk.forget();
    desk.loses(2);
    desk.passes(600_000);
    expect(desk.heard(1)).toEqual([]);
    expect(desk.desk.sessions.has(2)).toBe(false);
  });
});
