/**
 * Texts on their way to somebody: checked, sent, and shown once the server has them, or told why it has not. Owns
 * those that are not acknowledged, and what `!name` stands for in them. To whom a text goes is settled elsewhere.
 */

import { type Code, errorText } from '../../protocol/codes.ts';
import { escapeText } from '../../protocol/text.ts';
import { Canned } from './canned.ts';
import { type Complaints, withNameHint, withRoomHint } from './complaints.ts';
import type { Reply } from './connection.ts';
import type { Intent } from './input.ts';
import type { Link } from './link.ts';
import { textFault } from './outgoing.ts';
import { type Look, showNotSent, showStored, showUnknown, texts } from './screen.ts';
import type { Sending } from './sending.ts';
import type { View } from './view.ts';

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

/** What a chat lends to its texts. */
export interface Chatting {
  readonly link: Link;
  readonly sending: Sending;
  readonly complaints: Complaints;
  look(): Look;
  show(text: string): void;
  /** Changes the view, and what follows from it. */
  turn(change: () => void): void;
}

/** There is nobody, or no room of mine, of this name. */
const NOWHERE: ReadonlySet<string> = new Set([
  'NO-SUCH-USER',
  'NO-SUCH-ROOM',
  'NOT-IN-ROOM',
] satisfies Code[]);

export class Saying {
  readonly #chat: Chatting;
  readonly #canned: Canned;
  readonly #said = new Set<Said>();

  constructor(chat: Chatting) {
    this.#chat = chat;
    this.#canned = new Canned(chat.link);
  }

  /** The texts that the server has not acknowledged, in the order in which they were entered. */
  get said(): readonly Said[] {
    return [...this.#said];
  }

  /** The names of the canned answers, as far as they are known. */
  get canned(): readonly string[] {
    return this.#canned.names;
  }

  /** Asks which canned answers there are; only attendants have any. */
  askCanned(): void {
    if (this.#view.role === 'atendente') void this.#canned.ask();
  }

  /** Carries it out as far as sending. One at a time, in order. */
  async say(to: string, text: string, job: Job): Promise<void> {
    const { link, sending, complaints } = this.#chat;
    const { lang } = this.#view;
    const look = () => this.#chat.look();
    const wire = await this.#wireOf(text);
    if (wire === null) {
      const name = text.slice(1).split(' ', 1)[0] ?? '';
      complaints.refuse(showNotSent(to, text, texts(look()).noCanned(name), look()), job.line);
      return;
    }
    const fault = textFault(wire, link.maxLine);
    if (fault) {
      complaints.refuse(showNotSent(to, text, errorText(fault, lang), look()), job.line);
      return;
    }
    const said = { job, to, text };
    this.#said.add(said);
    await sending.send(`MSG ${to} ${wire}`, lang, (reply, repeated) => {
      this.#said.delete(said);
      if (reply?.kind === 'ok') this.#arrived(said, wire, reply.text.split(' ').at(-1) ?? '', repeated);
      else this.#refused(said, reply);
    });
  }

  get #view(): View {
    return this.#chat.look().view;
  }

  /** The text as it goes over the wire; null if it calls for a canned answer that there is not. */
  async #wireOf(text: string): Promise<string | null> {
    if (this.#view.role !== 'atendente') return escapeText(text);
    const expanded = await this.#canned.expand(text);
    return expanded.is === 'text' ? expanded.wire : null;
  }

  #arrived({ to }: Said, wire: string, seq: string, repeated: boolean): void {
    const time = new Date().toISOString();
    this.#view.keep(seq, { time, from: this.#view.name, to, text: wire });
    if (!repeated) this.#chat.show(showStored(time, to, wire, this.#chat.look(), seq));
  }

  #refused({ job, to, text }: Said, reply: Reply | null): void {
    const { link, complaints } = this.#chat;
    const look = this.#chat.look();
    if (!reply) {
      if (job.line > 0 && link.over) complaints.lose(job.line);
      else complaints.refuse(showUnknown(to, text, look), job.line);
      return;
    }
    const why = reply.kind === 'err' ? refusal(reply.code, reply.text, to, look) : texts(look).unanswered;
    if (reply.kind === 'err' && NOWHERE.has(reply.code)) this.#nowhere(to);
    complaints.refuse(showNotSent(to, text, why, look), job.line);
  }

  /** A name that does not exist is nobody to go on talking to. */
  #nowhere(to: string): void {
    const view = this.#view;
    if (!view.isPartner(to)) return;
    this.#chat.turn(() => view.release(to));
    view.forget(to);
  }
}

/** Why the server did not take a text, and what can be done then. */
function refusal(code: string, text: string, to: string, look: Look): string {
  if (code === 'NO-SUCH-USER') return withNameHint(text, 'MSG', to, look);
  return withRoomHint(code, text, to, look);
}
