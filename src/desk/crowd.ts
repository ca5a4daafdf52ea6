/**
 * The crowd at the desk. Those who are lost take up a place without being here: when there is none left, or when one
 * address has left too many of them behind, the longest lost go before their time, rather than somebody who is here
 * being refused. Whoever has an account, and attendants, whose customers wait for them, are not made to go.
 */

import type { Account } from './accounts.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import { end } from './leaving.ts';
import type { Person } from './people.ts';

/** Somebody who wants to enter. */
export interface Newcomer {
  readonly account: Account | undefined;
  /** Who has the name now, and goes or comes back. */
  readonly former: Person | undefined;
  /** The address that they are counted under, or ''. */
  readonly origin: string;
  /** Whether they will wait. */
  readonly waits: boolean;
}

/**
 * Makes a place for somebody; false, and nothing has changed, if there is none. O(1), but for looking for those lost:
 * O(lost).
 */
export function makePlace(desk: Desk, effects: Effects, newcomer: Newcomer): boolean {
  const { account, former, origin } = newcomer;
  // Accounts are few, and nobody else can fill the desk with them.
  const crowded = !account && !former && desk.people.size >= desk.options.maxPeople;
  const fromOne = !account && origin !== '' && former?.origin !== origin && isFull(desk, origin);
  const victims = new Set<Person | undefined>();
  if (fromOne) victims.add(lostOf(desk, desk.people.from(origin), former));
  if (crowded && victims.size === 0) victims.add(lostOf(desk, desk.people.lost, former));
  if (newcomer.waits && lineIsFull(desk, former, victims)) victims.add(lostInLine(desk, former));
  if (victims.has(undefined)) return false;
  for (const victim of victims) end(desk, effects, victim!, 'abandoned');
  return true;
}

/** Makes a place in the waiting line for somebody who is here; false if there is none. */
export function makePlaceInLine(desk: Desk, effects: Effects): boolean {
  if (desk.waiting.length < desk.options.maxWaiting) return true;
  const victim = lostInLine(desk, undefined);
  if (!victim) return false;
  end(desk, effects, victim, 'abandoned');
  return true;
}

function isFull(desk: Desk, origin: string): boolean {
  return desk.people.from(origin).size >= desk.options.maxPerOrigin;
}

/** Whether the line is full once these are gone. */
function lineIsFull(
  desk: Desk,
  former: Person | undefined,
  victims: ReadonlySet<Person | undefined>,
): boolean {
  let { length } = desk.waiting;
  for (const person of [former, ...victims]) if (person && isWaiting(person)) length--;
  return length >= desk.options.maxWaiting;
}

function lostInLine(desk: Desk, former: Person | undefined): Person | undefined {
  return lostOf(desk, desk.people.lost, former, isWaiting);
}

/** The first of them who may be made to go. */
function lostOf(
  desk: Desk,
  people: ReadonlySet<Person>,
  former: Person | undefined,
  fits: (person: Person) => boolean = () => true,
): Person | undefined {
  for (const person of people) {
    if (person.session || person === former || person.role === 'atendente') continue;
    if (desk.accounts.find(person.party.key)?.party === person.party) continue;
    if (fits(person)) return person;
  }
  return undefined;
}

function isWaiting({ conversation }: Person): boolean {
  return conversation !== null && !conversation.attendant;
}
