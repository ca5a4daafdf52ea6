/**
 * The chat at a terminal: what is typed goes out in order, what comes stands above the line being typed. Owns
 * the queue of typed lines, leaving by Ctrl-C and Ctrl-D, and the care that no text goes to somebody whom the
 * person did not have before their eyes.
 */

import type { ChalkInstance } from 'chalk';
import { Chat, type Job } from './chat.ts';
import type { Connection, End } from './connection.ts';
import { harmless } from './harmless.ts';
import { Pace, rateFor } from './pace.ts';
import { showError } from './screen.ts';
import { wrap } from './table.ts';
import type { Terminal, TypingEnd } from './terminal.ts';
import { TEXTS } from './texts.ts';
import type { View } from './view.ts';

/** Chats until one side leaves. The terminal is given back by the caller. */
export async function chatTyped(
  connection: Connection,
  view: View,
  ink: ChalkInstance,
  terminal: Terminal,
): Promise<End> {
  /** The partner became another one while a line was being typed. */
  let turned = false;
  const print = (text: string) => terminal.print(wrap(text, terminal.columns).join('\n'));
  const outlet = {
    show: print,
    complain: print,
    prompt: (text: string, byEvent: boolean) => {
      if (byEvent && terminal.line !== '') turned = true;
      terminal.prompt(text);
    },
    columns: () => terminal.columns,
  };
  const chat = new Chat(connection, view, outlet, ink, new Pace(rateFor(view.role)));
  const queue: Job[] = [];
  let running = false;
  let leaving: Promise<unknown> | null = null;

  const leave = (reason: string) => {
    queue.length = 0;
    leaving ??= connection.quit(reason, (reply) => {
      if (reply?.kind === 'ok' && reply.text !== '') terminal.print(ink.dim(harmless(reply.text)));
    });
  };

  const pump = async () => {
    if (running) return;
    running = true;
    for (let job = queue.shift(); job && !leaving; job = queue.shift()) {
      if (job.intent.do === 'leave') leave(job.intent.reason);
      else await chat.run(job);
    }
    running = false;
  };

  const entered = (text: string) => {
    const changed = turned;
    turned = false;
    const job = chat.accept(text);
    const isText = job.intent.do === 'say' || job.intent.do === 'say-to';
    // What is acknowledged will stand above, marked; what cannot go anywhere stays for its writer to see.
    if (isText && job.to !== null) terminal.eraseEntered();
    if (changed && job.intent.do === 'say') {
      if (job.to === null) terminal.eraseEntered();
      print(showError(TEXTS[view.lang].turnedMeanwhile(view.partner), chat.look()));
      terminal.prompt();
      terminal.refill(text);
      return;
    }
    queue.push(job);
    if (job.intent.do !== 'leave') terminal.prompt();
    void pump();
  };

  const ended = (how: TypingEnd) => {
    if (how === 'interrupt') leave('');
    else {
      queue.push({ intent: { do: 'leave', reason: '' }, line: 0 });
      void pump();
    }
  };

  chat.start();
  if (view.role === 'atendente') tellWaiting(connection, view, print);
  terminal.listen(entered, ended);
  const end = await connection.ended;
  await chat.settled();
  if (end.how !== 'left' && terminal.line.trim() !== '') print(TEXTS[view.lang].unsent(terminal.line));
  return end;
}

/** An attendant who comes to a line of customers is told so. */
function tellWaiting(connection: Connection, view: View, print: (text: string) => void): void {
  connection.send('QUEUE', (reply) => {
    if (reply?.kind !== 'listing' || reply.items.length === 0) return;
    for (const item of reply.items) view.learn(item);
    print(TEXTS[view.lang].waitingAtEntry(reply.items.length));
  });
}
