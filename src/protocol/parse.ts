/**
 * Commands from lines, as the server reads them. Pure, and it never throws: what is wrong with a line becomes
 * the fault of its command, because only the desk knows which fault counts (the checks of entry and role come
 * before that of the arguments).
 */

import { type Code, LANGS } from './codes.ts';
import { type Argument, COMMANDS, type CommandSpec, commandIndex, readRole } from './commands.ts';
import { MAX_LABEL_LENGTH, MAX_TEXT_BYTES } from './limits.ts';
import type { Line } from './lines.ts';
import { readName, readRoom } from './names.ts';
import { exceedsUtf8 } from './utf8.ts';

/** No verb could be read; the fault says why. */
export const NO_VERB = -1;

export interface Command {
  /** Its index in COMMANDS, or NO_VERB. */
  readonly verb: number;
  /** The label to give back, or ''. */
  readonly label: string;
  /** What is wrong with it, or ''. */
  readonly fault: Code | '';
  /** The values of the places of its row in the table, none of them if there is a fault. */
  readonly args: readonly string[];
}

const LABEL = new RegExp(`^[A-Za-z0-9_.:-]{1,${MAX_LABEL_LENGTH}}$`);
const COUNT = /^[1-9][0-9]{0,15}$/;
const SCORE = /^[1-5]$/;
const CHOICES: Readonly<Record<'lang' | 'status' | 'switch', readonly string[]>> = {
  lang: LANGS,
  status: ['online', 'away'],
  switch: ['on', 'off'],
};
const NO_ARGS: readonly string[] = [];

/** A command that could not be read. */
export function broken(fault: Code, verb = NO_VERB, label = ''): Command {
  return { verb, label, fault, args: NO_ARGS };
}

/** Reads one line; texts may have so many bytes. O(length). */
export function parse(line: Line, maxText = MAX_TEXT_BYTES): Command {
  if (typeof line !== 'string') return broken(line.fault);
  let label = '';
  let start = 0;
  if (line.charCodeAt(0) === 0x40) {
    const end = wordEnd(line, 0);
    label = line.slice(1, end);
    if (!LABEL.test(label)) return broken('BAD-ARGUMENT');
    start = end + 1;
  }
  const verbEnd = wordEnd(line, start);
  const verb = commandIndex(line.slice(start, verbEnd));
  if (verb < 0) return broken('BAD-COMMAND', NO_VERB, label);
  const args: string[] = [];
  const fault = readArguments(COMMANDS[verb]!, line, verbEnd + 1, maxText, args);
  return fault ? broken(fault, verb, label) : { verb, label, fault: '', args };
}

/** Fills `args` from what follows the verb; returns the first fault, or ''. */
function readArguments(
  spec: CommandSpec,
  line: string,
  start: number,
  maxText: number,
  args: string[],
): Code | '' {
  let at = start;
  for (const place of spec.args) {
    if (place.kind === 'text') return readText(place, line, at, maxText, args);
    at = skipSpaces(line, at);
    const end = wordEnd(line, at);
    const fault = readWord(place, line.slice(at, end), args);
    if (fault === '') at = end + 1;
    else if (!place.optional) return fault;
    else args.push('');
  }
  return skipSpaces(line, at) < line.length ? 'BAD-ARGUMENT' : '';
}

function readText(place: Argument, line: string, start: number, maxText: number, args: string[]): Code | '' {
  const text = line.slice(start);
  if (text === '' && !place.optional) return 'BAD-ARGUMENT';
  if (exceedsUtf8(text, maxText)) return 'TEXT-TOO-LONG';
  args.push(text);
  return '';
}

function readWord(place: Argument, word: string, args: string[]): Code | '' {
  if (word === '') return 'BAD-ARGUMENT';
  switch (place.kind) {
    case 'new-name':
    case 'new-room': {
      const name = place.kind === 'new-room' ? readRoom(word) : readName(word);
      if (!name) return 'NAME-INVALID';
      args.push(name.name, name.key);
      return '';
    }
    case 'name':
    case 'room':
    case 'target': {
      if (place.kind === 'target' && word === '*') {
        args.push(word);
        return '';
      }
      const isRoom = place.kind === 'room' || (place.kind === 'target' && word.startsWith('#'));
      const name = isRoom ? readRoom(word) : readName(word);
      if (!name) return 'NAME-INVALID';
      args.push(name.key);
      return '';
    }
    case 'role': {
      const role = readRole(word);
      if (!role) return 'BAD-ARGUMENT';
      args.push(role);
      return '';
    }
    case 'lang':
    case 'status':
    case 'switch': {
      const lower = word.toLowerCase();
      if (!CHOICES[place.kind].includes(lower)) return 'BAD-ARGUMENT';
      args.push(lower);
      return '';
    }
    case 'score':
      if (!SCORE.test(word)) return 'BAD-ARGUMENT';
      args.push(word);
      return '';
    case 'count':
    case 'last-seq':
      if (
        !(COUNT.test(word) || (word === '0' && place.kind === 'last-seq')) ||
        !Number.isSafeInteger(Number(word))
      )
        return 'BAD-ARGUMENT';
      args.push(word);
      return '';
    default:
      args.push(word);
      return '';
  }
}

function wordEnd(line: string, start: number): number {
  const end = line.indexOf(' ', start);
  return end < 0 ? line.length : end;
}

function skipSpaces(line: string, start: number): number {
  let at = start;
  while (line.charCodeAt(at) === 0x20) at++;
  return at;
}
