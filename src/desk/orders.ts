/**
 * Orders: what those who run the desk do to it, in order with everything else that happens.
 */

import type { Role } from '../protocol/commands.ts';
import type { Account } from './accounts.ts';
import { here } from './deliveries.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import { Labels } from './labels.ts';
import { end, lose } from './leaving.ts';
import { mentions } from './mentions.ts';
import { type Message, retell } from './messages.ts';
import type { Person } from './people.ts';
import { dismiss } from './returning.ts';
import { roomRecord } from './rooms.ts';

export type Order =
  /** A name gets an account. Whoever bears it without a password is sent away. */
  | {
      readonly do: 'register';
      readonly name: string;
      readonly key: string;
      readonly role: Role;
      readonly verifier: string;
    }
  /** Another password: connections and tokens of before are void. */
  | { readonly do: 'password'; readonly key: string; readonly verifier: string }
  /** The account goes, and its person from the desk; what was said stays. */
  | { readonly do: 'unregister'; readonly key: string }
  /** Whoever bore the name is erased: messages, identities, account, topics of rooms. */
  | { readonly do: 'forget'; readonly key: string }
  /** Messages of before this time, in milliseconds since 1970, are erased. */
  | { readonly do: 'expire'; readonly before: number }
  | { readonly do: 'accounts' }
  /** These are the canned answers from now on. */
  | { readonly do: 'canned'; readonly answers: readonly CannedAnswer[] };

/** An answer that attendants have at hand, under a name. */
export interface CannedAnswer {
  readonly name: string;
  readonly text: string;
}

export interface AccountInfo {
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly connected: boolean;
}

export type OrderResult =
  | { readonly ok: true; readonly accounts?: readonly AccountInfo[] }
  | { readonly ok: false; readonly why: OrderFault };

/** `registered`: the name has an account already; `unknown`: it has none; `full`: there are too many. */
export type OrderFault = 'registered' | 'unknown' | 'full';

const DONE: OrderResult = { ok: true };

/** Carries an order out, or changes nothing and says why. */
export function carryOut(desk: Desk, effects: Effects, order: Order): OrderResult {
  switch (order.do) {
    case 'register':
      return register(desk, effects, order);
    case 'password':
      return ofAccount(desk, order.key, (account) => changePassword(desk, effects, account, order.verifier));
    case 'unregister':
      return ofAccount(desk, order.key, (account) => unregister(desk, effects, account));
    case 'forget':
      return forget(desk, effects, order.key);
    case 'expire':
      return expire(desk, effects, order.before);
    case 'canned':
      desk.canned = order.answers;
      return DONE;
    default:
      return { ok: true, accounts: [...desk.accounts].map((account) => info(desk, account)) };
  }
}

function register(desk: Desk, effects: Effects, order: Order & { do: 'register' }): OrderResult {
  const { name, key, role, verifier } = order;
  if (desk.accounts.find(key)) return { ok: false, why: 'registered' };
  if (desk.accounts.size >= desk.options.maxPeople) return { ok: false, why: 'full' };
  const former = desk.people.find(key);
  if (former) sendAway(desk, effects, former);
  const party = { id: ++desk.lastParty, key, name };
  const since = { since: desk.now, sinceSeq: desk.lastSeq };
  const away = here(desk);
  desk.accounts.add({ party, role, verifier, ...since, away, labels: new Labels() });
  effects.party(party.id, key, name);
  effects.account({ party: party.id, role, verifier, ...since });
  effects.presence(party.id, away);
  return DONE;
}

/** Whoever is connected has to come back with the new one; until then they are lost, not gone. */
function changePassword(desk: Desk, effects: Effects, account: Account, verifier: string): void {
  account.verifier = verifier;
  const { role, since, sinceSeq } = account;
  effects.account({ party: account.party.id, role, verifier, since, sinceSeq });
  const person = desk.people.find(account.party.key);
  if (!person) return;
  desk.people.giveToken(person, '');
  const { display, tokenHash, lang } = person;
  const entered = { since: person.since, sinceSeq: person.sinceSeq };
  effects.person({ party: person.party.id, role, display, tokenHash, lang, ...entered });
  if (person.session) {
    const { session } = person;
    lose(desk, effects, person);
    dismiss(effects, session, 'KICKED');
  } else if (person.away) effects.presence(person.party.id, person.away);
}

function unregister(desk: Desk, effects: Effects, account: Account): void {
  const person = desk.people.find(account.party.key);
  if (person) sendAway(desk, effects, person);
  desk.accounts.remove(account);
  effects.accountRemoved(account.party.id);
}

function forget(desk: Desk, effects: Effects, key: string): OrderResult {
  const account = desk.accounts.find(key);
  if (account) unregister(desk, effects, account);
  const person = desk.people.find(key);
  if (person) sendAway(desk, effects, person);
  for (const other of [...desk.people.inOrder()]) {
    if (other.former.some(({ party }) => party.key === key)) sendAway(desk, effects, other);
  }
  forgetTopics(desk, effects, key);
  effects.forgotten(key);
  dropMessages(desk, ({ from, to }) => from.key === key || to.key === key);
  return DONE;
}

/** Topics that somebody of this name wrote, or that name them, are no more. O(length of all topics). */
function forgetTopics(desk: Desk, effects: Effects, key: string): void {
  for (const room of desk.rooms.inOrder()) {
    if (room.maker?.key !== key && !mentions(room.topic, key)) continue;
    room.topic = '';
    room.maker = null;
    effects.room(roomRecord(room));
  }
}

function expire(desk: Desk, effects: Effects, before: number): OrderResult {
  effects.expired(before);
  dropMessages(desk, ({ at }) => at < before);
  return DONE;
}

/** The person's connection is ended, and so is the identity. */
function sendAway(desk: Desk, effects: Effects, person: Person): void {
  const { session } = person;
  end(desk, effects, person, 'abandoned');
  if (session) dismiss(effects, session, 'KICKED');
}

/** Forgets messages that are erased from the store. O(messages in memory). */
function dropMessages(desk: Desk, erased: (message: Message) => boolean): void {
  for (const person of desk.people.inOrder()) {
    retell(person.history, erased);
    if (person.notes) retell(person.notes, erased);
    retell(person.undo, erased);
  }
  for (const room of desk.rooms.inOrder()) retell(room.history, erased);
}

function ofAccount(desk: Desk, key: string, change: (account: Account) => void): OrderResult {
  const account = desk.accounts.find(key);
  if (!account) return { ok: false, why: 'unknown' };
  change(account);
  return DONE;
}

function info(desk: Desk, { party, role, since }: Account): AccountInfo {
  const person = desk.people.find(party.key);
  return { name: party.name, role, since, connected: person?.session != null };
}
