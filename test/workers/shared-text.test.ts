import { expect, it } from 'vitest';
import { SharedText } from '../../src/workers/shared-text.ts';

it('what grows in the same way is the same text, encoded once', () => {
  const empty = new SharedText('');
  const all = Array.from({ length: 3 }, () => empty.with('olá').with(' e até já'));
  expect(new Set(all).size).toBe(1);
  expect(all[0]!.text).toBe('olá e até já');
  expect(all[0]!.bytes).toEqual(Buffer.from('olá e até já'));
  expect(all[0]!.bytes).toBe(all[0]!.bytes);
});

it('what grows in another way leaves the others as they were', () => {
  const start = new SharedText('a');
  const one = start.with('b');
  const other = start.with('c');
  expect([one.text, other.text, one.with('d').text, other.with('d').text]).toEqual([
    'ab',
    'ac',
    'abd',
    'acd',
  ]);
  expect(start.with('b').text).toBe('ab');
  expect([start.text, one.bytes.toString(), other.bytes.toString()]).toEqual(['a', 'ab', 'ac']);
});
