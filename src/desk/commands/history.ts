/** HISTORY who [limit] [before-seq]: the newest messages of somebody, from memory or from the store. */

import { err, listing, takeFitting } from '../../protocol/format.ts';
import { DEFAULT_HISTORY, MAX_HISTORY } from '../../protocol/limits.ts';
import type { HistoryRead } from '../effects.ts';
import type { HistoryQuery, HistoryResult, StoredMessage } from '../journal.ts';
import { historyItem, stored } from '../messages.ts';
import type { Person } from '../people.ts';
import { entered } from './handler.ts';

export const history = entered((desk, person, command, effects) => {
  const [who = '', limit = '', before = ''] = command.args;
  if (who.startsWith('#')) return 'NO-SUCH-ROOM';
  const key = who === '*' ? otherSide(person) : who;
  if (key === undefined) return 'NO-CONVERSATION';
  if (person.role !== 'atendente' && key !== person.party.key) return 'FORBIDDEN';
  const query: HistoryQuery = {
    key,
    // Attendants see all who bore the name; others themselves, not whoever had the name before.
    after: person.role === 'atendente' ? 0 : person.sinceSeq,
    before: Math.min(before === '' ? Number.MAX_SAFE_INTEGER : Number(before), desk.lastSeq + 1),
    limit: Math.min(limit === '' ? DEFAULT_HISTORY : Number(limit), MAX_HISTORY),
  };
  const { conn, lang } = person.session;
  const messages = remembered(desk.people.find(key), query);
  if (messages) effects.send(conn, historyListing(command.label, messages));
  else effects.read({ conn, label: command.label, lang, query });
  return '';
});

/** The reply, once the store has answered. */
export function historyReply(read: HistoryRead, result: HistoryResult): string {
  if (!result.known) return err(read.label, 'NO-SUCH-USER', read.lang);
  return historyListing(read.label, result.messages);
}

/** Oldest first; what does not fit into a listing is left out from the oldest on. */
function historyListing(label: string, newestFirst: Iterable<StoredMessage>): string {
  return listing(label, takeFitting(items(newestFirst)).reverse());
}

function* items(messages: Iterable<StoredMessage>): Generator<string> {
  for (const message of messages) yield historyItem(message);
}

function otherSide(person: Person): string | undefined {
  return person.role === 'atendente' ? person.partner?.customer.party.key : person.party.key;
}

/** What memory alone can answer, newest first; null if the store may know more. O(messages in memory). */
function remembered(person: Person | undefined, query: HistoryQuery): StoredMessage[] | null {
  if (!person) return null;
  const found: StoredMessage[] = [];
  for (const message of person.history) {
    if (message.seq >= query.before) continue;
    found.push(stored(message));
    if (found.length === query.limit) return found;
  }
  const complete = !person.historyCut && query.after >= person.sinceSeq;
  return complete ? found : null;
}
