/** The table of commands: what every row must be for parsing, permission and HELP to work from it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGS } from '../../src/protocol/codes.ts';
import { COMMANDS, type CommandSpec, commandIndex, ROLES, readRole } from '../../src/protocol/commands.ts';
import { MAX_LINE_BYTES } from '../../src/protocol/limits.ts';
import { anyString, REPEATABLE } from './random.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;
const WORDS = SPECS.flatMap((spec) => [spec.verb, ...spec.aliases]);

/** Words that every JavaScript object knows, and no protocol does. */
const OBJECT_WORDS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

/** The characters beyond ASCII that upper-casing, lower-casing or NFKC makes ASCII letters of, by that letter. */
const LOOKALIKES = lookalikes();

describe('the table', () => {
  test('has no verb or alias twice', () => {
    expect(new Set(WORDS).size).toBe(WORDS.length);
  });

  describe.each(SPECS.map((spec) => [spec.verb, spec] as const))('%s', (_, spec) => {
    test('is spelled in capitals, words joined by a hyphen', () => {
      for (const word of [spec.verb, ...spec.aliases]) expect(word).toMatch(/^[A-Z]+(-[A-Z]+)*$/);
    });

    test('has help in every language, short enough for a line and with nothing that breaks one', () => {
      for (const lang of LANGS) {
        expect(spec.help[lang].trim()).toBe(spec.help[lang]);
        expect(spec.help[lang]).not.toBe('');
        expect(spec.help[lang]).not.toMatch(/\p{Cc}/u);
        const line = `HELP ${spec.verb} ${spec.syntax} — ${spec.help[lang]}\r\n`;
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MAX_LINE_BYTES);
      }
    });

    test('has its text, if any, in the last place', () => {
      const places = spec.args.map((place) => place.kind);
      if (places.includes('text')) expect(places.indexOf('text')).toBe(places.length - 1);
    });

    test('has no required place behind an optional one', () => {
      const optional = spec.args.map((place) => place.optional === true);
      expect(optional.toSorted((a, b) => Number(a) - Number(b))).toEqual(optional);
    });

    test('shows as many places in its syntax as it has, the optional ones in brackets', () => {
      const optional = spec.syntax.match(/\[[^\]]+\]/g) ?? [];
      const required = spec.syntax.replace(/\[[^\]]+\]/g, '').match(/\S+/g) ?? [];
      expect(optional).toHaveLength(spec.args.filter((place) => place.optional).length);
      expect(required).toHaveLength(spec.args.filter((place) => !place.optional).length);
    });

    test('is for at least one role, and none twice', () => {
      expect(spec.roles.length).toBeGreaterThan(0);
      expect(new Set(spec.roles).size).toBe(spec.roles.length);
      for (const role of spec.roles) expect(ROLES).toContain(role);
    });
  });
});

describe('commandIndex', () => {
  test('finds each verb and alias in any case', () => {
    SPECS.forEach((spec, index) => {
      for (const word of [spec.verb, ...spec.aliases]) {
        expect(commandIndex(word)).toBe(index);
        expect(commandIndex(word.toLowerCase())).toBe(index);
        expect(commandIndex(alternate(word))).toBe(index);
      }
    });
  });

  test('knows no other word', () => {
    const near = WORDS.flatMap((word) => [
      ` ${word}`,
      `${word} `,
      `${word}\t`,
      `-${word}`,
      `${word}-`,
      `${word}S`,
    ]);
    for (const word of ['', '-', '.', '+ok', '\ufeffPING', ...near, ...OBJECT_WORDS]) {
      expect(commandIndex(word), JSON.stringify(word)).toBe(-1);
    }
  });

  test('is not fooled by a character that Unicode makes a letter of a verb (ſ, ı, K, ﬁ, Ｐ)', () => {
    for (const word of WORDS) {
      for (let at = 0; at < word.length; at++) {
        for (const char of LOOKALIKES.get(word.charAt(at)) ?? []) {
          const fake = word.slice(0, at) + char + word.slice(at + 1);
          if (commandIndex(fake) !== -1) expect.fail(`${fake} is taken for ${word}`);
        }
      }
    }
  });

  test('gives an index in the table or −1 for any string', () => {
    fc.assert(
      fc.property(anyString, (word) => {
        const index = commandIndex(word);
        expect(index === -1 || WORDS.includes(word.toUpperCase())).toBe(true);
      }),
      REPEATABLE,
    );
  });

  test('takes a time in proportion to the word, with hyphens too', () => {
    // A pattern that backtracks would not come to an end.
    expect(commandIndex(`${'a-'.repeat(4000)}!`)).toBe(-1);
    expect(commandIndex(`${'a'.repeat(8000)}!`)).toBe(-1);
  });
});

describe('readRole', () => {
  test('reads each role in both languages and any case, and gives the spelling of the server', () => {
    const spellings = { atendente: 'attendant', consumidor: 'customer', membro: 'member' } as const;
    for (const role of ROLES) {
      for (const word of [role, spellings[role]]) {
        expect(readRole(word)).toBe(role);
        expect(readRole(word.toUpperCase())).toBe(role);
        expect(readRole(alternate(word))).toBe(role);
      }
    }
  });

  test('knows no other word', () => {
    for (const word of ['', 'atendent', 'atendentes', ' membro', 'admin', ...OBJECT_WORDS]) {
      expect(readRole(word), word).toBeUndefined();
    }
  });

  test('is not fooled by a character that Unicode makes a letter of a role', () => {
    for (const word of [...ROLES, 'attendant', 'customer', 'member']) {
      for (let at = 0; at < word.length; at++) {
        for (const char of LOOKALIKES.get(word.charAt(at).toUpperCase()) ?? []) {
          const fake = word.slice(0, at) + char + word.slice(at + 1);
          if (readRole(fake) !== undefined) expect.fail(`${fake} is taken for ${word}`);
        }
      }
    }
  });
});

function alternate(word: string): string {
  return Array.from(word, (char, at) => (at % 2 ? char.toLowerCase() : char.toUpperCase())).join('');
}

function lookalikes(): Map<string, string[]> {
  const byLetter = new Map<string, string[]>();
  for (let point = 0x80; point <= 0x10ffff; point++) {
    const char = String.fromCodePoint(point);
    for (const made of new Set([
      char.toUpperCase(),
      char.toLowerCase(),
      char.normalize('NFKC').toUpperCase(),
    ])) {
      const letter = made.charAt(0).toUpperCase();
      if (/[A-Z]/.test(letter)) byLetter.set(letter, [...(byLetter.get(letter) ?? []), char]);
    }
  }
  return byLetter;
}
