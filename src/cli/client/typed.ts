/**
 * The chat at a terminal: what is typed goes out in order, what comes stands above the line being typed. Owns
 * the queue of typed lines, also while there is no connection, leaving by Ctrl-C and Ctrl-D, and the care that no
 * text goes to somebody whom the person did not have before their eyes, nor vanishes from them. The clock is passed in.
 */

import type { ChalkInstance } from 'chalk';
import type { Event } from '../../protocol/server-lines.ts';
import type { Server } from './address.ts';
import { Chat } from './chat.ts';
import type { End } from './ends.ts';
import { capital, harmless } from './harmless.ts';
import type { Change, Link } from './link.ts';
import type { Manners } from './manners.ts';
import { Overdue } from './overdue.ts';
import { Pace, rateFor } from './pace.ts';
import { speakStanding } from './plain.ts';
import type { Job } from './saying.ts';
import {
  showDay,
  showElsewhere,
  showError,
  showEvent,
  showSending,
  showTyping,
  showWaiting,
} from './screen.ts';
import { Standing } from './standing.ts';
import { wrap } from './table.ts';
import type { AnyTerminal, TypingEnd } from './terminal.ts';
import { TEXTS } from './texts.ts';
import { TERMINAL_TEXTS } from './texts-terminal.ts';
import { dayOf } from './times.ts';
import { Unasked } from './unasked.ts';
import { type Outgoing, outgoing, textsOf } from './unsent.ts';
import { DESK, type View } from './view.ts';

/** Columns by which the later lines of a long one are set in. */
const INDENT = 2;

/** Lines that may wait for a connection. */
export const MAX_WAITING = 1_000;

/** Time as it passes on a screen. */
export interface Seconds {
  /** Milliseconds, growing. */
  now(): number;
  /** Calls `tick` once a second until what it returns is called. */
  each(tick: () => void): () => void;
}

const REAL: Seconds = {
  now: () => performance.now(),
  each: (tick) => {
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  },
};

