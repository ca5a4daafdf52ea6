/**
 * A store as simple as can be: it keeps what model-journal.ts keeps, and every question is answered by looking at all
 * of it. What the desk does is checked against it. The answers stand in model-answers.ts, what a restart starts from in
 * model-snapshot.ts.
 */

import type {
  HistoryQuery,
  HistoryResult,
  LogEvent,
  LogQuery,
  SearchQuery,
  Snapshot,
  SnapshotMessage,
  Stats,
  StoredMessage,
} from '../../src/desk/journal.ts';
import { foundIn, historyOf, logOf, statsOf } from './model-answers.ts';
import { type ModelConversation, ModelJournal, type ModelMessage } from './model-journal.ts';
import { snapshotOf } from './model-snapshot.ts';

export type { ModelConversation, ModelMessage } from './model-journal.ts';

export class ModelStore extends ModelJournal {
  /** Conversations that wait, by ticket. */
  waiting(): ModelConversation[] {
    return this.alive().filter(({ state }) => state === 'waiting');
  }

  /** Conversations open with this attendant, by ticket. */
  servedBy(attendant: number): ModelConversation[] {
    return this.alive().filter((one) => one.state === 'open' && one.attendant === attendant);
  }

  /** The conversation of a customer that waits or is open. */
  conversationOf(customer: number): ModelConversation | undefined {
    for (const one of this.living.values()) if (one.customer === customer) return one;
    return undefined;
  }

  /** Those that wait or are open, by ticket. */
  alive(): ModelConversation[] {
    return [...this.living.values()].sort((a, b) => a.ticket - b.ticket);
  }

  /** The messages of a conversation, oldest first. */
  messagesOf(conversation: ModelConversation): ModelMessage[] {
    return this.#saidIn(conversation).filter(({ note, recipient }) => !note && !this.isRoom(recipient));
  }

  /** The notes of a conversation, oldest first. */
  notesOf(conversation: ModelConversation): ModelMessage[] {
    return this.#saidIn(conversation).filter(({ note }) => note);
  }

  #saidIn({ customer, firstSeq }: ModelConversation): ModelMessage[] {
    const who = this.identity(customer);
    return [...this.messages.values()].filter(
      ({ seq, sender, recipient }) =>
        seq >= firstSeq && (this.identity(sender) === who || this.identity(recipient) === who),
    );
  }

  /** The first party that somebody was: the same number whatever they were called since. */
  identity(party: number): number {
    let first = party;
    for (let from = this.before.get(first); from !== undefined; from = this.before.get(first)) first = from;
    return first;
  }

  isRoom(party: number): boolean {
    return this.parties.get(party)?.key.startsWith('#') ?? false;
  }

  /** The room of this key, if there is one. */
  roomOf(key: string): number | undefined {
    for (const party of this.rooms.keys()) if (this.parties.get(party)?.key === key) return party;
    return undefined;
  }

  nameOf(party: number): string {
    return this.parties.get(party)?.name ?? '*';
  }

  shown = (message: ModelMessage): SnapshotMessage => {
    const { seq, at, sender, recipient, text, gone, note } = message;
    const names = { from: this.nameOf(sender), to: this.nameOf(recipient) };
    return { seq, at, ...names, text, gone, note, sender, recipient };
  };

  history(query: HistoryQuery): HistoryResult {
    return historyOf(this, query);
  }

  log(query: LogQuery): LogEvent[] {
    return logOf(this, query);
  }

  search(query: SearchQuery): StoredMessage[] {
    return foundIn(this, query);
  }

  stats(at: number): Stats {
    return statsOf(this, at);
  }

  snapshot(): Snapshot {
    return snapshotOf(this);
  }
}
