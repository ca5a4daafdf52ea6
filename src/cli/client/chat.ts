/**
 * The chat between a person and a server: typed lines become commands, replies and events become text for
 * an outlet. Owns the order of things: to whom a text goes is settled when it is entered, or, if a command
 * that may change that is still unanswered, after its reply (`turning.ts` has the rule). It never reads a keyboard nor
 * writes to a screen.
 */

import type { ChalkInstance } from 'chalk';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { escapeText } from '../../protocol/text.ts';
import { argsOf, astrayAfter, type Outcome, outcomeOf } from './answers.ts';
import { Complaints } from './complaints.ts';
import { type Choices, choicesFor } from './completion.ts';
import type { Reply } from './connection.ts';
import { Door } from './door.ts';
import { showCommand, showRules } from './help.ts';
import { type Intent, readInput } from './input.ts';
import type { Change, Link } from './link.ts';
import type { Outlet } from './outlet.ts';
import type { Pace } from './pace.ts';
import { type Job, type Said, Saying } from './saying.ts';
import { type Look, promptFor, showEvent, showNotSent } from './screen.ts';
import { Sending } from './sending.ts';
import { targetOf } from './target.ts';
import { TEXTS } from './texts.ts';
import { mayTurn, Turning } from './turning.ts';
import { Typists } from './typists.ts';
import { type Place, Unread } from './unread.ts';
import { keyOf, type View } from './view.ts';

