/**
 * Records on their way to the store: numbers in one array and texts in one string, which crosses threads at
 * little cost. `RecordWriter` makes it of the calls of a journal, `replay` makes the same calls of it.
 */

import type {
  AccountRecord,
  ConversationRecord,
  ConversationState,
  DeliveryKind,
  DeliveryRecord,
  Journal,
  PersonRecord,
  Place,
  RatingRecord,
  RoomRecord,
  Status,
} from '../desk/journal.ts';
import { LANGS } from '../protocol/codes.ts';
import { ROLES } from '../protocol/commands.ts';
import { NumberList } from '../structures/number-list.ts';

/** A batch of records, in the order in which the desk wrote them. */
export interface Records {
  /** For each record its kind and its values in order: of a word its index, of a text its length. */
  readonly numbers: Float64Array;
  /** The texts, one after the other. */
  readonly text: string;
}

const PARTY = 0;
const PERSON = 1;
const PERSON_ENDED = 2;
const CONVERSATION = 3;
const MESSAGE = 4;
const GONE = 5;
const PRESENCE = 6;
const ACCOUNT = 7;
const ACCOUNT_REMOVED = 8;
const DELIVERY = 9;
const FORGOTTEN = 10;
const EXPIRED = 11;
const NOTE = 12;
const STATUS = 13;
const RENAMED = 14;
const RETURNED = 15;
const RATING = 16;
const ROOM = 17;
const ROOM_ENDED = 18;
const JOINED = 19;
const LEFT = 20;

const STATES: readonly ConversationState[] = ['waiting', 'open', 'closed'];
const STATUSES: readonly Status[] = ['online', 'away'];
const DELIVERIES: readonly DeliveryKind[] = ['MSG', 'UNDO', 'CLOSED'];

/** In place of the seq of a place: there is none. */
const NOWHERE = -1;

/** Gathers records. `take` hands over what was gathered and begins anew. */
export class RecordWriter implements Journal {
  readonly #numbers = new NumberList();
  #text = '';

  /** Whether nothing was written since the last `take`. */
  get empty(): boolean {
    return this.#numbers.length === 0;
  }

  take(): Records {
    const records = { numbers: this.#numbers.toArray(), text: this.#text };
    this.#numbers.clear();
    this.#text = '';
    return records;
  }

  party(id: number, key: string, name: string): void {
    this.#numbers.push(PARTY);
    this.#numbers.push(id);
    this.#write(key);
    this.#write(name);
  }

  person({ party, role, display, tokenHash, lang, since, sinceSeq }: PersonRecord): void {
    this.#numbers.push(PERSON);
    this.#numbers.push(party);
    this.#numbers.push(ROLES.indexOf(role));
    this.#write(display);
    this.#write(tokenHash);
    this.#numbers.push(LANGS.indexOf(lang));
    this.#numbers.push(since);
    this.#numbers.push(sinceSeq);
  }

  personEnded(party: number): void {
    this.#numbers.push(PERSON_ENDED);
    this.#numbers.push(party);
  }

  status(party: number, status: Status): void {
    this.#numbers.push(STATUS);
    this.#numbers.push(party);
    this.#numbers.push(STATUSES.indexOf(status));
  }

  renamed(from: number, to: number, seq: number): void {
    this.#numbers.push(RENAMED);
    this.#numbers.push(from);
    this.#numbers.push(to);
    this.#numbers.push(seq);
  }

  presence(party: number, away: Place | null): void {
    this.#numbers.push(PRESENCE);
    this.#numbers.push(party);
    this.#numbers.push(away ? away.seq : NOWHERE);
    this.#numbers.push(away ? away.delivery : NOWHERE);
  }

  account({ party, role, verifier, since, sinceSeq }: AccountRecord): void {
    this.#numbers.push(ACCOUNT);
    this.#numbers.push(party);
    this.#numbers.push(ROLES.indexOf(role));
    this.#write(verifier);
    this.#numbers.push(since);
    this.#numbers.push(sinceSeq);
  }

  accountRemoved(party: number): void {
    this.#numbers.push(ACCOUNT_REMOVED);
    this.#numbers.push(party);
  }

  delivery({ id, party, place, kind, seq, text }: DeliveryRecord): void {
    this.#numbers.push(DELIVERY);
    this.#numbers.push(id);
    this.#numbers.push(party);
    this.#numbers.push(place);
    this.#numbers.push(DELIVERIES.indexOf(kind));
    this.#numbers.push(seq);
    this.#write(text);
  }

  conversation(conversation: ConversationRecord): void {
    const { id, customer, attendant, state, ticket, waitingSince, firstSeq, at } = conversation;
    this.#numbers.push(CONVERSATION);
    this.#numbers.push(id);
    this.#numbers.push(customer);
    this.#numbers.push(attendant);
    this.#numbers.push(STATES.indexOf(state));
    this.#numbers.push(ticket);
    this.#numbers.push(waitingSince);
    this.#numbers.push(firstSeq);
    this.#numbers.push(at);
    this.#numbers.push(conversation.openedAt);
    this.#numbers.push(conversation.answeredAt);
  }

  returned(conversation: number, attendant: number): void {
    this.#numbers.push(RETURNED);
    this.#numbers.push(conversation);
    this.#numbers.push(attendant);
  }

  rating({ conversation, score, at }: RatingRecord): void {
    this.#numbers.push(RATING);
    this.#numbers.push(conversation);
    this.#numbers.push(score);
    this.#numbers.push(at);
  }

  room({ party, topic, since, maker }: RoomRecord): void {
    this.#numbers.push(ROOM);
    this.#numbers.push(party);
    this.#write(topic);
    this.#numbers.push(since);
    this.#numbers.push(maker);
  }

  roomEnded(party: number): void {
    this.#numbers.push(ROOM_ENDED);
    this.#numbers.push(party);
  }

  joined(room: number, party: number, seq: number): void {
    this.#numbers.push(JOINED);
    this.#numbers.push(room);
    this.#numbers.push(party);
    this.#numbers.push(seq);
  }

  left(room: number, party: number, seq: number): void {
    this.#numbers.push(LEFT);
    this.#numbers.push(room);
    this.#numbers.push(party);
    this.#numbers.push(seq);
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
    this.#numbers.push(MESSAGE);
    this.#numbers.push(seq);
    this.#numbers.push(at);
    this.#numbers.push(sender);
    this.#numbers.push(recipient);
    this.#numbers.push(attendant);
    this.#write(text);
    this.#numbers.push(label);
  }

  note(
    seq: number,
    at: number,
    author: number,
    customer: number,
    attendant: number,
    text: string,
    label: number,
  ): void {
    this.#numbers.push(NOTE);
    this.#numbers.push(seq);
    this.#numbers.push(at);
    this.#numbers.push(author);
    this.#numbers.push(customer);
    this.#numbers.push(attendant);
    this.#write(text);
    this.#numbers.push(label);
  }

  gone(seq: number): void {
    this.#numbers.push(GONE);
    this.#numbers.push(seq);
  }

  forgotten(key: string): void {
    this.#numbers.push(FORGOTTEN);
    this.#write(key);
  }

  expired(before: number): void {
    this.#numbers.push(EXPIRED);
    this.#numbers.push(before);
  }

  #write(text: string): void {
    this.#numbers.push(text.length);
    this.#text += text;
  }
}

