/**
 * What goes wrong in a chat: told with the number of its line, and counted; and what helps where the server only says
 * no. Decides nothing.
 */

import { readRoom } from '../../protocol/names.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { nearest } from '../nearest.ts';
import { isFor, plainLetters, slashFor, specOf } from './command-words.ts';
import { harmless } from './harmless.ts';
import type { Intent } from './input.ts';
import { nearestSlash } from './mistyped.ts';
import { type Look, showError, texts } from './screen.ts';
import { usage } from './syntax.ts';
import { TEXTS } from './texts.ts';
import { HELP_TEXTS } from './texts-help.ts';
import { keyOf } from './view.ts';

export class Complaints {
  readonly #tell: (shown: string, line: number) => void;
  readonly #look: () => Look;
  #failures = 0;
  #lost = 0;
  #lostFrom = 0;
  /** Commands of which it was said that they begin with a slash. */
  readonly #hinted = new Set<string>();

  /** @param tell gets text for the screen, and the number of the input line, 0 if there is none. */
  constructor(tell: (shown: string, line: number) => void, look: () => Look) {
    this.#tell = tell;
    this.#look = look;
  }

  /** Commands refused, not sendable or unanswered. */
  get failures(): number {
    return this.#failures;
  }

  /** Input lines whose command the connection took with it. */
  get lost(): number {
    return this.#lost;
  }

  /** The first of these lines, counted from 1; 0 if there is none. */
  get lostFrom(): number {
    return this.#lostFrom;
  }

  /** In a pipe the connection that is gone for good is told once, with the first of the lines. */
  lose(line: number): void {
    this.#failures += 1;
    this.#lost += 1;
    this.#lostFrom = Math.min(this.#lostFrom || line, line);
  }

  /** There is nobody to whom this could go, or no room that this could be about. */
  nobody(line: number, verb = ''): void {
    const { view } = this.#look();
    const t = TEXTS[view.lang];
    if (verb === 'WHO' || verb === 'LEAVE') {
      this.complain(t.whichRoom(slashFor(verb, view.lang), view.rooms), line);
      return;
    }
    this.complain(view.role === 'atendente' ? t.noPartner(view.open) : t.noPartnerMember(view.rooms), line);
  }

  /** A command about a customer was meant for the prompt, which shows a room. */
  noCustomer(room: string, verb: string, line: number): void {
    const look = this.#look();
    const { view } = look;
    const syntax = usage(slashFor(verb, view.lang), verb, look);
    this.complain(TEXTS[view.lang].noCustomer(room, syntax, view.open), line);
  }

  /** Once for each command: what went out as text may have been meant for this command. That is no failure. */
  hint(text: string, verb: string, line: number): void {
    if (this.#hinted.has(verb)) return;
    this.#hinted.add(verb);
    const { view, ink } = this.#look();
    const t = TEXTS[view.lang];
    const [word = ''] = splitWords(text, 1);
    this.#tell(ink.dim(t.wentAsText(harmless(word), slashFor(verb, view.lang))), line);
  }

  /** A slash, and behind it no command. */
  unknown(word: string, line: number): void {
    const { view } = this.#look();
    const near = nearestSlash(word, view.lang);
    this.complain(TEXTS[view.lang].unknownWord(word, near), line);
  }

  /** A command that is not written as it must be; whoever may not use it at all is told that instead. */
  misuse({ word, verb, plain }: Intent & { readonly do: 'misused' }, line: number): void {
    const look = this.#look();
    const { view } = look;
    const t = TEXTS[view.lang];
    if (isFor(verb, view.role)) this.complain(t.misused(usage(word, verb, look), plain), line);
    else this.complain(forbidden(verb, look), line);
  }

  complain(text: string, line: number): void {
    this.refuse(showError(text, this.#look()), line);
  }

  /** @param shown what went wrong, as it is to stand on the screen. */
  refuse(shown: string, line: number): void {
    this.#failures += 1;
    this.#tell(shown, line);
  }
}

/** Who may use this command with these arguments, if a role is what forbids it; '' if not. */
export function forbidden(verb: string, { view }: Look, args = ''): string {
  const t = HELP_TEXTS[view.lang];
  const spec = specOf(verb);
  if (spec && !spec.roles.includes(view.role)) return t.onlyFor(spec.roles);
  if (verb === 'TRANSFER') return TEXTS[view.lang].noAttendant(harmless(splitWords(args, 2)[1] ?? ''));
  if (verb === 'HISTORY') return t.onlyOwn;
  return spec?.rooms && view.role === 'consumidor' ? t.roomsClosed : '';
}

/** Why the server refused something about `room`, and what can be done then. */
export function withRoomHint(code: string, text: string, room: string, look: Look): string {
  const t = texts(look);
  const name = readRoom(room)?.name;
  if (code === 'NO-SUCH-ROOM') return `${text}; ${t.roomsAre}`;
  if (name === undefined) return text;
  if (code === 'NOT-IN-ROOM') return t.notIn(name);
  return code === 'ROOM-EXISTS' ? t.roomExists(name) : text;
}

/** Why the server does not take what is said to somebody, and what can be done then. */
export function withTargetHint(code: string, text: string, to: string, look: Look): string {
  const isForbidden = code === 'FORBIDDEN' && look.view.role !== 'atendente';
  if (code !== 'NO-SUCH-USER' && !isForbidden) return withRoomHint(code, text, to, look);
  const near = isForbidden && readRoom(to) ? '' : nearestName(to, look);
  return `${isForbidden ? notForThem(to, look) : text}${near === '' ? '' : ` (${texts(look).meant(near)})`}`;
}

/** To whom those who only chat may not write. */
function notForThem(to: string, { view }: Look): string {
  if (view.role === 'membro') return TEXTS[view.lang].customersAreForAttendants;
  return readRoom(to) ? HELP_TEXTS[view.lang].roomsClosed : TEXTS[view.lang].customersWriteToNobody;
}

/** Why there is nobody for a command with these arguments: which of two names is not known, and which was meant. */
export function withNameHint(text: string, verb: string, args: string, look: Look): string {
  const [first = '', second = ''] = splitWords(args, 2);
  const { view } = look;
  // A customer of mine is there.
  const isThere = (one: string) => view.hasSeen(one) && (one !== second || !view.isOpen(first));
  const isOfTwo = verb === 'TRANSFER' && isThere(first) !== isThere(second);
  const names = namesOf(verb, first, second).filter((one) => !isOfTwo || !isThere(one));
  const near = names.map((one) => nearestName(one, look)).find((one) => one !== '') ?? '';
  return `${text}${isOfTwo ? `: ${names[0]}` : ''}${near === '' ? '' : ` (${texts(look).meant(near)})`}`;
}

/** The names among the first two arguments of a command. */
function namesOf(verb: string, first: string, second: string): readonly string[] {
  if (verb === 'TRANSFER') return [first, second];
  return [verb === 'LIST' || verb === 'WHO' ? second : first];
}

/**
 * The name on the screen that is another one than this, but for accents, capitals and the `#` of a room, or else for a
 * slip of the hand; the last such, or ''.
 */
function nearestName(name: string, { view }: Look): string {
  const key = keyOf(name);
  const letters = plainLetters(name);
  const others = view.names.filter((one) => keyOf(one) !== key && one !== '*').reverse();
  const same = others.find((one) => plainLetters(one).replace(/^#/, '') === letters);
  return same ?? others[nearest(letters, others.map(plainLetters))] ?? '';
}
