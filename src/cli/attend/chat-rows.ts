/**
 * A conversation in rows: who said what and when, days apart, and which of it is on the screen. Owns how lines are set
 * and how one scrolls through them; what a line was set to is kept as long as the line is. Pure otherwise.
 */

import type { Lang } from '../../protocol/codes.ts';
import { width } from '../client/harmless.ts';
import { wrap } from '../client/table.ts';
import { clock, dayName, dayOf } from '../client/times.ts';
import { keyOf } from '../client/view.ts';
import { closed, cut, even } from './cells.ts';
import type { Layout } from './layout.ts';
import type { Line, Mark } from './lines.ts';
import { BLANK, filled, piece, type Row, spread, type Tone, theirs } from './row.ts';
import type { Anchor, Chat, State } from './state.ts';
import { TEXTS } from './texts.ts';

/** Milliseconds within which what one person says is set together. */
const TOGETHER_MS = 5 * 60_000;

const INDENT = '  ';
/** Room for a mark, and a space in front of it. */
const MARK_COLUMNS = 4;

const MARKS: Readonly<Record<Mark, readonly [string, Tone]>> = {
  '': ['', 'dim'],
  sent: ['…', 'dim'],
  stored: ['✓', 'dim'],
  seen: ['✓✓', 'good'],
  failed: ['✗', 'bad'],
  gone: ['', 'dim'],
  found: ['◂', 'key'],
};

/** How a conversation is set. */
export interface Setting {
  readonly columns: number;
  readonly isRoomy: boolean;
  readonly lang: Lang;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function settingOf({ lang, now }: State, { main, isRoomy }: Layout): Setting {
  return { columns: main, isRoomy, lang, now };
}

interface Kept {
  readonly previous: Line | undefined;
  readonly columns: number;
  readonly isRoomy: boolean;
  readonly lang: Lang;
  readonly rows: readonly Row[];
}

const KEPT = new WeakMap<Line, Kept>();

/** The rows of a line, which stands behind `previous`. */
export function lineRows(line: Line, previous: Line | undefined, setting: Setting): readonly Row[] {
  const { columns, isRoomy, lang } = setting;
  const kept = KEPT.get(line);
  if (kept && kept.previous === previous && kept.columns === columns) {
    if (kept.isRoomy === isRoomy && kept.lang === lang) return kept.rows;
  }
  const rows = setLine(line, previous, setting);
  KEPT.set(line, { previous, columns, isRoomy, lang, rows });
  return rows;
}

function setLine(line: Line, previous: Line | undefined, setting: Setting): Row[] {
  const { columns, isRoomy, lang, now } = setting;
  const isNewDay = !previous || dayOf(previous.timeMs) !== dayOf(line.timeMs);
  const day = isNewDay ? [dayRow(dayName(line.timeMs, lang, now), columns)] : [];
  if (line.kind === 'told') {
    const time = piece(`${clock(line.timeMs)} `, 'dim');
    const rows = wrap(line.text, columns - 6).map((text, i) => [
      i === 0 ? time : piece(' '.repeat(6)),
      theirs(text, 'dim'),
    ]);
    return [...day, ...rows];
  }
  const isContinued = !isNewDay && previous !== undefined && isTogether(line, previous);
  const air = isRoomy && !isContinued && !isNewDay && previous?.kind !== 'told' ? [BLANK] : [];
  const head = isContinued ? [] : [headRow(line, columns, lang)];
  return [...day, ...air, ...head, ...bodyRows(line, setting)];
}

function isTogether(line: Line, previous: Line): boolean {
  return (
    line.kind === previous.kind &&
    line.kind === 'said' &&
    keyOf(line.from) === keyOf(previous.from) &&
    line.timeMs - previous.timeMs < TOGETHER_MS
  );
}

function dayRow(name: string, columns: number): Row {
  const rest = Math.max(4, columns - width(name) - 2);
  const left = Math.floor(rest / 2);
  return filled([piece(`${'─'.repeat(left)} ${name} ${'─'.repeat(rest - left)}`, 'dim')], columns);
}

function headRow(line: Line, columns: number, lang: Lang): Row {
  const t = TEXTS[lang];
  const time = piece(`  ${clock(line.timeMs)}`, 'dim');
  const name = theirs(cut(line.from, columns - 24), toneOf(line));
  if (line.kind === 'said') return [name, time];
  return [piece(line.kind === 'note' ? `${t.internalNote} · ` : `${t.rating} · `, 'note'), name, time];
}

function toneOf({ kind, mine, to }: Line): Tone {
  if (kind !== 'said') return 'note';
  if (mine) return 'me';
  return to === '*' ? 'other' : 'colleague';
}

function bodyRows(line: Line, { columns, lang }: Setting): Row[] {
  const isGone = line.mark === 'gone';
  const room = columns - INDENT.length - MARK_COLUMNS;
  const text = isGone ? TEXTS[lang].undone : even(line.text);
  const isFound = line.mark === 'found';
  const plain = isFound ? 'strong' : 'plain';
  const tone: Tone = isGone ? 'dim' : line.kind === 'said' ? plain : 'note';
  const ownEdge = isFound ? piece('▸ ', 'key') : piece(INDENT);
  const edge = line.kind === 'said' ? ownEdge : piece('▎ ', 'note');
  const rows = wrap(text, room);
  const [mark, markTone] = MARKS[line.mark];
  return rows.map((row, i) => {
    const left = [edge, piece(closed(row), tone)];
    return i === rows.length - 1 && mark !== '' ? spread(left, [piece(mark, markTone)], columns - 1) : left;
  });
}

/** What of a conversation fits into `height` rows, and whether there is more below. */
export function visibleRows(chat: Chat, height: number, setting: Setting) {
  const { lines } = chat;
  const { index, below } = placeOf(chat);
  const blocks: (readonly Row[])[] = [];
  let count = -below;
  for (let i = index; i >= 0 && count < height; i--) {
    const rows = lineRows(lines[i]!, lines[i - 1], setting);
    blocks.push(rows);
    count += rows.length;
  }
  const all = blocks.reverse().flat();
  const rows = all.slice(Math.max(0, all.length - below - height), all.length - below);
  return { rows, isBelow: chat.anchor !== null };
}

/** Moves by so many rows, up if positive; `isTop` if the oldest line is on the screen now. */
export function scrolled(
  chat: Chat,
  by: number,
  height: number,
  setting: Setting,
): { readonly anchor: Anchor | null; readonly isTop: boolean } {
  const { lines } = chat;
  const rowsAt = (i: number) => lineRows(lines[i]!, lines[i - 1], setting).length;
  let { index, below } = placeOf(chat);
  if (index < 0) return { anchor: null, isTop: true };
  below += by;
  while (below < 0 && index < lines.length - 1) below += rowsAt(++index);
  while (index > 0 && below >= rowsAt(index)) below -= rowsAt(index--);
  // Not further up than to where the first row stands at the top.
  let above = rowsAt(index) - below;
  for (let i = index - 1; i >= 0 && above < height; i--) above += rowsAt(i);
  const isTop = above <= height;
  below -= Math.max(0, height - above);
  while (below < 0 && index < lines.length - 1) below += rowsAt(++index);
  const isBottom = below <= 0 && index === lines.length - 1;
  return { anchor: isBottom ? null : { id: lines[index]!.id, below }, isTop };
}

function placeOf({ lines, anchor }: Chat): { index: number; below: number } {
  const index = anchor ? lines.findLastIndex(({ id }) => id === anchor.id) : -1;
  return index < 0 ? { index: lines.length - 1, below: 0 } : { index, below: anchor!.below };
}
