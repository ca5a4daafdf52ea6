/**
 * The delivery log of a party, made of its two halves: messages, each in the place of its seq, and deliveries, each
 * behind the message that was the last one then. Pure; where the halves come from is not its business.
 */

import type { DeliveryRecord, LogEvent, LogQuery, StoredMessage } from '../desk/journal.ts';

/** Where the halves come from, each newest first and within the bounds of the query but for its limit. */
export interface LogSource {
  readonly messages: Iterator<StoredMessage, void>;
  readonly deliveries: Iterator<Omit<DeliveryRecord, 'party'>, void>;
  /** The message of a delivery, or undefined if it was erased: then that is no part of the log. */
  message(seq: number): StoredMessage | undefined;
}

interface LogEntry {
  readonly kind: 'MSG' | 'UNDO' | 'CLOSED';
  readonly message: StoredMessage | undefined;
  readonly text: string;
}

/**
 * The newest of the log that lies behind `after`, oldest first. O(what is returned), or O(limit) if `after` is a seq
 * that is not there.
 */
export function readLog({ after, limit }: Pick<LogQuery, 'after' | 'limit'>, source: LogSource): LogEvent[] {
  const target = typeof after === 'number' ? after : 0;
  const entries: LogEntry[] = [];
  // How many entries lie behind the first place of the target that was seen.
  let behind = -1;
  for (const { place, seq, ...entry } of newestFirst(source)) {
    if (entries.length === limit) break;
    // A message is handed over after it was sent: further back than its own place there is no other.
    if (place < target && behind >= 0) break;
    if (seq === target && entry.kind === 'MSG') behind = entries.length;
    if (seq === target && seq === place && entry.own) break;
    entries.push(entry);
  }
  if (behind >= 0) entries.length = behind;
  return entries.reverse().flatMap(toEvent);
}

function toEvent({ kind, message, text }: LogEntry): LogEvent[] {
  if (!message) return [{ kind: 'CLOSED', text }];
  if (kind === 'UNDO') return [{ kind, seq: message.seq, from: message.from, to: message.to }];
  return message.gone ? [] : [{ kind: 'MSG', message }];
}

/** Both halves as one; `own` is what stands in the place of its seq. */
function* newestFirst(
  source: LogSource,
): Generator<LogEntry & { readonly place: number; readonly seq: number; readonly own: boolean }, void> {
  const { messages, deliveries } = source;
  let message = messages.next();
  let delivery = deliveries.next();
  try {
    while (!message.done || !delivery.done) {
      if (!delivery.done && (message.done || delivery.value.place >= message.value.seq)) {
        const { place, seq, kind, text } = delivery.value;
        const known = kind === 'CLOSED' ? undefined : source.message(seq);
        if (known || kind === 'CLOSED') yield { kind, place, seq, own: false, message: known, text };
        delivery = deliveries.next();
      } else if (!message.done) {
        const { seq } = message.value;
        yield { kind: 'MSG', place: seq, seq, own: true, message: message.value, text: '' };
        message = messages.next();
      }
    }
  } finally {
    messages.return?.();
    deliveries.return?.();
  }
}
