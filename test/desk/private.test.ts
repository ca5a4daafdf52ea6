/** Private messages: between members, and between them and attendants, also to who is not here. */

import { describe, expect, test } from 'vitest';
import { type Chat, chat, MINUTE, START_TIME } from './chat.ts';

/** ana attends; mia and nico are members; kim is a member with an account, and not here. */
function desk(): Chat {
  const desk = chat();
  desk.registers('kim membro');
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'mia membro');
  desk.enters(3, 'nico membro');
  return desk;
}

const refused = (heard: readonly string[]) => /^-err (\S+) /.exec(heard[0] ?? '')?.[1];
const message = (seq: number, rest: string) => `MSG ${seq} ${START_TIME} ${rest}`;

describe('a private message', () => {
  test('reaches who it is to, and nobody else', () => {
    const chat = desk();
    expect(chat.asks(2, 'MSG Nico oi')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.asks(2, 'MSG ana preciso de ajuda')).toEqual(['+ok mensagem recebida 2']);
    expect(chat.asks(1, 'MSG mia diga')).toEqual(['+ok mensagem recebida 3']);
    expect(chat.heard(3)).toEqual([message(1, 'mia nico oi')]);
    expect(chat.heard(2)).toEqual([message(3, 'ana mia diga')]);
    expect(chat.heard(1)).toEqual([]);
  });

  test('to oneself comes back once', () => {
    const chat = desk();
    expect(chat.asks(2, 'MSG mia lembrete')).toEqual([
      '+ok mensagem recebida 1',
      message(1, 'mia mia lembrete'),
    ]);
    expect(chat.asks(2, 'HISTORY *')).toEqual(['+ok *1', message(1, 'mia mia lembrete'), '.']);
  });

  test('is no conversation of the desk: * is nobody to a member', () => {
    expect(refused(desk().asks(2, 'MSG * oi'))).toBe('NO-CONVERSATION');
  });

  test('to a name that nobody has is refused', () => {
    expect(refused(desk().asks(2, 'MSG ninguem oi'))).toBe('NO-SUCH-USER');
  });

  test('waits for who is lost, and for who has an account, over a restart too', () => {
    const chat = desk();
    chat.loses(3);
    chat.says(2, 'MSG nico um', 'MSG kim dois');
    chat.restarts();
    chat.says(2, 'RESUME token-2');
    chat.says(2, 'MSG nico três', 'MSG kim quatro');
    expect(chat.asks(3, 'RESUME token-3').slice(1)).toEqual([
      message(1, 'mia nico um'),
      message(3, 'mia nico três'),
    ]);
    chat.says(4, 'PASS senha');
    expect(chat.asks(4, 'CONNECT kim membro').slice(1)).toEqual([
      message(2, 'mia kim dois'),
      message(4, 'mia kim quatro'),
    ]);
  });

  test('is told of as undone to who missed it', () => {
    const chat = desk();
    chat.says(2, 'MSG kim um', 'MSG kim dois', 'UNDO');
    chat.says(4, 'PASS senha');
    expect(chat.asks(4, 'CONNECT kim membro').slice(1)).toEqual([message(1, 'mia kim um'), 'UNDO 2 mia kim']);
  });

  test('does not reach whoever takes the name of somebody who is gone', () => {
    const chat = desk();
    chat.loses(3);
    chat.says(2, 'MSG nico segredo');
    chat.passes(6 * MINUTE);
    expect(refused(chat.asks(2, 'MSG nico ainda?'))).toBe('NO-SUCH-USER');
    expect(chat.asks(5, 'CONNECT nico membro')).toHaveLength(1);
    expect(chat.asks(5, 'HISTORY *')).toEqual(['+ok *0', '.']);
    expect(refused(chat.asks(5, 'RESUME token-3'))).toBe('ALREADY-CONNECTED');
  });

  test('stays out of what others may see', () => {
    const chat = desk();
    chat.enters(6, 'olga membro');
    chat.says(2, 'MSG nico segredo');
    expect(refused(chat.asks(6, 'HISTORY mia'))).toBe('FORBIDDEN');
    expect(chat.asks(6, 'SEARCH segredo')).toEqual(['+ok *0', '.']);
    expect(chat.asks(1, 'SEARCH segredo')).toHaveLength(3);
  });
});
