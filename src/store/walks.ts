/** Several walks through seqs as one. Pure. */

/** All seqs of these walks, each of which gives them newest first; each seq once. O(walks) for each seq taken. */
export function* merged(walks: readonly Iterator<number, void>[]): Generator<number, void> {
  const heads = walks.map((walk) => next(walk));
  try {
    for (;;) {
      let newest = NONE;
      for (const head of heads) if (head > newest) newest = head;
      if (newest === NONE) return;
      yield newest;
      for (let i = 0; i < heads.length; i++) if (heads[i] === newest) heads[i] = next(walks[i]!);
    }
  } finally {
    for (const walk of walks) walk.return?.();
  }
}

/** In place of the seq of a walk that has ended. */
const NONE = -1;

function next(walk: Iterator<number, void>): number {
  const { done, value } = walk.next();
  return done ? NONE : value;
}
