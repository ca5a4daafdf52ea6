/**
 * A store as simple as can be, written from journal.ts alone: every record is kept in a plain map, every question
 * is answered by looking at all of them. What the desk does is checked against it.
 */

import type {
  ConversationRecord,
  HistoryQuery,
  HistoryResult,
  Journal,
  PersonRecord,
  Snapshot,
  SnapshotMessage,
} from '../../src/desk/journal.ts';

export interface ModelMessage {
  readonly seq: number;
  readonly at: number;
  readonly sender: number;
  readonly recipient: number;
  readonly attendant: number;
  text: string;
  gone: boolean;
}

export type ModelConversation = Omit<ConversationRecord, 'at'>;

export class ModelStore implements Journal {
  readonly parties = new Map<number, { readonly key: string; readonly name: string }>();
  /** Those who have entered and are not ended, by party. */
  readonly people = new Map<number, PersonRecord>();
  /** Those that wait or are open. */
  readonly #alive = new Map<number, ModelConversation>();
  /** Every conversation there ever was. */
  readonly conversations = new Map<number, ModelConversation>();
  /** By seq. */
  readonly messages = new Map<number, ModelMessage>();
  lastSeq = 0;
  lastAt = 0;

  party(id: number, key: string, name: string): void {
    this.parties.set(id, { key, name });
  }

  person(person: PersonRecord): void {
    this.people.set(person.party, person);
    this.#saw(person.since);
  }

  personEnded(party: number): void {
    this.people.delete(party);
  }

  conversation({ at, ...conversation }: ConversationRecord): void {
    const { id, state } = conversation;
    this.conversations.set(id, conversation);
    if (state === 'closed') this.#alive.delete(id);
    else this.#alive.set(id, conversation);
    this.#saw(at);
  }

  message(seq: number, at: number, sender: number, recipient: number, attendant: number, text: string): void {
    this.messages.set(seq, { seq, at, sender, recipient, attendant, text, gone: false });
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.#saw(at);
  }

  gone(seq: number): void {
    const message = this.messages.get(seq);
    if (!message) return;
    message.text = '';
    message.gone = true;
  }

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
    for (const one of this.#alive.values()) if (one.customer === customer) return one;
    return undefined;
  }

  /** The messages of a conversation, oldest first. */
  messagesOf({ customer, firstSeq }: ModelConversation): ModelMessage[] {
    return [...this.messages.values()].filter(
      ({ seq, sender, recipient }) => seq >= firstSeq && (sender === customer || recipient === customer),
    );
  }

  history({ key, after, before, limit }: HistoryQuery): HistoryResult {
    const bearers = new Set<number>();
    for (const [id, party] of this.parties) if (party.key === key) bearers.add(id);
    const messages = [...this.messages.values()].filter(
      ({ seq, sender, recipient, attendant }) =>
        seq > after &&
        seq < before &&
        (bearers.has(sender) || bearers.has(recipient) || bearers.has(attendant)),
    );
    return {
      known: bearers.size > 0,
      messages: messages.slice(-limit).reverse().map(this.shown),
    };
  }

  /** What a restart starts from. */
  snapshot(): Snapshot {
    const highest = (numbers: Iterable<number>) => Math.max(0, ...numbers);
    return {
      lastSeq: this.lastSeq,
      lastParty: highest(this.parties.keys()),
      lastConversation: highest(this.conversations.keys()),
      lastTicket: highest([...this.conversations.values()].map(({ ticket }) => ticket)),
      lastAt: this.lastAt,
      people: [...this.people.values()]
        .sort((a, b) => a.party - b.party)
        .map((person) => ({ ...person, ...this.parties.get(person.party)! })),
      conversations: this.alive().map(({ state, ...conversation }) => {
        const messages = this.messagesOf({ state, ...conversation });
        return {
          ...conversation,
          state: state as 'waiting' | 'open',
          count: messages.length,
          newest: messages.slice(-50).map(this.shown),
        };
      }),
    };
  }

  nameOf(party: number): string {
    return this.parties.get(party)?.name ?? '*';
  }

  shown = ({ seq, at, sender, recipient, text, gone }: ModelMessage): SnapshotMessage => {
    return { seq, at, from: this.nameOf(sender), to: this.nameOf(recipient), text, gone, sender, recipient };
  };

  /** Those that wait or are open, by ticket. */
  alive(): ModelConversation[] {
    return [...this.#alive.values()].sort((a, b) => a.ticket - b.ticket);
  }

  #saw(at: number): void {
    this.lastAt = Math.max(this.lastAt, at);
  }
}
