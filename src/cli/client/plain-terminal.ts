/**
 * A terminal for whoever listens to it: text is appended, and nothing else ever happens. No prompt, no colours, no
 * cursor; the line being typed is the terminal's own, so that the screen reader knows it. Owns stdin as lines; knows
 * nothing of chat or protocol.
 */

import { createInterface, type Interface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import type { AnyTerminal, TypingEnd } from './terminal.ts';

const ERASE = /^[\b\x7f]$/;
const WIPE = '\x15';
const LEAVE = /[\x03\x04]/;

export class PlainTerminal implements AnyTerminal {
  readonly isPlain = true;
  /** What is being typed stays with the terminal until Enter. */
  readonly line = '';
  readonly isPasting = false;
  /** Lines are not broken here: the terminal does that. */
  readonly columns = Number.POSITIVE_INFINITY;
  readonly rows = Number.POSITIVE_INFINITY;
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #rl: Interface;
  /** A line given back to the person: Enter alone enters it again. */
  #given = '';
  #isSecret = false;
  #closed = false;
  #ahead: string[] = [];
  #ended: TypingEnd | null = null;
  #onLine: ((line: string) => void) | null = null;
  #onEnd: ((end: TypingEnd) => void) | null = null;
  readonly #watchKeys: (chunk: Uint8Array) => void;

  constructor(input: ReadStream, output: WriteStream) {
    this.#input = input;
    this.#output = output;
    // While nothing is echoed, Ctrl-C and Ctrl-D are characters like others.
    this.#watchKeys = (chunk) => {
      if (this.#isSecret && LEAVE.test(String(chunk))) this.#end('interrupt');
    };
    input.on('data', this.#watchKeys);
    this.#rl = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    this.#rl.on('line', (line) => this.#take(line));
    this.#rl.on('close', () => this.#end('end'));
  }

  /** Asks one question; null once typing has ended. What answers a `secret` one is not echoed. */
  ask(question: string, secret = false): Promise<string | null> {
    if (this.#ended) return Promise.resolve(null);
    this.#output.write(question);
    const early = this.#ahead.shift();
    if (early !== undefined) {
      this.#output.write('\n');
      return Promise.resolve(early);
    }
    this.#echo(!secret);
    return new Promise((resolve) => {
      const finish = (answer: string | null) => {
        if (secret) this.#output.write('\n');
        this.#echo(true);
        this.#onLine = null;
        this.#onEnd = null;
        resolve(answer);
      };
      this.#onLine = (line) => finish(secret ? typed(line) : line);
      this.#onEnd = () => finish(null);
    });
  }

  /** What was typed ahead of the questions may be a secret. */
  reveal(): void {
    this.#ahead = [];
  }

  watchEnd(onEnd: (end: TypingEnd) => void): void {
    this.#onEnd = onEnd;
    if (this.#ended) onEnd(this.#ended);
  }

  listen(onLine: (line: string) => void, onEnd: (end: TypingEnd) => void): void {
    this.#onLine = onLine;
    this.#onEnd = onEnd;
    for (const line of this.#ahead.splice(0)) onLine(line);
    if (this.#ended) onEnd(this.#ended);
  }

  print(text: string): void {
    this.#output.write(`${text}\n`);
  }

  ring(): void {
    this.#output.write('\x07');
  }

  refill(text: string): void {
    this.#given = text;
  }

  /** There is none. */
  prompt(): void {}

  /** What stands there stays. */
  eraseEntered(): void {}

  /** The terminal completes nothing. */
  completeWith(): void {}

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onEnd = null;
    this.#echo(true);
    this.#input.off('data', this.#watchKeys);
    this.#rl.close();
    this.#input.pause();
  }

  #take(line: string): void {
    const whole = line === '' ? this.#given : line;
    this.#given = '';
    if (this.#onLine) this.#onLine(whole);
    else this.#ahead.push(whole);
  }

  #echo(on: boolean): void {
    if (this.#isSecret === !on) return;
    this.#isSecret = !on;
    this.#input.setRawMode?.(!on);
  }

  #end(how: TypingEnd): void {
    if (this.#closed || this.#ended) return;
    this.#ended = how;
    this.#onEnd?.(how);
  }
}

/** What is left of keys that nobody echoed: Backspace and Ctrl-U do what they do elsewhere. */
function typed(keys: string): string {
  const left: string[] = [];
  for (const key of keys) {
    if (ERASE.test(key)) left.pop();
    else if (key === WIPE) left.length = 0;
    else left.push(key);
  }
  return left.join('');
}
