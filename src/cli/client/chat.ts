/**
 * The chat between a person and a server: typed lines become commands, replies and events become text for
 * an outlet. Owns the order of things: to whom a text goes is settled when it is entered, or, if a command
 * that may change that is still unanswered, after its reply. It never reads a keyboard nor writes to a screen.
 */

import type { ChalkInstance } from 'chalk';
import { errorText } from '../../protocol/codes.ts';
import { readName, readRoom } from '../../protocol/names.ts';
import type { Event } from '../../protocol/server-lines.ts';
import { escapeText } from '../../protocol/text.ts';
import { argsOf, isSettling, type Outcome, outcomeOf } from './answers.ts';
import { Complaints } from './complaints.ts';
import type { Reply } from './connection.ts';
import { Door } from './door.ts';
import { type Intent, nearestSlash, readInput } from './input.ts';
import type { Change, Link } from './link.ts';
import { showRules } from './listings.ts';
import { textFault } from './outgoing.ts';
import type { Pace } from './pace.ts';
import { type Look, promptFor, showEvent, showNotSent, showSent, showUnknown } from './screen.ts';
import { Sending } from './sending.ts';
import { usage } from './syntax.ts';
import { TEXTS } from './texts.ts';
import { keyOf, type View } from './view.ts';

/** Where a chat shows itself. */
export interface Outlet {
  show(text: string): void;
  /** Something went wrong; `line` is the number of the input line, 0 if there is none. */
  complain(text: string, line: number): void;
  /** The prompt is another one; `byEvent` if nothing that was typed made it so. */
  prompt(text: string, byEvent: boolean): void;
  columns(): number;
}

/** A typed line on its way. */
export interface Job {
  readonly intent: Intent;
  readonly line: number;
  /** To whom it goes, settled at entry; undefined if that must wait for replies. */
  readonly to?: string | null;
}

/** A text on its way, as typed. */
export interface Said {
  readonly job: Job;
  readonly to: string;
  readonly text: string;
}

export class Chat {
  readonly view: View;
  readonly #link: Link;
  readonly #outlet: Outlet;
  readonly #ink: ChalkInstance;
  readonly #sending: Sending;
  readonly #door: Door;
  /** Commands entered that may change the partner, and have no reply yet. */
  #unsettled = 0;
  #settling: Promise<void> = Promise.resolve();
  #takeFailed = false;
  readonly #said = new Set<Said>();
  readonly #complaints: Complaints;
  #prompt = '';

