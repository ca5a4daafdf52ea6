/**
 * Two things that keys do to a line besides what readline does: Tab completes the word before the cursor, Ctrl-R finds
 * older lines. Owns where in the choices one is; a key in between begins anew. Pure: line in, line out.
 */

import { plainLetters } from './command-words.ts';
import type { Choices } from './completion.ts';
import { harmless, width } from './harmless.ts';

/** A line being typed. */
export interface Line {
  readonly text: string;
  /** Characters before the cursor. */
  readonly cursor: number;
}

export interface Step {
  readonly line: Line;
  /** What the word may become, to be shown above; empty if that is not due. */
  readonly listed: readonly string[];
}

/** A round through the choices that is under way. */
interface Round {
  readonly typed: Line;
  readonly choices: Choices;
  /** As this left the line: if it is another one now, the round is over. */
  left: Line;
  /** The choice that stands in the line; -1 is none of them. */
  at: number;
  isListed: boolean;
}

const GAP = 2;

export class Tabs {
  #round: Round | null = null;

  /**
   * One more Tab, or one back. The first writes what all choices have in common, or else the first of them; the next
   * one has them listed; each goes on to another choice, and after the last to what was typed.
   */
  press(line: Line, choose: (before: string) => Choices, back = false): Step {
    const round = this.#round;
    if (round && isSame(round.left, line)) return this.#next(round, back);
    this.#round = null;
    const choices = choose(line.text.slice(0, line.cursor));
    const { words, tail, from } = choices;
    const [only = ''] = words;
    if (words.length === 0) return { line, listed: [] };
    if (words.length === 1) return { line: put(line, from, only, tail), listed: [] };
    const common = commonStart(words);
    const isLonger = common.length > line.cursor - from;
    const left = put(line, from, isLonger ? common : only, '');
    this.#round = { typed: line, choices, left, at: isLonger ? -1 : 0, isListed: false };
    return { line: left, listed: [] };
  }

  #next(round: Round, back: boolean): Step {
    const { typed, choices } = round;
    const { words, from } = choices;
    const listed = round.isListed ? [] : words;
    round.isListed = true;
    const places = words.length + 1;
    round.at = ((round.at + 1 + (back ? -1 : 1) + places) % places) - 1;
    const word = words[round.at];
    round.left = word === undefined ? typed : put(typed, from, word, '');
    return { line: round.left, listed };
  }
}

/** Older lines that hold what stands in the line. */
export class Search {
  #sought = '';
  #left: Line | null = null;
  #at = -1;

  /**
   * The newest of `history`, newest first, that holds the text of the line; if this left the line as it is, the next
   * older one. The line itself if there is none. O(history).
   */
  press(line: Line, history: readonly string[]): Line {
    if (!this.#left || !isSame(this.#left, line)) {
      // Many press Ctrl-R first, and type behind what it brought what they are looking for.
      const isBehind = this.#left !== null && this.#sought === '' && line.text.startsWith(this.#left.text);
      this.#sought = isBehind ? line.text.slice(this.#left?.text.length) : line.text;
      this.#at = -1;
    }
    for (let i = this.#at + 1; i < history.length; i++) {
      const found = history[i] ?? '';
      if (found === line.text || !found.toLowerCase().includes(this.#sought.toLowerCase())) continue;
      this.#at = i;
      this.#left = { text: found, cursor: found.length };
      return this.#left;
    }
    return line;
  }
}

/** Words next to each other, in lines of at most `columns`. */
export function inColumns(words: readonly string[], columns: number): string {
  const shown = words.map(harmless);
  const each = Math.max(...shown.map(width)) + GAP;
  const inRow = Math.max(1, Math.floor((columns + GAP) / each));
  const lines: string[] = [];
  for (let i = 0; i < shown.length; i += inRow) {
    const row = shown.slice(i, i + inRow).map((word) => word + ' '.repeat(each - width(word)));
    lines.push(row.join('').trimEnd());
  }
  return lines.join('\n');
}

/** `line` with another word from `from` up to the cursor. */
function put(line: Line, from: number, word: string, tail: string): Line {
  const after = line.text.slice(line.cursor);
  const end = after.startsWith(' ') ? '' : tail;
  return {
    text: line.text.slice(0, from) + word + end + after,
    cursor: from + word.length + tail.length,
  };
}

/** The TABs of a text but for those at its end. O(length). */
export function innerTabs(text: string): number {
  let end = text.length;
  while (text[end - 1] === '\t') end -= 1;
  return text.slice(0, end).split('\t').length - 1;
}

/** What all begin with, as the first of them writes it; accents and capitals do not count, and no character is cut. */
function commonStart(words: readonly string[]): string {
  const [first = [], ...others] = words.map((word) => [...word.normalize('NFC')]);
  const isShared = (letter: string, at: number) =>
    others.every((other) => plainLetters(other[at] ?? '') === plainLetters(letter));
  const end = first.findIndex((letter, at) => !isShared(letter, at));
  return (end < 0 ? first : first.slice(0, end)).join('');
}

function isSame(one: Line, other: Line): boolean {
  return one.text === other.text && one.cursor === other.cursor;
}
