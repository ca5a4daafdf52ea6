/** HISTORY: what was said, from memory or from the store, and who may see it. */

import { describe, expect, test } from 'vitest';
import { MAX_LISTING_BYTES } from '../../src/protocol/limits.ts';
import { chat, START_TIME } from './chat.ts';

/** ana serves rui, who has written `count` messages. */
function served(count: number) {
  const desk = chat();
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  for (let n = 1; n <= count; n++) desk.says(2, `MSG * m${n}`);
  desk.forget();
  return desk;
}

const line = (n: number) => `MSG ${n} ${START_TIME} rui * m${n}`;
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => line(from + n));

describe('HISTORY', () => {
  test('lists the messages of both sides, oldest first', () => {
    const desk = served(2);
    desk.says(1, 'MSG rui resposta');
    const all = ['+ok *3', line(1), line(2), `MSG 3 ${START_TIME} ana rui resposta`, '.'];
    expect(desk.asks(2, 'HISTORY *')).toEqual(all);
    expect(desk.asks(2, 'HISTORY RUI')).toEqual(all);
    expect(desk.asks(1, 'HISTORY rui')).toEqual(all);
    expect(desk.asks(1, 'HISTORY *')).toEqual(all);
    expect(desk.asks(1, 'HISTORY ana')).toEqual(all);
  });

  test('shows what was undone as gone', () => {
    const desk = served(2);
    desk.says(2, 'UNDO 1');
    expect(desk.asks(1, 'HISTORY rui')).toEqual(['+ok *2', `GONE 1 ${START_TIME} rui *`, line(2), '.']);
  });

  test('is empty for who has entered and said nothing', () => {
    const desk = served(0);
    expect(desk.asks(2, 'HISTORY *')).toEqual(['+ok *0', '.']);
    expect(desk.asks(1, 'HISTORY rui')).toEqual(['+ok *0', '.']);
  });

  test('shows the newest 50 unless told, and as many as it is told up to 500', () => {
    const desk = served(600);
    const numbers = (asked: string) => desk.asks(2, asked).slice(1, -1);
    expect(numbers('HISTORY *')).toEqual(lines(551, 600));
    expect(numbers('HISTORY * 1')).toEqual(lines(600, 600));
    expect(numbers('HISTORY * 51')).toEqual(lines(550, 600));
    expect(numbers('HISTORY * 500')).toEqual(lines(101, 600));
    expect(numbers('HISTORY * 501')).toEqual(lines(101, 600));
  });

  test('goes back from before a seq', () => {
    const desk = served(120);
    const numbers = (asked: string) => desk.asks(1, asked).slice(1, -1);
    expect(numbers('HISTORY rui 10 100')).toEqual(lines(90, 99));
    expect(numbers('HISTORY rui 500 3')).toEqual(lines(1, 2));
    expect(numbers('HISTORY rui 500 1')).toEqual([]);
    expect(numbers('HISTORY rui 2 9007199254740991')).toEqual(lines(119, 120));
  });

  test('asks the store only for what memory has not', () => {
    const desk = served(60);
    desk.asks(1, 'HISTORY rui');
    desk.asks(2, 'HISTORY * 50');
    desk.asks(2, 'HISTORY * 5 16');
    expect(desk.reads).toBe(0);
    desk.asks(2, 'HISTORY * 51');
    expect(desk.reads).toBe(1);
  });

  test('asks the store for seqs up to the moment of the question', () => {
    const desk = served(60);
    const before = desk.desk.lastSeq;
    desk.asks(1, 'HISTORY rui 60');
    expect(desk.desk.lastSeq).toBe(before);
  });

  test('of oneself only: of others it is forbidden to customers and members, there or not', () => {
    const desk = served(1);
    desk.enters(3, 'mia membro');
    for (const conn of [2, 3]) {
      expect(desk.asks(conn, 'HISTORY ana')[0]).toMatch(/^-err FORBIDDEN /);
      expect(desk.asks(conn, 'HISTORY ninguem')[0]).toMatch(/^-err FORBIDDEN /);
    }
    expect(desk.asks(3, 'HISTORY mia')).toEqual(['+ok *0', '.']);
  });

  test('of * is that of the conversation, and an attendant may have none', () => {
    expect(served(1).asks(1, 'HISTORY *')[0]).toMatch(/^-err NO-CONVERSATION /);
  });

  test('of a name nobody ever bore gets NO-SUCH-USER, with its label and in the language of who asks', () => {
    const desk = served(1);
    expect(desk.asks(1, '@h1 HISTORY ninguem')).toEqual([
      '@h1 -err NO-SUCH-USER não há ninguém com este nome',
    ]);
    desk.asks(1, 'LANG en');
    expect(desk.asks(1, 'HISTORY ninguem')).toEqual(['-err NO-SUCH-USER there is nobody of this name']);
  });

  test('shows an attendant all who bore the name, also after they are gone; others only themselves', () => {
    const desk = served(2);
    desk.says(2, 'QUIT');
    expect(desk.asks(1, 'HISTORY rui')).toEqual(['+ok *2', line(1), line(2), '.']);
    desk.enters(3, 'rui consumidor');
    desk.says(3, 'MSG * m3');
    expect(desk.asks(3, 'HISTORY *')).toEqual(['+ok *1', line(3), '.']);
    expect(desk.asks(1, 'HISTORY rui')).toEqual(['+ok *3', line(1), line(2), line(3), '.']);
  });

  test('stops before 512 KiB, and keeps the newest', () => {
    const desk = served(0);
    const text = 'x'.repeat(7680);
    for (let n = 0; n < 100; n++) desk.says(2, `MSG * ${text}`);
    const heard = desk.asks(2, 'HISTORY * 100');
    expect(Buffer.byteLength(heard.join('\r\n'))).toBeLessThan(MAX_LISTING_BYTES);
    expect(heard[0]).toBe(`+ok *${heard.length - 2}`);
    expect(heard.length).toBeGreaterThan(60);
    expect(heard.at(-2)).toMatch(/^MSG 100 /);
  });
});
