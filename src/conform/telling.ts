/** What a report says: lines of the protocol, which are the same in every language, and words about them in both. */

import type { Lang } from '../protocol/codes.ts';

/** A string is a line of the protocol, or a part of one. */
export type Telling = string | Readonly<Record<Lang, string>>;

/** Words about the lines. */
export function both(en: string, pt: string): Telling {
  return { en, pt };
}

/** What stands in lines that are expected where anything of a kind may stand. */
const IN_PORTUGUESE: Readonly<Record<string, string>> = {
  count: 'quantidade',
  role: 'tipo',
  length: 'tamanho',
  name: 'nome',
  position: 'posição',
  product: 'produto',
  text: 'texto',
  attendant: 'atendente',
  time: 'hora',
  value: 'valor',
};

/** What these have to look like. */
const SHAPES: Readonly<Record<string, Telling>> = {
  time: both('as 2026-03-02T14:05:09.120Z', 'como 2026-03-02T14:05:09.120Z'),
  token: both('22 characters of A-Z a-z 0-9 - _', '22 caracteres de A-Z a-z 0-9 - _'),
  eta: both('a number of seconds, or ?', 'um número de segundos, ou ?'),
};

export function inLang(telling: Telling, lang: Lang): string {
  return typeof telling === 'string' ? telling : telling[lang];
}

/** What is expected, with `<time>` and its like in this language; never for what a server said. */
export function expectedIn(telling: Telling, lang: Lang): string {
  const text = inLang(telling, lang);
  if (lang === 'en') return text;
  return text.replace(/<([a-z]+)>/g, (place, kind: string) =>
    Object.hasOwn(IN_PORTUGUESE, kind) ? `<${IN_PORTUGUESE[kind]}>` : place,
  );
}

/** `<time>: as ...`, for each of these that stands in what is expected. */
export function shapesIn(telling: Telling, lang: Lang): string[] {
  return Object.entries(SHAPES)
    .filter(([kind]) => inLang(telling, 'en').includes(`<${kind}>`))
    .map(([kind, shape]) => `${expectedIn(`<${kind}>`, lang)}: ${inLang(shape, lang)}`);
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