/**
 * Makes the calls on `journal` that gave these records. Its strings are slices of the one text; the values are read
 * in the order in which they stand here, so it has to be that of the writer.
 */
export function replay({ numbers, text }: Records, journal: Journal): void {
  let at = 0;
  let from = 0;
  const number = () => numbers[at++]!;
  const string = () => text.slice(from, (from += numbers[at++]!));
  const place = (seq: number, delivery: number) => (seq === NOWHERE ? null : { seq, delivery });
  while (at < numbers.length) {
    switch (number()) {
      case PARTY:
        journal.party(number(), string(), string());
        break;
      case PERSON:
        journal.person({
          party: number(),
          role: ROLES[number()]!,
          display: string(),
          tokenHash: string(),
          lang: LANGS[number()]!,
          since: number(),
          sinceSeq: number(),
        });
        break;
      case PERSON_ENDED:
        journal.personEnded(number());
        break;
      case CONVERSATION:
        journal.conversation({
          id: number(),
          customer: number(),
          attendant: number(),
          state: STATES[number()]!,
          ticket: number(),
          waitingSince: number(),
          firstSeq: number(),
          at: number(),
          openedAt: number(),
          answeredAt: number(),
        });
        break;
      case MESSAGE:
        journal.message(number(), number(), number(), number(), number(), string(), number());
        break;
      case NOTE:
        journal.note(number(), number(), number(), number(), number(), string(), number());
        break;
      case STATUS:
        journal.status(number(), STATUSES[number()]!);
        break;
      case RENAMED:
        journal.renamed(number(), number(), number());
        break;
      case RETURNED:
        journal.returned(number(), number());
        break;
      case RATING:
        journal.rating({ conversation: number(), score: number(), at: number() });
        break;
      case ROOM:
        journal.room({ party: number(), topic: string(), since: number(), maker: number() });
        break;
      case ROOM_ENDED:
        journal.roomEnded(number());
        break;
      case JOINED:
        journal.joined(number(), number(), number());
        break;
      case LEFT:
        journal.left(number(), number(), number());
        break;
      case GONE:
        journal.gone(number());
        break;
      case PRESENCE:
        journal.presence(number(), place(number(), number()));
        break;
      case ACCOUNT:
        journal.account({
          party: number(),
          role: ROLES[number()]!,
          verifier: string(),
          since: number(),
          sinceSeq: number(),
        });
        break;
      case ACCOUNT_REMOVED:
        journal.accountRemoved(number());
        break;
      case DELIVERY:
        journal.delivery({
          id: number(),
          party: number(),
          place: number(),
          kind: DELIVERIES[number()]!,
          seq: number(),
          text: string(),
        });
        break;
      case FORGOTTEN:
        journal.forgotten(string());
        break;
      case EXPIRED:
        journal.expired(number());
        break;
      default:
        throw new Error(`unknown record at ${at - 1}`);
    }
  }
}
