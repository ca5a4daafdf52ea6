/** What else a restart keeps: statuses, estimates, ratings, rooms, names of before, notes. */

import { describe, expect, test } from 'vitest';
import { type Chat, chat, MINUTE, START_TIME } from './chat.ts';

describe('what a restart keeps', () => {
  /** After a restart, these come back on connections of ten more. */
  function again(desk: Chat, ...tokens: readonly number[]): void {
    desk.restarts();
    for (const token of tokens) desk.says(10 + token, `RESUME token-${token}`);
  }

  test('is who is away, who is told so', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'STATUS away');
    again(desk, 1, 2);
    expect(desk.heard(12).slice(1)).toEqual(['ASSIGNED rui ana', 'PRESENCE ana away']);
    desk.enters(3, 'sol consumidor');
    expect(desk.asks(11, 'QUEUE')[1]).toBe(`WAITING sol ${START_TIME} 0`);
    expect(desk.asks(11, 'LIST atendente')[1]).toBe(`USER ana atendente away ${START_TIME}`);
  });

  test('is who gave a customer back: they are not given them by themselves', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'RETURN rui', 'NICK Aninha');
    again(desk, 1, 2);
    expect(desk.heard(12).at(-1)).toBe('QUEUE 1 1 ?');
    expect(desk.asks(11, 'NEXT')[0]).toBe('+ok rui 0');
  });

  test('is the conversation that may be rated, and that it was', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.says(1, 'CLOSE rui', 'CLOSE sol');
    desk.says(3, 'RATE 1');
    again(desk, 1, 2, 3);
    desk.forget();
    expect(desk.asks(13, 'RATE 2')[0]).toMatch(/^-err NO-CONVERSATION /);
    expect(desk.asks(12, 'RATE 5 ótimo')).toEqual(['+ok']);
    expect(desk.heard(11)).toEqual([`NOTE 2 ${START_TIME} rui rui RATE 5 ótimo`]);
  });

  test('is what the waiting time is estimated from', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    for (let n = 2; n < 7; n++) {
      desk.enters(n, `c${n} consumidor`);
      desk.passes(MINUTE);
      desk.says(1, `CLOSE c${n}`);
    }
    desk.enters(7, 'rui consumidor');
    desk.enters(8, 'sol consumidor');
    expect(desk.asks(8, 'QUEUE')).toEqual(['+ok 1 1 60']);
    again(desk, 8);
    expect(desk.asks(18, 'QUEUE')).toEqual(['+ok 1 1 60']);
  });

  test('are rooms, their topics and their members, in their orders', () => {
    const desk = chat();
    desk.enters(1, 'mia membro');
    desk.enters(2, 'nico membro');
    desk.enters(3, 'oto membro');
    desk.says(1, 'CREATE #b um assunto', 'JOIN #a');
    desk.says(2, 'JOIN #a', 'JOIN #b');
    desk.says(1, 'JOIN #b', 'LEAVE #a', 'JOIN #a');
    desk.says(3, 'CREATE #vazia');
    again(desk, 1, 2);
    expect(desk.heard(11).slice(1)).toEqual(['JOIN #b mia', 'JOIN #a mia']);
    expect(desk.asks(11, 'ROOMS')).toEqual([
      '+ok *4',
      'ROOM #geral 0',
      'ROOM #b 2 um assunto',
      'ROOM #a 2',
      'ROOM #vazia 0',
      '.',
    ]);
    const here = (name: string) => `USER ${name} membro online ${START_TIME}`;
    expect(desk.asks(11, 'WHO')).toEqual(['+ok *2', here('nico'), here('mia'), '.']);
    expect(desk.asks(11, 'WHO #b')).toEqual(['+ok *2', here('nico'), here('mia'), '.']);
  });

  test('is what was said in a room, for those who were there', () => {
    const desk = chat();
    desk.enters(1, 'mia membro');
    desk.enters(2, 'nico membro');
    desk.says(1, 'JOIN #a');
    desk.says(2, 'JOIN #a');
    desk.loses(2);
    desk.says(1, 'MSG #a um', 'LEAVE #a', 'MSG nico dois', 'UNDO 2');
    again(desk, 1, 2);
    expect(desk.heard(12)).toEqual([
      '+ok nico membro token-2 2',
      `MSG 1 ${START_TIME} mia #a um`,
      'UNDO 2 mia nico',
      'JOIN #a nico',
    ]);
    expect(desk.asks(12, 'HISTORY #a')[1]).toBe(`MSG 1 ${START_TIME} mia #a um`);
    expect(desk.asks(11, 'HISTORY #a')[0]).toMatch(/^-err NOT-IN-ROOM /);
  });

  test('are names of before: what was said under them, to UNDO and to read', () => {
    const desk = chat();
    desk.enters(1, 'mia membro');
    desk.enters(2, 'nico membro');
    desk.says(1, 'MSG nico um', 'NICK lia', 'MSG nico dois', 'NICK mia2');
    desk.enters(3, 'lia membro');
    desk.says(3, 'MSG nico três');
    again(desk, 1, 2);
    desk.forget();
    expect(desk.asks(11, 'HISTORY lia')).toEqual(['+ok *1', `MSG 2 ${START_TIME} lia nico dois`, '.']);
    expect(desk.asks(11, 'HISTORY mia')[0]).toBe('+ok *1');
    desk.says(11, 'UNDO', 'UNDO', 'UNDO');
    expect(desk.heard(11)).toEqual(['+ok 2', '+ok 1', '-err NOTHING-TO-UNDO nada a desfazer']);
    expect(desk.heard(12)).toEqual(['UNDO 2 lia nico', 'UNDO 1 mia nico']);
  });

  test('are notes, for attendants alone, and that they can be undone', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    desk.says(3, 'NOTE rui um', 'NOTE rui dois');
    again(desk, 1, 2, 3);
    desk.forget();
    expect(desk.asks(13, 'UNDO')).toEqual(['+ok 2']);
    expect(desk.heard(11)).toEqual(['UNDO 2 bia rui']);
    expect(desk.heard(12)).toEqual([]);
    expect(desk.asks(11, 'HISTORY rui')).toEqual([
      '+ok *2',
      `NOTE 1 ${START_TIME} bia rui um`,
      `GONE 2 ${START_TIME} bia rui`,
      '.',
    ]);
    expect(desk.asks(12, 'HISTORY *')).toEqual(['+ok *0', '.']);
  });
});
