/** Checking the passwords of strangers: what it costs, how many at a time, and who has to wait. */

import type * as crypto from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  MAX_AT_A_TIME,
  MAX_OF_ADDRESS,
  MAX_QUEUED,
  PasswordChecker,
  type Verdict,
} from '../../src/passwords/checker.ts';
import { FREE_FAILURES } from '../../src/passwords/throttle.ts';
import { hashPassword } from '../../src/passwords/verifier.ts';

/** How many hashes are under way, and how many were at the most; what each of them was to cost. */
const hashes = vi.hoisted(() => ({
  underWay: 0,
  most: 0,
  costs: [] as string[],
  broken: false,
  /** Ends of hashes that the test holds back, if it does. */
  held: null as null | (() => void)[],
}));

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  const argon2: typeof real.argon2 = (algorithm, parameters, callback) => {
    const { memory, passes, parallelism, tagLength } = parameters;
    hashes.costs.push(`${algorithm} ${memory} ${passes} ${parallelism} ${tagLength}`);
    hashes.most = Math.max(hashes.most, ++hashes.underWay);
    // As little memory as is allowed: what counts here is how often.
    real.argon2(algorithm, { ...parameters, memory: 8, passes: 1 }, (error, tag) => {
      const end = () => {
        hashes.underWay--;
        callback(hashes.broken ? new Error('out of memory') : error, tag);
      };
      if (hashes.held) hashes.held.push(end);
      else end();
    });
  };
  return { ...real, argon2 };
});

/** How often to look, and when to give up. */
const WAIT = { interval: 1, timeout: 30_000 };

let now: number;
let verifiers: Map<string, string>;
let checker: PasswordChecker;
/** The keys whose checks have begun. */
let begun: string[];

beforeEach(async () => {
  hashes.held = null;
  now = 1_000_000;
  verifiers = new Map([['ana', await hashPassword('segredo')]]);
  begun = [];
  const verifierOf = (key: string) => {
    begun.push(key);
    return verifiers.get(key);
  };
  checker = new PasswordChecker({ verifierOf, now: () => now });
  Object.assign(hashes, { underWay: 0, most: 0, costs: [], broken: false });
});

describe('a check', () => {
  it('gives the verifier that fits', async () => {
    expect(await checker.check('a', 'ana', 'segredo')).toEqual({ fits: verifiers.get('ana') });
  });

  it('costs the same and says the same for a name without an account as for a wrong password', async () => {
    const costs: string[][] = [];
    for (const [key, password] of [
      ['ana', 'errada'],
      ['ninguem', 'segredo'],
      ['ninguem', ''],
    ] as const) {
      hashes.costs = [];
      expect(await checker.check('a', key, password)).toBe('wrong');
      costs.push(hashes.costs);
    }
    expect(costs[0]).toEqual(['argon2id 19456 2 1 32']);
    expect(costs[1]).toEqual(costs[0]);
    expect(costs[2]).toEqual(costs[0]);
    hashes.costs = [];
    await checker.check('b', 'ana', 'segredo');
    expect(hashes.costs).toEqual(costs[0]);
  });

  it('is made against the verifier of the moment in which it begins', async () => {
    const checks = Array.from({ length: 3 }, () => checker.check('a', 'ana', 'segredo'));
    verifiers.delete('ana');
    expect((await Promise.all(checks)).map((verdict) => verdict === 'wrong')).toEqual([false, false, true]);
  });

  it('that the machine cannot do is an error, not a wrong password, and the next goes on', async () => {
    hashes.broken = true;
    const failed = Array.from({ length: 20 }, (_, n) => checker.check(`10.${n}`, 'ana', 'segredo'));
    for (const result of await Promise.allSettled(failed)) expect(result.status).toBe('rejected');
    hashes.broken = false;
    expect(await checker.check('a', 'ana', 'segredo')).toEqual({ fits: verifiers.get('ana') });
  });
});

