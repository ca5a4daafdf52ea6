/** A restart: everybody is lost at that moment, and keeps the rest. */

import { describe, expect, test } from 'vitest';
import { restoreDesk } from '../../src/desk/restore.ts';
import { type Chat, chat, MINUTE, START, START_TIME } from './chat.ts';
import { Recorder } from './recorder.ts';

/** ana serves rui, sol and tom wait; then the server restarts, and zoe, an attendant, enters. */
function restarted() {
  const desk = chat({ capacity: 1 });
  desk.enters(1, 'ana atendente Ana da Loja');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'sol consumidor');
  desk.enters(4, 'tom consumidor');
  desk.says(2, 'MSG * um');
  desk.says(1, 'MSG rui dois');
  desk.says(3, 'MSG * três');
  desk.restarts();
  desk.enters(11, 'zoe atendente');
  return desk;
}

describe('a restart', () => {
  test('makes everybody lost, with name, role, display name and time of entry as they were', () => {
    expect(restarted().asks(11, 'LIST-USERS')).toEqual([
      '+ok *5',
      `USER ana atendente lost ${START_TIME} Ana da Loja`,
      `USER rui consumidor lost ${START_TIME}`,
      `USER sol consumidor lost ${START_TIME}`,
      `USER tom consumidor lost ${START_TIME}`,
      `USER zoe atendente online ${START_TIME}`,
      '.',
    ]);
  });

  test('keeps the line, its order and what was said there', () => {
    expect(restarted().asks(11, 'QUEUE')).toEqual([
      '+ok *2',
      `WAITING sol ${START_TIME} 1`,
      `WAITING tom ${START_TIME} 0`,
      '.',
    ]);
  });

  test('keeps who serves whom', () => {
    const desk = restarted();
    expect(desk.asks(11, 'TAKE rui')[0]).toMatch(/^-err TAKEN /);
    expect(desk.asks(11, 'CLOSE rui')[0]).toMatch(/^-err TAKEN /);
  });

  test('assigns nobody who is lost', () => {
    expect(restarted().asks(11, 'NEXT')[0]).toMatch(/^-err QUEUE-EMPTY /);
  });

  test('keeps the history, of both sides', () => {
    const both = [`MSG 1 ${START_TIME} rui * um`, `MSG 2 ${START_TIME} ana rui dois`];
    const desk = restarted();
    expect(desk.asks(11, 'HISTORY rui')).toEqual(['+ok *2', ...both, '.']);
    expect(desk.asks(11, 'HISTORY ana')).toEqual(['+ok *2', ...both, '.']);
    expect(desk.asks(11, 'HISTORY rui 1')).toEqual(['+ok *1', both[1], '.']);
  });

  test('goes on with seqs, tickets and time where it was', () => {
    const desk = restarted();
    desk.clock.now -= 10 * MINUTE;
    desk.enters(12, 'leo consumidor');
    desk.says(11, 'TAKE leo');
    desk.forget();
    expect(desk.asks(11, 'MSG leo oi')).toEqual(['+ok mensagem recebida 4']);
    expect(desk.heard(12)).toEqual([`MSG 4 ${START_TIME} zoe leo oi`]);
  });

  test('lets grace run anew, from the restart', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.loses(1);
    desk.loses(2);
    desk.passes(MINUTE - 1);
    desk.restarts();
    desk.passes(MINUTE - 1);
    desk.enters(3, 'bia atendente');
    expect(desk.asks(3, 'TAKE rui')[0]).toMatch(/^-err TAKEN /);
    desk.passes(1);
    expect(desk.asks(3, 'QUEUE')[1]).toBe(`WAITING rui ${START_TIME} 0`);
    desk.passes(4 * MINUTE);
    expect(desk.asks(3, 'TAKE rui').at(-1)).toMatch(/^-err NO-SUCH-USER /);
  });

  test('tells the journal where those went away who were connected, and nothing of the others', () => {
    const desk = chat();
    desk.registers('mia membro');
    desk.registers('zoe membro');
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.proceeds(3, 'mia membro');
    desk.enters(4, 'nico membro');
    desk.says(1, 'MSG rui um');
    desk.loses(1);
    desk.says(2, 'MSG * dois', 'QUIT');
    const journal = new Recorder();
    const party = (name: string) => desk.desk.people.find(name)!.party.id;
    const snapshot = desk.store.snapshot();
    restoreDesk({}, snapshot, START, journal);
    const records = journal.take().flatMap((effect) => (effect.kind === 'record' ? [effect] : []));
    expect(new Set(records.map(({ args }) => JSON.stringify(args)))).toEqual(
      new Set(['mia', 'nico'].map((name) => JSON.stringify([party(name), { seq: 2, delivery: 1 }]))),
    );
    for (const { name } of records) expect(name).toBe('presence');
  });

  test('twice is as once', () => {
    const desk = restarted();
    const before = desk.asks(11, 'QUEUE');
    desk.restarts();
    desk.enters(12, 'gil atendente');
    expect(desk.asks(12, 'QUEUE')).toEqual(before);
  });

  test('gives nothing of a closed conversation back to the line', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'CLOSE rui');
    desk.restarts();
    desk.enters(3, 'bia atendente');
    expect(desk.asks(3, 'QUEUE')).toEqual(['+ok *0', '.']);
  });

  test('keeps no text that was undone', () => {
    const desk = chat();
    desk.enters(2, 'rui consumidor');
    desk.says(2, 'MSG * segredo', 'MSG * outro', 'UNDO 1');
    desk.restarts();
    const [rui] = desk.desk.people.inOrder();
    expect([...rui!.history].map(({ text, gone }) => [text, gone])).toEqual([
      ['outro', false],
      ['', true],
    ]);
  });
});

