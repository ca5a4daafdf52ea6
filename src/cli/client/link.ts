/**
 * One identity at a server, over as many connections as it takes. Owns what was sent and has no reply yet, what is
 * to be sent again, and which events are new. It never shows anything; who watches is told how things stand.
 *
 * What was sent and unanswered goes out again if that does no harm, with the same labels, in order, before anything
 * new: messages and notes, because the server knows their labels, and what changes nothing. Of the rest nobody knows
 * whether it happened, and so it gets no reply. So do messages and notes if the server no longer knows who we were.
 * Nothing goes out before all is told that came to pass meanwhile: a name may be somebody else's by then.
 */

import { randomBytes } from 'node:crypto';
import { COMMANDS, commandIndex } from '../../protocol/commands.ts';
import type { Event } from '../../protocol/server-lines.ts';
import { type Attempt, Comeback, type ComebackOptions, type Entered } from './comeback.ts';
import type { Connection, Reply } from './connection.ts';
import type { End } from './ends.ts';
import type { Identity } from './entry.ts';
import { NAMESAKE, Namesakes } from './namesakes.ts';
import { Shown, seqOf } from './shown.ts';

/** What happens to a link, for those who watch. */
export type Change =
  /** The connection is lost. */
  | Attempt
  /** We are in again; as somebody new if the server no longer knew us. */
  | { readonly is: 'back'; readonly newVisit: boolean; readonly name: string }
  /** After that: all that tells how things stand has come. */
  | { readonly is: 'settled' };

/** Who remembers an identity when this process ends. */
export interface Keeper {
  keep(identity: Identity): void;
  /** The person has left for good. */
  forget(): void;
}

export interface LinkOptions extends ComebackOptions {
  readonly keeper?: Keeper | null;
}

/** What was never sent is refused by ourselves, if it is about somebody whose name is another's now. */
export const REFUSED = { kind: 'err', label: '', code: NAMESAKE, text: '' } as const;

/** `repeated`: the message that the reply acknowledges was already seen as an event. */
export type Done = (reply: Reply | null, repeated: boolean) => void;

interface Pending {
  /** With its label. */
  readonly line: string;
  readonly verb: string;
  readonly done: Done;
  sent: boolean;
}

export class Link {
  /** Settles when there is nothing to come back to; by then every command has its reply or null. */
  readonly ended: Promise<End>;
  readonly #keeper: Keeper | null;
  readonly #comeback: Comeback;
  readonly #prefix = randomBytes(6).toString('hex');
  #counter = 0;
  #identity: Identity;
  #shown: Shown;
  #connection: Connection | null;
  #maxLine: number;
  /** In the order in which they were sent, or are to be. */
  readonly #pending = new Set<Pending>();
  readonly #namesakes = new Namesakes();
  /** There is a connection again, and not all is told yet that came to pass meanwhile. */
  #isReturning = false;
  #returns = 0;
  #listener: ((event: Event) => void) | null = null;
  readonly #watchers: ((change: Change) => void)[] = [];
  #over = false;
  #leaving: Promise<End> | null = null;
  #ready: (() => void)[] = [];

  constructor({ connection, identity }: Entered, options: LinkOptions) {
    this.#keeper = options.keeper ?? null;
    this.#comeback = new Comeback(options, (attempt) => this.#tell(attempt));
    this.#identity = identity;
    this.#shown = new Shown(identity.lastSeq);
    this.#connection = connection;
    this.#maxLine = connection.maxLine;
    this.#keeper?.keep(identity);
    this.ended = this.#live(connection);
  }

  /** Whether there is a connection. */
  get up(): boolean {
    return this.#connection !== null;
  }

  /** Whether there will never be one again. */
  get over(): boolean {
    return this.#over;
  }

  /** The bytes that a line to this server may have. */
  get maxLine(): number {
    return this.#maxLine;
  }

  /** How often we came back and were told what came to pass meanwhile. */
  get returns(): number {
    return this.#returns;
  }

  /** Events go to `listener` from now on, first those that came before; what comes a second time is left out. */
  listen(listener: (event: Event) => void): void {
    this.#listener = listener;
    this.#connection?.listen((event) => this.#event(event));
  }

  watch(watcher: (change: Change) => void): void {
    this.#watchers.push(watcher);
  }

