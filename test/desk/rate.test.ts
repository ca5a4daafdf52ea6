/** RATE: what a customer thought of a conversation that was closed. */

import { describe, expect, test } from 'vitest';
import { chat, START_TIME } from './chat.ts';

/** ana has closed the conversation with rui. */
function desk() {
  const desk = chat({ capacity: 1 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.says(2, 'MSG * um');
  desk.says(1, 'CLOSE rui');
  desk.forget();
  return desk;
}

const rated = (text: string) => `NOTE 2 ${START_TIME} rui rui ${text}`;

describe('RATE', () => {
  test('is kept, and told the attendant who closed the conversation', () => {
    const chat = desk();
    chat.enters(3, 'bia atendente');
    expect(chat.asks(2, '@r RATE 4 muito bom')).toEqual(['@r +ok']);
    expect(chat.heard(1)).toEqual([rated('RATE 4 muito bom')]);
    expect(chat.heard(3)).toEqual([]);
    expect([...chat.store.ratings.values()].map(({ score }) => score)).toEqual([4]);
    expect(chat.asks(3, 'HISTORY rui 1')).toEqual(['+ok *1', rated('RATE 4 muito bom'), '.']);
  });

  test('may come without words', () => {
    const chat = desk();
    expect(chat.asks(2, 'RATE 5')).toEqual(['+ok']);
    expect(chat.heard(1)).toEqual([rated('RATE 5')]);
  });

  test('is for once, after CLOSE, and before a new conversation begins', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(2, 'rui consumidor');
    const refused = () => {
      expect(desk.asks(2, 'RATE 3')[0]).toMatch(/^-err NO-CONVERSATION /);
      expect(desk.effects).toHaveLength(1);
    };
    refused();
    desk.enters(1, 'ana atendente');
    refused();
    desk.says(1, 'CLOSE rui');
    expect(desk.asks(2, 'RATE 3').at(-1)).toBe('+ok');
    refused();
    desk.says(2, 'MSG * de novo');
    desk.says(1, 'CLOSE rui');
    desk.says(2, 'MSG * ainda');
    refused();
  });

  test('is only of a conversation that was closed, not of one whose attendant left', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'QUIT');
    expect(desk.asks(2, 'RATE 3').at(-1)).toMatch(/^-err NO-CONVERSATION /);
  });

  test('is told nobody but who closed, whoever served before; and nobody if they are gone', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    desk.says(1, 'TRANSFER rui bia', 'NOTE rui oi');
    desk.says(3, 'CLOSE rui', 'QUIT');
    desk.forget();
    expect(desk.asks(2, 'RATE 1 ruim')).toEqual(['+ok']);
    expect(desk.heard(1)).toEqual([]);
    expect(desk.asks(1, 'HISTORY rui 1')[1]).toBe(`NOTE 2 ${START_TIME} rui rui RATE 1 ruim`);
  });

  test('waits for the attendant who is lost, also under another name than before', () => {
    const chat = desk();
    chat.says(1, 'NICK eva');
    chat.loses(1);
    chat.says(2, 'RATE 2');
    expect(chat.asks(11, 'RESUME token-1')).toContain(rated('RATE 2'));
  });

  test('cannot be undone, before or after a restart', () => {
    const chat = desk();
    chat.says(2, 'UNDO', 'RATE 4');
    expect(chat.asks(2, 'UNDO')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
    expect(chat.asks(2, 'UNDO 2')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
    chat.restarts();
    chat.says(12, 'RESUME token-2');
    expect(chat.asks(12, 'UNDO')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
  });

  test('is no message of the customer: not in their history, nor in what they missed', () => {
    const chat = desk();
    chat.says(2, 'RATE 4 muito bom');
    expect(chat.asks(2, 'HISTORY *')).toEqual(['+ok *1', `MSG 1 ${START_TIME} rui * um`, '.']);
    chat.loses(2);
    expect(chat.asks(12, 'RESUME token-2 0').join('\n')).not.toMatch(/NOTE|RATE|muito/);
    chat.says(12, 'MSG * de novo');
    expect(chat.heard(1).filter((line) => line.startsWith('NOTE'))).toHaveLength(1);
  });

  test('stays open over a restart, and goes to who closed', () => {
    const chat = desk();
    chat.restarts();
    chat.says(11, 'RESUME token-1');
    chat.says(12, 'RESUME token-2');
    chat.forget();
    expect(chat.asks(12, 'RATE 4')).toEqual(['+ok']);
    expect(chat.heard(11)).toEqual([rated('RATE 4')]);
    chat.restarts();
    chat.says(22, 'RESUME token-2');
    expect(chat.asks(22, 'RATE 4')[0]).toMatch(/^-err NO-CONVERSATION /);
  });

  test('stays open over a restart also when who closed is gone', () => {
    const chat = desk();
    chat.says(1, 'QUIT');
    chat.restarts();
    chat.says(12, 'RESUME token-2');
    expect(chat.asks(12, 'RATE 4')).toEqual(['+ok']);
    expect([...chat.store.ratings.values()].map(({ score }) => score)).toEqual([4]);
  });

  test('knows the numbers from 1 to 5, and is for customers', () => {
    const chat = desk();
    for (const line of ['RATE', 'RATE 0', 'RATE 6', 'RATE 4.5', 'RATE bom', 'RATE 05']) {
      expect(chat.asks(2, line)[0], line).toMatch(/^-err BAD-ARGUMENT /);
    }
    expect(chat.asks(1, 'RATE 5')[0]).toMatch(/^-err FORBIDDEN /);
    expect(chat.asks(2, `RATE 5 ${'x'.repeat(7681)}`)[0]).toMatch(/^-err TEXT-TOO-LONG /);
    expect(chat.asks(2, `RATE 5 ${'x'.repeat(7680)}`)).toEqual(['+ok']);
  });
});
