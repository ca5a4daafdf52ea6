/** NICK: another name for the same person, and what stays theirs. */

import { describe, expect, test } from 'vitest';
import type { DeskOptions } from '../../src/desk/desk.ts';
import { MAX_RENAMES } from '../../src/protocol/limits.ts';
import { type Chat, chat, MINUTE, START_TIME } from './chat.ts';
import { fingerprint } from './observe.ts';

/** ana attends by hand and serves rui; sol waits; mia and nico are members. */
function desk(options: Partial<DeskOptions> = {}): Chat {
  const desk = chat({ capacity: 0, ...options });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'sol consumidor');
  desk.enters(4, 'mia membro');
  desk.enters(5, 'nico membro');
  desk.says(1, 'TAKE rui');
  desk.forget();
  return desk;
}

const refused = (heard: readonly string[]) => /^-err (\S+) /.exec(heard[0] ?? '')?.[1];
const records = (chat: Chat) =>
  chat.effects.flatMap((effect) => (effect.kind === 'record' ? [[effect.name, ...effect.args]] : []));
const message = (seq: number, rest: string) => `MSG ${seq} ${START_TIME} ${rest}`;

describe('NICK', () => {
  test('gives another name, and is kept', () => {
    const chat = desk();
    chat.says(4, 'MSG nico oi');
    expect(chat.asks(4, '@n NICK Maria')).toEqual(['@n +ok Maria']);
    expect(records(chat)).toEqual([
      ['party', 6, 'maria', 'Maria'],
      ['renamed', 4, 6, 1],
    ]);
    expect(chat.asks(5, 'MSG maria olá')).toEqual(['+ok mensagem recebida 2']);
    expect(refused(chat.asks(5, 'MSG mia olá'))).toBe('NO-SUCH-USER');
    expect(chat.heard(4)).toEqual([message(2, 'nico Maria olá')]);
  });

  test('keeps the place in the order of entry, and the token', () => {
    const chat = desk();
    chat.says(4, 'NICK maria');
    expect(chat.asks(1, 'LIST-USERS membro').slice(1, 3)).toEqual([
      `USER maria membro online ${START_TIME}`,
      `USER nico membro online ${START_TIME}`,
    ]);
    chat.loses(4);
    expect(chat.asks(9, 'RESUME token-4')).toEqual(['+ok maria membro token-4 0']);
  });

  test('is told to the other side of a conversation, and to those in the same rooms, once each', () => {
    const chat = desk({ roomsForCustomers: true });
    for (const conn of [2, 4, 5]) chat.says(conn, 'JOIN #a', 'JOIN #b');
    chat.says(1, 'JOIN #b');
    chat.loses(5);
    chat.forget();
    expect(chat.asks(2, 'NICK Rui2')).toEqual(['+ok Rui2']);
    for (const conn of [1, 4]) expect(chat.heard(conn)).toEqual(['NICK rui Rui2']);
    expect(chat.heard(3)).toEqual([]);
    chat.says(1, 'NICK anita');
    for (const conn of [2, 4]) expect(chat.heard(conn)).toEqual(['NICK ana anita']);
  });

  test('to the same name says so and does nothing', () => {
    const chat = desk();
    expect(chat.asks(2, 'NICK rui')).toEqual(['+ok rui']);
    expect(records(chat)).toEqual([]);
    expect(chat.heard(1)).toEqual([]);
  });

  test('may write one’s own name otherwise', () => {
    const chat = desk();
    chat.says(2, 'MSG * antes');
    expect(chat.asks(2, 'NICK Rui')).toEqual(['+ok Rui']);
    expect(chat.heard(1)).toContain('NICK rui Rui');
    chat.says(2, 'MSG * depois');
    expect(chat.asks(2, 'HISTORY *').slice(1, -1)).toEqual([
      message(1, 'rui * antes'),
      message(2, 'Rui * depois'),
    ]);
  });

  test('is refused for a name that somebody else has, here or lost or with an account', () => {
    const chat = desk();
    chat.registers('kim membro');
    chat.loses(5);
    const before = fingerprint(chat.desk);
    for (const name of ['ANA', 'nico', 'Kim'])
      expect(refused(chat.asks(4, `NICK ${name}`)), name).toBe('NAME-TAKEN');
    expect(refused(chat.asks(4, 'NICK #mia'))).toBe('NAME-INVALID');
    expect(fingerprint(chat.desk)).toBe(before);
  });

  test('is refused for who has an account', () => {
    const chat = desk();
    chat.registers('kim membro');
    chat.proceeds(7, 'kim membro');
    expect(refused(chat.asks(7, 'NICK outra'))).toBe('FORBIDDEN');
  });

  test('is FULL after 16 times, also over a restart', () => {
    const chat = desk();
    for (let n = 1; n <= MAX_RENAMES; n++) expect(chat.asks(4, `NICK m${n}`)).toEqual([`+ok m${n}`]);
    expect(refused(chat.asks(4, 'NICK outra'))).toBe('FULL');
    chat.restarts();
    chat.says(4, 'RESUME token-4');
    expect(refused(chat.asks(4, 'NICK outra'))).toBe('FULL');
    expect(chat.asks(4, `NICK m${MAX_RENAMES}`)).toEqual([`+ok m${MAX_RENAMES}`]);
  });

  test('leaves the name to whoever takes it next', () => {
    const chat = desk();
    chat.says(4, 'NICK maria');
    expect(chat.asks(6, 'CONNECT mia membro')[0]).toMatch(/^\+ok mia membro /);
    chat.forget();
    chat.says(5, 'MSG mia para a nova');
    expect(chat.heard(6)).toHaveLength(1);
    expect(chat.heard(4)).toEqual([]);
    chat.says(6, 'QUIT');
    expect(chat.asks(4, 'NICK mia')).toEqual(['+ok mia']);
  });
});

