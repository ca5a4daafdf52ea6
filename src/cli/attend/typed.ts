/**
 * What is being typed, as it stands in rows: of whichever line that is, and where the cursor is in it. Owns that only
 * one line is being typed at a time. Pure.
 */

import { width } from '../client/harmless.ts';
import { even, graphemes } from './cells.ts';
import { mainColumns } from './columns.ts';
import type { Draft } from './editor.ts';
import { shownChat } from './selectors.ts';
import type { Mode, State } from './state.ts';

/** Columns in front of what is typed. */
export const PROMPT_COLUMNS = 2;

export interface Typed {
  readonly rows: readonly string[];
  /** Where the cursor stands in these rows. */
  readonly x: number;
  readonly y: number;
}

/** The line that keys edit now; null if they edit none. */
export function draftIn(state: State): Draft | null {
  const { mode, focus, chats, current } = state;
  const own = draftOfMode(mode);
  if (own !== undefined) return own;
  const chat = mode.is === 'note' ? shownChat(state) : (current !== null && chats.get(current)) || null;
  if (mode.is === 'note') return chat?.note ?? null;
  return focus === 'input' && chat ? chat.draft : null;
}

/** The one that a mode has by itself; undefined if it has no say in that. */
function draftOfMode(mode: Mode): Draft | null | undefined {
  switch (mode.is) {
    case 'search':
      return mode.query;
    case 'canned':
    case 'rooms':
    case 'people':
      return mode.filter;
    case 'confirm':
      return mode.what === 'close' ? mode.text : null;
    case 'help':
    case 'figures':
    case 'transfer':
    case 'archive':
      return null;
    default:
      return undefined;
  }
}

/** The rows of what stands in the input line, being typed or not; null if there is nothing to type to. */
export function typedOf(state: State): Typed | null {
  const draft = draftIn(state) ?? (state.mode.is === 'talk' ? (shownChat(state)?.draft ?? null) : null);
  return draft && setOut(draft, mainColumns(state.size) - PROMPT_COLUMNS);
}

/** A draft in rows of so many columns, broken between characters. O(length). */
export function setOut({ text, at }: Draft, columns: number): Typed {
  const rows = [''];
  let used = 0;
  let passed = 0;
  let cursor = { x: 0, y: 0 };
  for (const one of graphemes(text)) {
    if (passed === at) cursor = { x: used, y: rows.length - 1 };
    passed += one.length;
    if (one === '\n') {
      rows.push('');
      used = 0;
      continue;
    }
    const shown = even(one);
    const more = width(shown);
    if (used + more > columns) {
      if (passed - one.length === at) cursor = { x: 0, y: rows.length };
      rows.push('');
      used = 0;
    }
    rows[rows.length - 1] += shown;
    used += more;
  }
  if (passed === at) {
    if (used >= columns) {
      rows.push('');
      used = 0;
    }
    cursor = { x: used, y: rows.length - 1 };
  }
  return { rows, ...cursor };
}
