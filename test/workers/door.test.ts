/** How connections enter: passwords, tokens, and what waits for the reply to somebody who comes back. */

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { open } from './fake-connection.ts';

const HASH = /^[\w-]{43}$/;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

it('CONNECT leaves with the hash of a fresh token and no proof, and the reply carries the token', () => {
  const { arrives, commands, connection, written } = open();
  arrives('@1 CONNECT Ana membro Ana Maria');
  const [command] = commands;
  expect(command).toMatchObject({ label: '1', fault: '' });
  expect(command?.args).toEqual([
    'Ana',
    'ana',
    'membro',
    'Ana Maria',
    expect.stringMatching(HASH),
    '',
    '192.0.2.1',
  ]);
  connection.enter('membro', '+ok Ana membro ', ' bem-vinda\r\n');
  const [, token = ''] = /^\+ok Ana membro (\S+) bem-vinda\r\n$/.exec(written()) ?? [];
  expect(Buffer.from(token, 'base64url')).toHaveLength(16);
  expect(hashOf(token)).toBe(command?.args[4]);
});

it('of several CONNECTs on one connection all carry the hash of the same token', () => {
  const { arrives, commands } = open();
  arrives('CONNECT ana membro', 'CONNECT rui membro');
  const [one, other] = commands.map(({ args }) => args[4]);
  expect(one).toMatch(HASH);
  expect(other).toBe(one);
});

it('a password stays at the edge: PASS leaves without it, and CONNECT waits, with all behind it', () => {
  const { arrives, verbs, commands, questions, connection, socket } = open();
  arrives('@p PASS  abre-te, sésamo ', 'PING', '@c CONNECT Ana atendente', 'PING', 'QUIT');
  expect(verbs()).toEqual(['PASS', 'PING']);
  expect(commands[0]).toEqual({ verb: commands[0]!.verb, label: 'p', fault: '', args: [] });
  expect(questions).toEqual([{ key: 'ana', password: ' abre-te, sésamo ' }]);
  expect([socket.reading, connection.unread]).toEqual([false, true]);
  connection.verified('the verifier');
  expect(verbs()).toEqual(['PASS', 'PING', 'CONNECT', 'PING', 'QUIT']);
  expect(commands[2]?.args).toEqual([
    'Ana',
    'ana',
    'atendente',
    '',
    expect.stringMatching(HASH),
    'the verifier',
    '192.0.2.1',
  ]);
  expect(commands[2]?.label).toBe('c');
  expect(JSON.stringify(commands)).not.toContain('sésamo');
  expect(socket.reading).toBe(true);
});

it('while the address has to wait, CONNECT is refused as too quick', () => {
  const { arrives, commands, connection } = open();
  arrives('PASS x', '@c CONNECT ana atendente');
  connection.verified(null);
  expect(commands[1]).toMatchObject({ label: 'c', fault: 'RATE-LIMITED', args: [] });
});

it('a password serves for one CONNECT, the next without fault, and a later PASS takes its place', () => {
  const { arrives, commands, questions, connection } = open();
  arrives('PASS one', 'PASS two', 'CONNECT', 'CONNECT ana chefe', 'CONNECT ana atendente');
  expect(questions).toEqual([{ key: 'ana', password: 'two' }]);
  connection.verified('!');
  arrives('CONNECT rui membro');
  expect(questions).toHaveLength(1);
  expect(commands.at(-1)?.args.at(-2)).toBe('');
});

it('a PASS that is refused, or comes after entry, is not kept', () => {
  const quick = open({ commandsPerSecond: 0.001, burst: 1 });
  quick.arrives('PING', 'PASS secret', 'PASS secret');
  expect(quick.commands.slice(1)).toEqual(
    Array(2).fill({ verb: -1, label: '', fault: 'RATE-LIMITED', args: [] }),
  );
  const { arrives, connection, questions, commands } = open();
  arrives('CONNECT ana membro', 'PASS before');
  connection.enter('membro', '+ok ', '\r\n');
  arrives('PASS after', 'CONNECT ana membro');
  expect(questions).toEqual([]);
  expect(JSON.stringify(commands)).not.toMatch(/before|after/);
});

it('who half-closes while the password is verified is only then said to have ended', () => {
  const { arrives, socket, halfClosed, connection, verbs } = open();
  arrives('PASS x', 'CONNECT ana atendente', 'MSG * oi');
  socket.emit('end');
  expect(halfClosed()).toBe(0);
  connection.verified('!');
  expect(verbs()).toEqual(['PASS', 'CONNECT', 'MSG']);
  expect(halfClosed()).toBe(1);
});

it('what comes of a password after the connection was ended, or without being asked for, is nothing', () => {
  const { arrives, commands, connection } = open();
  connection.verified('unasked');
  arrives('PASS x', 'CONNECT ana atendente');
  connection.dismiss('ENTRY-TIMEOUT');
  connection.verified('late');
  expect(commands).toHaveLength(1);
});

