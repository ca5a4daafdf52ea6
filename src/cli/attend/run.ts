/**
 * An attendant's screen at work: inputs from the connection, the keyboard and the clock go through the steps, orders
 * are carried out, and what changed is drawn. Owns that wiring, and how often it draws; decides nothing.
 */

import type { ReadStream, WriteStream } from 'node:tty';
import { createElement as h } from 'react';
import { errorText, type Lang } from '../../protocol/codes.ts';
import type { Reply } from '../client/connection.ts';
import type { End } from '../client/ends.ts';
import { lineFault } from '../client/line-faults.ts';
import type { Link } from '../client/link.ts';
import { Asking } from './asking.ts';
import { Screen } from './components/screen.ts';
import { openFrame } from './frame.ts';
import { begin, type Size, type State } from './state.ts';
import { step } from './step.ts';
import type { Theme } from './theme.ts';
import type { Input, Order } from './turn.ts';

/** Milliseconds between two drawings, at least: what comes in a burst is drawn together. */
const DRAW_EVERY_MS = 33;

export interface Attending {
  readonly link: Link;
  readonly lang: Lang;
  readonly name: string;
  readonly server: string;
  readonly theme: Theme;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}

export interface Attended {
  /** How it ended; an error is a fault of ours. */
  readonly end: End | Error;
  /** What was typed and not sent, and to whom. */
  readonly unsent: readonly (readonly [name: string, text: string])[];
}

/** Attends until one side leaves for good; then the terminal is as it was. */
export async function attend(attending: Attending): Promise<Attended> {
  const { link, lang, name, server, theme, stdin, stdout } = attending;
  let state = begin({ lang, me: name, server, now: Date.now(), size: sizeOf(stdout) });
  let drawnAt = 0;
  let timer: NodeJS.Timeout | null = null;
  let isSettling = false;
  const asking = new Asking();

  const take = (input: Input) => {
    const before = state;
    const { state: after, orders } = step(state, input, Date.now());
    state = after;
    for (const order of orders) carryOut(order);
    if (state !== before) drawSoon();
  };
  const draw = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    drawnAt = performance.now();
    frame.draw(h(Screen, { state, theme }));
  };
  const drawSoon = () => {
    timer ??= setTimeout(draw, Math.max(0, DRAW_EVERY_MS - (performance.now() - drawnAt)));
  };
  const answered = (order: Order & { do: 'send' }, reply: Reply | null) => {
    const { line, about } = order;
    const isWanted = asking.answered(line, about);
    take({ is: 'reply', about, reply });
    if (isWanted && !link.over) carryOut(order);
  };
  const carryOut = (order: Order) => {
    switch (order.do) {
      case 'send': {
        const { line, about } = order;
        const fault = lineFault(line, link.maxLine);
        if (fault === '') {
          if (asking.want(line, about)) link.send(line, (reply) => answered(order, reply));
        } else {
          const reply = { kind: 'err', label: '', code: fault, text: errorText(fault, lang) } as const;
          take({ is: 'reply', about, reply });
        }
        return;
      }
      case 'settle':
        if (isSettling) return;
        isSettling = true;
        setImmediate(() => {
          isSettling = false;
          take({ is: 'settled' });
        });
        return;
      case 'bell':
        frame.bell();
        return;
      case 'redraw':
        frame.redraw();
        return;
      case 'try-now':
        link.tryNow();
        return;
      case 'leave':
        void link.quit('', () => {});
    }
  };
  // Before Ink hears of it, so that it draws at once what fits.
  const resized = () => {
    take({ is: 'resized', size: sizeOf(stdout) });
    draw();
  };
  stdout.on('resize', resized);
  const frame = openFrame(stdin, stdout, take);
  draw();
  link.watch((change) => take({ is: 'link', change }));
  link.listen((event) => take({ is: 'event', event }));
  take({ is: 'began' });
  // A keyboard that is gone for good leaves nobody to attend.
  const unplugged = () => void link.quit('', () => {});
  stdin.once('end', unplugged);
  const clock = setInterval(() => take({ is: 'tick' }), 1_000);

  const end = await Promise.race([link.ended, frame.failed]);
  clearInterval(clock);
  if (timer) clearTimeout(timer);
  stdout.off('resize', resized);
  stdin.off('end', unplugged);
  frame.close();
  return { end, unsent: unsentIn(state) };
}

function sizeOf({ columns, rows }: WriteStream): Size {
  return { columns: columns || 80, rows: rows || 24 };
}

/** Drafts, and what has no reply. */
function unsentIn({ chats }: State): [string, string][] {
  return [...chats.values()].flatMap(({ name, draft, note, lines }) => {
    const waiting = lines.filter(({ mark }) => mark === 'sent' || mark === 'failed').map(({ text }) => text);
    return [...waiting, draft.text, note.text].flatMap((text): [string, string][] =>
      text.trim() === '' ? [] : [[name, text]],
    );
  });
}
