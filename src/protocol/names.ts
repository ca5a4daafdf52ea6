/**
 * Names of people and rooms: which are valid, and which are the same name written differently.
 *
 * A name is compared by its key. Keys are made at the edge and carried along, because Unicode normalisation
 * depends on the version of ICU, and the desk must give the same effects everywhere.
 */

import { MAX_NAME_LENGTH, MAX_ROOM_LENGTH } from './limits.ts';

/** A name as written, and its key. */
export interface Name {
  readonly name: string;
  readonly key: string;
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const VALID = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;

/**
 * The name of a person, or null if it is none: 1 to 32 code points, letters with their marks, digits, `_`,
 * `.`, `-`, first a letter or digit, after NFC and after NFKC too.
 */
export function readName(written: string): Name | null {
  return read(written, MAX_NAME_LENGTH);
}

/**
 * Whether a name of a person can have this key. Most keys are names themselves, but for those that `İ` makes longer: in
 * small letters it is two code points.
 */
export function isKey(text: string): boolean {
  // A code point takes two units at most.
  if (text.length > MAX_NAME_LENGTH * 4) return false;
  return isValid(text, MAX_NAME_LENGTH * 2) && text.toLowerCase().normalize('NFKC') === text;
}

/** The name of a room, `#` and 1 to 48 of the same, or null. The key begins with `#` too. */
export function readRoom(written: string): Name | null {
  if (!written.startsWith('#')) return null;
  const bare = read(written.slice(1), MAX_ROOM_LENGTH);
  return bare && { name: `#${bare.name}`, key: `#${bare.key}` };
}

function read(written: string, limit: number): Name | null {
  if (written.length <= limit && PLAIN.test(written)) return { name: written, key: written.toLowerCase() };
  // What NFC makes one code point of takes at most six units (U+16D6A): longer ones need no work.
  if (written.length > limit * 6) return null;
  const name = written.normalize('NFC');
  const compatible = name.normalize('NFKC');
  if (!isValid(name, limit) || !isValid(compatible, limit)) return null;
  return { name, key: compatible.toLowerCase().normalize('NFKC') };
}

function isValid(name: string, limit: number): boolean {
  return VALID.test(name) && [...name].length <= limit;
}
