/** A connection on a socket that only notes what it is given. */

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { COMMANDS } from '../../src/protocol/commands.ts';
import type { Command } from '../../src/protocol/parse.ts';
import { Connection } from '../../src/workers/connection.ts';
import { LIMIT_DEFAULTS, type Limits } from '../../src/workers/limits.ts';

/** Nothing of what is written is ever sent, until `drains`. */
class FakeSocket extends EventEmitter {
  destroyed = false;
  writableLength = 0;
  reading = true;
  ended = false;
  written = '';
  /** The last piece, as it was given. */
  last: string | Uint8Array = '';
  setNoDelay(): void {}
  write(piece: string | Uint8Array): void {
    this.last = piece;
    this.written += piece.toString();
    this.writableLength += Buffer.byteLength(piece);
  }
  pause(): void {
    this.reading = false;
  }
  resume(): void {
    this.reading = true;
  }
  end(): void {
    this.ended = true;
  }
}

export interface Opened {
  readonly socket: FakeSocket;
  readonly connection: Connection;
  /** What came of it, in order. */
  readonly commands: Command[];
  readonly questions: { readonly key: string; readonly password: string }[];
  /** How often it said that nothing more would come. */
  readonly halfClosed: () => number;
  arrives(...lines: string[]): void;
  /** The verbs of the commands, '' where there is none. */
  verbs(): string[];
  /** What is written by now. */
  written(): string;
}

/** Without a limit of commands per second, unless one is given. */
export function open(limits: Partial<Limits> = {}): Opened {
  const socket = new FakeSocket();
  const commands: Command[] = [];
  const questions: Opened['questions'] = [];
  let halfClosed = 0;
  const events = {
    command: (_: Connection, command: Command) => commands.push(command),
    verify: (_: Connection, key: string, password: string) => questions.push({ key, password }),
    halfClosed: () => halfClosed++,
    gone: () => {},
    dirty: () => {},
  };
  const connection = new Connection(1, socket as unknown as Socket, events, {
    lang: 'pt',
    limits: { ...LIMIT_DEFAULTS, commandsPerSecond: 0, ...limits },
    address: '192.0.2.1',
    now: performance.now(),
  });
  return {
    socket,
    connection,
    commands,
    questions,
    halfClosed: () => halfClosed,
    arrives: (...lines) => {
      socket.emit('data', Buffer.from(lines.map((line) => `${line}\n`).join('')));
    },
    verbs: () => commands.map(({ verb }) => COMMANDS[verb]?.verb ?? ''),
    written: () => {
      connection.flush();
      return socket.written;
    },
  };
}
