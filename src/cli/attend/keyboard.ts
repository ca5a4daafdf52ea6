/**
 * What comes from the keyboard, in the words that turns know: keys by name, and text. Owns how a terminal's bytes, as
 * Ink reads them, are told apart. Pure.
 */

import type { Key } from 'ink';
import type { Input } from './turn.ts';

/** Bytes that a key may send among text that came with it, when the line is slow or somebody types fast. */
const CONTROL_KEYS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'ctrl-j',
  '\t': 'tab',
  '\x1b': 'escape',
  '\x7f': 'backspace',
  '\b': 'backspace',
};

/** What means something with Alt. */
const WITH_ALT = /^alt-(?:[0-9]|enter|backspace|up|down|left|right)$/;

/** The inputs of one event of Ink. */
export function readKeys(input: string, key: Key): Input[] {
  if (key.eventType === 'release') return [];
  const name = nameOf(input, key);
  // Everything else with Alt is Esc and what was pressed right behind it, which a slow line brings as one.
  if (key.meta && !WITH_ALT.test(name)) {
    return [{ is: 'key', key: 'escape' }, ...readKeys(input, { ...key, meta: false })];
  }
  return name === '' ? splitText(input) : [{ is: 'key', key: name }];
}

/** What was typed in one go: text, and keys in it. */
function splitText(input: string): Input[] {
  const inputs: Input[] = [];
  for (const part of input.split(/([\x00-\x1f\x7f])/)) {
    if (part === '') continue;
    const code = part.charCodeAt(0);
    if (code >= 0x20 && code !== 0x7f) inputs.push({ is: 'text', text: part });
    else inputs.push({ is: 'key', key: CONTROL_KEYS[part] ?? `ctrl-${String.fromCharCode(code + 0x60)}` });
  }
  return inputs;
}

/** The name of a key; '' if it is text. */
function nameOf(input: string, key: Key): string {
  const plain = plainName(key);
  if (plain !== '') return modifiers(key) + plain;
  if (key.ctrl && input.length === 1) return `ctrl-${input.toLowerCase()}`;
  return key.meta && input.length === 1 ? `alt-${input}` : '';
}

function modifiers({ ctrl, meta, shift, tab }: Key): string {
  if (tab) return shift ? 'shift-' : '';
  return ctrl ? 'ctrl-' : meta ? 'alt-' : '';
}

function plainName(key: Key): string {
  if (key.return) return 'enter';
  if (key.tab) return 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  return key.escape ? 'escape' : '';
}