it('RESUME leaves with the hash of its token, what follows waits, and the reply gives the token back', () => {
  const { arrives, commands, verbs, connection, written } = open();
  arrives('@r RESUME the-token 17', 'PING');
  expect(verbs()).toEqual(['RESUME']);
  expect(commands[0]).toMatchObject({ label: 'r', args: [hashOf('the-token'), '17'] });
  connection.resumed('membro', false);
  connection.replay('@r +ok ana membro ', ' 1\r\n', 'MSG 18 t rui ana oi\r\n');
  connection.answered();
  expect(written()).toBe('@r +ok ana membro the-token 1\r\nMSG 18 t rui ana oi\r\n');
  expect(verbs()).toEqual(['RESUME', 'PING']);
});

it('after RESUME and CONNECT in one go, each gets its own token', () => {
  const reply = (fresh: boolean) => {
    const { arrives, commands, connection, written } = open();
    arrives('CONNECT ana membro', 'RESUME the-token');
    connection.resumed('membro', fresh);
    connection.replay('+ok ', '\r\n', '');
    const token = written().slice(4, -2);
    expect(hashOf(token)).toBe(fresh ? commands[0]?.args[4] : commands[1]?.args[0]);
    return token;
  };
  expect(reply(false)).toBe('the-token');
  expect(reply(true)).not.toBe('the-token');
});

it('whatever is sent to somebody who comes back waits behind the reply', () => {
  const { arrives, connection, written } = open();
  arrives('RESUME t');
  connection.send('+ok before\r\n');
  connection.resumed('consumidor', false);
  connection.send('QUEUE 1 1 ?\r\n');
  connection.send('MSG 9 t * rui oi\r\n');
  expect(written()).toBe('+ok before\r\n');
  connection.replay('+ok rui consumidor ', ' 1\r\n', 'MSG 8 t * rui olá\r\n');
  connection.send('PING 1\r\n');
  expect(written()).toBe(
    '+ok before\r\n+ok rui consumidor t 1\r\nMSG 8 t * rui olá\r\nQUEUE 1 1 ?\r\nMSG 9 t * rui oi\r\nPING 1\r\n',
  );
});

it('the end of a connection waits behind the reply as well', () => {
  const { arrives, connection, written, socket } = open();
  arrives('RESUME t');
  connection.resumed('membro', false);
  connection.send('QUIT TAKEN-OVER x\r\n');
  connection.close();
  expect([socket.ended, connection.closing]).toEqual([false, false]);
  connection.replay('+ok ', ' 0\r\n', '');
  expect(written()).toBe('+ok t 0\r\nQUIT TAKEN-OVER x\r\n');
  expect([socket.ended, connection.closing]).toEqual([true, true]);
});

it('when what was missed cannot be read, the error is all that is sent, and the connection ends', () => {
  const { arrives, connection, written, socket } = open();
  arrives('RESUME t');
  connection.resumed('membro', false);
  connection.send('MSG 9 t rui ana oi\r\n');
  connection.unresumed('-err STORE-FAILED x\r\n');
  expect(written()).toBe('-err STORE-FAILED x\r\n');
  expect(socket.ended).toBe(true);
});

it('more than the outbox may hold does not wait: the connection is given up, without what waited', () => {
  const { arrives, connection, socket, halfClosed } = open({ maxOutboxBytes: 1000 });
  arrives('RESUME t');
  connection.resumed('membro', false);
  connection.send('é'.repeat(500));
  expect(connection.closing).toBe(false);
  connection.send('x');
  expect(socket.written).toMatch(/^QUIT SLOW-CONSUMER [^\r]*\r\n$/);
  expect(halfClosed()).toBe(1);
  connection.replay('+ok ', ' 0\r\n', '');
  expect(socket.written).not.toContain('+ok');
});

it('who is sent away before the reply gets the farewell alone', () => {
  const { arrives, connection, socket } = open();
  arrives('RESUME t');
  connection.resumed('membro', false);
  connection.send('MSG 9 t rui ana oi\r\n');
  connection.dismiss('SHUTDOWN');
  expect(socket.written).toMatch(/^QUIT SHUTDOWN [^\r]*\r\n$/);
  expect(socket.ended).toBe(true);
});

it('an attendant who comes back has the rate of one', () => {
  const { arrives, connection, commands } = open({ commandsPerSecond: 0.001, burst: 10 });
  arrives('RESUME t');
  connection.resumed('atendente', false);
  connection.replay('+ok ', ' 0\r\n', '');
  connection.answered();
  arrives(...Array.from({ length: 50 }, () => 'PING'));
  // One of the first ten was RESUME itself; nine that were left have become 36.
  expect(commands.filter(({ fault }) => fault === '')).toHaveLength(1 + 36);
});
