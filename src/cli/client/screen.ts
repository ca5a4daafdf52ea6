/**
 * What events and replies look like to people. Pure: line of the server in, text for the screen out. It never
 * writes, and lets through nothing that a terminal would obey but its own colours.
 */

import type { ChalkInstance } from 'chalk';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import { capital, harmless } from './harmless.ts';
import { speak, speakDay, speakError, speakHeaded, speakStored } from './plain.ts';
import { wrap } from './table.ts';
import { TEXTS, type Texts } from './texts.ts';
import { TERMINAL_TEXTS } from './texts-terminal.ts';
import { clockTime, dayName } from './times.ts';
import type { Place } from './unread.ts';
import { DESK, keyOf, type View } from './view.ts';

/** Characters of a text that is only named. */
const SHORT = 60;

/** Conversations that are named in front of the prompt. */
const MAX_PLACES = 3;

/** What rendering depends on besides the line. */
export interface Look {
  readonly view: View;
  readonly ink: ChalkInstance;
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  /** The width of the terminal; Infinity in a pipe. */
  readonly columns: number;
  /** The height of the terminal, if it has one. */
  readonly rows?: number;
  /** Sentences for a screen reader: no signs, no columns. */
  readonly plain?: boolean;
  /** The desk is known to have no canned answers. */
  readonly hasNoCanned?: boolean;
}

export function texts({ view }: Look): Texts {
  return TEXTS[view.lang];
}

/** What an event shows, or '' for nothing. The view must not have learnt from it yet. */
export function showEvent(event: Event, look: Look): string {
  const { ink, view } = look;
  const t = texts(look);
  const rest = harmless(event.rest);
  const [first = '', second = '', third = ''] = splitWords(rest, 2);
  switch (event.verb) {
    case 'MSG':
      return showMessage(rest, look);
    case 'NOTE': {
      const [, time = '', author = '', customer = '', text = ''] = splitWords(rest, 4);
      return showNote({ time, author, customer, text }, look);
    }
    case 'QUEUE':
      return (
        (view.servedBy === null ? '' : `${t.attendantLeft(view.servedBy)} `) + ink.dim(showPosition(rest, t))
      );
    case 'WAITING':
      return ink.yellow(t.waits(first, Number(second)));
    case 'WAITING-END':
      return ink.dim(second === 'taken' ? t.waitedTaken(first) : t.waitedGone(first));
    case 'ASSIGNED':
      return showAssigned(first, second, look);
    case 'CLOSED':
      return showClosed(first, `${second} ${third}`.trim(), look);
    case 'PRESENCE':
      return ink.yellow(view.isMe(first) ? t.statusIs(second === 'away') : t.presence(first, second));
    case 'UNDO': {
      const { time = '' } = view.recall(first) ?? {};
      return ink.dim(inRoom(third) + t.undone(second, time && clockTime(time, look.now, view.lang)));
    }
    case 'SEEN': {
      const { time = '', text = '' } = view.recall(second) ?? {};
      const seen = t.seenBy(first, named(text), time && clockTime(time, look.now, view.lang));
      return ink.dim(look.plain ? seen.replace('✓✓ ', '') : seen);
    }
    case 'NICK':
      return ink.dim(t.renamed(first, second));
    case 'JOIN':
      if (view.isMe(second)) return view.isIn(first) ? '' : ink.dim(t.youAreIn(first));
      return ink.dim(t.joined(second, first));
    case 'LEAVE':
      return ink.dim(view.isMe(second) ? t.youLeft(first) : t.leftRoom(second, first));
    case 'TYPING':
      return '';
    default:
      return ink.dim(`${harmless(event.verb)} ${unescapeText(rest).replaceAll('\n', ' ')}`.trimEnd());
  }
}

/** `[14:03] joao: oi`, from what follows the verb of a MSG event. */
function showMessage(rest: string, look: Look): string {
  const { ink, view } = look;
  const [seq = '', time = '', from = '', to = '', text = ''] = splitWords(rest, 4);
  if (look.plain) return speak({ time, from, to, text }, look);
  if (view.isMe(from)) return showSent(time, to, text, look, seq);
  const name = view.isHere(from, to) ? ink.cyan.bold(from) : ink.magenta.bold(from);
  return line(time, inRoom(to) + name + aside(from, to, look), text, look);
}

/** What an attendant, who talks to many, must know of a message that no customer of theirs wrote to the desk. */
function aside(from: string, to: string, look: Look): string {
  const { view, ink } = look;
  if (view.role !== 'atendente' || to === '*' || to.startsWith('#') || view.isOpen(from)) return '';
  // What another attendant wrote to a customer who was handed over to me.
  if (!view.isMe(to)) return ` → ${to}`;
  return ` ${ink.dim(`(${texts(look).inPrivate})`)}`;
}

