/**
 * Questions at a terminal, to a person who may not want the answer to be seen. They stand on stderr, since stdout may
 * be a file. It decides nothing by the answers.
 */

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Questions {
  /** The answer; null if the person went away (Ctrl-D). */
  ask(question: string): Promise<string | null>;
  /** Gives the terminal back as it was. */
  close(): void;
}

/** A terminal, or what a test has in its place. */
export interface Console {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether a person sits there. */
  readonly isTerminal: boolean;
}

/** The terminal of this process. */
export function ownConsole(): Console {
  const { stdin, stderr } = process;
  return { input: stdin, output: stderr, isTerminal: stdin.isTTY && stderr.isTTY };
}

/**
 * @param hidden whether answers are kept from the screen.
 * @param interrupted what Ctrl-C does, once the terminal is as it was.
 */
export function openQuestions(
  { input, output }: Console,
  hidden: boolean,
  interrupted: () => void,
): Questions {
  // Readline shows what is typed by writing it: to nowhere, then.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const rl = createInterface({ input, output: hidden ? nowhere : output, terminal: true, historySize: 0 });
  const lines = rl[Symbol.asyncIterator]();
  rl.on('SIGINT', () => {
    output.write('\n');
    rl.close();
    interrupted();
  });
  return {
    ask: async (question) => {
      if (hidden) output.write(question);
      else {
        rl.setPrompt(question);
        rl.prompt();
      }
      const { value, done } = await lines.next();
      if (hidden) output.write('\n');
      return done ? null : value;
    },
    close: () => rl.close(),
  };
}
