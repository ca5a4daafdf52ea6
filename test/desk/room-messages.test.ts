/** What is said in rooms: whom it reaches, how it is undone, and who may read it later. */

import { describe, expect, test } from 'vitest';
import { apply } from '../../src/desk/desk.ts';
import { parse } from '../../src/protocol/parse.ts';
import { START_TIME } from './chat.ts';
import { jogos, records, refused } from './people-and-rooms.ts';
import { Recorder } from './recorder.ts';

describe('MSG to a room', () => {
  test('reaches all others who are in it, and nobody else', () => {
    const chat = jogos();
    chat.says(1, 'JOIN #jogos');
    chat.forget();
    expect(chat.asks(2, '@m MSG #JOGOS olá')).toEqual(['@m +ok mensagem recebida 1']);
    for (const conn of [1, 3]) expect(chat.heard(conn)).toEqual([`MSG 1 ${START_TIME} mia #Jogos olá`]);
    for (const conn of [4, 5]) expect(chat.heard(conn)).toEqual([]);
    expect(records(chat)[0]!.slice(0, 7)).toEqual(['message', 1, chat.clock.now, 2, 6, 0, 'olá']);
    expect(records(chat)).toHaveLength(1);
  });

  test('is one effect, however many are there', () => {
    const all: (readonly number[])[] = [];
    class Counting extends Recorder {
      override sendAll(conns: readonly number[], line: string): void {
        all.push(conns);
        super.sendAll(conns, line);
      }
    }
    const chat = jogos();
    for (let conn = 10; conn < 100; conn++) {
      chat.enters(conn, `m${conn} membro`);
      chat.says(conn, 'JOIN #jogos');
    }
    for (const line of ['MSG #jogos olá', 'UNDO', 'TYPING #jogos on', 'NICK bia', 'LEAVE', 'JOIN #jogos']) {
      apply(
        chat.desk,
        { kind: 'command', at: chat.clock.now, conn: 2, command: parse(line) },
        new Counting(),
      );
      expect(all.splice(0), line).toEqual([[3, ...Array.from({ length: 90 }, (_, n) => n + 10)]]);
    }
  });

  test('is refused for who is not in it, and for a room that is not there', () => {
    const chat = jogos();
    for (const conn of [1, 4]) expect(refused(chat.asks(conn, 'MSG #jogos oi'))).toBe('NOT-IN-ROOM');
    expect(refused(chat.asks(2, 'MSG #nada oi'))).toBe('NO-SUCH-ROOM');
    expect(chat.desk.lastSeq).toBe(0);
  });

  test('under a label is said once', () => {
    const chat = jogos();
    chat.says(2, '@m MSG #jogos olá', '@m MSG #jogos olá');
    expect(chat.heard(2)).toEqual(['@m +ok mensagem recebida 1', '@m +ok mensagem recebida 1']);
    expect(chat.heard(3)).toHaveLength(1);
  });

  test('can be undone, before the eyes of those who are there', () => {
    const chat = jogos();
    chat.says(2, 'MSG #jogos olá');
    chat.says(4, 'JOIN #jogos');
    chat.forget();
    expect(chat.asks(2, 'UNDO')).toEqual(['+ok 1']);
    for (const conn of [3, 4]) expect(chat.heard(conn)).toEqual(['UNDO 1 mia #Jogos']);
    expect(chat.asks(3, 'HISTORY #jogos')).toEqual(['+ok *1', `GONE 1 ${START_TIME} mia #Jogos`, '.']);
  });

  test('can be undone after leaving, after a restart, and when the room is no more', () => {
    const chat = jogos({ maxRooms: 2 });
    chat.says(2, 'MSG #jogos um', 'MSG #jogos dois', 'LEAVE');
    chat.restarts();
    chat.says(2, 'RESUME token-2');
    chat.says(3, 'RESUME token-3');
    chat.forget();
    expect(chat.asks(2, 'UNDO')).toEqual(['+ok 2']);
    expect(chat.heard(3)).toEqual(['UNDO 2 mia #Jogos']);
    chat.says(3, 'LEAVE');
    chat.says(3, 'JOIN #outra');
    expect(chat.asks(2, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(3)).not.toContain('UNDO 1 mia #Jogos');
  });
});

describe('HISTORY of a room', () => {
  test('is for its members, all of it, and for attendants', () => {
    const chat = jogos();
    chat.says(2, 'MSG #jogos um');
    chat.says(4, 'JOIN #jogos');
    chat.says(3, 'MSG #jogos dois');
    const both = ['+ok *2', `MSG 1 ${START_TIME} mia #Jogos um`, `MSG 2 ${START_TIME} nico #Jogos dois`, '.'];
    for (const conn of [1, 2, 3, 4]) expect(chat.asks(conn, 'HISTORY #jogos')).toEqual(both);
    chat.says(4, 'LEAVE');
    expect(refused(chat.asks(4, 'HISTORY #jogos'))).toBe('NOT-IN-ROOM');
    for (const conn of [1, 4]) expect(refused(chat.asks(conn, 'HISTORY #nada'))).toBe('NO-SUCH-ROOM');
  });

  test('comes from memory as far as that goes, and says the same as the store', () => {
    const chat = jogos();
    for (let n = 1; n <= 60; n++) chat.says(2 + (n % 2), `MSG #jogos m${n}`);
    chat.asks(2, 'UNDO 58');
    const from = (asked: string) => chat.asks(2, asked);
    const newest = from('HISTORY #jogos 20');
    const older = from('HISTORY #jogos 5 20');
    expect(chat.reads).toBe(0);
    expect(newest).toHaveLength(22);
    chat.restarts();
    chat.says(2, 'RESUME token-2');
    expect(from('HISTORY #jogos 20')).toEqual(newest);
    expect(from('HISTORY #jogos 5 20')).toEqual(older);
    expect(chat.reads).toBe(2);
  });

  test('of a room that is no more is still there for attendants', () => {
    const chat = jogos({ maxRooms: 2 });
    chat.says(2, 'MSG #jogos um', 'LEAVE');
    chat.says(3, 'LEAVE', 'CREATE #outra');
    expect(chat.asks(1, 'HISTORY #jogos')).toEqual(['+ok *1', `MSG 1 ${START_TIME} mia #Jogos um`, '.']);
    expect(refused(chat.asks(2, 'HISTORY #jogos'))).toBe('NO-SUCH-ROOM');
  });

  test('is not that of its members, but what they said there is in theirs', () => {
    const chat = jogos();
    chat.says(2, 'MSG #jogos um');
    chat.says(3, 'MSG #jogos dois');
    const own = ['+ok *1', `MSG 1 ${START_TIME} mia #Jogos um`, '.'];
    expect(chat.asks(2, 'HISTORY mia')).toEqual(own);
    expect(chat.asks(1, 'HISTORY mia')).toEqual(own);
  });
});
