/** The line that is being typed in, with its cursor; and what it says while it is empty. Pure. */

import { cut } from './cells.ts';
import { whyNot } from './guards.ts';
import type { Layout } from './layout.ts';
import { BLANK, piece, type Row, type Tone, theirs } from './row.ts';
import { shownChat } from './selectors.ts';
import type { Chat, State } from './state.ts';
import { TEXTS } from './texts.ts';
import { draftIn, PROMPT_COLUMNS, typedOf } from './typed.ts';

/** Rows above the body: heading and rule; and in the body above the input: title and rule. */
const ABOVE_ROWS = 4;

/** What is open over the panes and takes no text. */
const HAS_NO_LINE: ReadonlySet<string> = new Set(['help', 'transfer', 'figures']);

export interface Cursor {
  readonly x: number;
  readonly y: number;
}

export function inputRows(state: State, layout: Layout): Row[] {
  const typed = typedOf(state);
  const isNote = state.mode.is === 'note';
  const isActive = draftIn(state) !== null;
  const edge = piece(isNote ? '✎ ' : '› ', isNote ? 'note' : isActive ? 'key' : 'dim');
  if (!typed && HAS_NO_LINE.has(state.mode.is)) return [BLANK];
  const isEmpty = !typed || (typed.rows.length === 1 && typed.rows[0] === '');
  if (isEmpty) return [[edge, theirs(cut(placeholder(state), layout.main - PROMPT_COLUMNS), 'dim')]];
  const tone: Tone = isNote ? 'note' : isActive ? 'plain' : 'dim';
  const from = firstRow(typed.y, typed.rows.length, layout.input);
  return typed.rows
    .slice(from, from + layout.input)
    .map((text, i) => [i === 0 ? edge : piece('  '), theirs(text, tone)]);
}

/** Where the cursor stands on the screen; undefined if nothing is being typed. */
export function cursorOf(state: State, layout: Layout): Cursor | undefined {
  const typed = typedOf(state);
  if (!typed || !draftIn(state)) return undefined;
  const from = firstRow(typed.y, typed.rows.length, layout.input);
  return {
    x: layout.side + 2 + PROMPT_COLUMNS + typed.x,
    y: ABOVE_ROWS + layout.chat + layout.moment + typed.y - from,
  };
}

/** The first row of what is typed that is shown, so that the one with the cursor is. */
function firstRow(y: number, count: number, height: number): number {
  return Math.max(0, Math.min(count - height, y - height + 1));
}

function placeholder(state: State): string {
  const t = TEXTS[state.lang];
  const { mode, link } = state;
  const chat = shownChat(state);
  switch (mode.is) {
    case 'search':
      return t.searchHint;
    case 'canned':
      return t.cannedHint;
    case 'rooms':
      return t.roomsHint;
    case 'people':
      return t.peopleHint;
    case 'archive':
      return t.readOnly;
    case 'note':
      return t.writeNote(chat?.name ?? '');
    case 'confirm':
      return mode.what === 'close' ? t.farewell : `Enter ${t.keys.yes}   Esc ${t.keys.no}`;
    case 'help':
    case 'figures':
    case 'transfer':
      return '';
    default:
      if (chat && state.focus === 'queue') return t.takeHint(chat.name);
      if (!chat) return whyNot(state, 'next') === '' ? t.takesNext : t.nobodyToWrite;
      if (chat.standing === 'ended') return isWaiting(state, chat) ? t.waitsAgain : t.endedHint;
      if (link.is !== 'up') return t.writeLater;
      return chat.standing === 'room' ? t.writeIn(chat.name) : t.write(chat.name);
  }
}

function isWaiting({ queue }: State, { key }: Chat): boolean {
  return queue.some((one) => one.key === key);
}