/** A note about a customer, by whomever; never takes it for something that was said. */
export function showNote(
  note: { readonly time: string; readonly author: string; readonly customer: string; readonly text: string },
  look: Look,
  mark = '',
): string {
  const { time, author, customer, text } = note;
  const t = texts(look);
  const { head, words } = noteParts(author, customer, text, look);
  const mine = look.view.isMe(author) ? t.noteByMe(customer) : head;
  if (look.plain) return speakHeaded(time, mine, words, look);
  return line(time, look.ink.yellow(mine), words, look, mark);
}

/** What a note is called, and what it says: that of a customer about themselves is how they rated us. */
export function noteParts(author: string, customer: string, text: string, look: Look) {
  const t = texts(look);
  const rated = keyOf(author) === keyOf(customer) && /^RATE ([1-5])(?: (.*))?$/s.exec(text);
  if (!rated) return { head: t.note(author, customer), words: text };
  return { head: t.rating(customer), words: t.score(rated[1] ?? '', rated[2] ?? '') };
}

/** The server has what I just wrote. `text` as it went over the wire. */
export function showStored(time: string, to: string, text: string, look: Look, seq: string): string {
  return look.plain ? speakStored(to, seq, look) : showSent(time, to, text, look, seq);
}

/** A message of mine that the server has: marked so. `text` as it went over the wire. */
export function showSent(time: string, to: string, text: string, look: Look, seq = ''): string {
  const { ink, view } = look;
  const isRoom = to.startsWith('#');
  const plain = to === '*' || isRoom || view.role === 'consumidor';
  const who = plain ? view.name : `${view.name} → ${view.spelled(to)}`;
  return line(
    time,
    inRoom(harmless(to)) + ink.green(harmless(who)),
    harmless(text),
    look,
    sentMark(look, seq),
  );
}

/** What stands behind what the server has; at a terminal with the number by which UNDO knows it. */
export function sentMark({ ink, columns }: Look, seq = ''): string {
  const number = seq === '' || columns === Number.POSITIVE_INFINITY ? '' : ` ${ink.dim(`#${harmless(seq)}`)}`;
  return ` ${ink.green('✓')}${number}`;
}

/** `position length eta`; `attendant` is who serves me, or ''. */
export function showPosition(rest: string, t: Texts, attendant = ''): string {
  const [position = '', length = '', eta = ''] = splitWords(rest, 3);
  if (Number(position) === 0) return t.notWaiting(attendant);
  const seconds = Number(eta);
  const about = eta === '' || Number.isNaN(seconds) ? '' : t.eta(Math.round(seconds / 60));
  return t.position(Number(position), Number(length), about);
}

/** I serve somebody from now on. */
export function showServing(name: string, messages: number | null, look: Look): string {
  return look.ink.bold(texts(look).youServe(harmless(name), messages));
}

/** An error in the server's words, or the client's own. */
export function showError(text: string, look: Look): string {
  return look.plain ? speakError(text, look) : look.ink.red(`! ${capital(harmless(text))}`);
}

/** A message that was not taken. `text` as typed. */
export function showNotSent(to: string, text: string, why: string, look: Look): string {
  return showError(texts(look).notSent(to === '*' ? '' : to, shortened(text), why), look);
}

/** A message whose fate nobody will know; in full, so that it is not lost. `text` as typed. */
export function showUnknown(to: string, text: string, look: Look): string {
  return showError(texts(look).unknownSent(to === '*' ? '' : to, text), look);
}

/** A text that waits for the connection. `text` as typed. */
export function showWaiting(to: string, text: string, look: Look): string {
  return look.ink.dim(texts(look).waitingToSend(to === '*' ? '' : harmless(to), harmless(text)));
}

/** A text that left some time ago and has no reply yet. `text` as typed. */
export function showSending(to: string, text: string, look: Look): string {
  return look.ink.dim(texts(look).sending(to === '*' ? '' : harmless(to), harmless(text)));
}

/** Which message of mine is retracted: to whom it was, and what it said. */
export function showUndone(seq: string, look: Look): string {
  const { view, ink } = look;
  const t = texts(look);
  const was = view.recall(seq);
  if (!was) return ink.dim(t.youUndidUnknown(harmless(seq)));
  return ink.dim((was.isNote ? t.youUndidNote : t.youUndid)(harmless(was.to), named(was.text)));
}

