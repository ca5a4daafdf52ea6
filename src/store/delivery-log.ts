/**
 * The delivery log of a party, made of its two halves: messages, each in the place of its seq, and deliveries, each
 * behind the message that was the last one then; and which messages belong to it. Pure; where the halves come from is
 * not its business.
 */

import type { DeliveryRecord, LogEvent, LogQuery, Scope, StoredMessage } from '../desk/journal.ts';

export type LogDelivery = Omit<DeliveryRecord, 'party'>;

/** What is in the log, by party: what concerns its own, and what else. */
export function scopesOf({ key, party, since, upto, others }: LogQuery): Map<number, Scope[]> {
  const scopes = new Map<number, Scope[]>([[party, [{ key, party, after: since, upto: upto.seq }]]]);
  for (const scope of others) {
    const same = scopes.get(scope.party);
    if (same) same.push(scope);
    else scopes.set(scope.party, [scope]);
  }
  return scopes;
}

/** Whether a message concerns one of these parties, in its scope. */
export function within(
  scopes: ReadonlyMap<number, readonly Scope[]>,
  { seq, sender, recipient, attendant }: Concerned,
): boolean {
  return [sender, recipient, attendant].some((party) =>
    scopes.get(party)?.some(({ after, upto }) => seq > after && seq <= upto),
  );
}

/**
 * Whether a delivery to this party is in the log: of undone messages, those that were for whoever has the log. One who
 * was there only afterwards, or not yet, has nothing to undo.
 */
export function tellsOf(
  { party: own }: LogQuery,
  scopes: ReadonlyMap<number, readonly Scope[]>,
  { party, kind, seq }: Pick<DeliveryRecord, 'party' | 'kind' | 'seq'>,
): boolean {
  if (party === own || kind !== 'UNDO') return true;
  return scopes.get(party)?.some(({ after, upto }) => seq > after && seq <= upto) ?? false;
}

interface Concerned {
  readonly seq: number;
  readonly sender: number;
  readonly recipient: number;
  readonly attendant: number;
}

/** Where the halves come from, each newest first and within the bounds of the query but for its limit. */
export interface LogSource {
  readonly messages: Iterator<StoredMessage, void>;
  readonly deliveries: Iterator<LogDelivery, void>;
  /** The message of a delivery, or undefined if it was erased or is not to be seen: then that is no part of the log. */
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
