/**
 * A desk for one customer, as far as coming back goes: it stores what has a new label, keeps a log, and replays it
 * after RESUME. It cuts the connection where a test wants it. Everything goes through a `FakeServer`.
 */

import type { Socket } from 'node:net';
import type { FakeServer, Script } from './client-fake-server.ts';

export const TIME = '2026-03-09T14:03:00.000Z';

/**
 * Where a connection is cut: before the line is read, before any of the reply leaves, within the reply, behind it.
 */
export const CUTS = ['unread', 'unanswered', 'half', 'answered'] as const;
export type Cut = (typeof CUTS)[number];

export class FakeDesk {
  /** What was stored, as `label line`, in order. */
  readonly stored: string[] = [];
  /** Events in the order in which they went out, or were to. */
  readonly log: { readonly seq: number; readonly line: string }[] = [];
  token = 't0k3n';
  /** Whether, and where, to cut at this line, without its label. */
  cutAt: (line: string) => Cut | null = () => null;
  readonly #seqs = new Map<string, number>();
  #lastSeq = 0;
  #deaf: Socket | null = null;

  /** Something for the customer; it goes out now only if it is given to `server.write` too. */
  event(verb: 'MSG' | 'UNDO' | 'CLOSED', text: string): string {
    if (verb !== 'MSG') {
      const line = `${verb} ${text}`;
      this.log.push({ seq: 0, line });
      return line;
    }
    const seq = ++this.#lastSeq;
    const line = `MSG ${seq} ${TIME} ana * ${text}`;
    this.log.push({ seq, line });
    return line;
  }

  readonly script: Script = (line, server) => {
    // Behind a line that was not read nothing is read either; behind one that was, what had arrived still is.
    if (server.socket === this.#deaf) return null;
    const cut = this.cutAt(line);
    if (cut === 'unread') {
      this.#deaf = server.socket;
      server.socket?.destroy();
      return null;
    }
    const label = /^@(\S+) /.exec(server.raw.at(-1) ?? '')?.[1] ?? '';
    const reply = this.#reply(line, label);
    if (cut === null) return reply;
    const text = reply.map((one) => `${one.replace(/^@(?=[+-])/, `@${label} `)}\r\n`).join('');
    this.#cut(server, cut, text);
    return null;
  };

  #cut(server: FakeServer, cut: Cut, text: string): void {
    if (cut === 'unanswered') server.socket?.destroy();
    else server.socket?.end(cut === 'half' ? text.slice(0, text.length / 2) : text);
  }

  #reply(line: string, label: string): readonly string[] {
    const [verb, first = '', second = ''] = line.split(' ');
    switch (verb) {
      case 'CONNECT':
        return [`@+ok ${first} ${second} ${this.token} bem-vindo(a)`, 'QUEUE 1 1 ?'];
      case 'RESUME':
        return this.#resume(first, Number(second));
      case 'MSG':
        return [`@+ok mensagem recebida ${this.#store(label, line)}`];
      case 'NOTE':
        return [`@+ok ${this.#store(label, line)}`];
      case 'PING':
        return ['@+ok PONG'];
      case 'QUIT':
        return ['@+ok até logo'];
      case 'QUEUE':
        return ['@+ok 1 1 ?'];
      default:
        return ['@+ok'];
    }
  }

  #store(label: string, line: string): number {
    const known = this.#seqs.get(`${label} ${line}`);
    if (known !== undefined) return known;
    const seq = ++this.#lastSeq;
    this.#seqs.set(`${label} ${line}`, seq);
    this.stored.push(`${label} ${line}`);
    const [verb = ''] = line.split(' ');
    this.log.push({ seq, line: `${verb} ${seq} ${TIME} joao ${line.slice(verb.length + 1)}` });
    return seq;
  }

  #resume(token: string, last: number): readonly string[] {
    if (token !== this.token) return ['@-err RESUME-FAILED nada a retomar'];
    const missed = this.log.slice(this.log.findIndex(({ seq }) => seq === last && last > 0) + 1);
    return [
      `@+ok joao consumidor ${token} ${missed.length}`,
      ...missed.map(({ line }) => line),
      'QUEUE 1 1 ?',
    ];
  }
}
