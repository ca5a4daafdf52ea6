/**
 * What a store is meant to do, said as plainly as possible: everything in arrays and maps, every answer by going
 * through all of it.
 */

import type {
  AccountRecord,
  ConversationRecord,
  DeliveryRecord,
  HistoryQuery,
  HistoryResult,
  Journal,
  LogEvent,
  LogQuery,
  PersonRecord,
  Place,
  Snapshot,
  SnapshotMessage,
  SnapshotOwn,
  StoredMessage,
} from '../../src/desk/journal.ts';
import { type Records, RecordWriter } from '../../src/store/records.ts';
import type { PageQuery } from '../../src/store/store.ts';

/** A call on a journal, as its name and its values. */
export type Call = { [K in keyof Journal]: [K, ...Parameters<Journal[K]>] }[keyof Journal];

/** The records that these calls give. */
export function records(...calls: readonly Call[]): Records {
  const writer = new RecordWriter();
  for (const [name, ...values] of calls) (writer[name] as (...values: unknown[]) => void)(...values);
  return writer.take();
}

/** A customer enters, as plainly as can be but for `rest`. */
export function personRecord(party: number, rest: Partial<PersonRecord> = {}): Call {
  const usual = { display: '', tokenHash: 'hash', lang: 'pt', since: 1, sinceSeq: 0 } as const;
  return ['person', { party, role: 'consumidor', ...usual, ...rest }];
}

/** A member's account, but for `rest`. */
export function accountRecord(party: number, rest: Partial<AccountRecord> = {}): Call {
  return ['account', { party, role: 'membro', verifier: 'verifier', since: 1, sinceSeq: 0, ...rest }];
}

/** A customer waits, with the id as the ticket, but for `rest`. */
export function conversationRecord(
  id: number,
  customer: number,
  rest: Partial<ConversationRecord> = {},
): Call {
  const usual = { attendant: 0, ticket: id, waitingSince: 1, firstSeq: 1, at: 1 };
  return ['conversation', { id, customer, state: 'waiting', ...usual, ...rest }];
}

type Counter = 'seq' | 'delivery' | 'party' | 'conversation' | 'ticket' | 'at';

interface Message {
  readonly seq: number;
  readonly at: number;
  readonly parties: readonly [sender: number, recipient: number, attendant: number];
  readonly text: string;
  readonly label: number;
  gone: boolean;
}