describe('what goes on under another name', () => {
  test('is the conversation, on both sides', () => {
    const chat = desk();
    chat.says(2, 'MSG * um', 'NICK rute');
    chat.says(1, 'NICK anita');
    chat.forget();
    chat.says(2, 'MSG * dois', 'MSG anita três');
    expect(chat.heard(1)).toEqual([message(2, 'rute * dois'), message(3, 'rute anita três')]);
    chat.says(1, 'MSG rute quatro', 'CLOSE rute');
    expect(chat.heard(2).slice(-2)).toEqual([message(4, 'anita rute quatro'), 'CLOSED anita']);
  });

  test('is the place in the line, also over a restart', () => {
    const chat = desk();
    chat.says(3, 'MSG * alguém?', 'NICK sofia');
    chat.restarts();
    chat.says(3, 'RESUME token-3');
    chat.says(1, 'RESUME token-1');
    expect(chat.asks(1, 'NEXT').slice(0, 2)).toEqual(['+ok sofia 1', message(1, 'sol * alguém?')]);
  });

  test.each([['at once'], ['over a restart']])('is what can be undone, %s', (when) => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    chat.says(5, 'MSG mia dois');
    chat.says(2, 'MSG * três');
    chat.says(1, 'MSG * quatro');
    chat.says(4, 'NICK maria');
    chat.says(2, 'NICK rute');
    chat.says(1, 'NICK anita');
    if (when !== 'at once') {
      chat.restarts();
      for (const conn of [1, 2, 4, 5]) chat.says(conn, `RESUME token-${conn}`);
    }
    chat.forget();
    for (const conn of [1, 2, 4, 5]) chat.says(conn, 'UNDO');
    expect(chat.heard(1)).toEqual(['+ok 4', 'UNDO 3 rui *']);
    expect(chat.heard(2)).toEqual(['UNDO 4 ana rui', '+ok 3']);
    expect(chat.heard(4)).toEqual(['+ok 1', 'UNDO 2 nico mia']);
    expect(chat.heard(5)).toEqual(['UNDO 1 mia nico', '+ok 2']);
  });

  test('is not told to whoever has the former name now', () => {
    const chat = desk();
    chat.says(5, 'MSG mia segredo');
    chat.says(4, 'QUIT');
    chat.enters(6, 'mia membro');
    chat.says(5, 'UNDO');
    expect(chat.heard(6)).toEqual([]);
  });

  test.each([['at once'], ['over a restart']])('are the labels, %s', (when) => {
    const chat = desk();
    chat.says(4, '@a MSG nico um', 'NICK maria', '@b MSG nico dois');
    if (when !== 'at once') {
      chat.restarts();
      chat.says(4, 'RESUME token-4');
    }
    chat.forget();
    chat.says(4, '@a MSG nico um', '@b MSG nico dois');
    expect(chat.heard(4)).toEqual(['@a +ok mensagem recebida 1', '@b +ok mensagem recebida 2']);
    expect(chat.heard(5)).toEqual([]);
  });

  test('is the log: what came under each of the names, and one’s own', () => {
    const chat = desk();
    chat.says(5, 'MSG mia um', 'JOIN #a');
    chat.says(4, 'JOIN #a', 'MSG nico dois', 'NICK maria', 'MSG #a três');
    chat.says(5, 'MSG maria quatro', 'UNDO 1', 'MSG #a cinco');
    chat.loses(4);
    chat.says(5, 'MSG maria seis');
    chat.forget();
    const all = [
      message(2, 'mia nico dois'),
      message(3, 'maria #a três'),
      message(4, 'nico maria quatro'),
      'UNDO 1 nico mia',
      message(5, 'nico #a cinco'),
      message(6, 'nico maria seis'),
    ];
    const asked = () => chat.asks(4, 'RESUME token-4 0').slice(1);
    expect(asked()).toEqual([...all, 'JOIN #a maria']);
    chat.restarts();
    expect(asked()).toEqual([...all, 'JOIN #a maria']);
  });

  test('are the rooms, for those who stay in them too', () => {
    const chat = desk();
    chat.says(4, 'JOIN #a', 'NICK maria');
    chat.says(5, 'JOIN #a', 'MSG #a oi');
    expect(chat.asks(5, 'WHO #a').slice(1, 3)).toEqual([
      `USER maria membro online ${START_TIME}`,
      `USER nico membro online ${START_TIME}`,
    ]);
    chat.forget();
    chat.says(4, 'QUIT');
    expect(chat.heard(5)).toEqual(['LEAVE #a maria']);
  });

  test('ends with the identity', () => {
    const chat = desk();
    chat.says(5, 'MSG mia um');
    chat.says(4, 'NICK maria');
    chat.loses(4);
    chat.passes(6 * MINUTE);
    expect(chat.asks(9, 'CONNECT maria membro')[0]).toMatch(/^\+ok /);
    chat.says(5, 'MSG maria dois');
    chat.forget();
    expect(chat.asks(9, 'HISTORY mia')[0]).toMatch(/^-err FORBIDDEN /);
    const own = chat.asks(9, 'HISTORY maria').slice(1, -1);
    expect(own.map((line) => line.split(' ').at(-1))).toEqual(['dois']);
  });
});

