/** Random batches such as the desk could write: ids, seqs and times grow as the desk's do, all else is chance. */

import fc from 'fast-check';
import type { ConversationState, DeliveryKind } from '../../src/desk/journal.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { anyCharacter } from '../support/characters.ts';
import { accountRecord, type Call, conversationRecord, Model, personRecord } from './model.ts';

const NAMES = ['ana', 'bob', 'célia', '名'];
const ROOMS = ['#sala', '#dois'];
const STATES: readonly ConversationState[] = ['waiting', 'open', 'closed'];
const ROLES: readonly Role[] = ['consumidor', 'membro'];
const DELIVERIES: readonly DeliveryKind[] = ['MSG', 'UNDO', 'CLOSED'];

/** Milliseconds from one record to the next. */
const PAUSES = [0, 1, 2, 0, 1, 2, 0, 1, 2, 50_000, 600_000, 5_400_000];

/** The key of a random name, mostly one that random batches use. */
export const anyKey = fc.constantFrom(...NAMES, ...ROOMS, 'bia', 'nobody');

const anyStep = fc.tuple(fc.nat(48), fc.nat(), fc.nat(), fc.nat(), anyText());
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Whether a batch erases: given twice, it is to be given at once. */
export function erases(batch: readonly Call[]): boolean {
  return batch.some(([name]) => name === 'forgotten' || name === 'expired');
}

/** Parties 1 and 2 are attendants: they serve, and no conversation is theirs as a customer. */
export const anyBatches: fc.Arbitrary<Call[][]> = fc
  .array(fc.array(anyStep, { maxLength: 14 }), { maxLength: 14 })
  .map((batches) => {
    const day = new Day();
    const calls = batches.map((batch) => batch.flatMap((step) => day.call(step)));
    return [day.opening, ...calls.flatMap(endAtExpiry)];
  });

/** Names that are not needed when something expires go a little later: until then nothing else is to change. */
function endAtExpiry(batch: Call[]): Call[][] {
  const end = batch.findIndex(([name]) => name === 'expired') + 1;
  return end === 0 ? [batch] : [batch.slice(0, end), ...endAtExpiry(batch.slice(end))];
}

function pick<T>(from: readonly T[], by: number): T | undefined {
  return from[by % from.length];
}

/** What may come next: nothing refers to who was forgotten, or to a name that somebody does not bear any more. */
class Day {
  readonly opening: Call[] = [
    ['party', 1, 'bia', 'Bia'],
    ['party', 2, 'rui', 'Rui'],
    ['party', 3, 'ana', 'Ana'],
    ['party', 4, '#sala', '#Sala'],
    ['room', { party: 4, topic: '', since: 1_700_000_000_000, maker: 0 }],
  ];
  readonly #model = new Model();
  #at = 1_700_000_000_000;
  #party = 4;
  #conversation = 0;
  readonly #attendants = new Set([1, 2]);
  /** Those whose person has ended never enter again, but with an account; and names that are former ones. */
  readonly #ended = new Set<number>();
  readonly #former = new Set<number>();

  constructor() {
    this.#model.commit(this.opening);
  }

  call(step: Step): Call[] {
    this.#at += pick(PAUSES, step[1])!;
    const calls = step[0] < 28 ? this.#ofPeople(step) : this.#ofMore(step);
    this.#model.commit(calls);
    return calls;
  }

  /** Those who may be spoken of: people of these days, and not rooms. */
  get #known(): number[] {
    return [...this.#model.parties.keys()].filter((id) => !this.#former.has(id) && !this.#model.isRoom(id));
  }

