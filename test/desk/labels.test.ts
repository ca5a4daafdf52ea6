/** Labels: a message that is sent again under the same label is stored once, and answered as before. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Labels, labelKey } from '../../src/desk/labels.ts';
import { MAX_LABELS } from '../../src/protocol/limits.ts';
import { anyString, REPEATABLE, randomFrom, SEED } from '../protocol/random.ts';
import { type Chat, chat } from './chat.ts';

/** ana serves rui; mia and nico are members, mia with an account. */
function desk(): Chat {
  const desk = chat();
  desk.registers('mia membro');
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.proceeds(4, 'mia membro');
  desk.enters(5, 'nico membro');
  desk.forget();
  return desk;
}

const stored = (chat: Chat) => [...chat.store.messages.values()].map(({ text }) => text);

describe('MSG under a label that was used', () => {
  test('with the same line gets the same reply again, is stored once and told nobody twice', () => {
    const chat = desk();
    expect(chat.asks(4, '@a MSG nico oi')).toEqual(['@a +ok mensagem recebida 1']);
    chat.says(4, 'MSG nico outra');
    chat.forget();
    expect(chat.asks(4, '@a MSG nico oi')).toEqual(['@a +ok mensagem recebida 1']);
    expect(chat.asks(4, '@a msg  NICO oi')).toEqual(['@a +ok mensagem recebida 1']);
    expect(chat.heard(5)).toEqual([]);
    expect(stored(chat)).toEqual(['oi', 'outra']);
    expect(chat.effects).toHaveLength(1);
  });

  test.each([
    ['another text', '@a MSG nico oi!'],
    ['another case of the text', '@a MSG nico Oi'],
    ['a space more in the text', '@a MSG nico  oi'],
    ['another receiver', '@a MSG ana oi'],
    ['another label', '@A MSG nico oi'],
    ['no label', 'MSG nico oi'],
  ])('with %s is a new message', (_, line) => {
    const chat = desk();
    chat.says(4, '@a MSG nico oi');
    expect(chat.asks(4, line)[0]).toMatch(/\+ok mensagem recebida 2$/);
    expect(stored(chat)).toHaveLength(2);
  });

  test('by somebody else is a new message', () => {
    const chat = desk();
    chat.says(4, '@a MSG ana oi');
    expect(chat.asks(5, '@a MSG ana oi')).toEqual(['@a +ok mensagem recebida 2']);
  });

  test('of another command does nothing but that', () => {
    const chat = desk();
    chat.says(4, '@a MSG nico oi');
    expect(chat.asks(4, '@a PING')).toEqual(['@a +ok PONG']);
    expect(chat.asks(4, '@a UNDO')).toEqual(['@a +ok 1']);
    expect(chat.asks(4, '@a UNDO')[0]).toMatch(/^@a -err NOTHING-TO-UNDO /);
  });

  test('that was refused is a message like any: errors are not remembered', () => {
    const chat = desk();
    expect(chat.asks(4, '@a MSG gil oi')[0]).toMatch(/^@a -err NO-SUCH-USER /);
    expect(chat.asks(4, '@a MSG * oi')[0]).toMatch(/^@a -err NO-CONVERSATION /);
    chat.enters(6, 'gil membro');
    expect(chat.asks(4, '@a MSG gil oi')).toEqual(['@a +ok mensagem recebida 1']);
    expect(chat.heard(6)).toHaveLength(1);
  });

  test('is answered as before, whatever has become of the receiver, the conversation and the message', () => {
    const chat = desk();
    chat.says(4, '@a MSG nico oi', 'UNDO');
    chat.says(5, 'QUIT');
    chat.says(1, '@b MSG rui oi');
    chat.says(2, '@c MSG * oi');
    chat.says(1, 'CLOSE rui');
    expect(chat.asks(4, '@a MSG nico oi')).toEqual(['@a +ok mensagem recebida 1']);
    expect(chat.asks(1, '@b MSG rui oi')).toEqual(['@b +ok mensagem recebida 2']);
    expect(chat.asks(2, '@c MSG * oi')).toEqual(['@c +ok mensagem recebida 3']);
    expect(chat.asks(2, 'QUEUE')).toEqual(['+ok 0 0 ?']);
  });

  test('does not turn * to another customer', () => {
    const chat = desk();
    chat.enters(3, 'sol consumidor');
    chat.says(1, '@a MSG rui oi', 'MSG sol oi', '@a MSG rui oi');
    chat.forget();
    chat.says(1, 'MSG * quem?');
    expect(chat.heard(3)).toHaveLength(1);
  });
});

