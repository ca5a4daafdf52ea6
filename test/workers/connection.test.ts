/** A connection on a socket that only counts what it is given. */

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { beforeEach, expect, it } from 'vitest';
import { COMMANDS } from '../../src/protocol/commands.ts';
import type { Command } from '../../src/protocol/parse.ts';
import { Connection } from '../../src/workers/connection.ts';

class FakeSocket extends EventEmitter {
  destroyed = false;
  writableLength = 0;
  reading = true;
  setNoDelay(): void {}
  write(text: string): void {
    this.writableLength += text.length;
  }
  pause(): void {
    this.reading = false;
  }
  resume(): void {
    this.reading = true;
  }
  end(): void {}
}

let socket: FakeSocket;
let connection: Connection;
let commands: Command[];

/** @param rate commands per second; 0 for no limit. */
function open(rate: number): void {
  socket = new FakeSocket();
  commands = [];
  const events = {
    command: (_: Connection, command: Command) => commands.push(command),
    halfClosed: () => {},
    gone: () => {},
    dirty: () => {},
  };
  const options = { lang: 'pt', rate, now: performance.now() } as const;
  connection = new Connection(1, socket as unknown as Socket, events, options);
}
beforeEach(() => open(0));

function arrives(...lines: string[]): void {
  socket.emit('data', Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

function verbs(): string[] {
  return commands.map(({ verb }) => COMMANDS[verb]?.verb ?? '');
}

it('lines behind a long command wait for its reply', () => {
  arrives('PING', 'HELP', 'PING', 'HELP', 'PING');
  expect(verbs()).toEqual(['PING', 'HELP']);
  expect([socket.reading, connection.unread]).toEqual([false, true]);
  connection.answered();
  expect(verbs()).toEqual(['PING', 'HELP', 'PING', 'HELP']);
  connection.answered();
  expect(verbs()).toEqual(['PING', 'HELP', 'PING', 'HELP', 'PING']);
  expect([socket.reading, connection.unread]).toEqual([true, false]);
});

it('who does not read what is sent is not read either, but the silence counts', () => {
  connection.send('x'.repeat(300 * 1024));
  connection.flush();
  arrives('PING');
  expect(commands).toEqual([]);
  expect([socket.reading, connection.unread]).toEqual([false, false]);
  socket.writableLength = 0;
  socket.emit('drain');
  expect(verbs()).toEqual(['PING']);
  expect(socket.reading).toBe(true);
});

it('past a megabyte that was not read it is given up', () => {
  connection.send('x'.repeat(1024 * 1024 + 1));
  connection.flush();
  expect(connection.closing).toBe(true);
  arrives('PING');
  expect(commands).toEqual([]);
});

it('who goes on being too quick is refused a hundred times, then the rest waits', () => {
  open(1);
  arrives(...Array.from({ length: 1000 }, () => 'PING'));
  const refused = commands.filter(({ fault }) => fault === 'RATE-LIMITED').length;
  expect([commands.length - refused, refused]).toEqual([4, 100]);
  expect([socket.reading, connection.unread]).toEqual([false, true]);
});

it('of several CONNECTs on one connection all carry the hash of the same token', () => {
  arrives('CONNECT ana membro', 'CONNECT rui membro');
  const [one, other] = commands.map(({ args }) => args.at(-1));
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(other).toBe(one);
});
