/** A person before a terminal made of streams: types, and waits until something stands there. */

import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { Terminal } from '../../src/cli/client/terminal.ts';

const terminals: Terminal[] = [];

export function person() {
  const input = new PassThrough();
  const output = new PassThrough();
  const terminal = new Terminal(input as unknown as ReadStream, output as unknown as WriteStream);
  terminals.push(terminal);
  let screen = '';
  output.setEncoding('utf8').on('data', (text: string) => {
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
  return { terminal, type: (text: string) => input.write(text), sees, screen: () => screen };
}

/** Gives all terminals back. */
export function leaveTerminals(): void {
  for (const terminal of terminals.splice(0)) terminal.close();
}
