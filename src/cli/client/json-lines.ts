/**
 * The protocol as lines of JSON: events and replies out, commands in. Owns the names of the fields, which are a promise
 * to scripts: a field may be added, none changes. Pure.
 */

import type { Code } from '../../protocol/codes.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { escapeText, unescapeText } from '../../protocol/text.ts';
import type { Reply } from './connection.ts';

/** What follows each verb of an event; the last field has the rest of the line. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  MSG: ['seq', 'time', 'from', 'to', 'text'],
  NOTE: ['seq', 'time', 'from', 'customer', 'text'],
  GONE: ['seq', 'time', 'from', 'to'],
  UNDO: ['seq', 'from', 'to'],
  SEEN: ['who', 'seq'],
  TYPING: ['from', 'to', 'state'],
  NICK: ['old', 'name'],
  JOIN: ['room', 'name'],
  LEAVE: ['room', 'name'],
  PRESENCE: ['name', 'state'],
  ASSIGNED: ['customer', 'attendant'],
  CLOSED: ['who', 'text'],
  QUEUE: ['position', 'length', 'eta'],
  WAITING: ['name', 'length'],
  'WAITING-END': ['name', 'how'],
  USER: ['name', 'role', 'state', 'since', 'display'],
  ROOM: ['room', 'members', 'topic'],
  STAT: ['name', 'value'],
  CANNED: ['name', 'text'],
  HELP: ['verb', 'text'],
};

/** Where an item of a listing has other fields than the event. */
const ITEM_FIELDS: Readonly<Record<string, readonly string[]>> = { WAITING: ['name', 'since', 'messages'] };

const NUMBERS: ReadonlySet<string> = new Set(['seq', 'position', 'length', 'eta', 'members', 'messages']);
const TEXTS: ReadonlySet<string> = new Set(['text', 'topic', 'display']);

/** Those whose `+ok` ends with a seq. */
const WITH_SEQ: ReadonlySet<string> = new Set(['MSG', 'NOTE', 'UNDO']);

export type Fields = Readonly<Record<string, unknown>>;

/** `{"event":"MSG","seq":7,...}`; one that this client does not know has its `rest`. */
export function eventFields(event: Event): Fields {
  return { event: event.verb, ...fieldsOf(event, FIELDS) };
}

/** A reply to the command of this input line; null if it never came. */
export function replyFields(reply: Reply | null, line: number, command: Command): Fields {
  const { verb, label } = command;
  const about = { line, command: verb, ...(label === '' ? {} : { label }) };
  if (!reply) return { reply: 'lost', ...about };
  switch (reply.kind) {
    case 'err':
      return { reply: 'err', ...about, code: reply.code, text: reply.text };
    case 'ok': {
      const last = Number(reply.text.split(' ').at(-1));
      const seq = WITH_SEQ.has(verb) && Number.isSafeInteger(last) ? { seq: last } : {};
      return { reply: 'ok', ...about, ...seq, text: reply.text };
    }
    default: {
      const items = reply.items.map((item) => ({
        item: item.verb,
        ...fieldsOf(item, { ...FIELDS, ...ITEM_FIELDS }),
      }));
      return { reply: 'list', ...about, text: reply.text, items };
    }
  }
}

/** What was wrong with an input line. */
export function faultFields(line: number, code: Code, text: string): Fields {
  return { reply: 'err', line, code, text };
}

/** One line, without its end; nothing in it that a terminal would obey. */
export function jsonLine(fields: Fields): string {
  return JSON.stringify(fields).replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped);
}

export interface Command {
  /** As it goes over the wire. */
  readonly wire: string;
  /** In capitals. */
  readonly verb: string;
  /** Given by whoever wrote the command, or ''. */
  readonly label: string;
}

const VERB = /^[a-z]+(?:-[a-z]+)*$/i;
const LABEL = /^[A-Za-z0-9_.:-]{1,64}$/;
const LABELLED = /^@(\S+) (.*)$/s;

/**
 * A command: a line of the protocol as it is, or `{"command":"MSG","args":["joao"],"text":"oi","label":"7"}`, of which
 * only `command` must be there. Null if it is neither, '' if the line is empty.
 */
export function readCommand(text: string): Command | null | '' {
  const line = text.trimStart();
  if (line.trim() === '') return '';
  if (line.startsWith('{')) return readObject(line);
  const [, label = '', wire = line] = LABELLED.exec(line) ?? [];
  return { wire: line, verb: (wire.split(' ', 1)[0] ?? '').toUpperCase(), label };
}

function readObject(line: string): Command | null {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    return null;
  }
  const { command, args = [], text = '', label = '' } = given as Record<string, unknown>;
  if (typeof command !== 'string' || !VERB.test(command)) return null;
  if (typeof text !== 'string' || !Array.isArray(args) || !args.every(isWord)) return null;
  if (typeof label !== 'string' || (label !== '' && !LABEL.test(label))) return null;
  const words = [command, ...args.map(String), ...(text === '' ? [] : [escapeText(text)])];
  const wire = words.join(' ');
  return { wire: label === '' ? wire : `@${label} ${wire}`, verb: command.toUpperCase(), label };
}

/** Whether it is one word of a line. */
function isWord(word: unknown): boolean {
  return typeof word === 'number' || (typeof word === 'string' && /^\S+$/.test(word));
}

function fieldsOf({ verb, rest }: Event, all: Readonly<Record<string, readonly string[]>>): Fields {
  if (!Object.hasOwn(all, verb)) return { rest };
  const names = all[verb] ?? [];
  const values = splitWords(rest, names.length - 1);
  return Object.fromEntries(names.map((name, i) => [name, fieldOf(name, values[i] ?? '')]));
}

/** A `?` where a number should be is null. */
function fieldOf(name: string, word: string): unknown {
  if (TEXTS.has(name)) return unescapeText(word);
  if (!NUMBERS.has(name)) return word;
  return /^\d{1,15}$/.test(word) ? Number(word) : null;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
