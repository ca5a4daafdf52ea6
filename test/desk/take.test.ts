/** NEXT and TAKE: an attendant chooses to serve. */

import { describe, expect, test } from 'vitest';
import type { DeskOptions } from '../../src/desk/desk.ts';
import { MAX_BACKLOG_BYTES } from '../../src/protocol/limits.ts';
import { chat, START_TIME } from './chat.ts';

/** Two attendants; rui, sol and tom wait in this order. */
function desk(capacity = 0, options: Partial<DeskOptions> = {}) {
  const desk = chat({ capacity, ...options });
  desk.enters(3, 'rui consumidor');
  desk.enters(4, 'sol consumidor');
  desk.enters(5, 'tom consumidor');
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'bia atendente');
  return desk;
}

describe('NEXT', () => {
  test('takes the longest-waiting customer, tells them, and then hands over what they wrote', () => {
    const chat = desk();
    chat.says(3, 'MSG * um', 'MSG * dois');
    chat.forget();
    expect(chat.asks(1, 'NEXT')).toEqual([
      '+ok rui 2',
      `MSG 1 ${START_TIME} rui * um`,
      `MSG 2 ${START_TIME} rui * dois`,
      'WAITING-END rui taken',
    ]);
    expect(chat.heard(3)).toEqual(['ASSIGNED rui ana']);
    expect(chat.asks(2, 'NEXT').filter((line) => line.startsWith('+ok'))).toEqual(['+ok sol 0']);
  });

  test('goes over the capacity', () => {
    const chat = desk(1);
    expect(chat.asks(1, 'NEXT')[0]).toBe('+ok tom 0');
    expect(chat.asks(1, 'NEXT')).toEqual(['-err QUEUE-EMPTY ninguém espera na fila']);
  });

  test('passes over who is lost', () => {
    const chat = desk();
    chat.loses(3);
    expect(chat.asks(1, 'NEXT')[0]).toBe('+ok sol 0');
    chat.loses(5);
    expect(chat.asks(1, 'NEXT')[0]).toMatch(/^-err QUEUE-EMPTY /);
  });

  test('prefers who came back to the line to who came later', () => {
    const chat = desk();
    chat.says(1, 'TAKE sol', 'QUIT');
    chat.says(2, 'NEXT', 'NEXT', 'NEXT');
    expect(chat.heard(2).filter((line) => line.startsWith('+ok'))).toEqual([
      '+ok rui 0',
      '+ok sol 0',
      '+ok tom 0',
    ]);
  });
});

describe('TAKE', () => {
  test('takes one waiting customer out of turn, by a name in any case', () => {
    const chat = desk();
    expect(chat.asks(1, 'TAKE SOL')).toEqual(['+ok sol 0', 'WAITING-END sol taken']);
    expect(chat.heard(4)).toEqual(['ASSIGNED sol ana']);
    expect(chat.asks(3, 'QUEUE')).toEqual(['+ok 1 2 ?']);
  });

  test('of one’s own customer hands over nothing again, and only turns * to them', () => {
    const chat = desk();
    chat.says(1, 'TAKE rui', 'TAKE sol');
    chat.says(3, 'MSG * oi');
    expect(chat.asks(1, 'TAKE rui')).toEqual(['+ok rui 0']);
    chat.forget();
    chat.says(1, 'MSG * aqui');
    expect(chat.heard(3)).toHaveLength(1);
  });

  test('of a customer of another attendant gets TAKEN: two never hold one customer', () => {
    const chat = desk();
    chat.says(1, 'TAKE rui');
    expect(chat.asks(2, 'TAKE rui')).toEqual(['-err TAKEN outro atendente já atende este cliente']);
    chat.loses(1);
    expect(chat.asks(2, 'TAKE rui')[0]).toMatch(/^-err TAKEN /);
  });

  test('of nobody, of an attendant, of a customer who does not wait, of one who is lost', () => {
    const chat = desk();
    expect(chat.asks(1, 'TAKE ninguem')[0]).toMatch(/^-err NO-SUCH-USER /);
    expect(chat.asks(1, 'TAKE bia')[0]).toMatch(/^-err NO-CONVERSATION /);
    chat.says(1, 'TAKE rui', 'CLOSE rui');
    expect(chat.asks(1, 'TAKE rui')[0]).toMatch(/^-err NO-CONVERSATION /);
    chat.loses(4);
    expect(chat.asks(1, 'TAKE sol')[0]).toMatch(/^-err NO-CONVERSATION /);
  });
});

describe('a backlog', () => {
  test('is the last 50 messages', () => {
    const chat = desk();
    for (let n = 1; n <= 60; n++) chat.says(3, `MSG * m${n}`);
    const heard = chat.asks(1, 'NEXT');
    expect(heard[0]).toBe('+ok rui 50');
    expect(heard[1]).toBe(`MSG 11 ${START_TIME} rui * m11`);
    expect(heard[50]).toBe(`MSG 60 ${START_TIME} rui * m60`);
  });

  test('is at most 256 KiB, the newest of it', () => {
    const chat = desk();
    const text = 'x'.repeat(7680);
    for (let n = 1; n <= 50; n++) chat.says(3, `MSG * ${text}`);
    const [reply, ...rest] = chat.asks(1, 'NEXT');
    const events = rest.filter((line) => line.startsWith('MSG'));
    expect(reply).toBe(`+ok rui ${events.length}`);
    expect(Buffer.byteLength(events.join('\r\n'))).toBeLessThan(MAX_BACKLOG_BYTES);
    expect(events.length).toBeGreaterThan(30);
    expect(events.at(-1)).toMatch(/^MSG 50 /);
  });

  test('leaves out what was undone', () => {
    const chat = desk();
    chat.says(3, 'MSG * um', 'MSG * dois', 'UNDO 1');
    expect(chat.asks(1, 'NEXT').slice(0, 2)).toEqual(['+ok rui 1', `MSG 2 ${START_TIME} rui * dois`]);
  });

  test('has both sides of what was said with the attendant before', () => {
    const chat = desk();
    chat.says(3, 'MSG * um');
    chat.says(1, 'NEXT', 'MSG * dois', 'QUIT');
    chat.forget();
    expect(chat.asks(2, 'NEXT')).toEqual([
      '+ok rui 2',
      `MSG 1 ${START_TIME} rui * um`,
      `MSG 2 ${START_TIME} ana rui dois`,
      'WAITING-END rui taken',
    ]);
  });

  test('is not pushed out by what the customer says in rooms, which is in the store', () => {
    const chat = desk(0, { roomsForCustomers: true });
    chat.says(3, 'MSG * um', 'JOIN #a');
    for (let n = 0; n < 60; n++) chat.says(3, 'MSG #a x');
    const { reads } = chat;
    expect(chat.asks(3, 'HISTORY rui 100')).toHaveLength(63);
    expect(chat.reads).toBe(reads + 1);
    expect(chat.asks(1, 'NEXT').slice(0, 2)).toEqual(['+ok rui 1', `MSG 1 ${START_TIME} rui * um`]);
  });
});
