/** Random batches such as the desk could write: ids, seqs and times grow as the desk's do, all else is chance. */

import fc from 'fast-check';
import type { ConversationState, DeliveryKind } from '../../src/desk/journal.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { accountRecord, type Call, conversationRecord, Model, personRecord } from './model.ts';

const NAMES = ['ana', 'bob', 'célia', '名', '#sala'];
const STATES: readonly ConversationState[] = ['waiting', 'open', 'closed'];
const ROLES: readonly Role[] = ['consumidor', 'membro'];
const DELIVERIES: readonly DeliveryKind[] = ['MSG', 'UNDO', 'CLOSED'];

/** The key of a random name, mostly one that random batches use. */
export const anyKey = fc.constantFrom(...NAMES, 'bia', 'nobody');

const anyStep = fc.tuple(fc.nat(27), fc.nat(), fc.nat(), fc.nat(), anyText());
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

/** What may come next: nothing refers to who was forgotten. */
class Day {
  readonly opening: Call[] = [
    ['party', 1, 'bia', 'Bia'],
    ['party', 2, 'rui', 'Rui'],
    ['party', 3, 'ana', 'Ana'],
  ];
  readonly #model = new Model();
  #at = 1_700_000_000_000;
  #party = 3;
  #conversation = 0;
  /** Those whose person has ended never enter again, but with an account. */
  readonly #ended = new Set<number>();

  constructor() {
    this.#model.commit(this.opening);
  }

  call(step: Step): Call[] {
    this.#at += step[1] % 3;
    const calls = this.#call(step);
    this.#model.commit(calls);
    return calls;
  }

  #call([kind, a, b, c, text]: Step): Call[] {
    const { people, accounts, parties, here } = this.#model;
    const { seq } = here;
    const known = [...parties.keys()];
    const identities = [...new Set([...people.keys(), ...accounts.keys()])];
    const pick = (from: readonly number[], by: number) => from[by % from.length];
    const other = pick(known, b);
    const customer = pick(
      known.filter((party) => party > 2),
      b,
    );
    const identity = pick(identities, b);
    switch (kind) {
      case 0:
      case 1:
        return [this.#newParty(a, b)];
      case 2:
      case 3:
        if (other === undefined || (this.#ended.has(other) && !accounts.has(other))) return [];
        return [
          personRecord(other, {
            ...{ role: ROLES[c % 2]!, display: text, tokenHash: `hash-${c}` },
            ...{ lang: c % 3 ? 'pt' : 'en', since: this.#at, sinceSeq: c % (seq + 1) },
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
            attendant: parties.has(a % 3) ? a % 3 : 0,
            state: STATES[a % 3]!,
            firstSeq: 1 + (c % (seq + 1)),
            ...{ waitingSince: this.#at, at: this.#at },
          }),
        ];
      }
      case 7:
        // Of a message that came, or of none.
        return [['gone', seq === 0 ? 1_000_000 : 1 + (a % seq)]];
      case 8: {
        const party = this.#newParty(a, b);
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
        if (identity === undefined) return [];
        const kind = seq === 0 ? 'CLOSED' : DELIVERIES[a % 3]!;
        const said = kind === 'CLOSED' ? `CLOSED ${NAMES[c % NAMES.length]} ${text}` : '';
        const about = kind === 'CLOSED' ? 0 : 1 + (c % seq);
        const id = here.delivery + 1;
        return [['delivery', { id, party: identity, place: seq, kind, seq: about, text: said }]];
      }
      case 16:
        return [['forgotten', ['bia', 'ana', 'bob', 'célia', '名'][c % 9] ?? 'nobody']];
      case 17:
        return a % 3 ? [] : [['expired', this.#at - (c % 12)]];
      default: {
        const from = pick([0, ...known], a)!;
        const to = pick([0, ...known], b)!;
        const attendant = parties.has(c % 3) ? c % 3 : 0;
        return [['message', seq + 1, this.#at, from, to, attendant, text, a % 2 ? 1 + (c % 99) : 0]];
      }
    }
  }

  #newParty(a: number, b: number): Call {
    const key = NAMES[a % NAMES.length]!;
    return ['party', ++this.#party, key, b % 2 ? key : key.toUpperCase()];
  }
}

function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    fc.constantFrom("'; DROP TABLE message; --", '"', '%_\\n', '🙂🙃', '', 'ação', 'tchau, Ana.', 'ana bob'),
  );
}
