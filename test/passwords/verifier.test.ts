/** Verifiers: what they are made of, what fits them, and what they cost. */

import * as crypto from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/passwords/verifier.ts';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, argon2: vi.fn(real.argon2) };
});

/** What was computed since the test began: memory in KiB and passes. */
function work(): { memory: number; passes: number }[] {
  return vi.mocked(crypto.argon2).mock.calls.map(([, { memory, passes }]) => ({ memory, passes }));
}
const USUAL = { memory: 19_456, passes: 2 };

beforeEach(() => {
  vi.mocked(crypto.argon2).mockClear();
});

describe('a verifier', () => {
  it('fits its password and no other', async () => {
    const verifier = await hashPassword('correct horse');
    expect(await verifyPassword('correct horse', verifier)).toBe(true);
    for (const other of ['correct horsE', 'correct horse ', 'correct', '']) {
      expect(await verifyPassword(other, verifier)).toBe(false);
    }
  });

  it('names its parameters, has a salt of its own, and does not hold the password', async () => {
    const [one, two] = [await hashPassword('segredo'), await hashPassword('segredo')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(one).not.toContain('segredo');
    expect(work()).toEqual([USUAL, USUAL]);
  });

  it('fits the same letters however a keyboard composes them', async () => {
    const verifier = await hashPassword('cora\u00e7\u00e3o');
    expect(await verifyPassword('corac\u0327a\u0303o', verifier)).toBe(true);
    expect(await verifyPassword('coracao', verifier)).toBe(false);
  });

  it.each(['', ' ', '\u0000', '🔑'.repeat(1900), '\ud800'])('may be of any text: %j', async (password) => {
    const verifier = await hashPassword(password);
    expect(await verifyPassword(password, verifier)).toBe(true);
    expect(await verifyPassword(`${password}x`, verifier)).toBe(false);
  });

  // From the tests of the reference implementation, github.com/P-H-C/phc-winner-argon2.
  it.each([
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
    '$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg',
  ])('may have been made elsewhere, with other parameters: %s', async (verifier) => {
    expect(await verifyPassword('password', verifier)).toBe(true);
    expect(await verifyPassword('Password', verifier)).toBe(false);
  });
});

const SALT = 'AAAAAAAAAAAAAAAAAAAAAA';
const TAG = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('what is no verifier', () => {
  it.each([
    '',
    '!',
    'segredo',
    '$argon2id$',
    `$argon2i$v=19$m=19456,t=2,p=1$${SALT}$${TAG}`,
    `$argon2id$v=16$m=19456,t=2,p=1$${SALT}$${TAG}`,
    `$argon2id$v=19$m=19456,t=2,p=1$${SALT}`,
    `$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${TAG}$`,
    `$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${TAG}\n`,
    `$argon2id$v=19$m=19456,t=2,p=1$short$${TAG}`,
    `$argon2id$v=19$m=19456,t=2,p=1$${SALT}$AAAA`,
    `$argon2id$v=19$m=19456,t=0,p=1$${SALT}$${TAG}`,
    `$argon2id$v=19$m=19456,t=2,p=0$${SALT}$${TAG}`,
    `$argon2id$v=19$m=7,t=2,p=1$${SALT}$${TAG}`,
    `$argon2id$v=19$m=9999999,t=2,p=1$${SALT}$${TAG}`,
    `$argon2id$v=19$m=4294967295,t=2,p=1$${SALT}$${TAG}`,
    `$argon2id$v=19$m=19456,t=99,p=1$${SALT}$${TAG}`,
    `$argon2id$v=19$m=-8,t=2,p=1$${SALT}$${TAG}`,
  ])('fits nothing, and costs as much as one that is: %j', async (verifier) => {
    expect(await verifyPassword('segredo', verifier)).toBe(false);
    expect(work()).toEqual([USUAL]);
  });
});