describe('labels are remembered', () => {
  test('over RESUME', () => {
    const chat = desk();
    chat.says(5, '@a MSG ana oi');
    chat.loses(5);
    chat.says(9, 'RESUME token-5');
    expect(chat.asks(9, '@a MSG ana oi')).toEqual(['@a +ok mensagem recebida 1']);
  });

  test('over a restart and RESUME, by all roles', () => {
    const chat = desk();
    chat.says(1, '@a MSG rui um');
    chat.says(2, '@a MSG * dois');
    chat.says(4, '@a MSG nico três');
    chat.says(5, '@a MSG mia quatro');
    chat.restarts();
    const lines = { 1: 'MSG rui um', 2: 'MSG * dois', 4: 'MSG nico três', 5: 'MSG mia quatro' };
    Object.entries(lines).forEach(([conn, line], index) => {
      chat.says(100 + index, `RESUME token-${conn}`);
      chat.heard(100 + index);
      expect(chat.asks(100 + index, `@a ${line}`)).toEqual([`@a +ok mensagem recebida ${index + 1}`]);
    });
    expect(stored(chat)).toHaveLength(4);
  });

  test('over CONNECT with PASS: in place of a live connection, after QUIT, and after a restart', () => {
    const chat = desk();
    const again = (conn: number) => chat.asks(conn, '@a MSG nico oi');
    chat.says(4, '@a MSG nico oi');
    chat.proceeds(6, 'mia membro');
    expect(again(6)).toEqual(['@a +ok mensagem recebida 1']);
    chat.says(6, 'QUIT');
    chat.proceeds(7, 'mia membro');
    expect(again(7)).toEqual(['@a +ok mensagem recebida 1']);
    chat.restarts();
    chat.proceeds(8, 'mia membro');
    expect(again(8)).toEqual(['@a +ok mensagem recebida 1']);
    chat.says(8, 'QUIT');
    chat.restarts();
    chat.proceeds(9, 'mia membro');
    expect(again(9)).toEqual(['@a +ok mensagem recebida 1']);
    expect(stored(chat)).toEqual(['oi']);
  });

  test('not of whoever bore the name before', () => {
    const chat = desk();
    chat.says(5, '@a MSG ana oi', 'QUIT');
    chat.enters(6, 'nico membro');
    expect(chat.asks(6, '@a MSG ana oi')).toEqual(['@a +ok mensagem recebida 2']);
  });

  test.each([
    ['the last 1,000', false],
    ['the last 1,000, after a restart too', true],
  ])('%s of them', (_, restart) => {
    const chat = desk();
    for (let n = 1; n <= MAX_LABELS; n++) chat.says(5, `@l${n} MSG ana oi`, 'MSG ana sem');
    let conn = 5;
    if (restart) {
      chat.restarts();
      conn = 9;
      chat.says(9, 'RESUME token-5');
    }
    chat.forget();
    for (let n = 1; n <= MAX_LABELS; n++) {
      expect(chat.asks(conn, `@l${n} MSG ana oi`)).toEqual([`@l${n} +ok mensagem recebida ${2 * n - 1}`]);
    }
  });

  test('of more than twice as many no longer: the line is a new message', () => {
    const chat = desk();
    for (let n = 0; n <= 2 * MAX_LABELS; n++) chat.says(5, `@l${n} MSG ana oi`);
    chat.forget();
    expect(chat.asks(5, '@l0 MSG ana oi')).toEqual([`@l0 +ok mensagem recebida ${2 * MAX_LABELS + 2}`]);
  });
});

