/** Which command somebody may have meant who mistyped its word. Pure. */

import type { Lang } from '../../protocol/codes.ts';
import { nearest } from '../nearest.ts';
import { plainLetters, RAW, TURN, WORDS, type Word } from './command-words.ts';

/** The command that a word in capitals is one slip away from, in capitals, or ''. */
export function nearestWord(word: string): string {
  if (!/^\p{Lu}+(?:-\p{Lu}+)*$/u.test(word)) return '';
  const words = slashes(WORDS.filter((one) => !one.small));
  const near = nearest(plainLetters(word), words.map(plainLetters), 1);
  return near < 0 ? '' : words[near]!.toUpperCase();
}

/** What `/word` may have been meant to be, as in `/listar`, or ''; of two as near, the one of this language. */
export function nearestSlash(word: string, lang: Lang): string {
  const all = [...WORDS.flatMap(({ slash }) => slash[lang]), ...slashes(WORDS), ...TURN, RAW];
  const near = nearest(plainLetters(word.replace(/^\//, '')), all.map(plainLetters));
  return near < 0 ? '' : `/${all[near]}`;
}

function slashes(words: readonly Word[]): string[] {
  return words.flatMap(({ slash }) => [...slash.pt, ...slash.en]);
}
