/**
 * Keys as a server meets them.
 *
 * A fresh key has just come: V8 has not yet computed its hash. It is cut out of a line that was decoded from bytes,
 * which from 13 characters on is no string of its own but a view that keeps the line; or it is owned, decoded
 * from bytes of its own. A known key is one string object that V8 has interned: its hash is computed, and equal
 * keys are the same object.
 */

export type Shape = 'short' | 'long';

const BEFORE = 'LOGIN ';
const AFTER = ' with a password, or whatever follows\r\n';

/** Names of 3 to 7 characters, or of 22 to 26, all different. */
export function names(shape: Shape, count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, at) => {
    const number = ((first + at) * 7919 + 36 ** 2).toString(36);
    return shape === 'short' ? number : `customer-${number}@example.org`;
  });
}

/** Gives, each time, fresh keys equal to the names. */
export function freshKeys(names: readonly string[], how: 'cut' | 'owned'): () => string[] {
  const [before, after] = how === 'cut' ? [BEFORE, AFTER] : ['', ''];
  const lengths = names.map((name) => before.length + name.length + after.length);
  const bytes = Buffer.from(names.map((name) => before + name + after).join(''), 'latin1');
  return () => {
    let start = 0;
    return lengths.map((length) => {
      const received = bytes.toString('latin1', start, start + length);
      start += length;
      return received.slice(before.length, length - after.length);
    });
  };
}

/** The interned strings of the names: property names are. */
export function knownKeys(names: readonly string[]): string[] {
  return Object.keys(Object.fromEntries(names.map((name) => [name, true])));
}

/** The same in an order that has nothing to do with the first, the same each time. */
export function shuffled<T>(values: readonly T[]): T[] {
  const result = [...values];
  let state = 1;
  for (let at = result.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}
