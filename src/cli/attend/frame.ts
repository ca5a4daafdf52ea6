/**
 * The terminal as long as a full screen has it: alternate screen, raw mode, bracketed paste, cursor. Owns taking them
 * and giving them back, exactly once, however it ends: closed, a component that fails, an error that nobody caught, or
 * the process exiting. Knows nothing of what is drawn.
 */

import process from 'node:process';
import type { ReadStream, WriteStream } from 'node:tty';
import { render, useInput, usePaste } from 'ink';
import { createElement as h, type ReactNode } from 'react';
import { readKeys } from './keyboard.ts';
import type { Input } from './turn.ts';

export interface Frame {
  /** Shows this from now on. */
  draw(node: ReactNode): void;
  /** Wipes the screen and draws all of it again. */
  redraw(): void;
  bell(): void;
  /** Gives the terminal back; the second time nothing happens. */
  close(): void;
  /** Settles when something went wrong that nobody caught, after the terminal was given back. */
  readonly failed: Promise<Error>;
}

/** Cursor to the first cell, and everything from there on wiped. */
const WIPE = '\x1b[H\x1b[J';

/** @param take is given everything that is typed. */
export function openFrame(stdin: ReadStream, stdout: WriteStream, take: (input: Input) => void): Frame {
  const { promise: failed, resolve: fail } = Promise.withResolvers<Error>();
  let isOpen = true;
  let shown: ReactNode = null;
  const wrapped = () => h(Keyboard, { take }, shown);
  // Whoever asked questions here before has paused it, and a paused terminal is not read again by Ink's `readable`.
  stdin.resume();
  const ink = render(wrapped(), {
    stdin,
    stdout,
    exitOnCtrlC: false,
    patchConsole: true,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
  });
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    process.off('uncaughtException', caught);
    process.off('unhandledRejection', caught);
    process.off('exit', close);
    ink.unmount();
    stdin.pause();
  };
  const caught = (reason: unknown) => {
    close();
    fail(reason instanceof Error ? reason : new Error(String(reason)));
  };
  process.on('uncaughtException', caught);
  process.on('unhandledRejection', caught);
  process.on('exit', close);
  // Ink takes itself off the screen when a component fails.
  ink.waitUntilExit().catch(caught);
  return {
    draw(node) {
      shown = node;
      if (isOpen) ink.rerender(wrapped());
    },
    redraw() {
      if (!isOpen) return;
      ink.clear();
      stdout.write(WIPE);
      ink.rerender(wrapped());
    },
    bell() {
      if (isOpen) stdout.write('\x07');
    },
    close,
    failed,
  };
}

interface KeyboardProps {
  readonly take: (input: Input) => void;
  readonly children?: ReactNode;
}

function Keyboard({ take, children }: KeyboardProps) {
  useInput((text, key) => {
    for (const input of readKeys(text, key)) take(input);
  });
  usePaste((text) => take({ is: 'text', text }));
  return children;
}
