/** TYPING: whom it reaches, and that it leaves no trace. */

import { describe, expect, test } from 'vitest';
import { type Chat, chat } from './chat.ts';
import { fingerprint } from './observe.ts';

/** ana attends by hand and serves rui; sol waits; mia and nico are members. */
function desk(): Chat {
  const desk = chat({ capacity: 0 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'bia atendente');
  desk.enters(3, 'rui consumidor');
  desk.enters(4, 'sol consumidor');
  desk.enters(5, 'mia membro');
  desk.enters(6, 'nico membro');
  desk.says(1, 'TAKE rui');
  desk.forget();
  return desk;
}

const refused = (heard: readonly string[]) => /^-err (\S+) /.exec(heard[0] ?? '')?.[1];

describe('TYPING', () => {
  test('goes to the other side of a conversation, shown as a message would be', () => {
    const chat = desk();
    expect(chat.asks(3, '@t TYPING * ON')).toEqual(['@t +ok']);
    expect(chat.heard(1)).toEqual(['TYPING rui * on']);
    expect(chat.asks(3, 'TYPING ANA off')).toEqual(['+ok']);
    expect(chat.heard(1)).toEqual(['TYPING rui ana off']);
    expect(chat.asks(1, 'TYPING * on')).toEqual(['+ok']);
    expect(chat.asks(1, 'TYPING rui off')).toEqual(['+ok']);
    expect(chat.heard(3)).toEqual(['TYPING ana rui on', 'TYPING ana rui off']);
    for (const conn of [2, 4, 5, 6]) expect(chat.heard(conn)).toEqual([]);
  });

  test('goes between members and attendants, and to the others in a room', () => {
    const chat = desk();
    for (const conn of [2, 5, 6]) chat.says(conn, 'JOIN #a');
    chat.forget();
    chat.says(5, 'TYPING nico on', 'TYPING ana on', 'TYPING #a off');
    expect(chat.heard(1)).toEqual(['TYPING mia ana on']);
    expect(chat.heard(2)).toEqual(['TYPING mia #a off']);
    expect(chat.heard(6)).toEqual(['TYPING mia nico on', 'TYPING mia #a off']);
    expect(chat.heard(5)).toEqual(['+ok', '+ok', '+ok']);
  });

  test('is heard by nobody while a customer waits, or after CLOSED, and begins no conversation', () => {
    const chat = desk();
    expect(chat.asks(4, 'TYPING * on')).toEqual(['+ok']);
    chat.says(1, 'CLOSE rui');
    expect(chat.asks(3, 'TYPING * on')).toEqual(['+ok']);
    expect(chat.desk.waiting.length).toBe(1);
    for (const conn of [1, 2])
      expect(chat.heard(conn).filter((line) => line.startsWith('TYPING'))).toEqual([]);
  });

  test('to who is lost, or has an account and is not here, is heard by nobody', () => {
    const chat = desk();
    chat.registers('kim membro');
    chat.loses(6);
    expect(chat.asks(5, 'TYPING nico on')).toEqual(['+ok']);
    expect(chat.asks(5, 'TYPING kim on')).toEqual(['+ok']);
  });

  test('is refused where a message would be, and never takes who waits', () => {
    const chat = desk();
    const faults = (conn: number, to: string) => refused(chat.asks(conn, `TYPING ${to} on`));
    expect(faults(1, 'sol')).toBe('NO-CONVERSATION');
    expect(faults(2, '*')).toBe('NO-CONVERSATION');
    expect(faults(2, 'rui')).toBe('TAKEN');
    expect(faults(2, 'ninguem')).toBe('NO-SUCH-USER');
    expect(faults(5, 'rui')).toBe('FORBIDDEN');
    expect(faults(3, 'bia')).toBe('FORBIDDEN');
    expect(faults(5, '#geral')).toBe('NOT-IN-ROOM');
    expect(faults(5, '#nada')).toBe('NO-SUCH-ROOM');
    expect(faults(3, '#geral')).toBe('FORBIDDEN');
    expect(chat.desk.waiting.length).toBe(1);
  });

  test('changes nothing and is not kept', () => {
    const chat = desk();
    const before = fingerprint(chat.desk);
    chat.says(3, 'TYPING * on');
    expect(fingerprint(chat.desk)).toBe(before);
    expect(chat.effects.map(({ kind }) => kind)).toEqual(['send', 'send']);
  });
});
