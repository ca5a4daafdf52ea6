/**
 * When the prompt turns to somebody, and away. Owns which commands may turn it, what is entered behind one of these
 * before its reply, and how the server is asked about somebody. The rule, for people, rooms and the desk alike:
 *
 * - A plain line goes to whom the prompt shows when it is entered.
 * - The prompt turns on the server's word alone: when it took a MSG to that name, or what NEXT, TAKE, TRANSFER to
 *   oneself or JOIN asked for. `/to name` says nothing to anybody yet; so the server is asked with `TYPING name off`,
 *   which it refuses where it would refuse a message, but for a customer who waits, whom a message takes. What the
 *   client has seen does not count; it is asked only where a server knows no TYPING.
 * - What is entered behind such a command and before its reply goes to where that leads; if it was refused, to nobody,
 *   and never to whom one talked before.
 * - The prompt turns away from whomever it shows when the server says that nothing arrives there, and says so: then one
 *   talks to nobody, a member who left a room in the one joined last, a customer to the desk.
 * - Nothing that merely happens turns it from one to another. Whoever is assigned an attendant who talks to nobody
 *   becomes the partner; a partner who gets another name stays it.
 */

import type { Code } from '../../protocol/codes.ts';
import { readRoom } from '../../protocol/names.ts';
import { type Complaints, withTargetHint } from './complaints.ts';
import type { Reply } from './connection.ts';
import type { Intent } from './input.ts';
import { NAMESAKE } from './namesakes.ts';
import { type Look, showPartner, texts } from './screen.ts';
import type { Sending } from './sending.ts';
import { DESK, keyOf } from './view.ts';

/** Commands whose reply says to whom I talk next. */
const TURNING: ReadonlySet<string> = new Set(['NEXT', 'TAKE', 'CLOSE', 'TRANSFER', 'RETURN', 'JOIN']);

/** The same for a script, which goes on in another room, or under another name, without having seen a prompt. */
const TURNING_SCRIPTS: ReadonlySet<string> = new Set(['LEAVE', 'NICK']);

/** Refusals that say of a target that no message arrives there, today or tomorrow. */
const NOWHERE: ReadonlySet<string> = new Set([
  'NO-SUCH-USER',
  'NO-SUCH-ROOM',
  'NOT-IN-ROOM',
  'NAME-INVALID',
  'FORBIDDEN',
  'TAKEN',
  'NO-CONVERSATION',
] satisfies Code[]);

/**
 * Whether the reply to this may change to whom plain text goes. What is typed right behind LEAVE was meant for the room
 * that the prompt still shows, where the server refuses it; a script goes on in the other room.
 */
export function mayTurn(intent: Intent, line: number): boolean {
  switch (intent.do) {
    case 'command':
      return TURNING.has(intent.verb) || (line > 0 && TURNING_SCRIPTS.has(intent.verb));
    case 'say-to':
    case 'turn-to':
      return true;
    default:
      return false;
  }
}

/** What a chat lends to this, and to what it says. */
export interface Talk {
  readonly sending: Sending;
  readonly complaints: Complaints;
  look(): Look;
  show(text: string): void;
  /** Changes the view, and the prompt with it; `byEvent` if nothing that was typed asked for that. */
  turn(change: () => void, byEvent?: boolean): void;
}

export class Turning {
  readonly #talk: Talk;
  /** What was entered and may turn the prompt, and has no reply yet. */
  #pending = 0;
  #replied: Promise<unknown> = Promise.resolve();
  /** Why what was entered behind a command that failed goes to nobody; '' if none did. */
  #astray = '';

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  /** Whether the prompt shows to whom a line goes that is entered now. */
  get isSettled(): boolean {
    return this.#pending === 0;
  }

  get astray(): string {
    return this.#astray;
  }

  /** Something that may turn the prompt was entered; `begin` is to be called once for each. */
  entered(): void {
    this.#pending += 1;
  }