  get #customers(): number[] {
    return this.#known.filter((party) => !this.#attendants.has(party));
  }

  #attendant(by: number): number {
    return pick([0, ...this.#known.filter((party) => this.#attendants.has(party))], by)!;
  }

  #ofPeople([kind, a, b, c, text]: Step): Call[] {
    const { people, accounts, here } = this.#model;
    const { seq } = here;
    const identities = [...new Set([...people.keys(), ...accounts.keys()])];
    const other = pick(this.#known, b);
    const customer = pick(this.#customers, b);
    const identity = pick(identities, b);
    switch (kind) {
      case 0:
      case 1:
        return [this.#newParty(NAMES, a, b)];
      case 2:
      case 3:
        if (other === undefined || (this.#ended.has(other) && !accounts.has(other))) return [];
        return [
          personRecord(other, {
            role: this.#attendants.has(other) ? 'atendente' : ROLES[c % 2]!,
            ...{ display: text, tokenHash: `hash-${c}`, lang: c % 3 ? 'pt' : 'en' },
            ...{ since: this.#at, sinceSeq: c % (seq + 1) },
          }),
        ];
      case 4: {
        const person = pick([...people.keys()], b);
        if (person === undefined) return [];
        this.#ended.add(person);
        return [['personEnded', person]];
      }
      case 5:
      case 6: {
        if (customer === undefined) return [];
        const isNew = c % 3 > 0 || this.#conversation === 0;
        const id = isNew ? ++this.#conversation : 1 + (c % this.#conversation);
        return [
          conversationRecord(id, customer, {
            attendant: this.#attendant(a),
            state: STATES[a % 3]!,
            firstSeq: 1 + (c % (seq + 1)),
            ...{ waitingSince: this.#at - (c % 1000), at: this.#at },
            openedAt: b % 4 ? this.#at - (b % 500) : 0,
            answeredAt: b % 5 ? this.#at - (b % 300) : 0,
          }),
        ];
      }
      case 7:
        // Of a message that came, or of none.
        return [['gone', seq === 0 ? 1_000_000 : 1 + (a % seq)]];
      case 8: {
        const party = this.#newParty(NAMES, a, b);
        return [party, accountRecord(this.#party, { verifier: text, since: this.#at, sinceSeq: seq })];
      }
      case 9: {
        const registered = accounts.get(pick([...accounts.keys()], b) ?? 0);
        if (!registered) return [];
        return [
          c % 2 ? ['account', { ...registered, verifier: text }] : ['accountRemoved', registered.party],
        ];
      }
      case 10:
      case 11:
        return identity === undefined ? [] : [['presence', identity, c % 3 ? here : null]];
      case 12:
      case 13:
      case 14:
      case 15: {
        const party = pick([...identities, ...this.#model.rooms.keys()], b);
        if (party === undefined) return [];
        const kind = seq === 0 ? 'CLOSED' : DELIVERIES[a % 3]!;
        const said = kind === 'CLOSED' ? `CLOSED ${NAMES[c % NAMES.length]} ${text}` : '';
        const about = kind === 'CLOSED' ? 0 : 1 + (c % seq);
        const id = here.delivery + 1;
        return [['delivery', { id, party, place: seq, kind, seq: about, text: said }]];
      }
      case 16:
        return [['forgotten', ['bia', 'ana', 'bob', 'célia', '名'][c % 9] ?? 'nobody']];
      case 17:
        return a % 3 ? [] : [['expired', this.#at - (c % 12) * (c % 2 ? 1 : 400_000)]];
      default: {
        const from = pick([0, ...this.#known], a)!;
        const to = pick([0, ...this.#known], b)!;
        const label = a % 2 ? 1 + (c % 99) : 0;
        return [['message', seq + 1, this.#at, from, to, this.#attendant(c), text, label]];
      }
    }
  }

  #ofMore([kind, a, b, c, text]: Step): Call[] {
    const { people, accounts, conversations, rooms, stays, here } = this.#model;
    const { seq } = here;
    const person = pick([...people.keys()], b);
    const room = pick([...rooms.keys()], c);
    const customer = pick(this.#customers, b);
    const staying = stays.filter(({ upto }) => upto === null);
    switch (kind) {
      case 28:
        return person === undefined ? [] : [['status', person, c % 2 ? 'online' : 'away']];
      case 29:
      case 30:
      case 31: {
        if (person === undefined || accounts.has(person)) return [];
        const party = this.#newParty(NAMES, a, c);
        this.#former.add(person);
        if (this.#attendants.has(person)) this.#attendants.add(this.#party);
        return [party, ['renamed', person, this.#party, seq]];
      }
      case 32: {
        const waiting = pick(
          this.#model.alive().map(({ id }) => id),
          b,
        );
        const attendant = this.#attendant(c);
        return waiting === undefined || attendant === 0 ? [] : [['returned', waiting, attendant]];
      }
      case 33:
      case 34: {
        const conversation = pick([...conversations.keys(), 1000], b)!;
        return [['rating', { conversation, score: 1 + (c % 5), at: this.#at }]];
      }
      case 35: {
        const made = pick([...rooms.values()], b);
        if (made && c % 3 === 0) return [['room', { ...made, topic: '', maker: 0 }]];
        const room = { topic: text, since: this.#at, maker: person ?? 0 };
        return [this.#newParty(ROOMS, a, b), ['room', { party: this.#party, ...room }]];
      }
      case 36: {
        const empty = pick(
          [...rooms.keys()].filter((id) => !staying.some((stay) => stay.room === id)),
          b,
        );
        return empty === undefined ? [] : [['roomEnded', empty]];
      }
      case 37:
      case 38:
      case 39:
      case 40: {
        if (person === undefined || room === undefined) return [];
        const isThere = staying.some((stay) => stay.room === room && stay.party === person);
        return isThere ? [] : [['joined', room, person, seq]];
      }
      case 41:
      case 42: {
        const stay = pick(staying, a);
        return stay ? [['left', stay.room, stay.party, seq]] : [];
      }
      case 43:
      case 44: {
        if (customer === undefined) return [];
        const author = this.#attendant(a) || customer;
        const label = a % 2 ? 1 + (c % 99) : 0;
        return [['note', seq + 1, this.#at, author, customer, this.#attendant(c), text, label]];
      }
      default: {
        const stay = pick(staying, a);
        return stay ? [['message', seq + 1, this.#at, stay.party, stay.room, 0, text, 0]] : [];
      }
    }
  }

  #newParty(keys: readonly string[], a: number, b: number): Call {
    const key = keys[a % keys.length]!;
    return ['party', ++this.#party, key, b % 2 ? key : key.toUpperCase()];
  }
}

function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    fc.constantFrom(
      "'; DROP TABLE message; --",
      '"',
      '%_\\n',
      '🙂🙃',
      '',
      'ação',
      'tchau, Ana.',
      'ana bob',
      '__proto__',
    ),
  );
}
