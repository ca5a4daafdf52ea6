/** A restart: everybody is lost at that moment, and keeps the rest. */

import { describe, expect, test } from 'vitest';
import { restoreDesk } from '../../src/desk/restore.ts';
import { chat, MINUTE, START, START_TIME } from './chat.ts';
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

  test('lets UNDO go back from the newest message, whatever conversation each was in', () => {
    const desk = chat({ capacity: 0 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.says(1, 'MSG sol um', 'MSG rui dois', 'MSG sol três');
    desk.restarts();
    const [ana] = desk.desk.people.inOrder();
    expect([...ana!.undo].map(({ seq }) => seq)).toEqual([3, 2, 1]);
  });
});
