/** UNDO: retracting what one has said. */

import { describe, expect, test } from 'vitest';
import { chat, MINUTE, START_TIME } from './chat.ts';

function desk() {
  const desk = chat({ capacity: 0 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'bia atendente');
  desk.enters(3, 'rui consumidor');
  desk.enters(4, 'mia membro');
  desk.says(1, 'TAKE rui');
  desk.forget();
  return desk;
}

describe('UNDO', () => {
  test('retracts the last message and tells who got it, as it was shown', () => {
    const chat = desk();
    chat.says(3, 'MSG * senha: 1234');
    chat.says(1, 'MSG rui não escreva isso');
    chat.forget();
    expect(chat.asks(3, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(1)).toEqual(['UNDO 1 rui *']);
    expect(chat.asks(1, 'UNDO')).toEqual(['+ok 2']);
    expect(chat.heard(3)).toEqual(['UNDO 2 ana rui']);
    for (const conn of [2, 4]) expect(chat.heard(conn)).toEqual([]);
  });

  test('goes back message by message, like a stack', () => {
    const chat = desk();
    chat.says(3, 'MSG * a', 'MSG * b');
    chat.says(1, 'MSG rui c');
    chat.says(3, 'MSG * d');
    chat.forget();
    chat.says(3, 'UNDO', 'UNDO', 'UNDO', 'UNDO');
    expect(chat.heard(3)).toEqual(['+ok 4', '+ok 2', '+ok 1', '-err NOTHING-TO-UNDO nada a desfazer']);
  });

  test('retracts one message of mine by its seq, once, and goes on below it', () => {
    const chat = desk();
    chat.says(3, 'MSG * a', 'MSG * b', 'MSG * c');
    chat.forget();
    chat.says(3, 'UNDO 2', 'UNDO 2', 'UNDO', 'UNDO');
    expect(chat.heard(3)).toEqual(['+ok 2', '-err NOTHING-TO-UNDO nada a desfazer', '+ok 3', '+ok 1']);
  });

  test('never retracts the message of another', () => {
    const chat = desk();
    chat.says(3, 'MSG * a');
    expect(chat.asks(1, 'UNDO 1')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
    expect(chat.asks(1, 'UNDO')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
  });

  test('works for five minutes, and not a millisecond longer', () => {
    const chat = desk();
    chat.says(3, 'MSG * a', 'MSG * b');
    chat.passes(5 * MINUTE);
    expect(chat.asks(3, 'UNDO')).toEqual(['+ok 2']);
    chat.passes(1);
    expect(chat.asks(3, 'UNDO')[0]).toMatch(/^-err UNDO-EXPIRED /);
    expect(chat.asks(3, 'UNDO 1')[0]).toMatch(/^-err UNDO-EXPIRED /);
  });

  test('erases the text in the store', () => {
    const chat = desk();
    chat.says(3, 'MSG * segredo', 'UNDO');
    expect(JSON.stringify([...chat.store.messages.values()])).not.toContain('segredo');
    expect(chat.asks(3, 'HISTORY *')).toEqual(['+ok *1', `GONE 1 ${START_TIME} rui *`, '.']);
  });

  test('of what was said while waiting tells nobody before, and the attendant once they got it', () => {
    const chat = desk();
    chat.enters(5, 'sol consumidor');
    chat.says(5, 'MSG * a', 'MSG * b', 'UNDO');
    expect(chat.heard(1)).toEqual([]);
    chat.says(2, 'TAKE sol');
    chat.forget();
    chat.says(5, 'UNDO');
    expect(chat.heard(2)).toEqual(['UNDO 1 sol *']);
  });

  test('of a closed conversation tells the attendant who had it', () => {
    const chat = desk();
    chat.says(3, 'MSG * a');
    chat.says(1, 'CLOSE rui');
    chat.says(3, 'MSG * b');
    chat.says(2, 'NEXT');
    chat.forget();
    chat.says(3, 'UNDO 1');
    expect(chat.heard(1)).toEqual(['UNDO 1 rui *']);
    expect(chat.heard(2)).toEqual([]);
  });

  test('never tells a new person under the name of who got it', () => {
    const chat = desk();
    chat.enters(5, 'nico membro');
    chat.says(4, 'MSG nico oi');
    chat.says(5, 'QUIT');
    chat.enters(6, 'nico membro');
    expect(chat.asks(4, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(6)).toEqual([]);
  });

  test('reaches the last 50 messages', () => {
    const chat = desk();
    for (let n = 0; n < 51; n++) chat.says(3, 'MSG * x');
    expect(chat.asks(3, 'UNDO 1')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
    for (let n = 51; n > 1; n--) expect(chat.asks(3, 'UNDO')).toEqual([`+ok ${n}`]);
    expect(chat.asks(3, 'UNDO')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
  });

  test('tells the attendant who got it and the one who serves now, each once and also when back', () => {
    const chat = desk();
    chat.says(3, 'MSG * a', 'MSG * b', 'MSG * c');
    chat.says(1, 'TRANSFER rui bia');
    chat.says(3, 'MSG * d');
    chat.forget();
    chat.says(3, 'UNDO 1', 'UNDO 4');
    expect(chat.heard(1)).toEqual(['UNDO 1 rui *']);
    expect(chat.heard(2)).toEqual(['UNDO 1 rui *', 'UNDO 4 rui *']);
    chat.loses(1);
    chat.says(3, 'UNDO 2');
    expect(chat.asks(11, 'RESUME token-1')).toContain('UNDO 2 rui *');
    chat.restarts();
    for (const conn of [1, 2, 3]) chat.says(20 + conn, `RESUME token-${conn}`);
    chat.forget();
    chat.says(23, 'UNDO 3');
    for (const conn of [21, 22]) expect(chat.heard(conn)).toEqual(['UNDO 3 rui *']);
  });

  test('of a note tells whoever got it, and not its author', () => {
    const chat = desk();
    chat.enters(5, 'eva atendente');
    chat.says(5, 'NOTE rui um', 'NOTE rui dois');
    chat.says(1, 'TRANSFER rui bia');
    chat.forget();
    chat.says(5, 'UNDO 2');
    for (const conn of [1, 2]) expect(chat.heard(conn)).toEqual(['UNDO 2 eva rui']);
    chat.says(2, 'TRANSFER rui eva');
    chat.forget();
    chat.says(5, 'UNDO 1');
    expect(chat.heard(1)).toEqual(['UNDO 1 eva rui']);
    expect(chat.heard(5)).toEqual(['+ok 1']);
    expect(chat.heard(3)).toEqual([]);
  });
});
