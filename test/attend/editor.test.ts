/** The line being typed: what editing keys do, and how keys are read from a terminal. */

import type { Key } from 'ink';
import { describe, expect, test } from 'vitest';
import { draftOf, EMPTY, edited, insert, MAX_DRAFT } from '../../src/cli/attend/editor.ts';
import { readKeys } from '../../src/cli/attend/keyboard.ts';
import { setOut } from '../../src/cli/attend/typed.ts';

describe('a draft', () => {
  test.each([
    ['left, backspace', 'ab👨‍👩‍👧c', ['left', 'backspace'], 'abc'],
    ['a letter with its mark', 'cafe\u0301', ['backspace'], 'caf'],
    ['delete', 'abc', ['home', 'delete'], 'bc'],
    ['a word before', 'um dois  tres', ['ctrl-left', 'ctrl-left', 'alt-backspace'], 'dois  tres'],
    ['to the start of the line', 'um\ndois', ['ctrl-u'], 'um\n'],
    ['to the end of the line', 'um dois', ['home', 'ctrl-right', 'ctrl-k'], 'um'],
    ['a key that edits nothing', 'um', ['ctrl-n'], 'um'],
  ])('by %s', (_, text, keys, left) => {
    expect(keys.reduce(edited, draftOf(text)).text).toBe(left);
  });

  test('takes pasted text with its line breaks, and no order to the terminal', () => {
    const { draft } = insert(draftOf('a'), 'um\r\ndois\rtres\tfim\u001b[2J');
    expect(draft.text).toBe('aum\ndois\ntres  fim␛[2J');
  });

  test('takes no more than a message can hold', () => {
    expect(insert(EMPTY, 'x'.repeat(MAX_DRAFT + 1))).toEqual({ draft: EMPTY, full: true });
  });

  test('stands in rows, with the cursor where the next character goes', () => {
    expect(setOut(draftOf('abcde'), 4)).toEqual({ rows: ['abcd', 'e'], x: 1, y: 1 });
    expect(setOut(draftOf('abcd'), 4)).toEqual({ rows: ['abcd', ''], x: 0, y: 1 });
    expect(setOut({ text: '日本語', at: 1 }, 5)).toEqual({ rows: ['日本', '語'], x: 2, y: 0 });
    expect(setOut({ text: 'a\nb', at: 2 }, 9)).toEqual({ rows: ['a', 'b'], x: 0, y: 1 });
  });
});

const NO_KEY = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
} as Key;

function read(input: string, key: Partial<Key> = {}): string[] {
  return readKeys(input, { ...NO_KEY, ...key }).map((one) => {
    if (one.is === 'key') return `<${one.key}>`;
    return one.is === 'text' ? one.text : '';
  });
}

describe('keys', () => {
  test('are told apart from text that came in the same moment', () => {
    expect(read('oi\rtudo bem?\r')).toEqual(['oi', '<enter>', 'tudo bem?', '<enter>']);
    expect(read('\x0eoi')).toEqual(['<ctrl-n>', 'oi']);
  });

  test('have names', () => {
    expect(read('n', { ctrl: true })).toEqual(['<ctrl-n>']);
    expect(read('1', { meta: true })).toEqual(['<alt-1>']);
    expect(read('0', { meta: true })).toEqual(['<alt-0>']);
    expect(read('', { upArrow: true, meta: true })).toEqual(['<alt-up>']);
    expect(read('', { tab: true, shift: true })).toEqual(['<shift-tab>']);
    expect(read('\r', { return: true, meta: true })).toEqual(['<alt-enter>']);
    expect(read('\n')).toEqual(['<ctrl-j>']);
  });

  test('right behind Esc are not taken for others with Alt', () => {
    expect(read('f', { ctrl: true, meta: true })).toEqual(['<escape>', '<ctrl-f>']);
    expect(read('x', { meta: true })).toEqual(['<escape>', 'x']);
    expect(read('', { escape: true, meta: true })).toEqual(['<escape>', '<escape>']);
  });
});
