/** What is checked before a command is carried out, in which order, and what errors come to. */

import { describe, expect, test } from 'vitest';
import { type Code, ERRORS } from '../../src/protocol/codes.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { type Chat, chat, START_TIME } from './chat.ts';

const TOO_LONG = 'x'.repeat(7681);

describe('the checks', () => {
  // Each line has this fault and all those further down that it can have: the first one counts.
  test.each<[Code, string, Line]>([
    ['BAD-ENCODING', '', { fault: 'BAD-ENCODING' }],
    ['LINE-TOO-LONG', '', { fault: 'LINE-TOO-LONG' }],
    ['BAD-ARGUMENT', '', '@? FROB'],
    ['BAD-ARGUMENT', '', `@${'7'.repeat(65)} FROB`],
    ['BAD-COMMAND', '', 'FROB'],
    ['NOT-CONNECTED', '', 'TAKE *'],
    ['NOT-CONNECTED', '', `MSG * ${TOO_LONG}`],
    ['ALREADY-CONNECTED', 'rui consumidor', 'CONNECT'],
    ['FORBIDDEN', 'rui consumidor', 'TAKE *'],
    ['FORBIDDEN', 'mia membro', 'QUEUE please'],
    ['NOT-CONNECTED', '', 'NICK *'],
    ['NOT-CONNECTED', '', `NOTE * ${TOO_LONG}`],
    ['FORBIDDEN', 'mia membro', `NOTE * ${TOO_LONG}`],
    ['FORBIDDEN', 'mia membro', 'RATE 6'],
    ['FORBIDDEN', 'ana atendente', 'RATE'],
    ['FORBIDDEN', 'rui consumidor', 'JOIN geral'],
    ['FORBIDDEN', 'rui consumidor', 'MSG #geral oi'],
    ['FORBIDDEN', 'rui consumidor', 'MSG #nova oi'],
    ['NAME-INVALID', 'rui consumidor', 'MSG # oi'],
    ['BAD-ARGUMENT', 'ana atendente', 'TAKE'],
    ['NAME-INVALID', 'ana atendente', 'TAKE *'],
    ['TEXT-TOO-LONG', 'ana atendente', `MSG ninguem ${TOO_LONG}`],
    ['NO-SUCH-USER', 'ana atendente', 'MSG ninguem oi'],
    ['NAME-INVALID', 'ana atendente', 'TRANSFER ninguem *'],
    ['NO-SUCH-USER', 'ana atendente', 'TRANSFER ninguem ana'],
    ['NAME-INVALID', 'ana atendente', `NOTE * ${TOO_LONG}`],
    ['TEXT-TOO-LONG', 'ana atendente', `NOTE ninguem ${TOO_LONG}`],
    ['BAD-ARGUMENT', 'ana atendente', 'STATUS lost'],
    ['BAD-ARGUMENT', 'rui consumidor', `RATE 0 ${TOO_LONG}`],
    ['TEXT-TOO-LONG', 'rui consumidor', `RATE 5 ${TOO_LONG}`],
    ['NO-CONVERSATION', 'rui consumidor', 'RATE 5'],
    ['NAME-INVALID', 'mia membro', 'TYPING # off and on'],
    ['BAD-ARGUMENT', 'mia membro', 'TYPING #nova'],
    ['NO-SUCH-ROOM', 'mia membro', 'TYPING #nova on'],
    ['NAME-INVALID', 'mia membro', `CREATE geral ${TOO_LONG}`],
    ['TEXT-TOO-LONG', 'mia membro', `CREATE #geral ${TOO_LONG}`],
    ['TEXT-TOO-LONG', 'mia membro', `CREATE #geral ${'x'.repeat(257)}`],
    ['ROOM-EXISTS', 'mia membro', `CREATE #geral ${'x'.repeat(256)}`],
    ['NO-SUCH-ROOM', 'mia membro', 'WHO #nova ninguem'],
    ['NOT-IN-ROOM', 'mia membro', 'WHO #geral ninguem'],
  ])('find %s for %s saying %s', (code, who, line) => {
    const desk = chat();
    if (who !== '') desk.enters(1, who);
    expect(desk.asks(1, line)).toEqual([`-err ${code} ${ERRORS[code].pt}`]);
  });
});

