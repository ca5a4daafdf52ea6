/**
 * The names of an identity, one after the other, and which messages belong to each: a message keeps the name that it
 * was sent under. It looks into no message; seqs are enough.
 */

import type { Scope } from './journal.ts';
import type { Person } from './people.ts';

/** Messages from one seq (which is not among them) up to another (which is). */
export interface Range {
  readonly after: number;
  readonly upto: number;
}

type Names = Pick<Person, 'party' | 'former' | 'sinceSeq'>;

/**
 * What the identity said and got under the name of this key, as far as it goes back without another name between;
 * undefined if it never bore it. O(former names).
 */
export function underName(person: Names, key: string): Range | undefined {
  const { party, former, sinceSeq } = person;
  let upto = party.key === key ? Number.MAX_SAFE_INTEGER : undefined;
  for (const name of former.toReversed()) {
    if (name.party.key === key) upto ??= name.upto;
    else if (upto !== undefined) return { after: name.upto, upto };
  }
  return upto === undefined ? undefined : { after: sinceSeq, upto };
}

/** The former names as parts of what concerns the identity, oldest first. O(former names). */
export function formerScopes({ former, sinceSeq }: Names): Scope[] {
  return former.map(({ party, upto }, i) => scope(party, i === 0 ? sinceSeq : former[i - 1]!.upto, upto));
}

/** The same of all its names. */
export function ownScopes(person: Names): Scope[] {
  const since = person.former.at(-1)?.upto ?? person.sinceSeq;
  return [...formerScopes(person), scope(person.party, since, Number.MAX_SAFE_INTEGER)];
}

function scope(party: Person['party'], after: number, upto: number): Scope {
  return { key: party.key, party: party.id, after, upto };
}
