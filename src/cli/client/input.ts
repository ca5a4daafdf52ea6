/**
 * What a typed line means. Owns the rule that tells commands from conversation. Pure; it sends nothing and knows
 * nothing of the desk but which names were on the screen.
 *
 * The rule: a line that begins with `/` is a command, one that begins with a space is text.
 *
 * For those who only chat, customers and members, everything else is text but for the protocol's own lines: its English
 * word in capitals, and behind it exactly what belongs there, which no sentence has: QUIT, HISTORY, UNDO 12, MSG * oi,
 * JOIN #geral. SAIR, sair, QUIT SMOKING and TAKE CARE are text. That is at a terminal: a script is read like an
 * attendant's lines.
 *
 * Attendants type commands all day. If the first word of theirs is a command's, in either language and all in capitals,
 * the line is that command or a mistake, never text. In small letters it is a command if the whole of it has the exact
 * shape of one: list, fila, history ana, desfazer 12. The names after `take`, `close` and `msg` must then have been on
 * the screen, since "take care" is no command; words that stand in many a sentence want a name from the screen, a #room
 * or a number: nota joao …, entrar #geral. One word alone, in capitals and one slip away from a command, goes nowhere
 * either; nor does SAIR with more behind it, which would end the program. A `?` alone asks for help.
 *
 * What is pasted in several lines is text for everybody, whatever it is, just as it stands there.
 */

import type { Role } from '../../protocol/commands.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import {
  free,
  isFor,
  isOwnWord,
  isRules,
  type Known,
  plainLetters,
  RAW,
  roleOf,
  statusOf,
  TURN,
  topicOf,
  type Word,
  withHash,
  wordOf,
} from './command-words.ts';
import { nearestWord } from './mistyped.ts';

export type Intent =
  | { readonly do: 'nothing' }
  /**
   * Text for whomever I talk to; `isToDesk` if it was written as MSG *, which of a customer goes to the desk even while
   * they talk in a room. `verb` is the command that it may have been meant for. `pasted`: with other lines; what it
   * would have been if it had been typed.
   */
  | {
      readonly do: 'say';
      readonly text: string;
      readonly isToDesk?: true;
      readonly verb?: string;
      readonly pasted?: 'text' | 'command';
    }
  | { readonly do: 'say-to'; readonly to: string; readonly text: string }
  /** From now on, talk to this one; '' asks to whom I talk. */
  | { readonly do: 'turn-to'; readonly to: string }
  /** A command of the protocol. `plain` if no slash said so. */
  | { readonly do: 'command'; readonly verb: string; readonly args: string; readonly plain: boolean }
  | { readonly do: 'raw'; readonly line: string }
  | { readonly do: 'leave'; readonly reason: string }
  /** A slash and something that is no command. */
  | { readonly do: 'unknown'; readonly word: string }
  /** Capitals that are no command, but nearly one. */
  | { readonly do: 'slip'; readonly meant: string }
  /** A command that is not written as it must be. `plain` if no slash said that it is one. */
  | { readonly do: 'misused'; readonly word: string; readonly verb: string; readonly plain: boolean }
  /** What this command is for, and how it is written. */
  | { readonly do: 'explain'; readonly verb: string }
  /** How commands are told from text, in full. */
  | { readonly do: 'rules' };

/** After a slash these take any text, or complain themselves. */
const FREE_AFTER_SLASH: ReadonlySet<string> = new Set(['HELP', 'MSG']);

const ASK = '?';

/** Lines of the protocol that hold a secret: who types one after entering does not mean to tell it to somebody. */
const SECRET = /^(?:PASS \S+|RESUME \S{22}(?: \d+)?)$/;

/** Their text goes out with the spaces that were typed. */
const WITH_TEXT: ReadonlySet<string> = new Set(['CLOSE', 'CREATE', 'NOTE', 'PING', 'RATE', 'SEARCH']);

/** Their first word is a room, with or without its `#`. */
const OF_ROOMS: ReadonlySet<string> = new Set(['JOIN', 'CREATE', 'LEAVE', 'ROOMS', 'WHO']);

/** What is known of names. */
export interface Names {
  /** Whether it was on the screen. */
  readonly seen: Known;
  /** Whether TRANSFER and NOTE mean this one if it comes first; else they mean the customer in the prompt. */
  readonly customer: Known;
}

/**
 * Reads one line. O(length).
 *
 * @param isPasted it is one of several lines that were pasted.
 */
export function readInput(line: string, names: Names, role: Role, isPasted = false): Intent {
  if (line.trim() === '') return { do: 'nothing' };
  if (isPasted) {
    const typed = readInput(line, names, role);
    const isText = typed.do === 'say' && !typed.isToDesk;
    return { do: 'say', text: line, pasted: isText ? 'text' : 'command' };
  }
  const chats = role !== 'atendente';
  if (SECRET.test(line.trimEnd())) {
    const [verb = '', args = ''] = splitWords(line.trimEnd(), 1);
    return { do: 'command', verb, args, plain: true };
  }
  if (line.startsWith('/')) return readSlash(line, names);
  if (line.startsWith(' ')) return { do: 'say', text: line.slice(1) };
  if (chats) return readChat(line, names.seen, role);
  return readPlain(line, names.seen) ?? { do: 'say', text: line };
}

