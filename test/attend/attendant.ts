/** An attendant without a terminal: the steps of the screen, with the server's part played by a test. */

import { type Beginning, begin, type Chat, type State } from '../../src/cli/attend/state.ts';
import { step } from '../../src/cli/attend/step.ts';
import type { About, Input, Order } from '../../src/cli/attend/turn.ts';
import { readName } from '../../src/protocol/names.ts';
import { ServerLines } from '../../src/protocol/server-lines.ts';

export const NOON = Date.parse('2026-11-21T12:00:00.000Z');

const BEGINNING: Beginning = {
  lang: 'pt',
  me: 'ana',
  server: '127.0.0.1:3627',
  now: NOON,
  size: { columns: 80, rows: 24 },
};

interface Sent {
  readonly line: string;
  readonly about: About;
}

export class Attendant {
  state: State;
  now = NOON;
  /** Lines without a reply. */
  sent: Sent[] = [];
  bells = 0;
  hasLeft = false;
  #seq = 0;
  #settling = false;

  constructor(beginning: Partial<Beginning> = {}) {
    this.state = begin({ ...BEGINNING, ...beginning });
  }

  take(...inputs: Input[]): this {
    for (const input of inputs) {
      const { state, orders } = step(this.state, input, this.now);
      this.state = state;
      for (const order of orders) this.#carryOut(order);
    }
    return this;
  }

  /** The server says these events, all in one go. */
  hears(...lines: string[]): this {
    const reader = new ServerLines();
    for (const line of lines) {
      const event = reader.push(line);
      if (event?.kind !== 'event') throw new Error(`no event: ${line}`);
      this.take({ is: 'event', event });
    }
    return this.settle();
  }

  /** A message to me comes; its seq. */
  gets(from: string, text: string, to = '*', at = this.now): number {
    const seq = ++this.#seq;
    this.hears(`MSG ${seq} ${new Date(at).toISOString()} ${from} ${to} ${text}`);
    return seq;
  }

  /** The next seq that the server gives. */
  nextSeq(): number {
    return ++this.#seq;
  }

  /** Serves this customer, whose conversation is the current one then. */
  serves(name: string): this {
    this.hears(`ASSIGNED ${name} ana`);
    this.sent = this.sent.filter(({ line }) => !line.startsWith('HISTORY'));
    return this.press('escape');
  }

  press(...keys: string[]): this {
    return this.take(...keys.map((key) => ({ is: 'key', key }) as const)).settle();
  }

  type(text: string): this {
    return this.take({ is: 'text', text }).settle();
  }

  /** The oldest unanswered line that begins so is answered with these lines; null: nobody will ever know. */
  answers(start: string, ...lines: string[] | [null]): this {
    const at = this.sent.findIndex(({ line }) => line.startsWith(start));
    const [sent] = at < 0 ? [] : this.sent.splice(at, 1);
    if (!sent) throw new Error(`never sent: ${start}; but ${this.lines.join(' | ')}`);
    if (lines[0] === null) return this.take({ is: 'reply', about: sent.about, reply: null }).settle();
    const reader = new ServerLines();
    for (const line of lines) {
      const reply = reader.push(line!);
      if (reply && reply.kind !== 'event')
        return this.take({ is: 'reply', about: sent.about, reply }).settle();
    }
    throw new Error(`no reply: ${lines.join(' | ')}`);
  }

  /** Time passes, a tick a second. */
  passes(seconds: number): this {
    for (let i = 0; i < seconds; i++) {
      this.now += 1_000;
      this.take({ is: 'tick' });
    }
    return this.settle();
  }

  /** Lines sent and unanswered. */
  get lines(): string[] {
    return this.sent.map(({ line }) => line);
  }

  chat(name: string): Chat {
    const chat = this.state.chats.get(readName(name)?.key ?? name);
    if (!chat) throw new Error(`no conversation with ${name}`);
    return chat;
  }

  /** What stands in a conversation: text and mark of each line. */
  texts(name: string): string[] {
    return this.chat(name).lines.map(({ text, mark }) => (mark === '' ? text : `${text} [${mark}]`));
  }

  settle(): this {
    while (this.#settling) {
      this.#settling = false;
      this.take({ is: 'settled' });
    }
    return this;
  }

  #carryOut(order: Order): void {
    if (order.do === 'send') this.sent.push(order);
    if (order.do === 'settle') this.#settling = true;
    if (order.do === 'bell') this.bells += 1;
    if (order.do === 'leave') this.hasLeft = true;
  }
}