describe('a label', () => {
  test('comes back with every kind of reply', () => {
    const desk = chat();
    expect(desk.asks(1, '@a CONNECT ana atendente')[0]).toMatch(/^@a \+ok ana atendente token-1 /);
    expect(desk.asks(1, '@b:2 MSG ana oi')[0]).toBe('@b:2 +ok mensagem recebida 1');
    expect(desk.asks(1, '@C.3 FROB')[0]).toMatch(/^@C\.3 -err BAD-COMMAND /);
    expect(desk.asks(1, '@d_4')[0]).toMatch(/^@d_4 -err BAD-COMMAND /);
    expect(desk.asks(1, '@e-5 TAKE')[0]).toMatch(/^@e-5 -err BAD-ARGUMENT /);
    expect(desk.asks(1, '@f TAKE ninguem')[0]).toMatch(/^@f -err NO-SUCH-USER /);
    expect(desk.asks(1, `@${'g'.repeat(64)} PING`)[0]).toBe(`@${'g'.repeat(64)} +ok PONG`);
    expect(desk.asks(1, '@h QUIT')[0]).toBe('@h +ok até logo');
  });

  test('stands on the first line of a listing only', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    expect(desk.asks(1, '@7 LIST')).toEqual(['@7 +ok *1', `USER ana atendente online ${START_TIME}`, '.']);
    expect(desk.asks(1, '@8 HISTORY ana')).toEqual(['@8 +ok *0', '.']);
  });

  test('stands on no event', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    expect(desk.asks(2, '@7 CONNECT rui consumidor').at(-1)).toBe('ASSIGNED rui ana');
    desk.says(2, '@8 MSG * oi');
    expect(desk.heard(1)).toEqual(['ASSIGNED rui ana', `MSG 1 ${START_TIME} rui * oi`]);
  });
});

describe('a verb', () => {
  test('is read in any case', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    for (const verb of ['next', 'Next', 'nExT']) expect(desk.asks(1, verb)[0]).toMatch(/^-err QUEUE-EMPTY /);
  });
});

describe('errors in a row', () => {
  test('do not count those of who is merely too quick', () => {
    const desk = chat();
    // The edge puts this fault in the place of a line, as it does with those of encoding.
    const tooQuick = { fault: 'RATE-LIMITED' } as unknown as Line;
    for (let n = 0; n < 500; n++) desk.says(1, tooQuick);
    expect(desk.heard(1).every((line) => line.startsWith('-err RATE-LIMITED '))).toBe(true);
    expect(desk.asks(1, 'PING')).toEqual(['+ok PONG']);
  });

  const err = (desk: Chat, times: number) => {
    for (let n = 0; n < times; n++) desk.says(1, 'FROB');
  };

  test('close the connection with the hundredth, which is still answered', () => {
    const desk = chat();
    err(desk, 99);
    expect(desk.closed(1)).toBe(false);
    expect(desk.asks(1, '@x FROB')).toEqual([
      '@x -err BAD-COMMAND comando desconhecido; HELP mostra os que existem',
      'QUIT TOO-MANY-ERRORS erros demais seguidos',
    ]);
    expect(desk.closed(1)).toBe(true);
    expect(desk.asks(1, 'PING')).toEqual([]);
  });

  test('close it with the last of as many as the desk is told', () => {
    const desk = chat({ maxErrors: 3 });
    err(desk, 2);
    desk.says(1, 'PING');
    err(desk, 2);
    expect(desk.closed(1)).toBe(false);
    err(desk, 1);
    expect(desk.closed(1)).toBe(true);
    expect(desk.heard(1).at(-1)).toMatch(/^QUIT TOO-MANY-ERRORS /);
  });

  test('are a wrong password and a wrong token too', () => {
    const desk = chat({ maxErrors: 3 });
    desk.registers('ana atendente');
    desk.says(1, 'PASS errada', 'CONNECT ana atendente');
    desk.says(1, 'RESUME token-7');
    expect(desk.closed(1)).toBe(false);
    desk.says(1, 'CONNECT ana atendente');
    expect(desk.closed(1)).toBe(true);
  });

  test('are counted anew after any command that goes well', () => {
    const desk = chat();
    err(desk, 99);
    desk.says(1, 'PING');
    err(desk, 99);
    expect(desk.closed(1)).toBe(false);
  });

  test('make whoever was there lost, not gone: the identity lives on for its grace', () => {
    const desk = chat();
    desk.enters(2, 'ana atendente');
    desk.enters(1, 'rui consumidor');
    desk.says(1, 'LANG en');
    desk.forget();
    err(desk, 100);
    expect(desk.heard(1).at(-1)).toBe('QUIT TOO-MANY-ERRORS too many errors in a row');
    expect(desk.heard(2)).toEqual(['PRESENCE rui lost']);
    desk.loses(1);
    expect(desk.heard(2)).toEqual([]);
    expect(desk.asks(2, 'LIST consumidor')[1]).toMatch(/ lost /);
    expect(desk.asks(3, 'CONNECT rui consumidor')[0]).toMatch(/^\+ok rui /);
  });
});
