/** SEEN: who learns that a message was seen, and that it leaves no trace. */

import { describe, expect, test } from 'vitest';
import { type Chat, chat } from './chat.ts';
import { fingerprint } from './observe.ts';

/** ana attends and serves rui; bia attends too; mia and nico are members. */
function desk(): Chat {
  const desk = chat({ capacity: 0 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'bia atendente');
  desk.enters(3, 'rui consumidor');
  desk.enters(4, 'mia membro');
  desk.enters(5, 'nico membro');
  desk.says(1, 'TAKE rui');
  desk.forget();
  return desk;
}

/** bia closed one conversation with rui, who wrote again while waiting, and ana serves the next. */
function chatWithWaiting(): Chat {
  const chat = desk();
  chat.says(1, 'TRANSFER rui bia');
  chat.says(3, 'MSG * um');
  chat.says(2, 'CLOSE rui');
  chat.says(3, 'MSG * dois');
  chat.says(1, 'TAKE rui', 'MSG rui três');
  chat.forget();
  return chat;
}

const heardBy = (chat: Chat) =>
  [1, 2, 3, 4, 5].flatMap((conn) => chat.heard(conn).map((line) => `${conn}: ${line}`));

describe('SEEN', () => {
  test('tells the sender, on either side of a conversation and between members', () => {
    const chat = desk();
    chat.says(3, 'MSG * um');
    chat.says(1, 'MSG rui dois');
    chat.says(4, 'MSG nico três');
    chat.forget();
    chat.says(1, '@s SEEN 1');
    chat.says(3, 'SEEN 2');
    chat.says(5, 'SEEN 3');
    expect(heardBy(chat)).toEqual([
      ...['1: @s +ok', '1: SEEN rui 2', '3: SEEN ana 1', '3: +ok', '4: SEEN nico 3', '5: +ok'],
    ]);
  });

  test('of a message in a room tells the sender, who may have left it', () => {
    const chat = desk();
    for (const conn of [2, 4, 5]) chat.says(conn, 'JOIN #a');
    chat.says(4, 'MSG #a um', 'LEAVE');
    chat.forget();
    chat.says(5, 'SEEN 1');
    chat.says(2, 'SEEN 1');
    expect(heardBy(chat)).toEqual(['2: +ok', '4: SEEN nico 1', '4: SEEN bia 1', '5: +ok']);
  });

  test('tells nobody of what was not said to this person', () => {
    const chat = desk();
    for (const conn of [4, 5]) chat.says(conn, 'JOIN #a');
    chat.says(3, 'MSG * um');
    chat.says(4, 'MSG nico dois', 'MSG #a três');
    chat.says(1, 'NOTE rui gentil');
    chat.forget();
    chat.says(2, 'SEEN 1', 'SEEN 2', 'SEEN 3', 'SEEN 4');
    chat.says(3, 'SEEN 1', 'SEEN 4');
    chat.says(4, 'SEEN 2', 'SEEN 3');
    expect(heardBy(chat)).toEqual([...Array(4).fill('2: +ok'), '3: +ok', '3: +ok', '4: +ok', '4: +ok']);
  });

  test('tells the sender under both names of now', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um', 'NICK maria');
    chat.says(5, 'NICK nina');
    chat.forget();
    chat.says(5, 'SEEN 1');
    expect(heardBy(chat)).toEqual(['4: SEEN nina 1', '5: +ok']);
  });

  test('does not tell whoever has the name of the sender now', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um', 'QUIT');
    chat.enters(6, 'mia membro');
    expect(chat.asks(5, 'SEEN 1')).toEqual(['+ok']);
    expect(chat.heard(6)).toEqual([]);
  });

  test('tells nobody while the sender is lost', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    chat.loses(4);
    expect(chat.asks(5, 'SEEN 1')).toEqual(['+ok']);
  });

  test('of a message that is no longer in memory is heard by nobody', () => {
    const chat = desk();
    for (let n = 0; n < 51; n++) chat.says(4, 'MSG nico oi');
    chat.forget();
    chat.says(5, 'SEEN 1', 'SEEN 2');
    expect(heardBy(chat)).toEqual(['4: SEEN nico 2', '5: +ok', '5: +ok']);
  });

  test('of a seq that was never given is a bad argument', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    expect(chat.asks(5, 'SEEN 2')[0]).toMatch(/^-err BAD-ARGUMENT /);
    expect(chat.asks(5, 'SEEN 0')[0]).toMatch(/^-err BAD-ARGUMENT /);
  });

  test('changes nothing and is not kept', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    const before = fingerprint(chat.desk);
    chat.says(5, 'SEEN 1');
    expect(fingerprint(chat.desk)).toBe(before);
    expect(chat.effects.map(({ kind }) => kind)).toEqual(['send', 'send']);
  });

  test('of what a customer wrote while waiting tells them, in this conversation alone', () => {
    const chat = chatWithWaiting();
    chat.says(1, 'SEEN 2', 'SEEN 1', 'SEEN 3');
    chat.says(2, 'SEEN 2');
    expect(heardBy(chat)).toEqual([...Array(3).fill('1: +ok'), '2: +ok', '3: SEEN ana 2']);
  });

  test('of what was written before the conversation was passed on tells them by who serves now', () => {
    const chat = chatWithWaiting();
    chat.says(1, 'TRANSFER rui bia');
    chat.forget();
    chat.says(2, 'SEEN 2', 'SEEN 3');
    expect(heardBy(chat)).toEqual(['2: +ok', '2: +ok', '3: SEEN bia 2']);
  });
});
