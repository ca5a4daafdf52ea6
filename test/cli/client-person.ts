/** A person before a terminal made of streams: types, and waits until something stands there. */

import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { PlainTerminal } from '../../src/cli/client/plain-terminal.ts';
import { type AnyTerminal, Terminal } from '../../src/cli/client/terminal.ts';

const terminals: AnyTerminal[] = [];

export function person(plain = false) {
  const input = new PassThrough();
  const output = new PassThrough();
  const streams = [input as unknown as ReadStream, output as unknown as WriteStream] as const;
  const terminal = plain ? new PlainTerminal(...streams) : new Terminal(...streams);
  terminals.push(terminal);
  let screen = '';
  let raw = '';
  let rings = 0;
  output.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    rings += text.split('\x07').length - 1;
    screen += stripVTControlCharacters(text);
  });
  const sees = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!screen.includes(text)) return;
        output.off('data', look);
        resolve();
      };
      output.on('data', look);
      look();
    });
  return {
    terminal,
    output,
    type: (text: string) => input.write(text),
    sees,
    screen: () => screen,
    rings: () => rings,
    raw: () => raw,
  };
}

/** Gives all terminals back. */
export function leaveTerminals(): void {
  for (const terminal of terminals.splice(0)) terminal.close();
}