/** Who is typing, in front of the prompt; '' if nobody is. */
export function showTyping(names: readonly string[], look: Look): string {
  return names.length === 0
    ? ''
    : `${look.ink.dim(`(${harmless(texts(look).typing(names.map(shortened)))})`)} `;
}

/** What goes on elsewhere, in front of the prompt: how many wait, what is unread; '' if nothing. */
export function showElsewhere(unread: readonly Place[], { view, ink }: Look): string {
  const t = TERMINAL_TEXTS[view.lang];
  const parts = unread
    .slice(0, MAX_PLACES)
    .map(({ name, count }) => `${ink.magenta.bold(shortened(harmless(name)))} ${count}`);
  if (view.role === 'atendente' && view.waiting.length > 0) {
    parts.unshift(ink.yellow(t.queueMark(view.waiting.length)));
  }
  if (unread.length > MAX_PLACES) parts.push(t.moreMark(unread.length - MAX_PLACES));
  return parts.length === 0 ? '' : `[${parts.join(', ')}] `;
}

/** A line between the days. */
export function showDay(at: number, look: Look): string {
  const { view, ink } = look;
  return look.plain ? speakDay(at, look) : ink.dim(`── ${dayName(at, view.lang)} ──`);
}

/** To whom what I type goes, in a sentence. */
export function showPartner(look: Look): string {
  const { view, ink } = look;
  const t = texts(look);
  if (view.target === DESK) return ink.dim(t.customerTalksToDesk);
  if (view.target !== null) return ink.dim(t.partnerIs(harmless(view.target)));
  return ink.dim(view.role === 'atendente' ? t.noPartner(view.open) : t.noPartnerMember(view.rooms));
}

/** The prompt: who I am, and to whom what I type goes; `isTurning` if that is not known yet. */
export function promptFor(view: View, ink: ChalkInstance, isTurning = false): string {
  const away = view.isAway ? ` ${ink.yellow(`(${TEXTS[view.lang].awayMark})`)}` : '';
  const partner = isTurning ? '…' : view.partner;
  const to = partner === null ? '' : ` → ${ink.cyan.bold(shortened(harmless(partner)))}`;
  return `${ink.bold(shortened(harmless(view.name)))}${away}${to}> `;
}

function showAssigned(customer: string, attendant: string, look: Look): string {
  const { view, ink } = look;
  const t = texts(look);
  if (view.role === 'consumidor') {
    const already = view.servedBy !== null && keyOf(view.servedBy) === keyOf(attendant);
    if (already) return '';
    const hint = view.partner === null ? '' : ` ${ink.dim(t.howToDesk)}`;
    return ink.bold(t.servedBy(attendant)) + hint;
  }
  // Whoever handed them over was told so by the reply, unless this is the first time that the name stands here.
  if (!view.isMe(attendant)) {
    if (view.isOpen(customer)) return t.handedOver(customer, attendant);
    return view.hasSeen(attendant) ? '' : ink.yellow(t.youTransferred(customer, attendant));
  }
  if (view.isOpen(customer)) return '';
  const other = view.partner !== null && !view.isPartner(customer);
  return showServing(customer, null, look) + (other ? ` ${ink.dim(t.turnWith(customer))}` : '');
}

function showClosed(who: string, rest: string, look: Look): string {
  const { view, ink } = look;
  const t = texts(look);
  if (view.role !== 'consumidor') return ink.yellow(t.closedGone(who, rest));
  const time = new Date(look.now).toISOString();
  const farewell = look.plain
    ? speak({ time, from: who, to: '*', text: rest }, look)
    : line(time, ink.cyan.bold(who), rest, look);
  const words = rest === '' ? '' : `${farewell}\n`;
  return `${words}${ink.yellow(t.closedBy(who))} ${ink.dim(t.howToRate)}`;
}

/** A message with its time and its mark; later lines of it are set in. */
function line(time: string, who: string, text: string, look: Look, mark = ''): string {
  const clock = `[${clockTime(time, look.now, look.view.lang)}]`;
  const indent = clock.length + 1;
  const whole = indented(`${look.ink.dim(clock)} ${who}: ${unescapeText(text)}`, indent) + mark;
  return wrap(whole, look.columns, indent).join('\n');
}

/** `#geral  ` in front of what happened there; '' for what did not happen in a room. */
function inRoom(to: string): string {
  return to.startsWith('#') ? `${to}  ` : '';
}

/** A text of the wire in one short line, to tell which one it is. */
function named(text: string): string {
  return shortened(harmless(unescapeText(text).replaceAll('\n', ' ')));
}

/** The beginning of a text, to tell which one it is. */
function shortened(text: string): string {
  return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text;
}

/** Text of several lines, its later ones set in. */
function indented(text: string, columns: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}
