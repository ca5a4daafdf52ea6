/**
 * The chat in a pipe: every line of the input is a line typed, in order, with a bounded number in flight; at
 * the end of the input everything is waited for, then QUIT. Without a connection no more is read. Owns stdin as bytes
 * and where text goes: what comes to stdout, what fails to stderr with the number of its line.
 */

import type { Readable, Writable } from 'node:stream';
import type { ChalkInstance } from 'chalk';
import { errorText } from '../../protocol/codes.ts';
import { type Line, LineReader } from '../../protocol/lines.ts';
import { Chat } from './chat.ts';
import type { End } from './ends.ts';
import type { Link } from './link.ts';
import { Pace, rateFor } from './pace.ts';
import { showError } from './screen.ts';
import { TEXTS } from './texts.ts';
import type { View } from './view.ts';

const LF = 0x0a;

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

export interface Finished {
  readonly end: End;
  /** Whether every line did what it says. */
  readonly clean: boolean;
  /**
   * How far the input was confirmed: all up to this line, but for so many that were told of; nothing behind it. Null
   * if there was no input.
   */
  readonly confirmed: { readonly upTo: number; readonly gaps: number } | null;
}

/**
 * Sends what the input holds and leaves.
 *
 * @param interrupted aborts when the person wants to leave before the input is over.
 */
export async function chatPiped(
  link: Link,
  view: View,
  ink: ChalkInstance,
  { input, output, errors }: Streams,
  interrupted: AbortSignal,
): Promise<Finished> {
  const outlet = {
    show: (text: string) => void output.write(`${text}\n`),
    complain: (text: string, line: number) =>
      void errors.write(`${line === 0 ? text : TEXTS[view.lang].atLine(line, text.replace(/^! /, ''))}\n`),
    prompt: () => {},
    marks: () => {},
    columns: () => Number.POSITIVE_INFINITY,
    rows: () => Number.POSITIVE_INFINITY,
    heard: () => false,
    plain: false,
  };
  const chat = new Chat(link, view, outlet, ink, new Pace(rateFor(view.role)));
  chat.start();
  tellLosses(link, view, errors);
  // An attendant's first customers come right after entry: whoever writes to them at once must know them.
  if (view.role === 'atendente') await link.request('PING');

  const over = new AbortController();
  const stop = () => over.abort();
  const leave = () => {
    stop();
    void link.quit('', () => {});
  };
  interrupted.addEventListener('abort', leave);
  if (interrupted.aborted) leave();
  void link.ended.then(stop);
  let reason = '';
  let bad = 0;
  let last = 0;
  for await (const { line, number } of linesOf(input, over.signal)) {
    if (over.signal.aborted) break;
    last = number;
    if (typeof line !== 'string') {
      bad += 1;
      outlet.complain(showError(errorText(line.fault, view.lang), chat.look()), number);
      continue;
    }
    const job = chat.accept(line, number);
    if (job.intent.do === 'leave') {
      reason = job.intent.reason;
      break;
    }
    await chat.run(job);
  }
  if (!interrupted.aborted) await chat.settled();
  const end = await link.quit(reason, () => {});
  await chat.settled();
  const { failures, lost, lostFrom } = chat.complaints;
  const confirmed =
    last === 0 ? null : { upTo: lost === 0 ? last : lostFrom - 1, gaps: failures + bad - lost };
  return { end, clean: bad === 0 && failures === 0, confirmed };
}

/** Says once that the connection is lost, and once that it is back. */
function tellLosses(link: Link, view: View, errors: Writable): void {
  let isLost = false;
  link.watch((change) => {
    const t = TEXTS[view.lang];
    if (change.is === 'waiting' && !isLost) errors.write(`${t.lostInPipe}\n`);
    if (change.is === 'waiting') isLost = true;
    if (change.is !== 'back') return;
    isLost = false;
    errors.write(`${change.newVisit ? t.backAnew : t.back}\n`);
  });
}

/** The lines of a stream with their numbers, read no faster than they are used; the last needs no end. */
export async function* linesOf(
  input: Readable,
  over: AbortSignal,
): AsyncGenerator<{ line: Line; number: number }> {
  const reader = new LineReader();
  let number = 1;
  try {
    for await (const chunk of withAbort(input, over)) {
      // Line by line, since the reader leaves out empty lines and they count too.
      for (let start = 0; start < chunk.length; ) {
        const end = chunk.indexOf(LF, start);
        const next = end < 0 ? chunk.length : end + 1;
        for (const line of reader.push(chunk.subarray(start, next))) yield { line, number };
        if (end >= 0) number += 1;
        start = next;
      }
    }
  } catch (error) {
    if (!over.aborted) throw error;
  }
  for (const line of reader.push(Uint8Array.of(LF))) yield { line, number };
}

/** The chunks of a stream until the signal: a stream that will never end is let go. */
async function* withAbort(input: Readable, over: AbortSignal): AsyncGenerator<Uint8Array> {
  const destroy = () => input.destroy();
  over.addEventListener('abort', destroy);
  try {
    if (!over.aborted) yield* input as AsyncIterable<Uint8Array>;
  } finally {
    over.removeEventListener('abort', destroy);
  }
}
