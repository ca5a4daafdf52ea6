/**
 * A text that is being typed, and the cursor in it. Owns what editing keys do, by characters as people count them.
 * Pure; knows no key and no screen.
 */

import { graphemes, safe } from './cells.ts';

export interface Draft {
  readonly text: string;
  /** Where the cursor is, in UTF-16 units; never within a character. */
  readonly at: number;
}

export const EMPTY: Draft = { text: '', at: 0 };

/** UTF-16 units that a draft may have; no message is longer. */
export const MAX_DRAFT = 8_000;

/** A draft with the cursor at its end. */
export function draftOf(text: string): Draft {
  return { text, at: text.length };
}

/** Puts text at the cursor. Line breaks of any kind become `\n`; what does not fit is left out, and then `full`. */
export function insert(draft: Draft, text: string): { readonly draft: Draft; readonly full: boolean } {
  const clean = safe(text.replace(/\r\n?/g, '\n').replaceAll('\t', '  '));
  const { text: before, at } = draft;
  if (before.length + clean.length > MAX_DRAFT) return { draft, full: true };
  const inserted = before.slice(0, at) + clean + before.slice(at);
  return { draft: { text: inserted, at: at + clean.length }, full: false };
}

/** What an editing key makes of a draft; the same draft if the key edits nothing. */
export function edited(draft: Draft, key: string): Draft {
  const { text, at } = draft;
  switch (key) {
    case 'left':
      return { text, at: before(text, at) };
    case 'right':
      return { text, at: after(text, at) };
    case 'ctrl-left':
    case 'alt-left':
      return { text, at: wordBefore(text, at) };
    case 'ctrl-right':
    case 'alt-right':
      return { text, at: wordAfter(text, at) };
    case 'home':
    case 'ctrl-a':
      return { text, at: lineStart(text, at) };
    case 'end':
    case 'ctrl-e':
      return { text, at: lineEnd(text, at) };
    case 'backspace':
      return without(text, before(text, at), at);
    case 'delete':
      return without(text, at, after(text, at));
    case 'alt-backspace':
    case 'ctrl-backspace':
      return without(text, wordBefore(text, at), at);
    case 'ctrl-u':
      return without(text, lineStart(text, at), at);
    case 'ctrl-k':
      return without(text, at, lineEnd(text, at));
    default:
      return draft;
  }
}

function without(text: string, from: number, to: number): Draft {
  return { text: text.slice(0, from) + text.slice(to), at: from };
}

function before(text: string, at: number): number {
  return at - (graphemes(text.slice(0, at)).at(-1)?.length ?? 0);
}

function after(text: string, at: number): number {
  return at + (graphemes(text.slice(at))[0]?.length ?? 0);
}

function wordBefore(text: string, at: number): number {
  return /\S*\s*$/.exec(text.slice(0, at))?.index ?? 0;
}

function wordAfter(text: string, at: number): number {
  return at + (/^\s*\S*/.exec(text.slice(at))?.[0].length ?? 0);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