/** A line of somebody who only chats. */
function readChat(line: string, known: Known, role: Role): Intent {
  const [first = '', rest = ''] = splitWords(line.trimEnd(), 1);
  const word = first === ASK && rest === '' ? wordOf('help') : wordOf(first);
  if (!word) return { do: 'say', text: line };
  const isExact = (word.exact ?? word.fits)(wordsOf(rest), known, role);
  if (isExact && isOwnWord(word, first)) return build(word, first, rest, true);
  const isLikely = isFor(word.verb, role) && (isExact || first === first.toUpperCase());
  return { do: 'say', text: line, ...(isLikely ? { verb: word.verb } : {}) };
}

/** A line of an attendant; null if it is text. */
function readPlain(line: string, known: Known): Intent | null {
  const [first = '', rest = ''] = splitWords(line.trimEnd(), 1);
  if (first === ASK && rest === '') return { do: 'command', verb: 'HELP', args: '', plain: true };
  const word = wordOf(first);
  if (!word) {
    const meant = rest === '' ? nearestWord(first) : '';
    return meant === '' ? null : { do: 'slip', meant };
  }
  const args = wordsOf(rest);
  const whole = () => (word.fits(args) ? build(word, first, rest, true) : misused(word, first, true));
  if (first === first.toUpperCase()) {
    const ends = word.verb === 'QUIT' && !isOwnWord(word, first) && rest !== '' && !rest.startsWith('#');
    return ends ? { do: 'slip', meant: `/${first.toLowerCase()}` } : whole();
  }
  if (first !== first.toLowerCase()) return null;
  if (word.small) return word.small(args, known, 'atendente') ? build(word, first, rest, true) : null;
  const [name] = args;
  if (word.name && name !== undefined && known(name)) return whole();
  if (word.fits === free) return args.length === 0 ? whole() : null;
  // Who writes this alone means the customer in the prompt.
  if (word.verb === 'CLOSE') return args.length === 0 ? whole() : null;
  if (word.name === 'seen' && name !== '*') return null;
  return word.fits(args) ? build(word, first, rest, true) : null;
}

function readSlash(line: string, names: Names): Intent {
  const [first = '', rest = ''] = splitWords(line, 1);
  const name = plainLetters(first.slice(1));
  const args = rest.trim();
  if (name === ASK) return { do: 'command', verb: 'HELP', args: '', plain: false };
  if (TURN.includes(name)) return { do: 'turn-to', to: args };
  if (name === RAW) {
    return args === ''
      ? { do: 'misused', word: first, verb: 'RAW', plain: false }
      : { do: 'raw', line: rest };
  }
  const word = wordOf(name);
  if (!word) {
    // The server may know a verb that this client does not.
    if (!/^[a-z]+(?:-[a-z]+)*$/.test(name)) return { do: 'unknown', word: first };
    return { do: 'command', verb: name.toUpperCase(), args, plain: false };
  }
  const whole = withCustomer(word, args, names);
  if (!FREE_AFTER_SLASH.has(word.verb) && !word.fits(wordsOf(whole))) return misused(word, first, false);
  return build(word, first, word.verb === 'MSG' ? rest : whole, false);
}

/** `* rui` for `rui`: who hands over, or notes something about, nobody by name means the customer in the prompt. */
function withCustomer({ verb }: Word, args: string, { customer }: Names): string {
  const [first = '', more = ''] = splitWords(args, 1);
  if (first === '' || first === '*' || customer(first)) return args;
  const isLeftOut = verb === 'NOTE' || (verb === 'TRANSFER' && more.trim() === '');
  return isLeftOut ? `* ${args}` : args;
}

function build(word: Word, first: string, rest: string, plain: boolean): Intent {
  const args = rest.trimStart();
  switch (word.verb) {
    case 'QUIT':
      // Who names a room means that room, not the whole desk.
      if (/^#\S+\s*$/.test(args)) return { do: 'command', verb: 'LEAVE', args: args.trimEnd(), plain };
      return { do: 'leave', reason: args };
    case 'HELP': {
      if (isRules(args)) return { do: 'rules' };
      const verb = topicOf(args.trimEnd());
      if (verb !== undefined) return { do: 'explain', verb };
      return { do: 'command', verb: 'HELP', args, plain };
    }
    case 'MSG': {
      const [to = '', text = ''] = splitWords(args, 1);
      if (text === '') return misused(word, first, plain);
      return to === '*' ? { do: 'say', text, isToDesk: true } : { do: 'say-to', to, text };
    }
    case 'LIST': {
      const [role = '', after = ''] = splitWords(args.trimEnd(), 1);
      return {
        do: 'command',
        verb: word.verb,
        args: `${roleOf(role) ?? role} ${after.trim()}`.trim(),
        plain,
      };
    }
    case 'STATUS':
      return { do: 'command', verb: word.verb, args: statusOf(args.trimEnd()) ?? args, plain };
    default: {
      const typed = OF_ROOMS.has(word.verb) && args !== '' ? withHash(args) : args;
      const whole = WITH_TEXT.has(word.verb) ? typed : wordsOf(typed).join(' ');
      return { do: 'command', verb: word.verb, args: whole, plain };
    }
  }
}

function misused({ verb }: Word, word: string, plain: boolean): Intent {
  return { do: 'misused', word, verb, plain };
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
