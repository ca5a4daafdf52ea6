/**
 * Clients at the far end of connections, as the world imagines them: which lines they have seen, which are still on
 * the way and may be lost with the connection, and what they would send again. And the delivery logs, as they follow
 * from what the world saw going out, whatever the desk and the store make of them.
 */

import assert from 'node:assert/strict';
import { EOL } from '../../src/protocol/format.ts';

/** Something that went out to an identity, or waits for it; its own messages too. Notes are among the messages. */
export interface Outgoing {
  readonly kind: 'MSG' | 'UNDO' | 'CLOSED';
  /** The room that it was in and whose others said it, or 0. */
  readonly room: number;
  /** Which message; 0 for CLOSED. */
  readonly seq: number;
  /** The event of UNDO and CLOSED. */
  readonly line: string;
  /** The last seq given when it went out. */
  readonly place: number;
  /** It was erased, for itself: messages are erased in the store. Or it was for a visit that is over. */
  erased: boolean;
}

/** The delivery logs of all identities, whole; each goes by the first party that it was. */
export class Logs {
  readonly #logs = new Map<number, Outgoing[]>();
  /** How long each was when its person went away. */
  readonly #away = new Map<number, number>();

  of(party: number): readonly Outgoing[] {
    return this.#logs.get(party) ?? [];
  }

  note(party: number, outgoing: Outgoing): void {
    const log = this.#logs.get(party);
    if (log) log.push(outgoing);
    else this.#logs.set(party, [outgoing]);
  }

  /** An account is made for somebody who was never here. */
  begins(party: number): void {
    this.#away.set(party, 0);
  }

  wentAway(party: number): void {
    this.#away.set(party, this.of(party).length);
  }

  cameBack(party: number): void {
    this.#away.delete(party);
  }

  /** Where what came while away begins. */
  sinceAway(party: number): number {
    return this.#away.get(party) ?? this.of(party).length;
  }

  /** Where what came behind a message begins; 0 if that is not in the log, or no longer. */
  behind(party: number, seq: number, erased: (seq: number) => boolean): number {
    if (erased(seq)) return 0;
    return this.of(party).findIndex((one) => one.kind === 'MSG' && one.seq === seq && !one.erased) + 1;
  }

  erase(which: (outgoing: Outgoing) => boolean): void {
    for (const log of this.#logs.values()) for (const one of log) if (which(one)) one.erased = true;
  }

  /** Somebody with an account is gone: what others said in rooms was for that visit. */
  leaves(party: number): void {
    for (const one of this.of(party)) if (one.room !== 0) one.erased = true;
  }

  end(party: number): void {
    this.#logs.delete(party);
    this.#away.delete(party);
  }
}

/** How long a log is, at most, of which nothing is missing. */
export const LOG_KEPT = 1000;
/** Lines that can be on the way to a client. */
const ON_THE_WAY = 8;
const SENT_KEPT = 20;

const MESSAGE = /^(?:MSG|NOTE) (\d+) /;
const RECEIVED = /^(?:@(\S+) )?\+ok mensagem recebida (\d+)$/;
const REPLY = /^@(\S+) (?:\+ok|-err)/;

interface Sent {
  readonly line: string;
  /** The seq that it gives, or 0. */
  readonly seq: number;
  readonly again: boolean;
}

export class Client {
  readonly party: number;
  readonly token: string;
  /** From this place in the log on it must have seen everything. */
  readonly base: number;
  /** The seqs of the messages that it has, in the order in which it saw them first. */
  readonly #saw = new Set<number>();
  /** The seq that it saw last. */
  last = 0;
  /** Whether it knows its token: the reply to CONNECT has arrived. */
  knowsToken = false;
  /** Labelled lines that were not answered yet, by their label; and those that it has sent last. */
  readonly pending: Map<string, string>;
  readonly sent: string[];
  /** Lines on the way to it, oldest first. */
  #onTheWay: Sent[] = [];
  /** It is gone without the server knowing: nothing reaches it any more. */
  dead = false;
  /** It has missed more than the log holds. */
  cut = false;

  constructor(party: number, token: string, base: number, former?: Client) {
    this.party = party;
    this.token = token;
    this.base = base;
    this.pending = former?.pending ?? new Map();
    this.sent = former?.sent ?? [];
  }

  /** It says a labelled MSG or NOTE, for the first time or again. */
  says(label: string, line: string): void {
    this.pending.set(label, line);
    this.sent.push(line);
    if (this.sent.length > SENT_KEPT) this.sent.shift();
  }

  /**
   * Something is sent to it.
   *
   * @param again the reply to a line that was answered before: nothing new is shown.
   * @param own the seq of a note of its own, if this is the reply to it.
   */
  isSent(lines: string, again: boolean, own = 0): void {
    if (this.dead) return;
    // A listing may be cut off like anything else, but what is in it is no event.
    if (lines.includes(EOL)) return;
    this.#onTheWay.push({ line: lines, again, seq: own || seqOf(lines) });
    if (this.#onTheWay.length > ON_THE_WAY) this.#sees(this.#onTheWay.shift()!);
  }

  /** Its connection is cut: the last lines do not arrive, nor does anything further. */
  dies(unseen: number): void {
    const seen = Math.max(0, this.#onTheWay.length - unseen);
    for (const sent of this.#onTheWay.slice(0, seen)) this.#sees(sent);
    this.#onTheWay = [];
    this.dead = true;
  }

  /** The same client on another connection. */
  revives(): void {
    this.dead = false;
  }

  /** Checks that it has each message of its identity once, in the order in which they went out, and no others. */
  check(logs: Logs, gone: (seq: number) => boolean): void {
    if (this.cut || this.dead) return;
    const log = logs.of(this.party);
    const whole = new Set(this.#saw);
    for (const { seq, again } of this.#onTheWay) if (seq > 0 && !again) whole.add(seq);
    const due: number[] = [];
    const seen = new Set<number>();
    for (const { kind, seq, erased } of log.slice(this.base)) {
      if (kind !== 'MSG' || erased || seen.has(seq)) continue;
      seen.add(seq);
      if (whole.has(seq) || !gone(seq)) due.push(seq);
    }
    assert.deepEqual([...whole], due, 'a client has each message once, in order, and none is missing');
  }

  #sees({ line, seq, again }: Sent): void {
    if (line.includes(` ${this.token} `)) this.knowsToken = true;
    const [, label = ''] = REPLY.exec(line) ?? [];
    this.pending.delete(label);
    if (seq === 0) return;
    this.last = seq;
    if (!again) this.#saw.add(seq);
  }
}

/** The seq that a line gives a client, or 0. */
function seqOf(line: string): number {
  return Number(MESSAGE.exec(line)?.[1] ?? RECEIVED.exec(line)?.[2] ?? 0);
}
