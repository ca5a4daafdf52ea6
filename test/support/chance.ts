/**
 * Chance that can be repeated: a random test draws all of it from one seed, which it prints, and which SEED sets.
 */

import { type Random, randomFrom, SEED } from '../protocol/random.ts';

export type { Random };

/** Prints the seed of this run and gives the chance that comes of it. */
export function printedChance(): Random {
  console.log(`SEED=${SEED}`);
  return randomFrom(SEED);
}
