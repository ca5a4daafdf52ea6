/** What a report says: lines of the protocol, which are the same in every language, and words about them in both. */

import type { Lang } from '../protocol/codes.ts';

/** A string is a line of the protocol, or a part of one. */
export type Telling = string | Readonly<Record<Lang, string>>;

/** Words about the lines. */
export function both(en: string, pt: string): Telling {
  return { en, pt };
}

export function inLang(telling: Telling, lang: Lang): string {
  return typeof telling === 'string' ? telling : telling[lang];
}

/** The same telling with a change in each language. */
export function changed(telling: Telling, change: (text: string) => string): Telling {
  if (typeof telling === 'string') return change(telling);
  return { en: change(telling.en), pt: change(telling.pt) };
}

/** `1 item`, `2 items`: for what a report counts. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