describe('HISTORY of somebody who bore several names', () => {
  /** mia is maria, then mia again, then marta; meanwhile another was mia. Everything is said to nico. */
  function names(): Chat {
    const chat = desk();
    chat.says(4, 'MSG nico um', 'NICK maria');
    chat.enters(6, 'mia membro');
    chat.says(6, 'MSG nico alheia', 'QUIT');
    chat.says(4, 'MSG nico dois', 'NICK mia', 'MSG nico três', 'NICK marta', 'MSG nico quatro');
    chat.forget();
    return chat;
  }
  const texts = (heard: readonly string[]) => heard.slice(1, -1).map((line) => line.split(' ').at(-1));

  test('is of one name at a time, for themselves only while it was theirs', () => {
    const chat = names();
    expect(texts(chat.asks(4, 'HISTORY *'))).toEqual(['quatro']);
    expect(texts(chat.asks(4, 'HISTORY marta'))).toEqual(['quatro']);
    expect(texts(chat.asks(4, 'HISTORY maria'))).toEqual(['dois']);
    expect(texts(chat.asks(4, 'HISTORY mia'))).toEqual(['três']);
    expect(refused(chat.asks(4, 'HISTORY marcela'))).toBe('FORBIDDEN');
  });

  test('shows an attendant all who bore the name', () => {
    const chat = names();
    expect(texts(chat.asks(1, 'HISTORY mia'))).toEqual(['um', 'alheia', 'três']);
    expect(texts(chat.asks(1, 'HISTORY maria'))).toEqual(['dois']);
    expect(texts(chat.asks(1, 'HISTORY marta'))).toEqual(['quatro']);
  });

  test('does not show what another says under the former name', () => {
    const chat = names();
    chat.enters(7, 'maria membro');
    chat.says(7, 'MSG nico alheia');
    expect(texts(chat.asks(4, 'HISTORY maria'))).toEqual(['dois']);
    expect(texts(chat.asks(7, 'HISTORY maria'))).toEqual(['alheia']);
  });

  test('of an attendant has what they heard while they bore it', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(1, 'NICK anita');
    chat.says(2, 'MSG * dois');
    expect(texts(chat.asks(1, 'HISTORY ana'))).toEqual(['um']);
    expect(texts(chat.asks(1, 'HISTORY anita'))).toEqual(['dois']);
  });
});

describe('NICK of a customer who waits', () => {
  test('is told to all attendants, who know the line by names', () => {
    const chat = desk();
    chat.enters(6, 'bia atendente');
    chat.says(1, 'STATUS away');
    chat.forget();
    chat.says(3, 'NICK solange');
    for (const conn of [1, 6]) expect(chat.heard(conn)).toEqual(['NICK sol solange']);
    for (const conn of [2, 4, 5]) expect(chat.heard(conn)).toEqual([]);
    expect(chat.asks(6, 'TAKE solange')).toContain('WAITING-END solange taken');
  });

  test('is told once to whoever shares a room with them', () => {
    const chat = desk({ roomsForCustomers: true });
    for (const conn of [1, 3]) chat.says(conn, 'JOIN #a');
    chat.forget();
    chat.says(3, 'NICK solange');
    expect(chat.heard(1)).toEqual(['NICK sol solange']);
  });
});

describe('an order to forget a former name', () => {
  test('ends who bore it, as who bears it', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um', 'NICK maria', 'MSG nico dois');
    chat.order({ do: 'forget', key: 'mia' });
    expect(chat.closed(4)).toBe(true);
    expect(chat.asks(1, 'HISTORY mia')[0]).toMatch(/^-err NO-SUCH-USER /);
    expect(chat.asks(1, 'HISTORY nico').slice(1, -1)).toEqual([message(2, 'maria nico dois')]);
  });
});
