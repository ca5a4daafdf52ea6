/** Random days for SEARCH, random queries about them, and what is to be found: by going through all that was said. */

import fc from 'fast-check';
import type { Scope, SearchQuery, StoredMessage } from '../../src/desk/journal.ts';
import { wordsOf } from '../../src/protocol/words.ts';
import { type Call, personRecord } from './model.ts';

const AT = 1_700_000_000_000;
const KEYS = ['ana', 'bob', '#sala'];
const PIECES = [
  ...['açaí', 'acai', 'AÇAÍ', 'sim', 'não', 'NEAR', 'AND', 'OR', 'NOT', '日本', '本', '🙂', '👍🏽', '½', 'ﷺ'],
  ...['"', "'", '*', '%', '-', '_', '^', ':', '(', ')', '\\\\', '\\n', '\\', ' ', ' ', ' ', '.', '😀'],
];

const anyText = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'grapheme' })), {
    maxLength: 8,
  })
  .map((parts) => parts.join('').replaceAll('\0', ''));

/** Mostly of few words, so that there is something to be found. */
const anyWords = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' ')),
  anyText,
);

const anyScope: fc.Arbitrary<Scope> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.nat(20), fc.nat(40))
  .map(([party, after, upto]) => ({ key: '', party, after, upto }));

export const anyQuery: fc.Arbitrary<SearchQuery> = fc.record({
  text: anyWords,
  scopes: fc.option(fc.array(anyScope, { maxLength: 4 }), { nil: null }),
  limit: fc.oneof(fc.constant(50), fc.nat(3)),
});

/** A batch, how many steps are taken to tidy up after it, and whether the process is killed then. */
export interface Part {
  readonly batch: readonly Call[];
  readonly steps: number;
  readonly killed: boolean;
}

const anyStep = fc.tuple(fc.nat(19), fc.nat(), fc.nat(), anyText);

export const anyDay: fc.Arbitrary<Part[]> = fc
  .array(
    fc.record({
      steps: fc.nat(4),
      killed: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      all: fc.array(anyStep, { maxLength: 8 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => {
    const day = new Day();
    return parts.map(({ all, ...rest }) => ({ ...rest, batch: all.flatMap((step) => day.call(...step)) }));
  });

/** Nothing refers to who was forgotten; and everybody has an identity, without which a name goes with what is too old. */
class Day {
  #seq = 0;
  #party = 0;
  readonly #parties = new Map<number, string>();

  call(kind: number, a: number, b: number, text: string): Call[] {
    const known = [0, ...this.#parties.keys()];
    const from = known[a % known.length]!;
    const to = known[b % known.length]!;
    switch (kind) {
      case 0:
      case 1:
      case 2: {
        const key = KEYS[a % KEYS.length]!;
        this.#parties.set(++this.#party, key);
        const named: Call = ['party', this.#party, key, b % 2 ? key : key.toUpperCase()];
        return [named, key.startsWith('#') ? roomRecord(this.#party) : personRecord(this.#party)];
      }
      case 3:
      case 4:
        return this.#seq === 0 ? [] : [['gone', 1 + (a % this.#seq)]];
      case 5: {
        const key = KEYS[a % KEYS.length]!;
        for (const [party, own] of this.#parties) if (own === key) this.#parties.delete(party);
        return b % 2 ? [['forgotten', key]] : [];
      }
      case 6:
        return b % 3 ? [] : [['expired', AT + this.#seq - (a % 8)]];
      case 7:
        return [['note', ++this.#seq, AT + this.#seq, from, to, 0, text, 0]];
      default:
        return [['message', ++this.#seq, AT + this.#seq, from, to, known[(a + b) % known.length]!, text, 0]];
    }
  }
}

function roomRecord(party: number): Call {
  return ['room', { party, topic: '', since: AT, maker: 0 }];
}

interface Message extends StoredMessage {
  readonly parties: readonly number[];
}

/** All that was said, is no note, and is not erased. */
export class Said {
  messages: Message[] = [];
  readonly #parties = new Map<number, { readonly key: string; readonly name: string }>();

  commit(batch: readonly Call[]): void {
    for (const call of batch) {
      if (call[0] === 'party') this.#parties.set(call[1], { key: call[2], name: call[3] });
      else if (call[0] === 'message') this.#say(call[1], call[2], [call[3], call[4]], call[6]);
      else if (call[0] === 'gone') this.#keep(({ seq }) => seq !== call[1]);
      else if (call[0] === 'expired') this.#keep(({ at }) => at >= call[1]);
      else if (call[0] === 'forgotten') this.#forget(call[1]);
    }
  }

  search({ text, scopes, limit }: SearchQuery): StoredMessage[] {
    const words = wordsOf(text);
    return this.messages
      .filter((message) => scopes === null || scopes.some((scope) => isIn(scope, message)))
      .filter((message) => words.length > 0 && words.every((word) => wordsOf(message.text).includes(word)))
      .slice(limit === 0 ? Infinity : -limit)
      .reverse()
      .map(({ parties, ...message }) => message);
  }

  #say(seq: number, at: number, parties: readonly number[], text: string): void {
    const [from, to] = parties.map((party) => this.#parties.get(party)?.name ?? '*');
    this.messages.push({ seq, at, from: from!, to: to!, text, gone: false, note: false, parties });
  }

  #forget(key: string): void {
    const bearers = [...this.#parties].filter(([, party]) => party.key === key).map(([id]) => id);
    this.#keep(({ parties }) => !parties.some((party) => bearers.includes(party)));
    for (const bearer of bearers) this.#parties.delete(bearer);
  }

  #keep(stays: (message: Message) => boolean): void {
    this.messages = this.messages.filter(stays);
  }
}

function isIn({ party, after, upto }: Scope, { seq, parties }: Message): boolean {
  return seq > after && seq <= upto && parties.includes(party);
}
