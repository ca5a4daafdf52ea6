/** SEARCH text: the newest messages that have these words. The store looks for them. */

import type { Lang } from '../../protocol/codes.ts';
import { listing, takeFitting } from '../../protocol/format.ts';
import { MAX_FOUND, MAX_SEARCH_WORDS } from '../../protocol/limits.ts';
import { wordsOf } from '../../protocol/words.ts';
import type { SearchRead } from '../effects.ts';
import type { Scope, SearchResult } from '../journal.ts';
import { messageLine } from '../messages.ts';
import { ownScopes } from '../names.ts';
import type { Person } from '../people.ts';
import { entered } from './handler.ts';

/** What the head of a listing says if there was no time to look for all. */
const INCOMPLETE: Readonly<Record<Lang, string>> = { pt: 'incompleta', en: 'incomplete' };

export const search = entered((_desk, person, command, effects) => {
  const [text = ''] = command.args;
  if (new Set(wordsOf(text)).size > MAX_SEARCH_WORDS) return 'TEXT-TOO-LONG';
  const { conn, lang } = person.session;
  const query = { text, scopes: scopesOf(person), limit: MAX_FOUND };
  effects.read({ kind: 'search', conn, label: command.label, lang, query });
  return '';
});

/**
 * The reply, once the store has answered, newest first: a listing, oldest first. What does not fit is left out from the
 * oldest on.
 */
export function searchReply(read: SearchRead, { messages, complete }: SearchResult): string {
  const items = takeFitting(messages.map(messageLine)).reverse();
  return listing(read.label, items, complete ? '' : INCOMPLETE[read.lang]);
}

/** Attendants find everything; others what HISTORY shows them: their own, and all of the rooms that they are in. */
function scopesOf(person: Person): readonly Scope[] | null {
  if (person.role === 'atendente') return null;
  const rooms = [...(person.rooms?.keys() ?? [])].map(({ party: { key, id } }) => {
    return { key, party: id, after: 0, upto: Number.MAX_SAFE_INTEGER };
  });
  return [...ownScopes(person), ...rooms];
}
