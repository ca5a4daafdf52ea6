/**
 * The store without a disk: for trials, tests and measurements. It answers out of memory, and never outlives the
 * process; a new one is empty.
 */

import type {
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  SearchQuery,
  SearchResult,
  Snapshot,
  Stats,
  StoredMessage,
} from '../desk/journal.ts';
import { hasWords, wordsOf } from '../protocol/words.ts';
import { byHour, HOUR_MS, hoursOf } from './day.ts';
import { readLog, scopesOf, within } from './delivery-log.ts';
import { MemoryJournal } from './memory-journal.ts';
import { loadMemory } from './memory-load.ts';
import type { RingMessage } from './message-ring.ts';
import type { Records } from './records.ts';
import { boundsOf, isWithin } from './search-scopes.ts';
import type { PageQuery, Store } from './store.ts';
import { StoreError } from './store-error.ts';

/**
 * Messages that SEARCH looks through, the newest of those that it may look at, and characters of their texts: some
 * 20 ms, in which nothing else is done. (Ideographs, of which each is a word, take longer.)
 */
const SEARCHED = 20_000;
const SEARCHED_CHARACTERS = 1024 * 1024;

export class MemoryStore implements Store {
  readonly #memory: MemoryJournal;

  /**
   * Keeps the newest messages over all, at most `capacity` of them and `bytes` of text (a multiple of 64 Ki, and
   * more than any batch has); the older ones fall out.
   */
  constructor(capacity = 200_000, bytes = 128 * 1024 * 1024) {
    this.#memory = new MemoryJournal(capacity, bytes);
  }

  /** What was committed so far; a conversation counts the messages that are still in memory. O(messages held). */
  async load(): Promise<Snapshot> {
    const { lastSeq, lastParty, lastConversation, lastTicket, lastAt, deliveries } = this.#memory;
    const last = { lastSeq, lastDelivery: deliveries.last, lastParty, lastConversation, lastTicket, lastAt };
    return { ...last, ...loadMemory(this.#memory) };
  }

  /** O(records), and O(messages held) for what is forgotten. */
  async commit(records: Records): Promise<void> {
    this.#memory.take(records);
  }

  /** O(messages held) at worst: whoever wrote lately is found soon. */
  async history({ key, after, before, limit, notes }: HistoryQuery): Promise<HistoryResult> {
    const bearers = this.#memory.people.bearersOf(key);
    if (bearers === undefined) return { known: false, messages: [] };
    const messages = this.#memory.ring.newestFirst((party) => bearers.has(party), after, before);
    const wanted = messages.filter(({ note }) => notes || !note);
    return { known: true, messages: this.#take(limit, wanted) };
  }

  /** O(messages held). */
  async page({ key, after, limit }: PageQuery): Promise<StoredMessage[]> {
    const bearers = this.#memory.people.bearersOf(key);
    if (bearers === undefined) return [];
    const messages = this.#memory.ring.oldestFirst((party) => bearers.has(party), after);
    return this.#take(
      limit,
      messages.filter(({ gone, note }) => !gone && !note),
    );
  }

  /** O(messages held above the place + deliveries to all whose messages are in it). */
  async log(query: LogQuery): Promise<LogEvent[]> {
    const { after, upto, since, notes } = query;
    const scopes = scopesOf(query);
    const from = typeof after === 'number' ? since : Math.max(after.seq, since);
    const messages = this.#memory.ring.newestFirst((party) => scopes.has(party), from, upto.seq + 1);
    return readLog(query, {
      messages: messages
        .filter((message) => within(scopes, message) && (notes || !message.note))
        .map((message) => this.#stored(message)),
      deliveries: this.#memory.deliveries.ofLog(query).values(),
      message: (seq) => {
        const message = this.#memory.ring.get(seq);
        return message && (notes || !message.note) ? this.#stored(message) : undefined;
      },
    });
  }

  /** O(messages held), of which it reads the newest 20,000 at most. */
  async search({ text, scopes, limit }: SearchQuery): Promise<SearchResult> {
    const words = [...new Set(wordsOf(text))];
    if (words.length === 0 || scopes?.length === 0) return { messages: [], complete: true };
    const { after, upto } = boundsOf(scopes);
    const parties = scopes && new Set(scopes.map(({ party }) => party));
    const messages = this.#memory.ring.newestFirst((party) => parties?.has(party) ?? true, after, upto + 1);
    const found: RingMessage[] = [];
    let looked = 0;
    let characters = 0;
    let complete = true;
    for (const message of messages) {
      if (found.length === limit) break;
      complete = looked++ < SEARCHED && characters < SEARCHED_CHARACTERS;
      if (!complete) break;
      characters += message.text.length;
      if (message.gone || message.note || !isWithin(scopes, message)) continue;
      if (hasWords(message.text, words)) found.push(message);
    }
    return { messages: found.map((message) => this.#stored(message)), complete };
  }

  /** O(messages of the day + conversations). */
  async stats(at: number): Promise<Stats> {
    const hours = hoursOf(at);
    const counts = hours.map(() => 0);
    let hour = hours.length - 1;
    let lastHour = 0;
    for (const message of this.#memory.ring.parties()) {
      while (hour >= 0 && message.at < hours[hour]!.from) hour--;
      if (hour < 0 && message.at <= at - HOUR_MS) break;
      if (message.note || message.at > at) continue;
      if (message.at > at - HOUR_MS) lastHour++;
      if (hour >= 0) counts[hour]! += 1;
    }
    return { ...this.#memory.conversations.stats(at), byHour: byHour(hours, counts), lastHour };
  }

  /** Erased texts were overwritten at once. */
  async erase(): Promise<void> {}

  async backup(): Promise<void> {
    throw new StoreError('in-memory', 'the store is in memory alone: there is nothing to back up');
  }

  async close(): Promise<void> {}

  #take(limit: number, messages: Iterator<RingMessage, void>): StoredMessage[] {
    return Iterator.from(messages)
      .take(limit)
      .map((message) => this.#stored(message))
      .toArray();
  }

  #stored({ seq, at, sender, recipient, text, gone, note }: RingMessage): StoredMessage {
    const names = { from: this.#memory.people.nameOf(sender), to: this.#memory.people.nameOf(recipient) };
    return { seq, at, ...names, text, gone, note };
  }
}
