/** CONNECT: who enters, under which name, and what they get. */

import { describe, expect, test } from 'vitest';
import { chat, START_TIME } from './chat.ts';

describe('CONNECT', () => {
  test('lets an attendant enter, with a token', () => {
    const desk = chat();
    expect(desk.asks(1, 'CONNECT ana atendente')).toEqual([
      '+ok ana atendente token-1 bem-vindo(a) ao Telechat',
    ]);
  });

  test('welcomes in the language chosen before, which is no part of the role', () => {
    const desk = chat();
    desk.says(1, 'LANG en');
    expect(desk.asks(1, 'CONNECT ana attendant')).toEqual(['+ok ana atendente token-1 welcome to Telechat']);
  });

  test('puts a customer into the waiting line and tells the place', () => {
    const desk = chat();
    desk.enters(1, 'rui consumidor');
    expect(desk.asks(2, 'CONNECT sol customer')).toEqual([
      '+ok sol consumidor token-2 bem-vindo(a) ao Telechat',
      'QUEUE 2 2 ?',
    ]);
  });

  test('gives a customer to an attendant who has room, and tells both', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    expect(desk.asks(2, 'CONNECT rui consumidor').slice(1)).toEqual(['ASSIGNED rui ana']);
    expect(desk.heard(1)).toEqual(['ASSIGNED rui ana']);
  });

  test('gives an attendant those who wait already, behind the reply', () => {
    const desk = chat();
    desk.enters(1, 'rui consumidor');
    desk.enters(2, 'sol consumidor');
    const heard = desk.asks(3, 'CONNECT ana atendente');
    expect(heard[0]).toMatch(/^\+ok ana /);
    expect(heard.filter((line) => line.startsWith('ASSIGNED'))).toEqual([
      'ASSIGNED rui ana',
      'ASSIGNED sol ana',
    ]);
  });

  test('lets a member enter, who waits for nobody', () => {
    const desk = chat();
    expect(desk.asks(1, 'CONNECT mia member')).toEqual(['+ok mia membro token-1 bem-vindo(a) ao Telechat']);
  });

  test('shows the name as written, in NFC, and keeps the display name', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'Jose\u0301 membro José da  Silva');
    expect(desk.asks(1, 'LIST-USERS membro')).toEqual([
      '+ok *1',
      `USER José membro online ${START_TIME} José da  Silva`,
      '.',
    ]);
  });

  test.each([['ana'], ['ANA'], ['Ａna']])('refuses %s while the connection of ana lives', (name) => {
    const desk = chat();
    desk.enters(1, 'ana membro');
    expect(desk.asks(2, `CONNECT ${name} membro`)).toEqual(['-err NAME-TAKEN este nome está em uso']);
  });

  test('lets another try after a refusal', () => {
    const desk = chat();
    desk.enters(1, 'ana membro');
    desk.says(2, 'CONNECT ana membro');
    expect(desk.asks(2, 'CONNECT bia membro')[0]).toMatch(/^\+ok bia membro /);
  });

  test('refuses who has entered already, whatever the arguments', () => {
    const desk = chat();
    desk.enters(1, 'ana membro');
    expect(desk.asks(1, 'CONNECT bia membro')[0]).toMatch(/^-err ALREADY-CONNECTED /);
    expect(desk.asks(1, 'CONNECT')[0]).toMatch(/^-err ALREADY-CONNECTED /);
  });

  test('refuses a display name of more than 256 bytes', () => {
    const desk = chat();
    expect(desk.asks(1, `CONNECT ana membro ${'é'.repeat(129)}`)[0]).toMatch(/^-err TEXT-TOO-LONG /);
    expect(desk.asks(1, `CONNECT ana membro ${'é'.repeat(128)}`)[0]).toMatch(/^\+ok ana /);
  });

  test('refuses the next when as many are there as the desk holds, but not who takes a lost one’s name', () => {
    const desk = chat({ maxPeople: 2 });
    desk.enters(1, 'ana membro');
    desk.enters(2, 'bia atendente');
    expect(desk.asks(3, 'CONNECT caio membro')[0]).toMatch(/^-err FULL /);
    desk.loses(2);
    expect(desk.asks(3, 'CONNECT caio membro')[0]).toMatch(/^-err FULL /);
    expect(desk.asks(3, 'CONNECT bia membro')[0]).toMatch(/^\+ok bia /);
  });

  test('refuses a customer, and nobody else, when as many wait as the line holds', () => {
    const desk = chat({ maxWaiting: 1 });
    desk.enters(1, 'rui consumidor');
    expect(desk.asks(2, 'CONNECT sol consumidor')[0]).toMatch(/^-err FULL /);
    expect(desk.asks(2, 'CONNECT sol membro')[0]).toMatch(/^\+ok sol /);
  });

  test('lets a customer take the name, and the place in a full line, of one who is lost', () => {
    const desk = chat({ maxWaiting: 1 });
    desk.enters(1, 'rui consumidor');
    desk.loses(1);
    expect(desk.asks(2, 'CONNECT rui consumidor')).toEqual([
      '+ok rui consumidor token-2 bem-vindo(a) ao Telechat',
      'QUEUE 1 1 ?',
    ]);
  });

  test('writes a hash of the token into the journal, and never the token', () => {
    const desk = chat();
    desk.enters(1, 'ana membro');
    expect([...desk.store.people.values()].map(({ tokenHash }) => tokenHash)).toEqual(['hash-1']);
  });
});

describe('CONNECT under the name of somebody who is lost', () => {
  test('is a new person: the old conversation is abandoned, and its history not shown', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(2, 'MSG * segredo');
    desk.loses(2);
    desk.forget();
    desk.says(3, 'CONNECT Rui consumidor');
    expect(desk.heard(1)).toEqual(['CLOSED rui abandoned', 'ASSIGNED Rui ana']);
    expect(desk.asks(3, 'HISTORY *')).toEqual(['+ok *0', '.']);
  });

  test('joins the waiting line at its end', () => {
    const desk = chat();
    desk.enters(1, 'rui consumidor');
    desk.enters(2, 'sol consumidor');
    desk.loses(1);
    expect(desk.asks(3, 'CONNECT rui consumidor').at(-1)).toBe('QUEUE 2 2 ?');
  });

  test('sends the customers of a lost attendant back to the line, and on to whoever has room', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.loses(1);
    desk.forget();
    desk.says(4, 'CONNECT ana membro');
    expect(desk.heard(2)).toEqual(['QUEUE 1 2 ?']);
    desk.says(5, 'CONNECT bia atendente');
    expect(desk.heard(2)).toEqual(['ASSIGNED rui bia']);
  });
});
