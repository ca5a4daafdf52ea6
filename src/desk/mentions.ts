/** Whether a text names somebody: what is to be erased with a name, beyond what it sent and got. */

import { readName } from '../protocol/names.ts';

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*/gu;
const STOPS = /[.-]+$/;

/** Whether a word of the text is the name of this key, with the stop of a sentence behind it or not. O(length). */
export function mentions(text: string, key: string): boolean {
  for (const [word] of text.matchAll(WORD)) {
    if (readName(word)?.key === key || readName(word.replace(STOPS, ''))?.key === key) return true;
  }
  return false;
}
