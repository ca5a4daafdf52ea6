/**
 * To whom a typed line goes, by what it says and how things stand. Pure: it turns to nobody; `turning.ts` has the rule.
 */

import { readName, readRoom } from '../../protocol/names.ts';
import { plainLetters } from './command-words.ts';
import type { Intent } from './input.ts';
import { DESK, keyOf, type View } from './view.ts';

/** How customers call the desk, in both languages; the first of each is shown to them. */
export const DESK_WORDS = { pt: ['atendimento', 'atendente', 'balcao'], en: ['desk', 'attendant'] } as const;

const CALLED_DESK: ReadonlySet<string> = new Set([DESK, ...DESK_WORDS.pt, ...DESK_WORDS.en]);

/** To whom this goes, or whom it would make the partner, as written; null if to nobody. */
export function targetOf(intent: Intent, view: View): string | null {
  switch (intent.do) {
    case 'say':
      return intent.isToDesk && view.role === 'consumidor' ? DESK : view.target;
    case 'turn-to':
      if (isDesk(intent.to, view)) return DESK;
      return intent.to === '' || intent.to === DESK ? view.target : written(intent.to, view);
    case 'say-to':
      return written(intent.to, view);
    case 'command':
      return view.partner;
    default:
      return null;
  }
}

/** Whether a customer means the desk by this: a word for it, or the name of whoever serves them. */
function isDesk(to: string, { role, servedBy }: View): boolean {
  if (role !== 'consumidor') return false;
  return CALLED_DESK.has(plainLetters(to)) || (servedBy !== null && keyOf(servedBy) === keyOf(to));
}

function written(to: string, view: View): string | null {
  const name = (readName(to) ?? readRoom(to))?.name;
  return name === undefined ? null : view.spelled(name);
}
