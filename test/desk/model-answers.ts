/**
 * What the model store answers: each question by going through all messages, straight from its definition in
 * journal.ts. It keeps nothing.
 */

import type {
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  SearchQuery,
  Stats,
  StoredMessage,
} from '../../src/desk/journal.ts';
import { wordsOf } from '../../src/protocol/words.ts';
import type { ModelConversation, ModelMessage, ModelStore } from './model-store.ts';

const HOUR_MS = 3_600_000;

/** The newest messages of a name. */
export function historyOf(store: ModelStore, query: HistoryQuery): HistoryResult {
  const { key, after, before, limit, notes } = query;
  const bearers = store.bearers(key);
  const messages = [...store.messages.values()].filter(
    ({ seq, sender, recipient, attendant, note }) =>
      seq > after &&
      seq < before &&
      (notes || !note) &&
      (bearers.has(sender) || bearers.has(recipient) || bearers.has(attendant)),
  );
  const newest = limit === 0 ? [] : messages.slice(-limit).reverse();
  return { known: bearers.size > 0, messages: newest.map((message) => storedAs(store, message)) };
}

/** The delivery log: messages stand at (seq, 0), deliveries at (place, id). */
export function logOf(store: ModelStore, query: LogQuery): LogEvent[] {
  const { party, after, upto, since, limit, notes, others } = query;
  const all = [
    ...[...store.messages.values()]
      .filter((message) => (notes || !message.note) && concerns(message, query))
      .map(({ seq }) => ({ place: seq, id: 0, kind: 'MSG' as const, seq, text: '' })),
    ...[...store.deliveries.values()]
      .filter(
        (delivery) =>
          delivery.party === party ||
          others.some(
            (scope) =>
              scope.party === delivery.party && delivery.place >= scope.after && delivery.place <= scope.upto,
          ),
      )
      .filter(
        (delivery) =>
          delivery.party === party ||
          delivery.kind !== 'UNDO' ||
          others.some(
            (scope) =>
              scope.party === delivery.party && delivery.seq > scope.after && delivery.seq <= scope.upto,
          ),
      ),
  ]
    .sort((a, b) => a.place - b.place || a.id - b.id)
    .filter(({ place, id }) => (id === 0 ? place > since : place >= since))
    .filter(({ place, id }) => (id === 0 ? place <= upto.seq : id <= upto.delivery));
  const behind =
    typeof after === 'number'
      ? all.slice(all.findIndex(({ kind, seq }) => kind === 'MSG' && seq === after) + 1)
      : all.filter(({ place, id }) => (id === 0 ? place > after.seq : id > after.delivery));
  return behind.slice(-limit).flatMap(({ kind, seq, text }): LogEvent[] => {
    if (kind === 'CLOSED') return [{ kind, text }];
    const found = store.messages.get(seq);
    if (!found) return [];
    const message = storedAs(store, found);
    if (kind === 'UNDO') return [{ kind, seq, from: message.from, to: message.to }];
    return message.gone ? [] : [{ kind, message }];
  });
}

/** Whether a message stands in the log at the place of its seq. */
function concerns(message: ModelMessage, { party, others }: LogQuery): boolean {
  const { seq, sender, recipient, attendant } = message;
  const parties = [sender, recipient, attendant];
  if (parties.includes(party)) return true;
  return others.some((scope) => seq > scope.after && seq <= scope.upto && parties.includes(scope.party));
}

/** The newest messages that have every word of the text. */
export function foundIn(store: ModelStore, { text, scopes, limit }: SearchQuery): StoredMessage[] {
  const wanted = new Set(wordsOf(text));
  const found = [...store.messages.values()].filter((message) => {
    if (message.note || message.gone || wanted.size === 0) return false;
    const { seq, sender, recipient } = message;
    const open =
      scopes === null ||
      scopes.some(
        ({ party, after, upto }) => seq > after && seq <= upto && (party === sender || party === recipient),
      );
    return open && wanted.isSubsetOf(new Set(wordsOf(message.text)));
  });
  return found
    .slice(-limit)
    .reverse()
    .map((message) => storedAs(store, message));
}

/** The desk's figures at a moment. */
export function statsOf(store: ModelStore, at: number): Stats {
  const midnight = new Date(at).setHours(0, 0, 0, 0);
  const closed = store.ended.filter((one) => one.at >= midnight);
  const scores = closed.flatMap(({ id }) => store.ratings.get(id)?.score ?? []);
  const said = [...store.messages.values()].filter((message) => !message.note && message.at <= at);
  const today = said.filter((message) => message.at >= midnight);
  const byHour = Array.from({ length: new Date(at).getHours() + 1 }, () => 0);
  for (const message of today) byHour[new Date(message.at).getHours()]! += 1;
  return {
    waiting: store.waiting().length,
    open: store.alive().length - store.waiting().length,
    closed: closed.length,
    firstAnswer: median(
      closed.flatMap(({ answeredAt, waitingSince }) => (answeredAt > 0 ? answeredAt - waitingSince : [])),
    ),
    duration: median(closed.map(durationOf)),
    byHour,
    lastHour: said.filter((message) => message.at > at - HOUR_MS).length,
    ratings: scores.length,
    rating: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
  };
}

/** How long a conversation that has ended was open, in milliseconds. */
export function durationOf({ at, openedAt }: ModelConversation): number {
  return at - openedAt;
}

/** The middle one, or the mean of the two in the middle; null of none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** A message as a store gives it back. */
function storedAs(store: ModelStore, message: ModelMessage): StoredMessage {
  const { sender: _sender, recipient: _recipient, ...rest } = store.shown(message);
  return rest;
}
