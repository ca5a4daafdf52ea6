/**
 * Owns the hash of `HashTable`: from a string and a secret to a whole number of 30 bits.
 *
 * Names come from strangers, and a stranger who knows a hash can send names that all collide and turn every
 * lookup into a walk through the table. Here both the starting state and the multiplier are secret, so there is
 * nothing to prepare names against. It never claims to be cryptographic: one who could watch single probes, or
 * read hashes, could work the secret out. No hash ever leaves the table.
 *
 * Sources: the FNV-1a hash (Fowler, Noll, Vo) gives the step, here with a secret multiplier and a shift that
 * feeds the high bits back; MurmurHash3 (Appleby) gives the finishing function.
 */

/** A hash is below 2^30, a small integer to V8 on every platform. */
export const HASH_BITS = 30;

/** What makes one table's hash its own. `factor` is odd. */
export interface Secret {
  readonly start: number;
  readonly factor: number;
}

/**
 * The secret that belongs to a seed. O(1).
 * @throws RangeError when the seed is not a safe integer
 */
export function secretFrom(seed: number): Secret {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a safe integer, not ${seed}`);
  const start = scramble(seed | 0);
  const factor = scramble(start ^ Math.floor(seed / 2 ** 32) ^ 0x9e3779b9) | 1;
  return { start, factor };
}

/** A seed of 53 bits from the system's source of randomness. */
export function randomSeed(): number {
  const [low, high] = crypto.getRandomValues(new Uint32Array(2));
  return low! + (high! >>> 11) * 2 ** 32;
}

/** The hash of a key: a whole number from 0 to 2^30 - 1. O(length of the key). */
export function keyedHash(key: string, start: number, factor: number): number {
  let state = start ^ key.length;
  for (let at = 0; at < key.length; at++) state = step(state, key.charCodeAt(at), factor);
  return scramble(state) >>> (32 - HASH_BITS);
}

/** Takes one character into the state. Exported for the tests that attack the hash with its secret known. */
export function step(state: number, character: number, factor: number): number {
  const mixed = Math.imul(state ^ character, factor);
  return mixed ^ (mixed >>> 15);
}

/** Makes every bit of the result depend on every bit given. */
function scramble(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