describe('UNDO after a restart', () => {
  const NOTHING = '-err NOTHING-TO-UNDO nada a desfazer';

  /** ana serves rui, sol waits; mia and nico are members, and zoe, who has an account, is not here. */
  function desk() {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.enters(4, 'mia membro');
    desk.enters(5, 'nico membro');
    desk.registers('zoe membro');
    desk.says(1, 'TAKE rui');
    return desk;
  }

  /** The server restarts; these come back, on connections of ten more. */
  function again(desk: Chat, ...tokens: readonly number[]): void {
    desk.restarts();
    for (const token of tokens) desk.says(10 + token, `RESUME token-${token}`);
    desk.forget();
  }

  test('goes back from the newest message, whomever each was said to', () => {
    const chat = desk();
    chat.says(1, 'MSG sol um', 'MSG mia dois', 'MSG rui três', 'MSG zoe quatro');
    again(chat, 1);
    chat.says(11, 'UNDO', 'UNDO', 'UNDO', 'UNDO', 'UNDO');
    expect(chat.heard(11)).toEqual(['+ok 4', '+ok 3', '+ok 2', '+ok 1', NOTHING]);
  });

  test('passes over what was undone before it', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um', 'MSG nico dois', 'MSG nico três', 'UNDO 2', 'UNDO');
    again(chat, 4);
    chat.says(14, 'UNDO 3', 'UNDO 2', 'UNDO', 'UNDO');
    expect(chat.heard(14)).toEqual([NOTHING, NOTHING, '+ok 1', NOTHING]);
  });

  test('of a direct message tells its receiver, here or away', () => {
    const chat = desk();
    chat.says(4, 'MSG zoe um', 'MSG nico dois');
    again(chat, 4, 5);
    chat.says(14, 'UNDO', 'UNDO');
    expect(chat.heard(14)).toEqual(['+ok 2', '+ok 1']);
    expect(chat.heard(15)).toEqual(['UNDO 2 mia nico']);
    chat.says(6, 'PASS senha');
    expect(chat.asks(6, 'CONNECT zoe membro').slice(1)).toEqual(['UNDO 1 mia zoe']);
  });

  test('never tells a new person under the name of the receiver', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    chat.says(5, 'QUIT');
    chat.enters(6, 'nico membro');
    again(chat, 4, 6);
    expect(chat.asks(14, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(16)).toEqual([]);
  });

  test('of a conversation tells the other side, and takes the message out of what is handed over', () => {
    const chat = desk();
    chat.says(3, 'MSG * um', 'MSG * dois');
    chat.says(2, 'MSG * três');
    again(chat, 1, 2, 3);
    expect(chat.asks(12, 'UNDO')).toEqual(['+ok 3']);
    expect(chat.heard(11)).toEqual(['UNDO 3 rui *']);
    expect(chat.asks(13, 'UNDO')).toEqual(['+ok 2']);
    expect(chat.asks(11, 'TAKE sol').slice(0, 2)).toEqual(['+ok sol 1', `MSG 1 ${START_TIME} sol * um`]);
  });

  test('tells the other side of a conversation of what lies further back in it than a restart brings back', () => {
    const chat = desk();
    chat.says(3, 'MSG * um');
    chat.says(1, 'MSG sol dois');
    for (let n = 0; n < 30; n++) {
      chat.says(1, 'MSG sol x');
      chat.says(3, 'MSG * x');
    }
    again(chat, 1, 3);
    expect(chat.asks(13, 'UNDO 1')).toEqual(['+ok 1']);
    expect(chat.heard(11)).toEqual(['UNDO 1 sol *']);
    expect(chat.asks(11, 'UNDO 2')).toEqual(['+ok 2']);
    expect(chat.heard(13)).toEqual(['UNDO 2 ana sol']);
  });

  test('of a closed conversation tells who served when it was said, and nobody else', () => {
    const chat = desk();
    chat.enters(6, 'bia atendente');
    chat.says(2, 'MSG * um');
    chat.says(1, 'MSG rui dois', 'CLOSE rui');
    chat.says(2, 'MSG * três');
    chat.says(6, 'TAKE rui', 'CLOSE rui');
    again(chat, 1, 2, 6);
    chat.says(12, 'UNDO', 'UNDO');
    expect(chat.heard(12)).toEqual(['+ok 3', '+ok 1']);
    expect(chat.heard(11)).toEqual(['UNDO 1 rui *']);
    expect(chat.heard(16)).toEqual([]);
    chat.says(11, 'UNDO');
    expect(chat.heard(12)).toEqual(['UNDO 2 ana rui']);
  });

  test('of a closed conversation tells nobody when who served is gone', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(1, 'CLOSE rui', 'QUIT');
    chat.enters(6, 'ana atendente');
    again(chat, 2, 6);
    expect(chat.asks(12, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(16)).toEqual([]);
  });

  test('reaches the newest 50 of five minutes', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    chat.passes(1);
    for (let n = 2; n <= 52; n++) chat.says(4, 'MSG nico x');
    chat.passes(5 * MINUTE);
    chat.says(5, 'MSG mia oi');
    again(chat, 4);
    expect(chat.asks(14, 'UNDO 2')).toEqual([NOTHING]);
    for (let n = 52; n > 2; n--) expect(chat.asks(14, 'UNDO')).toEqual([`+ok ${n}`]);
    expect(chat.asks(14, 'UNDO')).toEqual([NOTHING]);
  });

  test('of what grew too old meanwhile is refused as ever', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    again(chat, 4);
    chat.passes(5 * MINUTE + 1);
    expect(chat.asks(14, 'UNDO')[0]).toMatch(/^-err UNDO-EXPIRED /);
  });

  test('does not reach what was said at an earlier visit', () => {
    const chat = desk();
    chat.proceeds(6, 'zoe membro');
    chat.says(6, 'MSG mia um', 'QUIT');
    chat.passes(1);
    chat.proceeds(7, 'zoe membro');
    chat.says(7, 'MSG mia dois');
    again(chat, 7);
    chat.says(17, 'UNDO', 'UNDO');
    expect(chat.heard(17)).toEqual(['+ok 2', NOTHING]);
  });
});
