/**
 * Records on their way to the store: one flat array of numbers and strings, which crosses threads at little
 * cost. `RecordWriter` turns the calls of a journal into the array, `replay` turns it into the same calls.
 */

import type { ConversationState, Journal } from '../desk/journal.ts';
import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';

/** A batch of records, in the order in which the desk wrote them. */
export type Records = readonly (number | string)[];

const PARTY = 0;
const PERSON = 1;
const PERSON_ENDED = 2;
const CONVERSATION = 3;
const MESSAGE = 4;
const GONE = 5;

/** Gathers records. `take` hands over what was gathered and begins anew. */
export class RecordWriter implements Journal {
  #records: (number | string)[] = [];

  /** Whether nothing was written since the last `take`. */
  get empty(): boolean {
    return this.#records.length === 0;
  }

  take(): Records {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  party(id: number, key: string, name: string): void {
    this.#records.push(PARTY, id, key, name);
  }

  person(
    party: number,
    role: Role,
    display: string,
    tokenHash: string,
    lang: Lang,
    since: number,
    sinceSeq: number,
  ): void {
    this.#records.push(PERSON, party, role, display, tokenHash, lang, since, sinceSeq);
  }

  personEnded(party: number): void {
    this.#records.push(PERSON_ENDED, party);
  }

  conversation(
    id: number,
    customer: number,
    attendant: number,
    state: ConversationState,
    ticket: number,
    waitingSince: number,
    firstSeq: number,
    at: number,
  ): void {
    this.#records.push(CONVERSATION, id, customer, attendant, state, ticket, waitingSince, firstSeq, at);
  }

  message(seq: number, at: number, sender: number, recipient: number, attendant: number, text: string): void {
    this.#records.push(MESSAGE, seq, at, sender, recipient, attendant, text);
  }

  gone(seq: number): void {
    this.#records.push(GONE, seq);
  }
}

/** Makes the calls on `journal` that gave these records. */
export function replay(records: Records, journal: Journal): void {
  let at = 0;
  const number = () => records[at++] as number;
  const string = () => records[at++] as string;
  while (at < records.length) {
    switch (number()) {
      case PARTY:
        journal.party(number(), string(), string());
        break;
      case PERSON:
        journal.person(number(), string() as Role, string(), string(), string() as Lang, number(), number());
        break;
      case PERSON_ENDED:
        journal.personEnded(number());
        break;
      case CONVERSATION:
        journal.conversation(
          number(),
          number(),
          number(),
          string() as ConversationState,
          number(),
          number(),
          number(),
          number(),
        );
        break;
      case MESSAGE:
        journal.message(number(), number(), number(), number(), number(), string());
        break;
      case GONE:
        journal.gone(number());
        break;
      default:
        throw new Error(`unknown record at ${at - 1}`);
    }
  }
}
