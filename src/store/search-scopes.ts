/** Where SEARCH looks: whether a message is from or to one of the parties of its scopes; null is everywhere. */

import type { Scope } from '../desk/journal.ts';

export type Scopes = readonly Scope[] | null;

interface Place {
  readonly seq: number;
  readonly sender: number;
  readonly recipient: number;
}

/** O(scopes). */
export function isWithin(scopes: Scopes, { seq, sender, recipient }: Place): boolean {
  if (scopes === null) return true;
  return scopes.some(
    ({ party, after, upto }) => seq > after && seq <= upto && (sender === party || recipient === party),
  );
}

/** The seqs between which the scopes lie: above the one, and up to the other. */
export function boundsOf(scopes: Scopes): { readonly after: number; readonly upto: number } {
  if (scopes === null) return { after: 0, upto: Number.MAX_SAFE_INTEGER };
  return {
    after: Math.min(...scopes.map(({ after }) => after)),
    upto: Math.max(...scopes.map(({ upto }) => upto)),
  };
}