  constructor(link: Link, view: View, outlet: Outlet, ink: ChalkInstance, pace: Pace) {
    this.view = view;
    this.#link = link;
    this.#sending = new Sending(link, pace);
    this.#outlet = outlet;
    this.#ink = ink;
    this.#door = new Door((text) => outlet.show(text));
    this.#complaints = new Complaints(
      (shown, line) => outlet.complain(shown, line),
      () => this.look(),
    );
  }

  /** Begins to show what comes, first the prompt. */
  start(): void {
    this.#tellPrompt(false);
    this.#link.watch((change) => this.#changed(change));
    this.#link.listen((event) => this.#event(event));
  }

  /** What went wrong so far. */
  get complaints(): Pick<Complaints, 'failures' | 'lost' | 'lostFrom'> {
    return this.#complaints;
  }

  /** The texts that the server has not acknowledged, in the order in which they were entered. */
  get said(): readonly Said[] {
    return [...this.#said];
  }

  look(): Look {
    return { view: this.view, ink: this.#ink, now: Date.now(), columns: this.#outlet.columns() };
  }

  /** Reads a line and settles, where it can, to whom it goes. At once; nothing is sent yet. */
  accept(text: string, line = 0): Job {
    const intent = readInput(text, (name) => this.view.hasSeen(name));
    const settled = this.#unsettled === 0 && line === 0;
    if (isSettling(intent)) this.#unsettled += 1;
    if (!settled) return { intent, line };
    // Whom one turns to must be somebody, not a slip of the hand; a script may know more than what was shown.
    if (intent.do === 'turn-to' && readName(intent.to) && !this.view.hasSeen(intent.to)) {
      return { intent, line, to: null };
    }
    return { intent, line, to: this.#settle(intent) };
  }

  /** Carries a job out as far as sending; waits while too much is in flight. One at a time, in order. */
  async run(job: Job): Promise<void> {
    const { intent, line } = job;
    if (job.to === undefined) await this.#settling;
    const waited = job.to === undefined && this.#takeFailed;
    const to = job.to === undefined ? this.#settle(intent) : job.to;
    const t = TEXTS[this.view.lang];
    switch (intent.do) {
      case 'say':
        if (waited && line > 0 && this.#link.over) this.#complaints.lose(line);
        else if (waited)
          this.#complaints.refuse(showNotSent('', intent.text, t.afterFailedTake, this.look()), line);
        else if (to === null) this.#complaints.nobody(line);
        else await this.#say(to, intent.text, job);
        return;
      case 'say-to':
        if (to === null) this.#complaints.complain(t.badName(intent.to), line);
        else await this.#say(to, intent.text, job);
        return;
      case 'turn-to':
        if (to !== null) this.#outlet.show(this.#ink.dim(t.partnerIs(to)));
        else if (this.view.role === 'consumidor') this.#complaints.complain(t.customerTalksToDesk, line);
        else if (intent.to === '') this.#complaints.nobody(line);
        else if (readName(intent.to)) this.#complaints.complain(t.notSeen(intent.to, this.view.role), line);
        else this.#complaints.complain(t.badName(intent.to), line);
        return;
      case 'command':
        await this.#command(intent, to, line);
        return;
      case 'raw':
        await this.#sending.send(intent.line, this.view.lang, (reply) =>
          this.#answer(outcomeOf(intent, '', reply, this.look()), line),
        );
        return;
      case 'unknown':
        this.#complaints.complain(t.unknownWord(intent.word, nearestSlash(intent.word)), line);
        return;
      case 'slip':
        this.#complaints.complain(t.slip(intent.meant), line);
        return;
      case 'misused':
        this.#complaints.complain(
          t.misused(usage(intent.word, intent.verb, this.view.lang), intent.plain),
          line,
        );
        return;
      case 'rules':
        this.#outlet.show(showRules(this.look()));
        return;
      default:
        return;
    }
  }

  /** Resolves when everything sent so far is answered. */
  async settled(): Promise<void> {
    await this.#sending.settled();
    this.#door.flush();
  }

  /** To whom this goes, or whom it makes the partner; null if to nobody. */
  #settle(intent: Intent): string | null {
    const { view } = this;
    switch (intent.do) {
      case 'say':
        return view.role === 'consumidor' ? '*' : view.partner;
      case 'say-to':
      case 'turn-to': {
        if (intent.to === '') return view.role === 'consumidor' ? null : view.partner;
        const name = (readName(intent.to) ?? readRoom(intent.to))?.name ?? null;
        if (intent.do === 'turn-to' && view.role === 'consumidor') return null;
        if (name === null) return null;
        this.#takeFailed = false;
        this.#turn(() => view.turnTo(name));
        return view.spelled(name);
      }
      case 'command':
        return view.partner;
      default:
        return null;
    }
  }

  async #say(to: string, text: string, job: Job): Promise<void> {
    const { line } = job;
    const wire = escapeText(text);
    const fault = textFault(wire, this.#link.maxLine);
    if (fault) {
      this.#complaints.refuse(showNotSent(to, text, errorText(fault, this.view.lang), this.look()), line);
      return;
    }
    const said = { job, to, text };
    this.#said.add(said);
    await this.#sending.send(`MSG ${to} ${wire}`, this.view.lang, (reply, repeated) => {
      this.#said.delete(said);
      if (reply?.kind === 'ok') {
        const seq = reply.text.split(' ').at(-1) ?? '';
        const time = new Date().toISOString();
        this.view.keep(seq, { time, from: this.view.name, to, text: wire });
        if (!repeated) this.#outlet.show(showSent(time, to, wire, this.look()));
        return;
      }
      if (!reply) {
        if (line > 0 && this.#link.over) this.#complaints.lose(line);
        else this.#complaints.refuse(showUnknown(to, text, this.look()), line);
        return;
      }
      const why = reply.kind === 'err' ? reply.text : TEXTS[this.view.lang].unanswered;
      const { partner } = this.view;
      // A name that does not exist is nobody to go on talking to.
      if (reply.kind === 'err' && reply.code === 'NO-SUCH-USER' && partner && keyOf(partner) === keyOf(to)) {
        this.#turn(() => this.view.release(to));
        this.view.forget(to);
      }
      this.#complaints.refuse(showNotSent(to, text, why, this.look()), line);
    });
  }

  async #command(intent: Intent & { do: 'command' }, partner: string | null, line: number): Promise<void> {
    const settles = isSettling(intent);
    const args = argsOf(intent, partner, this.view);
    if (args === null) {
      if (settles) this.#unsettled -= 1;
      this.#complaints.nobody(line);
      return;
    }
    let settle = () => {};
    if (settles) {
      this.#settling = new Promise((resolve) => {
        settle = resolve;
      });
    }
    const wire = args === '' ? intent.verb : `${intent.verb} ${escapeText(args)}`;
    const done = (reply: Reply | null) => {
      if (settles) this.#unsettled -= 1;
      const outcome = outcomeOf(intent, args, reply, this.look());
      if (intent.verb === 'NEXT' || intent.verb === 'TAKE') this.#takeFailed = outcome.error !== undefined;
      this.#answer(outcome, line);
      settle();
    };
    await this.#sending.send(wire, this.view.lang, done);
  }

  /** Does what a reply brings, in its place between the events. */
  #answer(outcome: Outcome, line: number): void {
    if (outcome.serving !== undefined) this.#door.drop(keyOf(outcome.serving));
    if (outcome.learn) this.#turn(outcome.learn);
    if (outcome.lost && line > 0 && this.#link.over) this.#complaints.lose(line);
    else if (outcome.error !== undefined) this.#complaints.complain(outcome.error, line);
    else if (outcome.text !== '') this.#outlet.show(outcome.text);
  }

  /** After a loss: whose conversations are mine is told anew. */
  #changed(change: Change): void {
    if (change.is === 'settled') this.#turn(() => this.view.settled(), true);
    if (change.is !== 'back') return;
    this.#turn(() => (change.newVisit ? this.view.startAnew() : this.view.returned()), true);
  }

  #event(event: Event): void {
    const text = showEvent(event, this.look());
    const key = keyOf(event.rest.split(' ', 1)[0] ?? '');
    this.#turn(() => this.view.learn(event), true);
    if (event.verb === 'WAITING') {
      this.#door.hold(key, text);
      return;
    }
    if (event.verb === 'ASSIGNED') this.#door.drop(key);
    if (event.verb === 'WAITING-END') {
      if (this.#door.drop(key) || this.view.isOpen(key)) return;
      if (event.rest.endsWith(' taken')) {
        this.#door.hold(key, text);
        return;
      }
    }
    if (text !== '') this.#outlet.show(text);
  }

  /** Changes the view, and the prompt with it. */
  #turn(change: () => void, byEvent = false): void {
    change();
    this.#tellPrompt(byEvent);
  }

  #tellPrompt(byEvent: boolean): void {
    const prompt = promptFor(this.view, this.#ink);
    if (prompt === this.#prompt) return;
    this.#prompt = prompt;
    this.#outlet.prompt(prompt, byEvent);
  }
}