/** Chats until one side leaves for good. The terminal is given back by the caller. */
export async function chatTyped(
  link: Link,
  view: View,
  server: Server,
  ink: ChalkInstance,
  terminal: AnyTerminal,
  seconds: Seconds = REAL,
  manners: Manners = { seen: true, typing: true, bell: true },
): Promise<End> {
  /** The partner became another one while a line was being typed. */
  let turned = false;
  /** A line of the paste that is being read went nowhere for that, or had nobody to go to, as those behind it. */
  let isAstray = false;
  /** Of the lines that are being pasted it was said that they are text. */
  let isPasteTold = false;
  let prompt = '';
  let partner = view.partner;
  const standing = new Standing(server, view, ink, seconds.now);
  let overdue = new Overdue();
  let mark = '';
  let day = dayOf(Date.now());
  const print = (text: string, time?: string) => {
    const at = Date.parse(time ?? '') || Date.now();
    if (dayOf(at) !== day) terminal.print(showDay(at, chat.look()));
    day = dayOf(at);
    terminal.print(wrap(text, terminal.columns, INDENT).join('\n'));
  };
  const complain = (text: string) => print(showError(text, chat.look()));
  const outlet = {
    show: print,
    complain: (text: string) => print(text),
    prompt: (text: string, byEvent: boolean) => {
      // What is being typed at a plain terminal is not known: it may be for whom one talked to.
      if (byEvent && (terminal.isPlain ? partner !== null : terminal.line !== '')) turned = true;
      if (terminal.isPlain && byEvent && view.partner !== null && view.partner !== partner) {
        const told = view.partner;
        // Behind what it comes from.
        queueMicrotask(() => print(TEXTS[view.lang].partnerIs(harmless(told))));
      }
      partner = view.partner;
      prompt = text;
      drawPrompt();
    },
    marks: () => {
      if (marks() !== mark) drawPrompt();
    },
    columns: () => terminal.columns,
    rows: () => terminal.rows,
    heard: (event: Event) => unasked.heard(event, seconds.now()),
    plain: terminal.isPlain,
  };
  const marks = () =>
    standing.mark + showTyping(chat.typists, chat.look()) + showElsewhere(chat.unread, chat.look());
  const drawPrompt = () => {
    mark = marks();
    terminal.prompt(mark + prompt);
  };
  const chat = new Chat(link, view, outlet, ink, new Pace(rateFor(view.role)));
  const unasked = new Unasked({
    link,
    view,
    manners,
    target: (line) => {
      const to = chat.target(line);
      return to === DESK && view.servedBy === null ? null : to;
    },
    show: (event) => print(showEvent(event, chat.look())),
    ring: () => terminal.ring(),
  });
  const queue: Job[] = [];
  /** The typed line that is being carried out. */
  let running: Job | null = null;
  let isPumping = false;
  let pumping: Promise<void> = Promise.resolve();
  let leaving: Promise<unknown> | null = null;

  /** What is still to go out never will. */
  const giveUp = () => {
    for (const { text } of outgoing(queue.splice(0))) print(TEXTS[view.lang].unsent(harmless(text)));
  };

  const leave = (reason: string) => {
    giveUp();
    leaving ??= link.quit(reason, (reply) => {
      if (reply?.kind === 'ok' && reply.text !== '') terminal.print(ink.dim(capital(harmless(reply.text))));
    });
  };

  const pump = () => {
    if (!isPumping) pumping = drain();
  };

  /** Nothing is begun without a connection: so it is known not to have arrived. */
  const drain = async () => {
    isPumping = true;
    while (queue.length > 0 && !leaving) {
      while (!link.up && !link.over) await link.ready();
      if (link.over) giveUp();
      running = queue.shift() ?? null;
      if (running?.intent.do === 'leave') leave(running.intent.reason);
      else if (running) await chat.run(running);
    }
    running = null;
    isPumping = false;
  };

  /** What was entered and not begun, or begun and not sent. */
  const unsent = () => {
    const said = new Set(chat.said.map(({ job }) => job));
    return running && !said.has(running) ? [running, ...queue] : queue;
  };

  const tick = () => {
    if (link.up) {
      for (const { to, text } of overdue.among([...chat.said, ...textsOf(unsent())], seconds.now())) {
        print(showSending(to, text, chat.look()));
      }
    }
    unasked.tick(seconds.now(), terminal.line);
    if (marks() !== mark) drawPrompt();
  };

  const changed = (change: Change) => {
    unasked.changed(change);
    const wasUp = standing.mark === '';
    const text = standing.changed(change);
    if (text !== '') print(text);
    if (wasUp && standing.mark !== '') showAllWaiting([...chat.said, ...outgoing(unsent())]);
    if (change.is === 'back') overdue = new Overdue();
    drawPrompt();
    if (change.is === 'back' && view.role === 'atendente') tellWaiting(link, view, print, outlet.marks);
  };

  const showAllWaiting = (lines: readonly Outgoing[]) => {
    for (const { to, text } of lines) print(showWaiting(to, text, chat.look()));
  };

  /** A line that went nowhere stays with its writer: to be entered again, unless more is about to come. */
  const giveBack = (text: string) => {
    if (terminal.isPasting) print(TEXTS[view.lang].unsent(harmless(text)));
    terminal.prompt();
    if (!terminal.isPasting) terminal.refill(text);
  };

  const entered = (text: string, isPasted = false) => {
    isAstray &&= terminal.isPasting;
    const changedBefore = turned || isAstray;
    turned = false;
    unasked.entered();
    if (!link.up && !link.over && queue.length >= MAX_WAITING && text.trim() !== '') {
      terminal.eraseEntered();
      complain(TEXTS[view.lang].tooManyWaiting(MAX_WAITING));
      giveBack(text);
      return;
    }
    if (terminal.isPlain && link.up && text.trim() === '') print(speakStanding(chat.unread, chat.look()));
    const job = chat.accept(text, 0, isPasted);
    const isText = job.intent.do === 'say' || job.intent.do === 'say-to';
    // What is acknowledged will stand above, marked; what cannot go anywhere stays for its writer to see.
    if (isText && job.to !== null) terminal.eraseEntered();
    if (changedBefore && job.intent.do === 'say') {
      if (job.to === null) terminal.eraseEntered();
      if (!isAstray) complain(TEXTS[view.lang].turnedMeanwhile(view.target));
      isAstray = terminal.isPasting;
      giveBack(text);
      return;
    }
    // For nobody: that is told of the first of them.
    if (isPasted && job.intent.do === 'say' && job.to === null) isAstray = terminal.isPasting;
    if (!isPasted) isPasteTold = false;
    if (isPasted && job.intent.do === 'nothing') terminal.eraseEntered();
    if (job.intent.do === 'say' && job.intent.pasted === 'command' && job.to !== null && !isPasteTold) {
      isPasteTold = true;
      print(ink.dim(TERMINAL_TEXTS[view.lang].pastedAsText));
    }
    if (!link.up) {
      // Who wants to leave does not wait for a connection.
      if (job.intent.do === 'leave') return leave(job.intent.reason);
      const lines = chat.isToldAtOnce(job) ? [] : outgoing([job]);
      if (job.intent.do === 'nothing' || (lines.length > 0 && !isText)) terminal.eraseEntered();
      showAllWaiting(lines);
      link.tryNow();
    }
    // What needs no connection does not wait behind what does.
    if (!link.up && chat.isToldAtOnce(job)) void chat.run(job);
    else queue.push(link.up ? job : { ...job, hasWaited: true });
    if (job.intent.do !== 'leave') terminal.prompt();
    pump();
  };

  const ended = (how: TypingEnd) => {
    if (how === 'interrupt' || !link.up) return leave('');
    queue.push({ intent: { do: 'leave', reason: '' }, typed: '', line: 0 });
    pump();
  };

  terminal.completeWith((before) => chat.choices(before));
  chat.start();
  link.watch(changed);
  if (view.role === 'atendente') tellWaiting(link, view, print, outlet.marks);
  terminal.listen(entered, ended, () => {
    // What was meant for whom one talked to is gone: the next line is for the one in the prompt.
    turned = false;
  });
  const stop = seconds.each(tick);
  const end = await link.ended;
  stop();
  await pumping;
  await chat.settled();
  if (end.how !== 'left' && terminal.line.trim() !== '') print(TEXTS[view.lang].unsent(terminal.line));
  return end;
}

/** An attendant who comes to a line of customers is told so. */
function tellWaiting(link: Link, view: View, print: (text: string) => void, learnt: () => void): void {
  link.send('QUEUE', (reply) => {
    if (reply?.kind !== 'listing') return;
    view.waiting.clear();
    for (const item of reply.items) view.learn(item);
    learnt();
    if (reply.items.length > 0) print(TEXTS[view.lang].waitingAtEntry(reply.items.length));
  });
}