describe('labelKey', () => {
  test('is what it always was: the numbers are stored', () => {
    expect(labelKey('7', 'ana', 'oi')).toBe(6345564402449789);
    expect(labelKey('q3Xz:1', '*', 'Olá, tudo bem? 👋')).toBe(5368931239133085);
    expect(labelKey('x'.repeat(64), 'ñandú', 'é'.repeat(3840))).toBe(4584461113638291);
  });

  test('is a whole number from 1 to 2^53 − 1', () => {
    fc.assert(
      fc.property(anyString, anyString, anyString, (label, to, text) => {
        const key = labelKey(label, to, text);
        expect(Number.isSafeInteger(key) && key >= 1).toBe(true);
      }),
      { ...REPEATABLE, numRuns: 2000 },
    );
  });

  test('differs for labels, receivers and texts that differ, and uses all of its bits', () => {
    const keys = new Set<number>();
    let bits = 0n;
    for (let n = 0; n < 30_000; n++) {
      for (const key of [
        labelKey(`l${n}`, 'ana', 'oi'),
        labelKey('l', `a${n}`, 'oi'),
        labelKey('l', 'ana', `oi ${n}`),
      ]) {
        keys.add(key);
        bits |= BigInt(key);
      }
    }
    expect(keys.size).toBe(90_000);
    expect(bits).toBe(2n ** 53n - 1n);
  });

  test('does not take a piece of the text for one of the receiver', () => {
    expect(labelKey('a', 'b', 'c d')).not.toBe(labelKey('a', 'b c', 'd x'));
    expect(labelKey('a', 'ana', 'oi')).not.toBe(labelKey('aana', '', 'oi'));
  });
});

describe(`what Labels holds (SEED=${SEED})`, () => {
  test('is the last 1,000 at least and twice as many at most, whatever the keys', () => {
    const key = fc.oneof(
      fc.maxSafeInteger().map((any) => Math.abs(any) || 1),
      // Keys that all want the same slots.
      fc.integer({ min: 1, max: 5000 }).map((n) => n * 2 ** 40),
      fc.integer({ min: 1, max: 5000 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 0, maxLength: 4000, size: 'max' }), (keys) => {
        const labels = new Labels();
        keys.forEach((key, index) => {
          expect(labels.find(key)).toBe(0);
          labels.add(key, index + 1);
          expect(labels.find(key)).toBe(index + 1);
        });
        const found = keys.map((key) => labels.find(key));
        const seqs = keys.map((_, index) => index + 1);
        expect(found.slice(-MAX_LABELS)).toEqual(seqs.slice(-MAX_LABELS));
        const first = found.findIndex((seq) => seq > 0);
        if (first >= 0) expect(found.slice(first)).toEqual(seqs.slice(first));
        expect(found.filter((seq) => seq > 0).length).toBeLessThanOrEqual(2 * MAX_LABELS);
      }),
      { ...REPEATABLE, numRuns: 20 },
    );
  });

  test('is what a list of the last ones holds, over any finds and adds', () => {
    const random = randomFrom(SEED);
    const labels = new Labels();
    const naive: (readonly [key: number, seq: number])[] = [];
    for (let n = 1; n <= 20_000; n++) {
      const key = 1 + random(6000);
      const expected = naive.slice(-MAX_LABELS).find(([known]) => known === key);
      const maybe = naive.slice(-2 * MAX_LABELS).findLast(([known]) => known === key);
      const found = labels.find(key);
      if (expected) expect(found).toBe(expected[1]);
      else expect([0, maybe?.[1] ?? 0]).toContain(found);
      if (found === 0) {
        labels.add(key, n);
        naive.push([key, n]);
      }
    }
  });
});
