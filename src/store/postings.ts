/**
 * Lists of seqs, packed: from the newest to the oldest, each as its distance to the one before it, in base 128
 * with the high bit set on all but the last byte (LEB128). The newest seq is kept beside the list, not in it.
 * So a list is read from its newest end, and a seq takes one or two bytes.
 *
 * Pure functions; what the lists are about is not their business.
 */

/** The most seqs one list holds, so that reading the newest few never decodes much. */
export const LONGEST_LIST = 1024;

/** A safe integer has 53 bits: eight groups of seven. */
const MOST_BYTES = 8;
const scratch = new Uint8Array(LONGEST_LIST * MOST_BYTES);

/** Packs `seqs[from..to)`, which ascend and are at most `LONGEST_LIST`. O(n); the result is its own copy. */
export function pack(seqs: readonly number[], from: number, to: number): Uint8Array {
  let length = 0;
  for (let i = to - 1; i > from; i--) {
    let distance = seqs[i]! - seqs[i - 1]!;
    while (distance > 127) {
      scratch[length++] = (distance % 128) | 128;
      distance = Math.floor(distance / 128);
    }
    scratch[length++] = distance;
  }
  return scratch.slice(0, length);
}

/** The seqs of a list, newest first. O(what is taken of it). */
export function* unpack(last: number, packed: Uint8Array): Generator<number, void> {
  let seq = last;
  yield seq;
  for (let i = 0; i < packed.length; ) {
    let distance = 0;
    let unit = 1;
    let byte: number;
    do {
      byte = packed[i++]!;
      distance += (byte & 127) * unit;
      unit *= 128;
    } while (byte > 127);
    seq -= distance;
    yield seq;
  }
}