export class Model implements Journal {
  readonly parties = new Map<number, { readonly key: string; readonly name: string }>();
  readonly people = new Map<number, PersonRecord>();
  readonly accounts = new Map<number, AccountRecord>();
  readonly #away = new Map<number, Place | null>();
  readonly #conversations = new Map<number, ConversationRecord>();
  #deliveries: DeliveryRecord[] = [];
  #messages: Message[] = [];
  #expired = 0;
  /** When each message was said that ever was, by seq. */
  readonly #times = new Map<number, number>();
  readonly #last: Record<Counter, number> = {
    seq: 0,
    delivery: 0,
    party: 0,
    conversation: 0,
    ticket: 0,
    at: 0,
  };

  commit(calls: readonly Call[]): void {
    for (const [name, ...values] of calls) (this[name] as (...values: unknown[]) => void)(...values);
  }

  /** The place behind everything. */
  get here(): Place {
    return { seq: this.#last.seq, delivery: this.#last.delivery };
  }

  party(id: number, key: string, name: string): void {
    this.parties.set(id, { key, name });
    this.#saw({ party: id });
  }

  person(person: PersonRecord): void {
    this.people.set(person.party, person);
    this.#away.set(person.party, null);
    this.#saw({ at: person.since });
  }

  personEnded(party: number): void {
    this.people.delete(party);
    this.#dropDeliveries(({ party }) => !this.people.has(party) && !this.accounts.has(party));
  }

  presence(party: number, away: Place | null): void {
    this.#away.set(party, away);
  }

  account(account: AccountRecord): void {
    this.accounts.set(account.party, account);
    this.#saw({ at: account.since });
  }

  accountRemoved(party: number): void {
    this.accounts.delete(party);
    this.#dropDeliveries(({ party }) => !this.people.has(party) && !this.accounts.has(party));
  }

  delivery(delivery: DeliveryRecord): void {
    this.#deliveries.push(delivery);
    this.#saw({ delivery: delivery.id });
  }

  conversation(conversation: ConversationRecord): void {
    const { id, ticket, waitingSince, at } = conversation;
    this.#conversations.set(id, conversation);
    this.#saw({ conversation: id, ticket, at: Math.max(waitingSince, at) });
  }

  message(
    seq: number,
    at: number,
    sender: number,
    recipient: number,
    attendant: number,
    text: string,
    label: number,
  ): void {
    this.#messages.push({ seq, at, parties: [sender, recipient, attendant], text, label, gone: false });
    this.#times.set(seq, at);
    this.#saw({ seq, at });
  }

  gone(seq: number): void {
    const message = this.#message(seq);
    if (message) message.gone = true;
  }

  forgotten(key: string): void {
    const bearers = this.#bearersOf(key);
    if (bearers.length === 0) return;
    this.#messages = this.#messages.filter(
      ({ parties: [sender, recipient] }) => !bearers.includes(sender) && !bearers.includes(recipient),
    );
    this.#dropDeliveries(({ party, kind, text }) => {
      return bearers.includes(party) || (kind === 'CLOSED' && wordsOf(text).includes(key));
    });
    for (const [id, { customer }] of this.#conversations) {
      if (bearers.includes(customer)) this.#conversations.delete(id);
    }
    for (const id of bearers) {
      this.parties.delete(id);
      this.people.delete(id);
      this.accounts.delete(id);
    }
  }

  expired(before: number): void {
    const seq = Math.max(0, ...[...this.#times].filter(([, at]) => at < before).map(([old]) => old));
    if (seq <= this.#expired) return;
    this.#expired = seq;
    this.#messages = this.#messages.filter((message) => message.seq > seq);
    this.#dropDeliveries(({ kind, place }) => kind === 'CLOSED' && place < seq);
    for (const id of this.parties.keys()) if (!this.isNeeded(id)) this.parties.delete(id);
  }

  /** Whether somebody bears the name, or something is left that refers to it. */
  isNeeded(party: number): boolean {
    return (
      this.people.has(party) ||
      this.accounts.has(party) ||
      this.#alive().some(({ customer }) => customer === party) ||
      this.#messages.some(({ parties }) => parties.includes(party))
    );
  }

  history({ key, after, before, limit }: HistoryQuery): HistoryResult {
    const bearers = this.#bearersOf(key);
    const messages = this.#messagesOf(bearers).filter(({ seq }) => seq > after && seq < before);
    return { known: bearers.length > 0, messages: messages.reverse().slice(0, limit).map(this.#stored) };
  }

  page({ key, after, limit }: PageQuery): StoredMessage[] {
    const messages = this.#messagesOf(this.#bearersOf(key)).filter(({ seq, gone }) => seq > after && !gone);
    return messages.slice(0, limit).map(this.#stored);
  }

  log({ party, after, upto, since, limit }: LogQuery): LogEvent[] {
    const messages = this.#messagesOf([party])
      .filter(({ seq }) => seq > since && seq <= upto.seq)
      .map((message) => ({ place: message.seq, id: 0, kind: 'MSG', message, text: '' }));
    const deliveries = this.#deliveries
      .filter((one) => one.party === party && one.id <= upto.delivery && one.place >= since)
      .map((one) => ({ ...one, message: this.#message(one.seq) }))
      .filter(({ kind, message }) => kind === 'CLOSED' || message);
    const log = [...messages, ...deliveries]
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
        const stored = this.#stored(message);
        return kind === 'MSG'
          ? { kind, message: stored }
          : { kind: 'UNDO', seq: stored.seq, from: stored.from, to: stored.to };
      });
  }

  load(): Snapshot {
    return {
      lastSeq: this.#last.seq,
      lastDelivery: this.#last.delivery,
      lastParty: this.#last.party,
      lastConversation: this.#last.conversation,
      lastTicket: this.#last.ticket,
      lastAt: this.#last.at,
      accounts: [...this.accounts.values()]
        .sort((a, b) => a.party - b.party)
        .map((account) => ({ ...account, ...this.#identity(account) })),
      people: [...this.people.values()]
        .sort((a, b) => a.since - b.since || a.sinceSeq - b.sinceSeq || a.party - b.party)
        .map((person) => {
          const identity = this.#identity(person);
          const labels = this.accounts.has(person.party) ? [] : identity.labels;
          return { ...person, ...identity, labels, own: this.#own(person) };
        }),
      conversations: this.#alive()
        .sort((a, b) => a.ticket - b.ticket || a.id - b.id)
        .map(({ at, state, ...rest }) => {
          const messages = this.#messages.filter(
            ({ seq, parties }) => seq >= rest.firstSeq && parties.slice(0, 2).includes(rest.customer),
          );
          return {
            ...rest,
            state: state as 'waiting' | 'open',
            count: messages.length,
            newest: messages.slice(-50).map(this.#withParties),
          };
        }),
    };
  }

  #identity({ party, sinceSeq }: { readonly party: number; readonly sinceSeq: number }) {
    const labels = this.#messages
      .filter(({ seq, parties, label }) => parties[0] === party && seq > sinceSeq && label > 0)
      .map(({ label, seq }) => [label, seq] as const);
    return {
      ...this.parties.get(party)!,
      away: this.#away.get(party) ?? null,
      labels: labels.slice(-1000),
    };
  }

  #own({ party, since, sinceSeq }: PersonRecord): SnapshotOwn[] {
    const oldest = this.#last.at - 5 * 60_000;
    return this.#messages
      .filter(({ seq, at, parties, gone }) => {
        return parties[0] === party && seq > sinceSeq && at >= since && at >= oldest && !gone;
      })
      .slice(-50)
      .map((message) => ({ ...this.#withParties(message), attendant: message.parties[2] }));
  }

  #alive(): ConversationRecord[] {
    return [...this.#conversations.values()].filter(({ state }) => state !== 'closed');
  }

  #bearersOf(key: string): number[] {
    return [...this.parties].filter(([, party]) => party.key === key).map(([id]) => id);
  }

  #message(seq: number): Message | undefined {
    return this.#messages.find((message) => message.seq === seq);
  }

  #messagesOf(parties: readonly number[]): Message[] {
    return this.#messages.filter((message) => message.parties.some((party) => parties.includes(party)));
  }

  #stored = ({ seq, at, parties: [sender, recipient], text, gone }: Message): StoredMessage => {
    const nameOf = (party: number) => this.parties.get(party)?.name ?? '*';
    return { seq, at, from: nameOf(sender), to: nameOf(recipient), text: gone ? '' : text, gone };
  };

  #withParties = (message: Message): SnapshotMessage => {
    const [sender, recipient] = message.parties;
    return { ...this.#stored(message), sender, recipient };
  };

  #dropDeliveries(obsolete: (delivery: DeliveryRecord) => boolean): void {
    this.#deliveries = this.#deliveries.filter((delivery) => !obsolete(delivery));
  }

  #saw(seen: Partial<Record<Counter, number>>): void {
    for (const [name, value] of Object.entries(seen) as [Counter, number][]) {
      this.#last[name] = Math.max(this.#last[name], value);
    }
  }
}

/** The words of a text as the keys that they would be, were they names. */
function wordsOf(text: string): string[] {
  const words = text.split(/[^\p{L}\p{M}\p{N}_.-]+/u);
  return words
    .flatMap((word) => [word, word.replace(/[.-]+$/, '')])
    .map((word) => word.normalize('NFKC').toLowerCase());
}
