/** What ABNF means by a grammar, as `abnf.ts` reads it. */

import { expect, test } from 'vitest';
import { matches, readAbnf } from './abnf.ts';

test.each([
  ['alternatives have no order', 'x = ("a" / "ab") "c"', ['ac', 'abc'], ['ab', 'abcc']],
  ['a repetition leaves what the rest needs', 'x = *"a" "a" ["a"]', ['a', 'aaaa'], ['', 'ab']],
  ['repetitions have bounds', 'x = 2*3"a" 2"b" *1"c"', ['aabb', 'aaabbc'], ['abb', 'aaaabb', 'aabbcc']],
  ['what may be empty can be repeated', 'x = 3*(["a"]) "b"', ['b', 'aaaaab'], ['aa']],
  ['a quoted text has no case, in ASCII', 'x = "ak"', ['ak', 'AK', 'aK'], ['a\u212a']],
  [
    'a range is of code points',
    'x = 2%x1F347-1F348',
    ['\u{1f347}\u{1f348}'],
    ['\u{1f347}', '\u{1f349}\u{1f347}'],
  ],
  [
    'a category is that of Unicode',
    'x = <any code point of Unicode category L>',
    ['é', '𐐀'],
    ['1', '\u0301'],
  ],
  ['comments and lines that go on are read', 'x = "a" ; "b"\n    / y\ny = CRLF', ['a', '\r\n'], ['b', '\n']],
  ['a rule may stand within itself', 'x = "(" [x] ")"', ['()', '((()))'], ['(', '(()']],
])('%s', (_, source, right, wrong) => {
  const rules = readAbnf(source);
  for (const text of right) expect(matches(rules, 'x', text), text).toBe(true);
  for (const text of wrong) expect(matches(rules, 'x', text), text).toBe(false);
});

test('a quoted text can be held to its case', () => {
  expect(matches(readAbnf('x = "Ab"'), 'x', 'Ab', false)).toBe(true);
  expect(matches(readAbnf('x = "Ab"'), 'x', 'ab', false)).toBe(false);
});

test.each(['x = y', 'x = "a', 'x = ("a"', 'x = "a")', 'x =', 'x = / "a"', 'x = 2', 'x = {"a"}', ' "a"'])(
  '%s is refused',
  (source) => {
    expect(() => readAbnf(source)).toThrow();
  },
);

test('a rule that begins with itself is refused', () => {
  expect(() => matches(readAbnf('x = x "a" / "a"'), 'x', 'aa')).toThrow('begins with itself');
});
