/** What the model of a store answers about what was said: by going through all of it. */

import type {
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  SearchQuery,
  StoredMessage,
} from '../../src/desk/journal.ts';
import { wordsOf } from '../../src/protocol/words.ts';
import type { PageQuery } from '../../src/store/store.ts';
import type { Model, ModelMessage } from './model.ts';

export function historyOf(model: Model, { key, after, before, limit, notes }: HistoryQuery): HistoryResult {
  const bearers = model.bearersOf(key);
  const messages = messagesOf(model, bearers).filter(
    ({ seq, note }) => seq > after && seq < before && (notes || !note),
  );
  return { known: bearers.length > 0, messages: messages.reverse().slice(0, limit).map(model.stored) };
}

export function pageOf(model: Model, { key, after, limit }: PageQuery): StoredMessage[] {
  const messages = messagesOf(model, model.bearersOf(key)).filter(
    ({ seq, gone, note }) => seq > after && !gone && !note,
  );
  return messages.slice(0, limit).map(model.stored);
}

export function searchOf(model: Model, { text, scopes, limit }: SearchQuery): StoredMessage[] {
  const words = wordsOf(text);
  const isIn = ({ seq, parties: [sender, recipient] }: ModelMessage) =>
    scopes === null ||
    scopes.some(
      ({ party, after, upto }) => seq > after && seq <= upto && (sender === party || recipient === party),
    );
  const found = model.messages.filter((message) => {
    const own = wordsOf(message.text);
    const fits = words.length > 0 && words.every((word) => own.includes(word));
    return fits && !message.gone && !message.note && isIn(message);
  });
  return found.reverse().slice(0, limit).map(model.stored);
}

export function logOf(model: Model, query: LogQuery): LogEvent[] {
  const { party, after, upto, since, limit, notes, others } = query;
  const isIn = ({ seq, parties }: ModelMessage) =>
    parties.includes(party) ||
    others.some((scope) => parties.includes(scope.party) && seq > scope.after && seq <= scope.upto);
  const messages = model.messages
    .filter((message) => message.seq > since && message.seq <= upto.seq && isIn(message))
    .map((message) => ({ place: message.seq, id: 0, kind: 'MSG', message, text: '' }));
  const deliveries = model.deliveries
    .filter(
      (one) =>
        one.party === party ||
        others.some(
          (scope) => scope.party === one.party && one.place >= scope.after && one.place <= scope.upto,
        ),
    )
    .filter(
      (one) =>
        one.party === party ||
        one.kind !== 'UNDO' ||
        others.some((scope) => scope.party === one.party && one.seq > scope.after && one.seq <= scope.upto),
    )
    .filter((one) => one.id <= upto.delivery && one.place >= since)
    .map((one) => ({ ...one, message: model.messageOf(one.seq) }))
    .filter(({ kind, message }) => kind === 'CLOSED' || message);
  const log = [...messages, ...deliveries]
    .filter(({ message }) => notes || !message?.note)
    .sort((a, b) => a.place - b.place || a.id - b.id)
    .slice(limit === 0 ? Infinity : -limit);
  const first =
    typeof after === 'number'
      ? log.findIndex(({ kind, message }) => kind === 'MSG' && message?.seq === after) + 1
      : 0;
  return log
    .slice(first)
    .filter(
      ({ id, place }) => typeof after === 'number' || (id > 0 ? id > after.delivery : place > after.seq),
    )
    .filter(({ kind, message }) => kind !== 'MSG' || !message!.gone)
    .map(({ kind, message, text }): LogEvent => {
      if (!message) return { kind: 'CLOSED', text };
      const stored = model.stored(message);
      return kind === 'MSG'
        ? { kind, message: stored }
        : { kind: 'UNDO', seq: stored.seq, from: stored.from, to: stored.to };
    });
}

function messagesOf(model: Model, parties: readonly number[]): ModelMessage[] {
  return model.messages.filter((message) => message.parties.some((party) => parties.includes(party)));
}
