/** CLOSE: an attendant ends a conversation. */

import { describe, expect, test } from 'vitest';
import { chat } from './chat.ts';

function desk() {
  const desk = chat({ capacity: 1 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'sol consumidor');
  return desk;
}

describe('CLOSE', () => {
  test('tells the customer, with the text if there is one', () => {
    const chat = desk();
    expect(chat.asks(1, 'CLOSE RUI até a próxima')[0]).toBe('+ok');
    expect(chat.heard(2)).toEqual(['CLOSED ana até a próxima']);
    chat.says(1, 'CLOSE sol');
    expect(chat.heard(3).at(-1)).toBe('CLOSED ana');
  });

  test('makes room for who waits, behind the reply', () => {
    const chat = desk();
    expect(chat.asks(1, 'CLOSE rui')).toEqual(['+ok', 'WAITING-END sol taken', 'ASSIGNED sol ana']);
  });

  test('does not make room while the attendant is over the capacity', () => {
    const chat = desk();
    chat.enters(4, 'tom consumidor');
    chat.says(1, 'NEXT');
    expect(chat.asks(1, 'CLOSE rui')).toEqual(['+ok']);
    expect(chat.asks(1, 'CLOSE sol')).toContain('ASSIGNED tom ana');
  });

  test('works for a customer who is lost, whose name and identity live on', () => {
    const chat = desk();
    chat.loses(2);
    expect(chat.asks(1, 'CLOSE rui')[0]).toBe('+ok');
    expect(chat.asks(1, 'LIST consumidor')[1]).toMatch(/^USER rui consumidor lost /);
    expect(chat.asks(1, 'CLOSE rui')[0]).toMatch(/^-err NO-CONVERSATION /);
  });

  test('is for the attendant who serves: TAKEN, NO-CONVERSATION, NO-SUCH-USER otherwise', () => {
    const chat = desk();
    chat.enters(4, 'tom consumidor');
    chat.enters(5, 'bia atendente');
    expect(chat.asks(5, 'CLOSE rui')[0]).toMatch(/^-err TAKEN /);
    expect(chat.asks(5, 'CLOSE tom')[0]).toMatch(/^-err NO-CONVERSATION /);
    expect(chat.asks(5, 'CLOSE ana')[0]).toMatch(/^-err NO-CONVERSATION /);
    expect(chat.asks(5, 'CLOSE ninguem')[0]).toMatch(/^-err NO-SUCH-USER /);
  });
});
