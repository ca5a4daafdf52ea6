/**
 * What one client knows: what it said and what became of it, what it heard, and in which order. It judges nothing but
 * what no client may ever be told; the rest is for `checker.ts`.
 */

import type { ServerLine } from '../../src/protocol/server-lines.ts';

/** A message that the client wants to be stored. */
export interface Said {
  readonly label: string;
  readonly to: string;
  readonly text: string;
  /** How often it was sent, and how often refused. */
  sends: number;
  refusals: number;
  /** What it was acknowledged with; 0 while it was not. */
  seq: number;
}

/** A message that came. */
export interface Heard {
  readonly seq: number;
  readonly time: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export class Testimony {
  readonly name: string;
  readonly role: string;
  readonly said: Said[] = [];
  /** What was neither acknowledged nor given up, in the order in which it was said. */
  readonly open = new Set<Said>();
  /** Each message that came, the first time that it came: later ones are dropped by their seq, as a client does. */
  readonly heard = new Map<number, Heard>();
  /** The seqs of what it heard and what it was acknowledged, in the order in which they came first. */
  readonly order = new Set<number>();
  /** The seq that came last, in a MSG or in the reply to its own. */
  last = 0;
  /** Messages that came once more. */
  repeated = 0;
  refusals = 0;
  #spoken = 0;
  /** What no client may be told. */
  readonly wrongs: string[] = [];

  constructor(name: string, role: string) {
    this.name = name;
    this.role = role;
  }

  /** How many things it ever said: so its labels differ. */
  get spoken(): number {
    return this.#spoken;
  }

  says(label: string, to: string, text: string): Said {
    this.#spoken++;
    const said: Said = { label, to, text, sends: 0, refusals: 0, seq: 0 };
    this.said.push(said);
    this.open.add(said);
    return said;
  }

  hears(message: Heard): void {
    const { seq } = message;
    const before = this.heard.get(seq);
    if (before) {
      this.repeated++;
      if (JSON.stringify(before) !== JSON.stringify(message)) {
        this.wrongs.push(`${this.name} heard ${seq} in two ways: ${before.text} and ${message.text}`);
      }
    } else this.heard.set(seq, message);
    this.#place(seq);
  }

  acknowledged(said: Said, reply: ServerLine & { kind: 'ok' }): void {
    const seq = Number(/^mensagem recebida (\d+)$/.exec(reply.text)?.[1]);
    if (reply.label !== said.label || !(seq > 0)) {
      this.wrongs.push(`${this.name} got another's reply to ${said.label}: ${reply.label} ${reply.text}`);
      return;
    }
    if (said.seq !== 0 && said.seq !== seq) {
      this.wrongs.push(`${said.label} of ${this.name} was acknowledged as ${said.seq} and as ${seq}`);
    }
    said.seq = seq;
    this.open.delete(said);
    this.#place(seq);
  }

  refused(said: Said, reply: ServerLine & { kind: 'err' }): void {
    said.refusals++;
    this.refusals++;
    if (reply.code !== 'STORE-FAILED') this.wrongs.push(`${said.label} of ${this.name} got ${reply.code}`);
  }

  /** Keeps only what is open: for whoever stays for long, and is not judged. */
  forget(): void {
    this.said.splice(0, this.said.length, ...this.open);
    this.heard.clear();
    this.order.clear();
  }

  /** What was said again has a seq that came before: the client is no further for it, nor less far. */
  #place(seq: number): void {
    if (this.order.has(seq)) return;
    this.order.add(seq);
    this.last = seq;
  }
}
