/** HISTORY who [limit] [before-seq]: the newest messages of somebody or of a room, from memory or from the store. */

import type { Code } from '../../protocol/codes.ts';
import { err, listing, takeFitting } from '../../protocol/format.ts';
import { DEFAULT_HISTORY, GENERAL_ROOM, MAX_HISTORY } from '../../protocol/limits.ts';
import type { Desk } from '../desk.ts';
import type { HistoryRead } from '../effects.ts';
import type { HistoryQuery, HistoryResult, StoredMessage } from '../journal.ts';
import { historyItem, type Memory, stored } from '../messages.ts';
import { type Range, underName } from '../names.ts';
import { together } from '../notes.ts';
import type { Person } from '../people.ts';
import { mayUseRooms } from '../rights.ts';
import { isRoom } from '../rooms.ts';
import { entered } from './handler.ts';

export const history = entered((desk, person, command, effects) => {
  const [who = '', limit = '', before = ''] = command.args;
  const key = who === '*' ? otherSide(person) : who;
  if (key === undefined) return 'NO-CONVERSATION';
  const part = isRoom(key) ? ofRoom(desk, person, key) : ofName(desk, person, key);
  if (typeof part === 'string') return part;
  const query: HistoryQuery = {
    key,
    after: part.after,
    before: Math.min(
      before === '' ? Number.MAX_SAFE_INTEGER : Number(before),
      part.upto + 1,
      desk.lastSeq + 1,
    ),
    limit: Math.min(limit === '' ? DEFAULT_HISTORY : Number(limit), MAX_HISTORY),
    notes: person.role === 'atendente',
  };
  const { conn, lang } = person.session;
  const messages = part.memory && remembered(part.memory, part.since, query);
  if (messages) effects.send(conn, historyListing(command.label, messages));
  else effects.read({ kind: 'history', conn, label: command.label, lang, query });
  return '';
});

/** The reply, once the store has answered. */
export function historyReply(read: HistoryRead, result: HistoryResult): string {
  const { key } = read.query;
  if (result.known || key === GENERAL_ROOM) return historyListing(read.label, result.messages);
  return err(read.label, isRoom(key) ? 'NO-SUCH-ROOM' : 'NO-SUCH-USER', read.lang);
}

/** What somebody may see of a name or a room. */
interface Part extends Range {
  /** What memory holds of it; behind `since` nobody else's. */
  readonly memory: (Memory & Partial<Pick<Person, 'notes'>>) | undefined;
  readonly since: number;
}

/** Attendants see all of any room, others all of those that they are in. */
function ofRoom(desk: Desk, person: Person, key: string): Part | Code {
  if (!mayUseRooms(desk, person.role)) return 'FORBIDDEN';
  const room = desk.rooms.find(key);
  if (person.role !== 'atendente') {
    if (!desk.rooms.has(key)) return 'NO-SUCH-ROOM';
    if (!room?.members.has(person)) return 'NOT-IN-ROOM';
  }
  return { after: 0, upto: Number.MAX_SAFE_INTEGER, memory: room, since: 0 };
}

/** Attendants see all who bore the name; others themselves, not whoever had the name before or has it now. */
function ofName(desk: Desk, person: Person, key: string): Part | Code {
  const bearer = desk.people.find(key);
  const since = (bearer && underName(bearer, key)?.after) ?? 0;
  if (person.role === 'atendente') {
    return { after: 0, upto: Number.MAX_SAFE_INTEGER, memory: bearer, since };
  }
  const own = underName(person, key);
  return own ? { ...own, memory: bearer === person ? person : undefined, since } : 'FORBIDDEN';
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

/**
 * What memory alone can answer, newest first; null if the store may know more. Down to `since` all that memory holds
 * belongs to the name. O(messages in memory).
 */
function remembered(
  { history, notes, heldAfter }: NonNullable<Part['memory']>,
  since: number,
  query: HistoryQuery,
): StoredMessage[] | null {
  const floor = Math.max(heldAfter, since, query.after);
  const found: StoredMessage[] = [];
  for (const message of together(history, query.notes && notes ? notes : null)) {
    if (message.seq <= floor) break;
    if (message.seq >= query.before) continue;
    found.push(stored(message));
    if (found.length === query.limit) return found;
  }
  return floor === query.after ? found : null;
}
