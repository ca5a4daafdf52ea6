/** Any character of Unicode, for random texts. */

import fc from 'fast-check';

const SURROGATES = { from: 0xd800, count: 0x800 };

/** What fast-check calls `binary`, without its table of all characters, which takes a second to make. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(0x10ffff - SURROGATES.count)
  .map((n) => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count));
