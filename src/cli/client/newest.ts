/** How much is kept of what comes without end: the newest. Pure. */

/** Drops the oldest entry, in the order in which they were added, if there are more than `most`. O(1). */
export function keepNewest<Key>(kept: Map<Key, unknown> | Set<Key>, most: number): void {
  const oldest = kept.keys().next();
  if (kept.size > most && !oldest.done) kept.delete(oldest.value);
}
