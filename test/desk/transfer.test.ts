/** TRANSFER: a conversation goes on with another attendant. */

import { describe, expect, test } from 'vitest';
import { MAX_BACKLOG_BYTES } from '../../src/protocol/limits.ts';
import { chat, MINUTE, START_TIME } from './chat.ts';

/** ana serves rui, and bia nobody; sol waits. */
function desk() {
  const desk = chat({ capacity: 1 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'sol consumidor');
  desk.enters(4, 'bia atendente');
  desk.says(4, 'CLOSE sol');
  desk.says(4, 'STATUS away');
  desk.says(3, 'MSG * oi');
  desk.forget();
  return desk;
}

describe('TRANSFER', () => {
  test('tells all three, hands over the last messages, and makes room with who served', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(1, 'MSG rui dois');
    chat.forget();
    expect(chat.asks(1, 'TRANSFER RUI BIA')).toEqual([
      '+ok',
      'ASSIGNED rui bia',
      'WAITING-END sol taken',
      'ASSIGNED sol ana',
      `MSG 1 ${START_TIME} sol * oi`,
    ]);
    expect(chat.heard(2)).toEqual(['ASSIGNED rui bia', 'PRESENCE bia away']);
    expect(chat.heard(4)).toEqual([
      'ASSIGNED rui bia',
      `MSG 2 ${START_TIME} rui * um`,
      `MSG 3 ${START_TIME} ana rui dois`,
      'WAITING-END sol taken',
    ]);
  });

  test('leaves the conversation with one attendant alone', () => {
    const chat = desk();
    chat.says(1, 'MSG rui um', 'TRANSFER rui bia');
    chat.forget();
    expect(chat.asks(1, 'MSG rui dois')[0]).toMatch(/^-err TAKEN /);
    expect(chat.asks(1, 'MSG * dois')[0]).toMatch(/^-err NO-CONVERSATION /);
    expect(chat.asks(4, 'MSG * três')[0]).toMatch(/^-err NO-CONVERSATION /);
    expect(chat.asks(4, 'MSG rui três')).toHaveLength(1);
    expect(chat.heard(2)).toHaveLength(1);
    chat.says(2, 'MSG * quatro');
    expect(chat.heard(4)).toHaveLength(1);
    expect(chat.heard(1)).toEqual([]);
  });

  test('to the one who serves already is answered, and nothing else happens', () => {
    const chat = desk();
    expect(chat.asks(1, 'TRANSFER rui ana')).toEqual(['+ok']);
    expect(chat.effects).toHaveLength(1);
    chat.says(1, 'STATUS away');
    chat.forget();
    expect(chat.asks(4, 'TRANSFER rui ana')).toEqual(['+ok']);
    expect(chat.effects).toHaveLength(1);
  });

  test('by another is for the time while the one who serves is away, or lost', () => {
    const chat = desk();
    chat.enters(5, 'caio atendente');
    expect(chat.asks(5, 'TRANSFER rui bia')[0]).toMatch(/^-err TAKEN /);
    chat.says(1, 'STATUS away');
    chat.forget();
    expect(chat.asks(5, 'TRANSFER rui bia')).toEqual(['+ok']);
    for (const conn of [1, 4]) expect(chat.heard(conn)).toEqual(['ASSIGNED rui bia']);
    expect(chat.heard(2)).toEqual(['ASSIGNED rui bia', 'PRESENCE bia away']);
    chat.loses(4);
    expect(chat.asks(5, 'TRANSFER rui caio')).toEqual(['+ok', 'ASSIGNED rui caio']);
    expect(chat.heard(2).at(-1)).toBe('ASSIGNED rui caio');
  });

  test('of a customer who is lost is told them when they come back', () => {
    const chat = desk();
    chat.loses(2);
    chat.says(1, 'TRANSFER rui bia');
    expect(chat.asks(12, 'RESUME token-2').slice(1)).toEqual(['ASSIGNED rui bia', 'PRESENCE bia away']);
  });

  test('goes over the capacity', () => {
    const chat = desk();
    chat.says(4, 'TAKE sol');
    expect(chat.asks(1, 'TRANSFER rui bia')[0]).toBe('+ok');
  });

  test('needs a customer, an open conversation, and an attendant who is connected, in this order', () => {
    const chat = desk();
    chat.enters(5, 'mia membro');
    chat.enters(6, 'tom consumidor');
    chat.enters(7, 'eva atendente');
    chat.says(7, 'STATUS away', 'RETURN sol');
    chat.loses(7);
    const cases: readonly (readonly [line: string, code: string])[] = [
      ['TRANSFER ninguem ninguem', 'NO-SUCH-USER'],
      ['TRANSFER bia ninguem', 'NO-CONVERSATION'],
      ['TRANSFER mia bia', 'NO-CONVERSATION'],
      ['TRANSFER tom bia', 'NO-CONVERSATION'],
      ['TRANSFER sol ninguem', 'TAKEN'],
      ['TRANSFER rui ninguem', 'NO-SUCH-USER'],
      ['TRANSFER rui eva', 'NO-SUCH-USER'],
      ['TRANSFER rui mia', 'FORBIDDEN'],
      ['TRANSFER rui rui', 'FORBIDDEN'],
      ['TRANSFER rui', 'BAD-ARGUMENT'],
    ];
    chat.says(4, 'TAKE sol', 'STATUS online');
    for (const [line, code] of cases) {
      expect(chat.asks(1, line)[0], line).toMatch(new RegExp(`^-err ${code} `));
      expect(chat.effects).toHaveLength(1);
    }
    expect(chat.asks(5, 'TRANSFER rui bia')[0]).toMatch(/^-err FORBIDDEN /);
  });

  test('counts as an assignment: on equal load it is another’s turn', () => {
    const chat = desk();
    chat.says(1, 'TRANSFER rui bia');
    chat.says(4, 'STATUS online', 'CLOSE rui');
    chat.says(1, 'CLOSE sol');
    chat.says(2, 'MSG * de novo');
    expect(chat.heard(2).at(-1)).toBe('ASSIGNED rui bia');
  });

  test('is undone by nobody’s loss: the customer of who is gone waits at the old place', () => {
    const chat = desk();
    chat.says(1, 'TRANSFER rui bia');
    chat.says(4, 'QUIT');
    expect(chat.asks(1, 'QUEUE').slice(1, -1)).toEqual([`WAITING rui ${START_TIME} 0`]);
  });

  test('hands over at most 256 KiB, the newest of it', () => {
    const chat = desk();
    for (let n = 0; n < 40; n++) chat.says(2, `MSG * ${'x'.repeat(7000)}`);
    chat.forget();
    chat.says(1, 'TRANSFER rui bia');
    const events = chat.heard(4).filter((line) => line.startsWith('MSG'));
    expect(Buffer.byteLength(events.join('\r\n'))).toBeLessThan(MAX_BACKLOG_BYTES);
    expect(events.at(-1)).toMatch(/^MSG 41 /);
  });

  test('stands in the log of the new attendant, who may be lost at once', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(1, 'TRANSFER rui bia');
    chat.loses(4);
    expect(chat.asks(14, 'RESUME token-4 0').filter((line) => line.startsWith('MSG'))).toContain(
      `MSG 2 ${START_TIME} rui * um`,
    );
  });

  test('stays over a restart', () => {
    const chat = desk();
    chat.says(1, 'TRANSFER rui bia');
    chat.clock.now += MINUTE;
    chat.restarts();
    expect(chat.asks(14, 'RESUME token-4')).toContain('ASSIGNED rui bia');
  });
});
