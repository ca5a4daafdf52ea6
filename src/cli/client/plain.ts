/**
 * What a screen reader reads aloud: whole sentences where others see columns, colours and signs. Pure; whatever is a
 * sentence anyway is not here.
 */

import { unescapeText } from '../../protocol/text.ts';
import { capital, harmless } from './harmless.ts';
import type { Look } from './screen.ts';
import { TEXTS } from './texts.ts';
import { PLAIN_TEXTS } from './texts-plain.ts';
import { clockTime, dayName } from './times.ts';
import type { Place } from './unread.ts';

export interface Spoken {
  readonly time: string;
  readonly from: string;
  readonly to: string;
  /** As it went over the wire, made harmless. */
  readonly text: string;
}

/** `Às 14:03, joao disse: oi`. */
export function speak({ time, from, to, text }: Spoken, look: Look): string {
  const { view, now } = look;
  const t = PLAIN_TEXTS[view.lang];
  const who = view.isMe(from) ? null : from;
  return t.said(clockTime(time, now, view.lang), who, placeOf(from, to, look), spoken(text, look));
}

/** Where it was said, or to whom, as far as that is not clear. */
function placeOf(from: string, to: string, { view }: Look): string {
  const t = PLAIN_TEXTS[view.lang];
  if (to.startsWith('#')) return t.inRoom(to);
  if (to === '*' || view.role === 'consumidor') return '';
  if (view.isMe(from)) return t.toSomebody(to);
  if (!view.isMe(to)) return view.isOpen(from) ? '' : t.toSomebody(to);
  return view.role === 'atendente' && !view.isOpen(from) ? t.toMe : '';
}

/** A note, or what else has a heading and words. */
export function speakHeaded(time: string, head: string, words: string, look: Look): string {
  const { view, now } = look;
  return PLAIN_TEXTS[view.lang].headed(clockTime(time, now, view.lang), head, spoken(words, look));
}

/** A text of the wire; nobody can make a line of it that sounds as if somebody else said it. */
function spoken(text: string, look: Look): string {
  return goingOn(unescapeText(text), look);
}

/** Nor can many spaces push words to the beginning of a row, where another line seems to begin. */
function goingOn(text: string, { view }: Look): string {
  return text.replace(/ {4,}/g, '   ').replaceAll('\n', `\n${PLAIN_TEXTS[view.lang].goesOn} `);
}

/** My message is stored: I know what I wrote. */
export function speakStored(to: string, seq: string, { view }: Look): string {
  return PLAIN_TEXTS[view.lang].stored(to === '*' ? '' : harmless(to), harmless(seq));
}

export function speakError(text: string, { view }: Look): string {
  return PLAIN_TEXTS[view.lang].error(harmless(text));
}

export function speakDay(at: number, { view }: Look): string {
  return `${capital(dayName(at, view.lang))}.`;
}

/** How things stand, for who asks by Enter alone: to whom one talks, who waits, what is unread. */
export function speakStanding(unread: readonly Place[], { view }: Look): string {
  const t = PLAIN_TEXTS[view.lang];
  const customer = view.servedBy === null ? t.notServed : t.servedBy(harmless(view.servedBy));
  const partner = view.partner === null ? t.nobody : TEXTS[view.lang].partnerIs(harmless(view.partner));
  const parts = view.role === 'consumidor' ? [customer] : [partner];
  if (view.role === 'consumidor' && view.partner !== null) parts.unshift(partner);
  if (view.role === 'atendente') parts.push(t.waiting(view.waiting.length));
  for (const { name, count } of unread) parts.push(t.unread(harmless(name), count));
  return parts.join(' ');
}

/** An item of a listing in one line: each cell behind the name of its column. */
export function speakRow(head: readonly string[] | null, cells: readonly string[], look: Look): string {
  const named = cells.map((cell, i) => {
    const name = head?.[i] ?? '';
    return cell === '' || name === '' ? cell : `${name.toLowerCase()}: ${cell}`;
  });
  return goingOn(named.filter((cell) => cell !== '').join(', '), look);
}
