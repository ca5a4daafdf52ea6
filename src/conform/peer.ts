/**
 * Somebody at the server under test: a connection, with what one asks there and what comes back. It knows which lines
 * are replies, listings and events; what they ought to say is not its business.
 */

import { MAX_LISTING_BYTES } from '../protocol/limits.ts';
import { asFaultOf, Fault } from './fault.ts';
import { concealed, Link, type Target, type Watch } from './link.ts';
import { both, type Telling } from './telling.ts';

/** Whether the label is a right one, others tell. */
const REPLY = /^(?:@\S* )?(?:\+ok|-err)(?: |$)/;
const A_REPLY = both('a reply', 'uma resposta');
export const THE_END = both('the end of the connection', 'o fim da conexão');

/** Whether a line is a reply, or the first line of a listing. */
export function isReply(line: string): boolean {
  return REPLY.test(line);
}

export class Peer extends Link {
  #barriers = 0;

  /** Connects, and waits until it has. @throws Unreachable when nobody listens, or not in time. */
  static async open(target: Target, timeoutMs: number, watch: Watch): Promise<Peer> {
    const peer = new Peer(target, timeoutMs, watch);
    await peer.connected();
    return peer;
  }

  /** Sends a line, passes over events, and returns the reply; of a listing the first line. */
  async ask(line: string): Promise<string> {
    this.say(line);
    return this.reply(both(`a reply to ${concealed(line)}`, `uma resposta a ${concealed(line)}`));
  }

  /** The same, also where the server is known to do without such a command. */
  async askAnyway(line: string): Promise<string> {
    this.sayAnyway(line);
    return this.reply(both(`a reply to ${concealed(line)}`, `uma resposta a ${concealed(line)}`));
  }

  /** The next reply; events before it are passed over. */
  async reply(awaited: Telling = A_REPLY): Promise<string> {
    for (const until = this.inTime(); ; ) {
      const said = await this.some(awaited, until);
      if (isReply(said)) return said;
    }
  }

  /** The next line, which has to match. Returns it. */
  async expect(pattern: RegExp, expected: Telling): Promise<string> {
    const said = await this.some(expected);
    if (!pattern.test(said)) throw new Fault(expected, said, this.context);
    return said;
  }

  /** Sends a line whose reply has to match; events before it are passed over. Returns the reply. */
  async asked(line: string, pattern: RegExp, expected: Telling): Promise<string> {
    const said = await this.ask(line);
    if (!pattern.test(said)) throw new Fault(expected, said, this.context);
    return said;
  }

  /** Passes over lines up to an event that matches, and returns that. */
  async event(pattern: RegExp, expected: Telling, until = this.inTime()): Promise<string> {
    for (;;) {
      const said = await this.some(expected, until);
      if (pattern.test(said)) return said;
      if (isReply(said)) throw new Fault(expected, said, this.context);
    }
  }

  /** Sends a line and returns the items of the listing that answers it. @throws Fault where it is none. */
  async list(line: string): Promise<string[]> {
    const head = await this.asked(line, /^(?:@\S+ )?\+ok \*\d+/, '+ok *<n>');
    return this.items(head);
  }

  /** The items of a listing whose first line was taken: as many as it says, then a dot. */
  async items(head: string): Promise<string[]> {
    return asFaultOf('LIST-1', () => this.#items(head));
  }

  async #items(head: string): Promise<string[]> {
    const count = Number(/\+ok \*(\d+)/.exec(head)?.[1]);
    const items: string[] = [];
    let length = 0;
    // One time for all of them: who sends an item now and then would keep us for hours.
    const until = this.inTime();
    while (items.length < count) {
      const next = items.length + 1;
      const item = await this.some(both(`item ${next} of ${count}`, `item ${next} de ${count}`), until);
      length += item.length;
      if (length > MAX_LISTING_BYTES) {
        this.cut();
        throw new Fault(
          both('a listing of at most 512 KiB', 'uma listagem de no máximo 512 KiB'),
          both(`${next} items and more`, `${next} itens e mais`),
          this.context,
        );
      }
      if (item === '.') {
        throw new Fault(
          both(`as many items as ${head} says`, `tantos itens quanto diz ${head}`),
          both(`a dot after ${items.length}`, `um ponto depois de ${items.length}`),
          this.context,
        );
      }
      items.push(item);
    }
    await this.expect(
      /^\.$/,
      both(`. as the line after item ${count}`, `. como a linha depois do item ${count}`),
    );
    return items;
  }

  /**
   * All that the server has said so far: what comes before the reply to a last PING. A server that does not know
   * PING, or brings no labels back, is understood as well.
   */
  async soFar(): Promise<string[]> {
    const label = `@so-far.${++this.#barriers}`;
    const reply = new RegExp(`^(?:${label.replaceAll('.', '\\.')} )?(?:\\+ok PONG so-far$|-err BAD-COMMAND)`);
    const said: string[] = [];
    this.sayAnyway(`${label} PING so-far`);
    for (const until = this.inTime(); ; ) {
      const line = await this.some('+ok PONG so-far', until);
      if (reply.test(line)) {
        // Nobody who reads a report has said this.
        this.forget(`> ${label} PING so-far`);
        this.forget(`< ${line}`);
        return said;
      }
      said.push(line);
    }
  }

  /** All lines up to the end of the connection. @throws Fault when it does not come in time. */
  async toEnd(): Promise<string[]> {
    const said: string[] = [];
    for (const until = this.inTime(); ; ) {
      const line = await this.line(THE_END, until);
      if (line === null) return said;
      said.push(line);
    }
  }
}