describe('many checks', () => {
  it('are done few at a time, and all in their turn, whichever of those under way ends first', async () => {
    const keys = Array.from({ length: 40 }, (_, n) => (n % 2 ? `ana${n}` : `rui${n}`));
    for (const key of keys) if (key.startsWith('ana')) verifiers.set(key, verifiers.get('ana')!);
    hashes.held = [];
    const checks = keys.map((key, n) => checker.check(`10.${n}`, key, 'segredo'));
    for (let ended = 0; ended < keys.length; ended++) {
      const underWay = Math.min(MAX_AT_A_TIME, keys.length - ended);
      await vi.waitFor(() => expect(hashes.held).toHaveLength(underWay), WAIT);
      expect(begun).toEqual(keys.slice(0, ended + underWay));
      const [end] = hashes.held.splice(ended % underWay, 1);
      end!();
    }
    const verdicts = await Promise.all(checks);
    expect(verdicts.map((verdict) => verdict === 'wrong')).toEqual(keys.map((key) => key.startsWith('rui')));
    expect(hashes.most).toBe(MAX_AT_A_TIME);
  });

  it('are refused past a bound, at once and without work', async () => {
    const admitted = MAX_AT_A_TIME + MAX_QUEUED;
    const checks = Array.from({ length: admitted + 50 }, (_, n) => checker.check(`10.${n}`, 'ana', 'x'));
    const verdicts = await Promise.all(checks);
    expect(verdicts.slice(0, admitted).every((verdict) => verdict === 'wrong')).toBe(true);
    expect(verdicts.slice(admitted).every((verdict) => verdict === 'wait')).toBe(true);
    expect(hashes.costs).toHaveLength(admitted);
    expect(await checker.check('b', 'ana', 'segredo')).toEqual({ fits: verifiers.get('ana') });
  });
});

describe('an address with many checks', () => {
  it('has a few of them waiting or under way, the others are to wait at once, and so it is again later', async () => {
    for (let round = 0; round < 2; round++) {
      hashes.costs = [];
      const checks = Array.from({ length: 50 }, () => checker.check('a', 'ana', 'segredo'));
      const verdicts = await Promise.all(checks);
      expect(verdicts.slice(0, MAX_OF_ADDRESS)).toEqual(
        Array.from({ length: MAX_OF_ADDRESS }, () => ({ fits: verifiers.get('ana') })),
      );
      expect(verdicts.slice(MAX_OF_ADDRESS).every((verdict) => verdict === 'wait')).toBe(true);
      expect(hashes.costs).toHaveLength(MAX_OF_ADDRESS);
    }
  });

  it('has no more of them than it may while one after the other ends', async () => {
    const first = [1, 2, 3, 4].map((n) => checker.check('a', `a${n}`, 'x'));
    await Promise.race(first);
    const later = await Promise.race([checker.check('a', 'a5', 'x'), checker.check('a', 'a6', 'x')]);
    expect(later).toBe('wait');
    await Promise.all(first);
  });

  it('is served by turns with the others', async () => {
    const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'c1'];
    await Promise.all(all.map((key) => checker.check(key[0]!, key, 'x')));
    expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2', 'b3']);
  });
});

describe('an address that gave wrong passwords', () => {
  beforeEach(async () => {
    for (let n = 0; n < FREE_FAILURES; n++) await checker.check('a', 'ana', 'errada');
    hashes.costs = [];
  });

  it('has to wait, for right ones too, and nothing is verified meanwhile', async () => {
    expect(await checker.check('a', 'ana', 'segredo')).toBe('wait');
    expect(hashes.costs).toEqual([]);
    now += 1000;
    expect(await checker.check('a', 'ana', 'segredo')).toEqual({ fits: verifiers.get('ana') });
  });

  it('does not keep others from entering', async () => {
    expect(await checker.check('b', 'ana', 'segredo')).toEqual({ fits: verifiers.get('ana') });
  });

  it('has not begun anew because one was right in between', async () => {
    now += 1000;
    await checker.check('a', 'ana', 'segredo');
    await checker.check('a', 'ana', 'errada');
    expect(await checker.check('a', 'ana', 'segredo')).toBe('wait');
    now += 1999;
    expect(await checker.check('a', 'ana', 'segredo')).toBe('wait');
  });
});

it('whoever sends many wrong passwords at once gets no more of them verified than one after the other', async () => {
  const verdicts: Verdict[] = [];
  for (let round = 0; round < 10; round++) {
    const checks = Array.from({ length: 10 }, () => checker.check('a', 'ana', 'errada'));
    verdicts.push(...(await Promise.all(checks)));
  }
  // One more may have begun before the fifth had failed.
  expect(hashes.costs.length).toBeLessThan(FREE_FAILURES + MAX_AT_A_TIME);
  expect(verdicts.filter((verdict) => verdict === 'wait').length).toBe(100 - hashes.costs.length);
});
