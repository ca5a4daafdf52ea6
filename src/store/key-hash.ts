/**
 * The number under which the database finds a key. Not the key itself: an index would leave copies of it behind that
 * nothing overwrites when the name is erased (see schema.ts).
 */

import { hash } from 'node:crypto';

/** Bytes of the hash that are kept: as many as a safe integer has room for. */
const BYTES = 6;

/** From 1 to 2^48 − 1; 0 is the hash of nothing. Two keys may have the same one. O(length), some microseconds. */
export function keyHash(key: string): number {
  return hash('sha256', key, 'buffer').readUIntBE(0, BYTES) || 1;
}