  /**
   * Sends one command, now or once we are back, and calls `done` with its reply, in its place between the events; with
   * null if nobody will ever know. A label is put in front unless the line brings one along.
   */
  send(line: string, done: Done): void {
    if (this.#over) {
      done(null, false);
      return;
    }
    const labelled = line.startsWith('@') ? line : `@${this.#prefix}.${++this.#counter} ${line}`;
    const verb = labelled.split(' ', 2)[1]?.toUpperCase() ?? '';
    const pending = { line: labelled, verb, done, sent: false };
    this.#pending.add(pending);
    const isNow = !this.#isReturning || verb === 'QUIT';
    if (this.#connection && isNow) this.#transmit(this.#connection, pending);
  }

  /** Whether a line that was written while the connection was away is about somebody whose name is another's now. */
  isAstray(line: string): boolean {
    return this.#namesakes.isAbout(line);
  }

  /** As `send`, for whoever does not mind that events after the reply may be handled before it. */
  request(line: string): Promise<Reply | null> {
    return new Promise((resolve) => this.send(line, resolve));
  }

  /** We have another name from now on, and are the same. */
  rename(name: string): void {
    this.#identity = { ...this.#identity, name };
    this.#keeper?.keep(this.#identity);
  }

  /** Resolves when there is a connection, and all is told that came to pass without one; or never will be. */
  async ready(): Promise<void> {
    if ((this.#connection && !this.#isReturning) || this.#over) return;
    await new Promise<void>((resolve) => this.#ready.push(resolve));
  }

  /** Does not wait any longer for the next attempt to come back. */
  tryNow(): void {
    this.#comeback.now();
  }

  /**
   * Says QUIT, if there is a connection to say it over, and waits for the end; a server that does not close within
   * `patienceMs` is left standing.
   */
  quit(reason: string, done: Done, patienceMs = 2_000): Promise<End> {
    this.#leaving ??= this.#quit(reason, done, patienceMs);
    return this.#leaving;
  }

  async #quit(reason: string, done: Done, patienceMs: number): Promise<End> {
    this.#comeback.give();
    const connection = this.#connection;
    if (!connection) return this.ended;
    this.send(reason === '' ? 'QUIT' : `QUIT ${reason}`, done);
    const timer = setTimeout(() => connection.give({ how: 'left' }), patienceMs);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }

  async #live(first: Connection): Promise<End> {
    let end = await first.ended;
    for (;;) {
      this.#connection = null;
      const back = await this.#comeback.after(end, { ...this.#identity, lastSeq: this.#shown.last });
      if (back.how !== 'entered') return this.#finish(back);
      this.#takeUp(back);
      end = await back.connection.ended;
    }
  }

  /** Goes on over another connection. */
  #takeUp({ connection, identity, same }: Entered): void {
    this.#connection = connection;
    this.#maxLine = connection.maxLine;
    this.#identity = identity;
    if (same) this.#shown.replaying();
    else this.#shown = new Shown();
    this.#keeper?.keep(identity);

    this.#isReturning = true;
    this.#namesakes.returned(same);
    const shown = this.#shown;
    connection.send('PING', (reply) => {
      shown.replayed();
      if (reply) this.#settle(connection);
    });
    const unknown = [...this.#pending].filter(({ sent, verb }) => sent && !isSafeAgain(verb, same));
    this.#tell({ is: 'back', newVisit: !same, name: identity.name });
    for (const pending of unknown) this.#drop(pending, null);
    if (this.#listener) connection.listen((event) => this.#event(event));
  }

  /** All is told: what waited goes out, unless it is about somebody whose name is another's now. */
  #settle(connection: Connection): void {
    this.#namesakes.settled();
    this.#tell({ is: 'settled' });
    this.#isReturning = false;
    this.#returns += 1;
    for (const pending of [...this.#pending]) {
      if (pending.verb === 'QUIT') continue;
      if (this.isAstray(pending.line)) this.#drop(pending, pending.sent ? null : REFUSED);
      else this.#transmit(connection, pending);
    }
    for (const resolve of this.#ready.splice(0)) resolve();
  }

  #drop(pending: Pending, reply: Reply | null): void {
    this.#pending.delete(pending);
    pending.done(reply, false);
  }

  #transmit(connection: Connection, pending: Pending): void {
    // What is written to a socket that is already closed was not sent.
    pending.sent ||= connection.alive;
    connection.send(pending.line, (reply) => {
      if (reply) this.#answered(pending, reply);
    });
  }

  #answered(pending: Pending, reply: Reply): void {
    this.#pending.delete(pending);
    let repeated = false;
    if (reply.kind === 'ok' && (pending.verb === 'MSG' || pending.verb === 'NOTE')) {
      repeated = !this.#shown.own(seqOf(reply.text.split(' ').at(-1)));
      this.#keep();
    }
    if (reply.kind === 'ok' && pending.verb === 'QUIT') this.#keeper?.forget();
    pending.done(reply, repeated);
  }

  #event(event: Event): void {
    if (!this.#shown.event(event)) return;
    this.#namesakes.learn(event, this.#identity.name);
    this.#keep();
    this.#listener?.(event);
  }

  #keep(): void {
    const lastSeq = this.#shown.last;
    if (lastSeq === this.#identity.lastSeq) return;
    this.#identity = { ...this.#identity, lastSeq };
    this.#keeper?.keep(this.#identity);
  }

  #finish(end: End): End {
    this.#over = true;
    for (const pending of [...this.#pending]) this.#drop(pending, null);
    for (const resolve of this.#ready.splice(0)) resolve();
    return end;
  }

  #tell(change: Change): void {
    for (const watcher of this.#watchers) watcher(change);
  }
}

/** Whether a command that was sent may be sent again, `same` if to a server that knows us. */
function isSafeAgain(verb: string, same: boolean): boolean {
  if (verb === 'MSG' || verb === 'NOTE') return same;
  return COMMANDS[commandIndex(verb)]?.changes === false && verb !== 'QUIT';
}
