/**
 * What a store is meant to do, said as plainly as possible: every record in an array, every answer by going through
 * all of them. Also random batches such as the desk could write.
 */

import fc from 'fast-check';
import type {
  ConversationRecord,
  ConversationState,
  HistoryQuery,
  HistoryResult,
  Journal,
  PersonRecord,
  Snapshot,
} from '../../src/desk/journal.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { type Records, RecordWriter } from '../../src/store/records.ts';

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

/** A customer waits, with the id as the ticket, but for `rest`. */
export function conversationRecord(
  id: number,
  customer: number,
  rest: Partial<ConversationRecord> = {},
): Call {
  const usual = { attendant: 0, ticket: id, waitingSince: 1, firstSeq: 1, at: 1 };
  return ['conversation', { id, customer, state: 'waiting', ...usual, ...rest }];
}

/** Keeps the calls themselves. */
export class Model {
  readonly #calls: Call[] = [];

  commit(calls: readonly Call[]): void {
    this.#calls.push(...calls);
  }

  history({ key, after, before, limit }: HistoryQuery): HistoryResult {
    const bearers = this.#all('party').filter(([, ownKey]) => ownKey === key);
    const ids = bearers.map(([id]) => id);
    const messages = this.#all('message')
      .filter(([seq]) => seq > after && seq < before)
      .filter(([, , ...parties]) => parties.slice(0, 3).some((party) => ids.includes(party as number)))
      .map((message) => this.#stored(message))
      .reverse();
    return { known: ids.length > 0, messages: messages.slice(0, limit) };
  }

  load(): Snapshot {
    const last = (values: readonly number[]) => Math.max(0, ...values);
    const people = new Map<number, PersonRecord>();
    const conversations = new Map<number, ConversationRecord>();
    for (const [name, value] of this.#calls) {
      if (name === 'person') people.set(value.party, value);
      if (name === 'personEnded') people.delete(value);
      if (name === 'conversation') conversations.set(value.id, value);
    }
    return {
      lastSeq: last(this.#all('message').map(([seq]) => seq)),
      lastParty: last(this.#all('party').map(([id]) => id)),
      lastConversation: last(this.#all('conversation').map(([{ id }]) => id)),
      lastTicket: last(this.#all('conversation').map(([{ ticket }]) => ticket)),
      lastAt: last([
        ...this.#all('message').map(([, at]) => at),
        ...this.#all('person').map(([{ since }]) => since),
        ...this.#all('conversation').flatMap(([{ waitingSince, at }]) => [waitingSince, at]),
      ]),
      people: [...people.values()]
        .sort((a, b) => a.since - b.since || a.sinceSeq - b.sinceSeq || a.party - b.party)
        .map((person) => {
          const [, key, name] = this.#all('party').find(([id]) => id === person.party)!;
          return { ...person, key, name };
        }),
      conversations: [...conversations.values()]
        .filter(({ state }) => state !== 'closed')
        .sort((a, b) => a.ticket - b.ticket || a.id - b.id)
        .map(({ at, state, ...rest }) => {
          const { customer, firstSeq } = rest;
          const messages = this.#all('message').filter(
            ([seq, , from, to]) => seq >= firstSeq && (from === customer || to === customer),
          );
          return {
            ...rest,
            state: state as 'waiting' | 'open',
            count: messages.length,
            newest: messages.slice(-50).map((message) => ({
              ...this.#stored(message),
              sender: message[2],
              recipient: message[3],
            })),
          };
        }),
    };
  }

  #all<K extends keyof Journal>(name: K): Parameters<Journal[K]>[] {
    return this.#calls.filter((call) => call[0] === name).map(([, ...values]) => values as never);
  }

  #stored([seq, at, sender, recipient, , text]: Parameters<Journal['message']>) {
    const gone = this.#all('gone').some(([of]) => of === seq);
    const nameOf = (party: number) => this.#all('party').find(([id]) => id === party)?.[2] ?? '*';
    return { seq, at, from: nameOf(sender), to: nameOf(recipient), text: gone ? '' : text, gone };
  }
}

const NAMES = ['ana', 'bob', 'célia', '名', '#sala'];
const STATES: readonly ConversationState[] = ['waiting', 'open', 'closed'];
const ROLES: readonly Role[] = ['consumidor', 'membro'];

/** The key of a random name, mostly one that random batches use. */
export const anyKey = fc.constantFrom(...NAMES, 'nobody');

/** Random batches: ids, seqs and times grow as the desk's do, all else is chance. Parties 1 and 2
 * are attendants: they serve, and no conversation is theirs as a customer. */
export const anyBatches: fc.Arbitrary<Call[][]> = fc
  .array(fc.array(fc.tuple(fc.nat(11), fc.nat(), fc.nat(), fc.nat(), anyText()), { maxLength: 12 }), {
    maxLength: 12,
  })
  .map((batches) => {
    let at = 1_700_000_000_000;
    let seq = 0;
    let party = 3;
    let conversation = 0;
    const calls: Call[][] = [
      [
        ['party', 1, 'bia', 'Bia'],
        ['party', 2, 'rui', 'Rui'],
        ['party', 3, 'ana', 'Ana'],
      ],
    ];
    for (const batch of batches) {
      calls.push(
        batch.map(([kind, a, b, c, text]): Call => {
          at += a % 3;
          const other = 1 + (b % party);
          switch (kind) {
            case 0:
            case 1: {
              const key = NAMES[a % NAMES.length]!;
              return ['party', ++party, key, b % 2 ? key : key.toUpperCase()];
            }
            case 2:
              return personRecord(other, {
                ...{ role: ROLES[c % 2]!, display: text, tokenHash: `hash-${c}` },
                ...{ lang: c % 3 ? 'pt' : 'en', since: at, sinceSeq: seq },
              });
            case 3:
              return ['personEnded', other];
            case 4:
            case 5: {
              const id = c % 3 || conversation === 0 ? ++conversation : 1 + (c % conversation);
              const customer = 3 + (b % (party - 2));
              const state = STATES[a % 3]!;
              const firstSeq = 1 + (c % (seq + 1));
              return conversationRecord(id, customer, {
                attendant: a % 3,
                state,
                firstSeq,
                waitingSince: at,
                at,
              });
            }
            case 6:
              // Of a message that came, or of none.
              return ['gone', seq === 0 ? 1_000_000 : 1 + (a % seq)];
            default:
              return ['message', ++seq, at, a % (party + 1), b % (party + 1), c % 3, text];
          }
        }),
      );
    }
    return calls;
  });

function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    fc.constantFrom("'; DROP TABLE message; --", '"', '%_\\n', '🙂🙃', '', 'ação'),
  );
}
