import { expect, it } from 'vitest';
import { AddressCounts, addressGroup, isLoopback } from '../../src/workers/addresses.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:DB8:1:2::6', '2001:db8:1:2::'],
  ['2001:db8:1:2::', '2001:db8:1:2::'],
  ['2001:db8::1', '2001:db8:0:0::'],
  ['2001:db8::2:3:4:5:6', '2001:db8:0:2::'],
  ['2001:0db8:0001:0002::6', '2001:db8:1:2::'],
  ['::2:3:4:5:6:7', '0:0:2:3::'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0:0::'],
])('%s is counted as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
  expect(addressGroup(group)).toBe(group);
});

it.each([
  ['127.0.0.1', true],
  ['127.255.0.3', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['128.0.0.1', false],
  ['::2', false],
  ['2001:db8:1:2::', false],
  ['fe80::1%eth0', false],
])('whether %s is loopback: %s', (address, loopback) => {
  expect(isLoopback(address)).toBe(loopback);
});

it('counts are kept by address and in all, and those of one counter can be taken off another', () => {
  const all = new AddressCounts();
  const some = new AddressCounts();
  for (const address of ['a', 'a', 'b']) all.add(address);
  for (const address of ['a', 'b']) some.add(address);
  expect([all.of('a'), all.of('b'), all.of('c'), all.total]).toEqual([2, 1, 0, 3]);
  all.removeAll(some);
  expect([all.of('a'), all.of('b'), all.total]).toEqual([1, 0, 1]);
  all.remove('a');
  expect(all.total).toBe(0);
});
