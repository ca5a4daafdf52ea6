/** What those who run the desk want: what each order comes to, and what it leaves behind. */

import assert from 'node:assert/strict';
import type { Desk } from '../../../src/desk/desk.ts';
import type { Order, OrderResult } from '../../../src/desk/orders.ts';
import { readName } from '../../../src/protocol/names.ts';
import type { JournalRecord } from '../recorder.ts';
import type { Known } from './known.ts';

/** What an order must come to, from how things are before it. */
export function expectedResult(known: Known, order: Order): OrderResult {
  const { store, options } = known;
  if (order.do === 'accounts') {
    const accounts = [...store.accounts.values()].map(({ party, role, since }) => {
      return { name: store.nameOf(party), role, since, connected: known.connected(party) !== undefined };
    });
    return { ok: true, accounts };
  }
  const account = accountOf(known, order);
  if (order.do === 'register') {
    if (account) return { ok: false, why: 'registered' };
    return store.accounts.size >= options.maxPeople ? { ok: false, why: 'full' } : { ok: true };
  }
  const needed = order.do === 'password' || order.do === 'unregister';
  return needed && !account ? { ok: false, why: 'unknown' } : { ok: true };
}

/** The party of the account that an order is about. */
export function accountOf({ store }: Known, order: Order): number | undefined {
  if (!('key' in order)) return undefined;
  return [...store.accounts.keys()].find((party) => store.parties.get(party)?.key === order.key);
}

/** After an order that went well. */
export function checkOrdered(known: Known, desk: Desk, order: Order, account: number | undefined): void {
  if (order.do === 'canned') known.canned = order.answers.map(({ name, text }) => `CANNED ${name} ${text}`);
  if (!('key' in order)) return;
  const person = desk.people.find(order.key);
  if (order.do === 'password') {
    assert.equal(person?.session ?? null, null, 'another password sends away who is connected');
    if (account) known.tokens.delete(account);
    return;
  }
  assert.equal(person, undefined, `nobody of that name is here after ${order.do}`);
  if (order.do !== 'forget') return;
  for (const { former } of desk.people.inOrder())
    assert.ok(!former.some(({ party }) => party.key === order.key), 'nobody who had the name is here');
  for (const { topic, maker } of known.store.rooms.values()) {
    assert.ok(maker === 0 || known.store.parties.has(maker), 'no topic of theirs is left');
    const words = topic.normalize('NFKC').toLowerCase().split(' ');
    assert.ok(!words.includes(order.key), 'no topic names them');
  }
}

/** Before messages are erased by an order: what will be missing of the desk's memory. */
export function noteErased(
  known: Known,
  { name, args }: JournalRecord & { name: 'forgotten' | 'expired' },
): void {
  const { store } = known;
  known.everErased = true;
  const bears = (party: number) => store.parties.get(party)?.key === args[0];
  const erased = [...store.messages.values()].filter(({ at, sender, recipient }) =>
    name === 'forgotten' ? bears(sender) || bears(recipient) : at < Number(args[0]),
  );
  const last = Math.max(0, ...erased.map(({ seq }) => seq));
  known.logs.erase(({ kind, line, place }) => {
    if (kind !== 'CLOSED') return false;
    return name === 'expired' ? place < last : readName(line.split(' ')[1] ?? '')?.key === args[0];
  });
  for (const conversation of store.alive()) {
    const customer = known.who(conversation.customer);
    const lost = store.messagesOf(conversation).filter((message) => erased.includes(message)).length;
    known.erased.set(conversation.id, (known.erased.get(conversation.id) ?? 0) + lost);
    const theirs = [...store.messages.values()].filter(
      ({ sender, recipient }) =>
        !store.isRoom(recipient) && (known.who(sender) === customer || known.who(recipient) === customer),
    );
    for (const [floor, all] of [
      [known.floor, theirs.filter(({ note }) => !note)],
      [known.noteFloor, theirs.filter(({ note }) => note)],
    ] as const)
      floor.set(customer, Math.max(floor.get(customer) ?? 0, all.at(-50)?.seq ?? 0));
  }
}
