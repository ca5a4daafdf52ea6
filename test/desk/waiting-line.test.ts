/** The waiting line against a naive one: an array that is sorted by ticket after every change. */

import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Conversation } from '../../src/desk/conversations.ts';
import { Labels } from '../../src/desk/labels.ts';
import { newPerson } from '../../src/desk/people.ts';
import { WaitingLine } from '../../src/desk/waiting-line.ts';
import { Queue } from '../../src/structures/queue.ts';
import { REPEATABLE, SEED } from '../protocol/random.ts';

type Step =
  | { readonly kind: 'join' }
  | { readonly kind: 'leave' | 'rejoin' | 'lose' | 'return' | 'ask'; readonly which: number };

const which = fc.nat(10_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'join' }) },
  { weight: 4, arbitrary: which.map((which): Step => ({ kind: 'leave', which })) },
  { weight: 2, arbitrary: which.map((which): Step => ({ kind: 'rejoin', which })) },
  { weight: 1, arbitrary: which.map((which): Step => ({ kind: 'lose', which })) },
  { weight: 1, arbitrary: which.map((which): Step => ({ kind: 'return', which })) },
  { weight: 1, arbitrary: which.map((which): Step => ({ kind: 'ask', which })) },
);

/** A line, and beside it the naive one. */
class Both {
  readonly line = new WaitingLine();
  waiting: Conversation[] = [];
  left: Conversation[] = [];
  #tickets = 0;

  take({ kind, ...rest }: Step): void {
    const which = 'which' in rest ? rest.which : 0;
    const one = this.waiting[which % this.waiting.length];
    switch (kind) {
      case 'join': {
        const conversation = waits(++this.#tickets);
        this.line.join(conversation);
        this.waiting.push(conversation);
        break;
      }
      case 'leave':
        if (!one) return;
        this.line.leave(one);
        this.waiting = this.waiting.filter((other) => other !== one);
        this.left.push(one);
        break;
      case 'rejoin': {
        const [back] = this.left.splice(which % Math.max(1, this.left.length), 1);
        if (!back) return;
        this.line.rejoin(back);
        this.waiting = [...this.waiting, back].sort((a, b) => a.ticket - b.ticket);
        break;
      }
      case 'lose':
        if (one) one.customer.session = null;
        break;
      case 'return':
        if (one) one.customer.session = SESSION;
        break;
      case 'ask':
        if (one) expect(this.line.position(one)).toBe(this.waiting.indexOf(one) + 1);
        break;
    }
  }

  check(): void {
    expect([...this.line].map(({ ticket }) => ticket)).toEqual(this.waiting.map(({ ticket }) => ticket));
    expect(this.line.length).toBe(this.waiting.length);
    expect(this.line.longest()).toBe(this.waiting.find(({ customer }) => customer.session));
  }
}

const SESSION = { conn: 1, lang: 'pt', person: null, errors: 0, closed: false } as const;

/** A conversation of a connected customer, as the line sees it. */
function waits(ticket: number): Conversation {
  const customer = newPerson({
    party: { id: ticket, key: `c${ticket}`, name: `c${ticket}` },
    role: 'consumidor',
    display: '',
    tokenHash: '',
    since: 0,
    sinceSeq: 0,
    lang: 'pt',
    session: { ...SESSION },
    labels: new Labels(),
  });
  return {
    id: ticket,
    customer,
    ticket,
    waitingSince: 0,
    firstSeq: 1,
    attendant: null,
    servedBy: null,
    count: 0,
    openedAt: 0,
    answeredAt: 0,
    returnedBy: null,
    place: 'none',
    position: 0,
    toldPosition: 0,
    announced: false,
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe(`the waiting line (SEED=${SEED})`, () => {
  test('is in the order of the tickets, whatever comes, leaves and comes back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const both = new Both();
        for (const one of steps) {
          both.take(one);
          both.check();
        }
      }),
      { ...REPEATABLE, numRuns: 300 },
    );
  });

  test('numbers those who wait from 1, in order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const both = new Both();
        for (const one of steps) both.take(one);
        expect(both.waiting.map((one) => both.line.position(one))).toEqual(both.waiting.map((_, n) => n + 1));
      }),
      { ...REPEATABLE, numRuns: 100 },
    );
  });

  test('never keeps many more husks than there are who wait', () => {
    const enqueue = vi.spyOn(Queue.prototype, 'enqueue');
    const leaving = fc.array(
      fc.oneof({ weight: 3, arbitrary: step }, { weight: 1, arbitrary: fc.constant<Step>({ kind: 'join' }) }),
      {
        minLength: 300,
        maxLength: 800,
        size: 'max',
      },
    );
    fc.assert(
      fc.property(leaving, (steps) => {
        enqueue.mockClear();
        const both = new Both();
        for (const one of steps) {
          both.take(one);
          const queue = enqueue.mock.contexts[0] as Queue<Conversation> | undefined;
          if (queue) expect(queue.size).toBeLessThanOrEqual(2 * both.line.length + 64);
        }
        both.check();
      }),
      { ...REPEATABLE, numRuns: 20 },
    );
  });

  test('drops all husks when everybody but the first has left', () => {
    const enqueue = vi.spyOn(Queue.prototype, 'enqueue');
    const both = new Both();
    for (let n = 0; n < 1000; n++) both.take({ kind: 'join' });
    const [queue] = enqueue.mock.contexts as Queue<Conversation>[];
    for (let n = 999; n > 0; n--) both.take({ kind: 'leave', which: n });
    expect(queue!.size).toBeLessThanOrEqual(1 + 1 + 64);
    both.check();
  });

  test('may be walked while it is asked for places', () => {
    const both = new Both();
    for (let n = 0; n < 5; n++) both.take({ kind: 'join' });
    expect([...both.line].map((one) => both.line.position(one))).toEqual([1, 2, 3, 4, 5]);
  });
});
