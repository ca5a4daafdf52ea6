/**
 * Texts on their way to somebody: checked, sent, and shown once the server has them, or told why it has not. Owns
 * those that are not acknowledged, and what `!name` stands for in them. To whom a text goes is settled elsewhere.
 */

import { errorText } from '../../protocol/codes.ts';
import { escapeText } from '../../protocol/text.ts';
import { Canned, type Expanded } from './canned.ts';
import { withTargetHint } from './complaints.ts';
import type { Reply } from './connection.ts';
import type { Intent } from './input.ts';
import { textFault } from './line-faults.ts';
import type { Link } from './link.ts';
import { NAMESAKE } from './namesakes.ts';
import { showNotSent, showStored, showUnknown, texts } from './screen.ts';
import type { Talk, Turning } from './turning.ts';
import type { View } from './view.ts';

/** A typed line on its way. */
export interface Job {
  readonly intent: Intent;
  /** As it was entered. */
  readonly typed: string;
  readonly line: number;
  /** To whom it goes, or turns, settled at entry; undefined if that must wait for replies. */
  readonly to?: string | null;
  /** It waited for the connection: what comes of it comes later than its writer thinks of it. */
  readonly hasWaited?: true;
}

/** A text on its way, as typed. */
export interface Said {
  readonly job: Job;
  readonly to: string;
  readonly text: string;
}

export class Saying {
  readonly #talk: Talk;
  readonly #link: Link;
  readonly #turning: Turning;
  readonly #canned: Canned;
  readonly #said = new Set<Said>();

  /** @param turning is told to whom nothing arrives. */
  constructor(talk: Talk, link: Link, turning: Turning) {
    this.#talk = talk;
    this.#link = link;
    this.#turning = turning;
    this.#canned = new Canned(link);
  }

  /** The texts that the server has not acknowledged, in the order in which they were entered. */
  get said(): readonly Said[] {
    return [...this.#said];
  }

  /** The names of the canned answers, as far as they are known. */
  get canned(): readonly string[] {
    return this.#canned.names;
  }

  /** Whether it is known that there are none. */
  get hasNoCanned(): boolean {
    return this.#canned.areNone;
  }

  /** Asks which canned answers there are; only attendants have any. */
  askCanned(): void {
    if (this.#view.role === 'atendente') void this.#canned.ask();
  }

  /** Carries it out as far as sending. One at a time, in order. `done` hears once whether the server has it. */
  async say(to: string, text: string, job: Job, done = (_isTaken: boolean) => {}): Promise<void> {
    const { sending, complaints } = this.#talk;
    const { lang } = this.#view;
    const look = () => this.#talk.look();
    const refuse = (why: string) => {
      complaints.refuse(showNotSent(to, text, why, look()), job.line);
      done(false);
    };
    const expanded = await this.#expanded(text, job.intent);
    if (expanded.is === 'unknown') return refuse(texts(look()).noCanned(expanded.name));
    const wire = escapeText(expanded.text);
    const fault = textFault(wire, this.#link.maxLine);
    if (fault) return refuse(errorText(fault, lang));
    const said = { job, to, text };
    this.#said.add(said);
    const answered = (reply: Reply | null, repeated: boolean) => {
      this.#said.delete(said);
      if (reply?.kind === 'ok') this.#arrived(said, wire, reply.text.split(' ').at(-1) ?? '', repeated);
      else this.#refused(said, reply);
      done(reply?.kind === 'ok');
    };
    await sending.send(`MSG ${to} ${wire}`, lang, answered, job.hasWaited);
  }

  get #view(): View {
    return this.#talk.look().view;
  }

  async #expanded(text: string, intent: Intent): Promise<Expanded> {
    const isPasted = intent.do === 'say' && intent.pasted !== undefined;
    return this.#view.role === 'atendente' && !isPasted ? this.#canned.expand(text) : { is: 'text', text };
  }

  #arrived({ to }: Said, wire: string, seq: string, repeated: boolean): void {
    const time = new Date().toISOString();
    this.#view.keep(seq, { time, from: this.#view.name, to, text: wire });
    if (!repeated) this.#talk.show(showStored(time, to, wire, this.#talk.look(), seq));
  }

  #refused({ job, to, text }: Said, reply: Reply | null): void {
    const { complaints } = this.#talk;
    const look = this.#talk.look();
    if (!reply) {
      if (job.line > 0 && this.#link.over) complaints.lose(job.line);
      else complaints.refuse(showUnknown(to, text, look), job.line);
      return;
    }
    const { unanswered, noLonger } = texts(look);
    const code = reply.kind === 'err' ? reply.code : '';
    const why = code === '' ? unanswered : withTargetHint(code, reply.text, to, look);
    // Whom I talked to was there: they left, or are called otherwise.
    const isGone = code === NAMESAKE || (code === 'NO-SUCH-USER' && look.view.isPartner(to));
    complaints.refuse(showNotSent(to, text, isGone ? noLonger(to) : why, look), job.line);
    this.#turning.turnAway(to, code, job.line);
  }
}