export class Chat {
  readonly view: View;
  readonly #link: Link;
  readonly #outlet: Outlet;
  readonly #ink: ChalkInstance;
  readonly #sending: Sending;
  readonly #door: Door;
  readonly #turning: Turning;
  readonly #saying: Saying;
  readonly #typists = new Typists();
  readonly #unread = new Unread();
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
    const talk = {
      sending: this.#sending,
      complaints: this.#complaints,
      look: () => this.look(),
      show: (text: string) => outlet.show(text),
      turn: (change: () => void, byEvent?: boolean) => this.#turn(change, byEvent),
    };
    this.#turning = new Turning(talk);
    this.#saying = new Saying(talk, link, this.#turning);
  }

  /** Begins to show what comes, first the prompt. */
  start(): void {
    this.#tellPrompt(false);
    this.#link.watch((change) => this.#changed(change));
    this.#link.listen((event) => this.#event(event));
    this.#saying.askCanned();
  }

  /** What went wrong so far. */
  get complaints(): Pick<Complaints, 'failures' | 'lost' | 'lostFrom'> {
    return this.#complaints;
  }

  /** The texts that the server has not acknowledged, in the order in which they were entered. */
  get said(): readonly Said[] {
    return this.#saying.said;
  }

  /** Who types to us at this moment. */
  get typists(): readonly string[] {
    return this.#typists.names(Date.now());
  }

  /** What the last word of a line may become, told by what stands before the cursor. */
  choices(before: string): Choices {
    return choicesFor(before, { view: this.view, canned: this.#saying.canned });
  }

  /** For whom this text would be if it were entered now; null if it is none, or for nobody. */
  target(text: string): string | null {
    const intent = this.#read(text, 0, false);
    return intent.do === 'say' || intent.do === 'say-to' ? targetOf(intent, this.view) : null;
  }

  /** What was said elsewhere since I last talked there. */
  get unread(): readonly Place[] {
    return this.#unread.places;
  }

  look(): Look {
    return {
      view: this.view,
      ink: this.#ink,
      now: Date.now(),
      columns: this.#outlet.columns(),
      rows: this.#outlet.rows(),
      plain: this.#outlet.plain,
      hasNoCanned: this.#saying.hasNoCanned,
    };
  }

  /** Reads a line and settles, where it can, to whom it goes. At once; nothing is sent yet. */
  accept(text: string, line = 0, isPasted = false): Job {
    const intent = this.#read(text, line, isPasted);
    const isSettled = this.#turning.isSettled && line === 0;
    if (isSettled) this.#turning.seen();
    if (mayTurn(intent, line)) this.#turning.entered();
    this.#tellPrompt(false);
    const job = { intent, typed: text, line };
    // Who is named in the line is so whatever comes; and what is told at once is for nobody.
    const isKnown = isSettled || intent.do === 'say-to' || (line === 0 && isTold(intent));
    return isKnown ? { ...job, to: targetOf(intent, this.view) } : job;
  }

  /** Whether a line says nothing to the server, for what it says or because there is nobody for it. */
  isToldAtOnce({ intent, to }: Job): boolean {
    if (intent.do === 'say') return to === null;
    if (intent.do === 'command') return to !== undefined && argsOf(intent, to, this.view) === null;
    return isTold(intent);
  }

  /** Carries a job out as far as sending; waits while too much is in flight. One at a time, in order. */
  async run(job: Job): Promise<void> {
    const { intent, line } = job;
    if (job.to === undefined) await this.#turning.replied();
    const astray = job.to === undefined ? this.#turning.astray : '';
    const to = job.to === undefined ? targetOf(intent, this.view) : job.to;
    const t = TEXTS[this.view.lang];
    switch (intent.do) {
      case 'say':
        if (astray !== '' && line > 0 && this.#link.over) this.#complaints.lose(line);
        else if (astray !== '')
          this.#complaints.refuse(showNotSent('', intent.text, astray, this.look()), line);
        else if (to === null && job.hasWaited)
          this.#complaints.refuse(showNotSent('', intent.text, t.toNobody, this.look()), line);
        else if (to === null) this.#complaints.nobody(line);
        else await this.#saying.say(to, intent.text, job);
        if (intent.verb !== undefined) this.#complaints.hint(intent.text, intent.verb, line);
        return;
      case 'say-to':
        await this.#turning.sayTo(to, intent.to, line, (whom, done) =>
          this.#saying.say(whom, intent.text, job, done),
        );
        return;
      case 'turn-to':
        await this.#turning.turnTo(to, intent.to, job);
        return;
      case 'command':
        await this.#command(intent, to, job);
        return;
      case 'raw':
        await this.#sending.send(
          intent.line,
          this.view.lang,
          (reply) => this.#answer(outcomeOf(intent, '', reply, this.look()), job),
          job.hasWaited,
        );
        return;
      case 'unknown':
        this.#complaints.unknown(intent.word, line);
        return;
      case 'slip':
        this.#complaints.complain(t.slip(intent.meant), line);
        return;
      case 'misused':
        this.#complaints.misuse(intent, line);
        return;
      case 'explain':
        this.#outlet.show(showCommand(intent.verb, this.look()));
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

  #read(text: string, line: number, isPasted: boolean): Intent {
    const isScript = line > 0;
    const names = {
      seen: (name: string) => this.view.hasSeen(name) || this.view.isMe(name),
      // A script knows more than what was shown, and says whom it means.
      customer: (name: string) => isScript || !this.view.hasCustomer || this.view.isCustomer(name),
    };
    // Who writes a script writes commands, whatever their role.
    return readInput(text, names, isScript ? 'atendente' : this.view.role, isPasted);
  }

  async #command(intent: Intent & { do: 'command' }, partner: string | null, job: Job): Promise<void> {
    const { line } = job;
    const turned = mayTurn(intent, line) ? this.#turning.begin() : () => {};
    const args = argsOf(intent, partner, this.view);
    if (args === null) {
      turned(null);
      if (partner === null || intent.verb === 'WHO' || intent.verb === 'LEAVE')
        this.#complaints.nobody(line, intent.verb);
      else this.#complaints.noCustomer(partner, intent.verb, line);
      return;
    }
    const wire = args === '' ? intent.verb : `${intent.verb} ${escapeText(args)}`;
    const done = (reply: Reply | null, repeated: boolean) => {
      const outcome = outcomeOf(intent, args, reply, this.look());
      const astray = astrayAfter(intent.verb, outcome, this.look());
      this.#answer(repeated ? { ...outcome, text: '' } : outcome, job);
      turned(astray);
    };
    await this.#sending.send(wire, this.view.lang, done, job.hasWaited);
  }

  /** Does what a reply brings, in its place between the events. */
  #answer(outcome: Outcome, { typed, line, hasWaited }: Job): void {
    if (outcome.serving !== undefined) this.#door.drop(keyOf(outcome.serving));
    if (outcome.learn) this.#turn(outcome.learn);
    if (outcome.name !== undefined) this.#rename(outcome.name);
    if (outcome.lost && line > 0 && this.#link.over) this.#complaints.lose(line);
    else if (outcome.error !== undefined)
      this.#complaints.complain(hasWaited ? `${typed}: ${outcome.error}` : outcome.error, line);
    else if (outcome.text !== '') this.#outlet.show(outcome.text);
  }

  /** After a loss: whose conversations are mine is told anew. */
  #changed(change: Change): void {
    if (change.is === 'settled') this.#turn(() => this.view.settled(), true);
    if (change.is === 'waiting') this.#tellPrompt(false);
    if (change.is !== 'back') return;
    this.#typists.clear();
    this.#turn(() => {
      // A new name whose reply was lost is known from here on.
      if (change.name !== this.view.name) this.view.rename(change.name);
      if (change.newVisit) this.view.startAnew();
      else this.view.returned();
    }, true);
    this.#saying.askCanned();
  }

  #rename(name: string): void {
    this.#link.rename(name);
    this.#turn(() => this.view.rename(name));
  }

  #event(event: Event): void {
    const text = showEvent(event, this.look());
    const isHeld = this.#outlet.heard(event);
    const key = keyOf(event.rest.split(' ', 1)[0] ?? '');
    this.#typists.learn(event, Date.now());
    // Whoever is called otherwise is the same one: what is being typed was meant for them.
    this.#turn(() => {
      this.view.learn(event);
      this.#unread.learn(event, this.view);
    }, event.verb !== 'NICK');
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
    if (text !== '' && !isHeld) this.#outlet.show(text, saidAt(event));
  }

  /** Changes the view, and the prompt and its marks with it. */
  #turn(change: () => void, byEvent = false): void {
    change();
    this.#unread.settle(this.view);
    this.#tellPrompt(byEvent);
    this.#outlet.marks();
  }

  #tellPrompt(byEvent: boolean): void {
    // Without a connection the prompt says that it is not known yet, for as long as that lasts.
    const prompt = promptFor(this.view, this.#ink, !this.#link.up && !this.#turning.isSettled);
    if (prompt === this.#prompt) return;
    this.#prompt = prompt;
    this.#outlet.prompt(prompt, byEvent);
  }
}

/** Whether what comes of a line follows from the line alone. */
function isTold({ do: what }: Intent): boolean {
  return !['say', 'say-to', 'turn-to', 'command', 'raw', 'leave'].includes(what);
}

/** When it was said, as far as the event tells. */
function saidAt({ verb, rest }: Event): string | undefined {
  return verb === 'MSG' || verb === 'NOTE' ? splitWords(rest, 2)[1] : undefined;
}
