/**
 * Makes strings that collide under a hash that takes one character after the other into a 32-bit state.
 *
 * It never needs to invert the hash: for each block it tries short strings from the present state until two of
 * them lead to the same one, so that `blocks` such pairs, freely chosen from, give 2^blocks colliding strings.
 * Source: Joux, "Multicollisions in Iterated Hash Functions" (Crypto 2004).
 */

type Step = (state: number, character: number) => number;

export const java31: Step = (state, character) => (Math.imul(state, 31) + character) | 0;
export const fnv1a: Step = (state, character) => Math.imul(state ^ character, 0x01000193);
export const FNV_START = 0x811c9dc5 | 0;

/** The length of a block. All strings of one call have the same length, `blocks * BLOCK`. */
export const BLOCK = 4;

export function collidingStrings(step: Step, start: number, blocks: number): string[] {
  let strings = [''];
  let state = start;
  for (let block = 0; block < blocks; block++) {
    const [one, other] = collidingPair(step, state);
    strings = strings.flatMap((string) => [string + one, string + other]);
    state = run(step, state, one);
  }
  return strings;
}

export function run(step: Step, start: number, string: string): number {
  let state = start;
  for (let at = 0; at < string.length; at++) state = step(state, string.charCodeAt(at));
  return state;
}

function collidingPair(step: Step, start: number): [string, string] {
  const seen = new Map<number, number>();
  for (let candidate = 0; candidate < 2 ** 20; candidate++) {
    const state = run(step, start, block(candidate));
    const earlier = seen.get(state);
    if (earlier !== undefined) return [block(earlier), block(candidate)];
    seen.set(state, candidate);
  }
  throw new Error('no two blocks collide');
}

/** Four scattered characters out of the 16,384 from U+4E00, all of which a name may have. */
function block(candidate: number): string {
  const scatter = (odd: number) => {
    const once = Math.imul(candidate, odd);
    return 0x4e00 + (Math.imul(once ^ (once >>> 15), odd) >>> 18);
  };
  return String.fromCharCode(
    scatter(0x9e3779b1),
    scatter(0x85ebca6b),
    scatter(0xc2b2ae35),
    scatter(0x27d4eb2f),
  );
}