  /**
   * What was entered is carried out. To be called once it is answered, or cannot be: with why what was entered behind
   * it goes to nobody, '' if that goes where the view says, null if this decides nothing.
   */
  begin(): (astray: string | null) => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#replied = Promise.all([this.#replied, promise]);
    return (astray) => {
      this.#pending -= 1;
      if (astray !== null) this.#astray = astray;
      this.#talk.turn(() => {});
      resolve();
    };
  }

  /** Resolves once all that has begun is answered. */
  async replied(): Promise<void> {
    await this.#replied;
  }

  /** From here on whoever writes has seen how things stand. */
  seen(): void {
    this.#astray = '';
  }

  /** Says something to somebody by `say`, and turns there if the server has it; `typed` is the name as it was typed. */
  async sayTo(
    to: string | null,
    typed: string,
    line: number,
    say: (to: string, done: (isTaken: boolean) => void) => Promise<void>,
  ): Promise<void> {
    const { complaints, look, turn } = this.#talk;
    const turned = this.begin();
    const failed = () => turned(texts(look()).afterFailedTurn(to ?? typed));
    if (to === null) {
      failed();
      complaints.complain(texts(look()).badName(typed), line);
      return;
    }
    await say(to, (isTaken) => {
      if (!isTaken) return failed();
      turn(() => look().view.turnTo(to));
      turned('');
    });
  }

  /** Turns to whom the server would pass on a message; `typed` is '' if it was only asked to whom I talk. */
  async turnTo(
    to: string | null,
    typed: string,
    { line, hasWaited }: { readonly line: number; readonly hasWaited?: true },
  ): Promise<void> {
    const { sending, complaints, look, show, turn } = this.#talk;
    const { view } = look();
    const turned = this.begin();
    const done = (error: string) => {
      turned(error === '' ? '' : texts(look()).afterFailedTurn(typed));
      if (error === '') show(showPartner(look()));
      else complaints.complain(error, line);
    };
    if (typed === '' && to === null) {
      turned('');
      complaints.nobody(line);
    } else if (to === null) {
      done(texts(look()).badName(typed));
    } else if (typed === '' || to === DESK) {
      turn(() => view.turnTo(to));
      done('');
    } else {
      const answered = (reply: Reply | null) => {
        const error = whyNot(reply, to, look());
        if (error === '') turn(() => view.turnTo(to));
        done(error);
      };
      await sending.send(`TYPING ${to} off`, view.lang, answered, hasWaited);
    }
  }

  /** The server did not take what was said to `to`: if nothing ever arrives there, I talk to whoever comes next. */
  turnAway(to: string, code: string, line: number): void {
    const { look, show, turn } = this.#talk;
    const { view } = look();
    if (!NOWHERE.has(code) || !view.isPartner(to)) return;
    // A script has not seen it, and what follows was meant for them too.
    if (line > 0) this.#astray = texts(look()).afterFailedTurn(to);
    turn(() => {
      if (readRoom(to)) view.left(to);
      else view.release(to);
      if (code === 'NO-SUCH-USER') view.forget(to);
    }, true);
    // Without a prompt whoever it turns to is told of anyway.
    const isTold = look().plain && view.partner !== null;
    if (line === 0 && !isTold) show(showPartner(look()));
  }
}

/** Why a message to this one would not arrive, by the reply to `TYPING to off`; '' if it would. */
function whyNot(reply: Reply | null, to: string, look: Look): string {
  const t = texts(look);
  if (!reply) return t.unanswered;
  if (reply.kind !== 'err') return '';
  const { code, text } = reply;
  if (code === NAMESAKE) return t.noLonger(to);
  // There the message itself has to tell; of rooms one knows.
  if (code === 'NOT-IN-ROOM' || (code === 'BAD-COMMAND' && readRoom(to) && !look.view.isIn(to)))
    return t.notIn(to);
  if (code === 'BAD-COMMAND') return '';
  if (code === 'NO-CONVERSATION' && look.view.waiting.has(keyOf(to))) return '';
  return t.notThere(to, withTargetHint(code, text === '' ? code : text, to, look));
}
