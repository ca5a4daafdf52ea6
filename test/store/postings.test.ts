import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_LIST, pack, unpack } from '../../src/store/postings.ts';

const ascending = (seqs: readonly number[]) => [...seqs].sort((a, b) => a - b);

it('gives back what was packed, newest first, however far apart', () => {
  const anySeqs = fc
    .uniqueArray(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.maxSafeNat()), {
      minLength: 1,
      maxLength: LONGEST_LIST,
    })
    .map(ascending);
  fc.assert(
    fc.property(anySeqs, fc.nat(5), (seqs, from) => {
      fc.pre(from < seqs.length);
      const packed = pack(seqs, from, seqs.length);
      expect([...unpack(seqs.at(-1)!, packed)]).toEqual(seqs.slice(from).reverse());
    }),
    { examples: [[[1, 128, 256, 16_640, Number.MAX_SAFE_INTEGER], 0]] },
  );
});

it('packs the longest list of the farthest seqs', () => {
  const seqs = Array.from({ length: LONGEST_LIST }, (_, i) =>
    Math.floor((i * Number.MAX_SAFE_INTEGER) / LONGEST_LIST),
  );
  expect([...unpack(seqs.at(-1)!, pack(seqs, 0, seqs.length))]).toEqual(seqs.reverse());
});

it('takes a byte a seq where they are close', () => {
  const seqs = Array.from({ length: 100 }, (_, i) => 5_000_000 + i * 100);
  expect(pack(seqs, 0, 100)).toHaveLength(99);
});
