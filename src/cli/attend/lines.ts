/**
 * The lines of a conversation: what was said, noted and told, in one order. Owns how they are read from the wire, put
 * together without doubles, marked and bounded. Pure.
 */

import { MAX_LISTING_BYTES } from '../../protocol/limits.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import { disarmed } from '../client/harmless.ts';
import { seqOf } from '../client/shown.ts';
import { keyOf } from '../client/view.ts';
import { safe } from './cells.ts';

/** How far a message of mine has come; `gone` is retracted, by whomever; `found` is what was searched for. */
export type Mark = '' | 'sent' | 'stored' | 'seen' | 'failed' | 'gone' | 'found';

export interface Line {
  /** Its own in this process. */
  readonly id: number;
  /** `told` is what happened to a conversation, in our words. */
  readonly kind: 'said' | 'note' | 'rating' | 'told';
  /** 0 as long as the server has not given one. */
  readonly seq: number;
  /** Where it stands among the others: its seq, or a little behind what had come when it was made. */
  readonly order: number;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  readonly mine: boolean;
  /** Fit for a terminal, with line breaks. */
  readonly text: string;
  readonly mark: Mark;
}

/** Lines that are kept of one conversation. */
export const MAX_LINES = 1_000;

/** Characters of all of them, in UTF-16 code units: two whole listings. */
const MAX_TEXT = 2 * MAX_LISTING_BYTES;

const RATED = /^RATE ([1-5])(?: (.*))?$/s;

/** A MSG, NOTE or GONE, as an event or in a listing; null for anything else. */
export function readLine({ verb, rest }: Event, me: string, id: number): Line | null {
  if (verb !== 'MSG' && verb !== 'NOTE' && verb !== 'GONE') return null;
  const [number = '', time = '', rawFrom = '', rawTo = '', raw = ''] = splitWords(rest, 4);
  const from = disarmed(rawFrom);
  const to = disarmed(rawTo);
  const seq = seqOf(number);
  const mine = keyOf(from) === keyOf(me);
  const text = safe(unescapeText(raw));
  const timeMs = Date.parse(time) || 0;
  const line = { id, seq, order: seq, timeMs, from, to, mine, text };
  if (verb === 'GONE') return { ...line, kind: 'said', text: '', mark: 'gone' };
  if (verb === 'MSG') return { ...line, kind: 'said', mark: mine ? 'stored' : '' };
  const [, stars = '', words = ''] = (keyOf(from) === keyOf(to) && RATED.exec(text)) || [];
  if (stars === '') return { ...line, kind: 'note', mark: mine ? 'stored' : '' };
  const drawn = '★'.repeat(Number(stars)) + '☆'.repeat(5 - Number(stars));
  return { ...line, kind: 'rating', text: words === '' ? drawn : `${drawn}  ${words}`, mark: '' };
}

/** Puts lines in where they belong; of two with one seq the one that is there already stays. O(lines). */
export function withLines(lines: readonly Line[], more: readonly Line[]): readonly Line[] {
  const seqs = new Set(lines.flatMap(({ seq }) => (seq > 0 ? [seq] : [])));
  const fresh = more.filter(({ seq }) => seq === 0 || !seqs.has(seq));
  if (fresh.length === 0) return lines;
  const last = lines.at(-1);
  const all = [...lines, ...fresh];
  if (last && fresh.some(({ order }) => order < last.order)) all.sort((a, b) => a.order - b.order);
  return newest(all);
}

/** Whether another listing of older lines would push out what is there. O(lines). */
export function isFullOf(lines: readonly Line[], more: number): boolean {
  const length = lines.reduce((sum, { text }) => sum + text.length, 0);
  return lines.length + more > MAX_LINES || length > MAX_TEXT - MAX_LISTING_BYTES;
}

/** As many of the newest as are kept. O(lines). */
function newest(lines: readonly Line[]): readonly Line[] {
  let from = lines.length;
  for (let length = 0; from > 0 && lines.length - from < MAX_LINES; from--) {
    length += lines[from - 1]!.text.length;
    if (length > MAX_TEXT) break;
  }
  return from === 0 ? lines : lines.slice(from);
}

/** The line of this id is another one now; one with its seq that was there before goes. O(lines). */
export function withChange(lines: readonly Line[], id: number, change: Partial<Line>): readonly Line[] {
  const { seq = 0 } = change;
  const all = lines.flatMap((line) => {
    if (line.id === id) return [{ ...line, ...change }];
    return seq > 0 && line.seq === seq ? [] : [line];
  });
  return all.sort((a, b) => a.order - b.order);
}

/** All messages of mine up to this one are seen. O(lines). */
export function withSeen(lines: readonly Line[], upTo: number): readonly Line[] {
  return lines.map((line) =>
    line.mark === 'stored' && line.kind === 'said' && line.seq <= upTo ? { ...line, mark: 'seen' } : line,
  );
}

/** A message or note is retracted, and its text with it; the same lines if it is not among them. O(lines). */
export function withGone(lines: readonly Line[], seq: number): readonly Line[] {
  if (!lines.some((line) => line.seq === seq)) return lines;
  return lines.map((line) => (line.seq === seq ? { ...line, text: '', mark: 'gone' } : line));
}
