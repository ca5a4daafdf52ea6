/**
 * What a typed line means. Owns the rule that tells commands from conversation, and the words of commands in
 * both languages. Pure; it sends nothing and knows nothing of the desk but which names were on the screen.
 *
 * The rule: a line that begins with `/` is a command, one that begins with a space is text. If the first word is
 * a command's, in either language and all in capitals, the line is that command or a mistake, never text. In small
 * letters it is a command if the whole of it has the exact shape of one: list, fila, history ana, desfazer 12. The
 * names after `take`, `close` and `msg` must then have been on the screen, since "take care" is no command. One word
 * alone, in capitals and one slip away from a command, goes nowhere either. Everything else is text.
 */

import type { Lang } from '../../protocol/codes.ts';
import { commandIndex, readRole } from '../../protocol/commands.ts';
import { readName, readRoom } from '../../protocol/names.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { nearest } from '../nearest.ts';

export type Intent =
  | { readonly do: 'nothing' }
  /** Text for whomever I talk to. */
  | { readonly do: 'say'; readonly text: string }
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
  /** How commands are told from text, in full. */
  | { readonly do: 'rules' };

/** Whether these words after that of a command make it whole. */
type Shape = (args: readonly string[]) => boolean;

interface Word {
  readonly verb: string;
  /** What one writes after a slash, with or without accents; the first of each language is shown in the help. */
  readonly slash: Readonly<Record<Lang, readonly string[]>>;
  readonly fits: Shape;
  /** It takes a name: in small letters any name, or only one that was on the screen. */
  readonly name?: 'any' | 'seen';
}

const COUNT = /^[1-9][0-9]{0,15}$/;

const alone: Shape = (args) => args.length === 0;
const free: Shape = () => true;
const isTarget = (word: string) => word === '*' || readName(word) !== null || readRoom(word) !== null;

const WORDS: readonly Word[] = [
  {
    verb: 'LIST',
    slash: { pt: ['listar', 'lista'], en: ['list', 'list-users'] },
    fits: ([role, after, ...more]) =>
      role === undefined ||
      (readRole(role) !== undefined &&
        more.length === 0 &&
        (after === undefined || readName(after) !== null)),
  },
  {
    verb: 'HISTORY',
    slash: { pt: ['histórico'], en: ['history'] },
    fits: ([who, ...counts]) =>
      who === undefined || (isTarget(who) && counts.length <= 2 && counts.every((one) => COUNT.test(one))),
    name: 'any',
  },
  { verb: 'NEXT', slash: { pt: ['próximo', 'próxima'], en: ['next'] }, fits: alone },
  {
    verb: 'TAKE',
    slash: { pt: ['atender'], en: ['take'] },
    fits: ([name, ...more]) => name !== undefined && readName(name) !== null && more.length === 0,
    name: 'seen',
  },
  {
    verb: 'CLOSE',
    slash: { pt: ['encerrar'], en: ['close'] },
    fits: ([name]) => name === undefined || readName(name) !== null,
    name: 'seen',
  },
  {
    verb: 'UNDO',
    slash: { pt: ['desfazer'], en: ['undo'] },
    fits: ([seq, ...more]) => seq === undefined || (COUNT.test(seq) && more.length === 0),
  },
  { verb: 'QUEUE', slash: { pt: ['fila'], en: ['queue'] }, fits: alone },
  {
    verb: 'HELP',
    slash: { pt: ['ajuda'], en: ['help'] },
    fits: ([about, ...more]) =>
      about === undefined ||
      (more.length === 0 && (isRules(about) || wordOf(about) !== undefined || commandIndex(about) >= 0)),
  },
  { verb: 'PING', slash: { pt: ['ping'], en: ['ping'] }, fits: free },
  {
    verb: 'LANG',
    slash: { pt: ['língua', 'idioma'], en: ['lang'] },
    fits: (args) => args.length === 1 && /^(?:pt|en)$/i.test(args[0]!),
  },
  { verb: 'QUIT', slash: { pt: ['sair'], en: ['quit', 'exit'] }, fits: free },
  {
    verb: 'MSG',
    slash: { pt: ['msg'], en: ['msg'] },
    fits: (args) => args.length >= 2 && isTarget(args[0]!),
    name: 'seen',
  },
];

/** After a slash these take any text, or complain themselves. */
const FREE_AFTER_SLASH: ReadonlySet<string> = new Set(['HELP', 'MSG']);

/** What else stands after a slash. */
const TURN: readonly string[] = ['para', 'to'];
const RAW = 'raw';

const BY_WORD = new Map(
  WORDS.flatMap((word) =>
    [...word.slash.pt, ...word.slash.en].map((slash) => [plainLetters(slash), word] as const),
  ),
);

/** The command that people write for `verb`, as in `/listar`, or '' if there is none of its own. */
export function slashFor(verb: string, lang: Lang): string {
  const word = wordOf(verb);
  return word ? `/${word.slash[lang][0]}` : '';
}

/** The command that a word in capitals is one slip away from, in capitals, or ''. */
function nearestWord(word: string): string {
  if (!/^\p{Lu}+(?:-\p{Lu}+)*$/u.test(word)) return '';
  const words = WORDS.flatMap(({ slash }) => [...slash.pt, ...slash.en]);
  const near = nearest(plainLetters(word), words.map(plainLetters), 1);
  return near < 0 ? '' : words[near]!.toUpperCase();
}

/** What `/word` may have been meant to be, as in `/listar`, or ''. */
export function nearestSlash(word: string): string {
  const slashes = [...WORDS.flatMap(({ slash }) => [...slash.pt, ...slash.en]), ...TURN, RAW];
  const near = nearest(plainLetters(word.replace(/^\//, '')), slashes.map(plainLetters));
  return near < 0 ? '' : `/${slashes[near]}`;
}

/**
 * Reads one line. O(length).
 *
 * @param known whether a name was on the screen.
 */
export function readInput(line: string, known: (name: string) => boolean): Intent {
  if (line.trim() === '') return { do: 'nothing' };
  if (line.startsWith('/')) return readSlash(line);
  if (line.startsWith(' ')) return { do: 'say', text: line.slice(1) };
  return readPlain(line, known) ?? { do: 'say', text: line };
}

function readPlain(line: string, known: (name: string) => boolean): Intent | null {
  const [first = '', rest = ''] = splitWords(line.trimEnd(), 1);
  const word = wordOf(first);
  if (!word) {
    const meant = rest === '' ? nearestWord(first) : '';
    return meant === '' ? null : { do: 'slip', meant };
  }
  const args = wordsOf(rest);
  const whole = () => (word.fits(args) ? build(word, first, rest, true) : misused(word, first, true));
  if (first === first.toUpperCase()) return whole();
  if (first !== first.toLowerCase()) return null;
  const [name] = args;
  if (word.name && name !== undefined && known(name)) return whole();
  if (word.fits === free) return args.length === 0 ? whole() : null;
  // Who writes this alone means the command, but one that ends a conversation wants more than that.
  if (word.verb === 'CLOSE') return args.length === 0 ? misused(word, first, true) : null;
  if (word.name === 'seen' && name !== '*') return null;
  return word.fits(args) ? build(word, first, rest, true) : null;
}

function readSlash(line: string): Intent {
  const [first = '', rest = ''] = splitWords(line, 1);
  const name = plainLetters(first.slice(1));
  const args = rest.trim();
  if (TURN.includes(name)) return { do: 'turn-to', to: args };
  if (name === RAW) {
    return args === ''
      ? { do: 'misused', word: first, verb: 'RAW', plain: false }
      : { do: 'raw', line: rest };
  }
  const word = BY_WORD.get(name);
  if (!word) {
    // The server may know a verb that this client does not.
    if (!/^[a-z]+(?:-[a-z]+)*$/.test(name)) return { do: 'unknown', word: first };
    return { do: 'command', verb: name.toUpperCase(), args, plain: false };
  }
  if (!FREE_AFTER_SLASH.has(word.verb) && !word.fits(wordsOf(rest))) return misused(word, first, false);
  return build(word, first, word.verb === 'MSG' ? rest : args, false);
}

function build(word: Word, first: string, rest: string, plain: boolean): Intent {
  const args = rest.trimStart();
  switch (word.verb) {
    case 'QUIT':
      return { do: 'leave', reason: args };
    case 'HELP': {
      if (isRules(args)) return { do: 'rules' };
      return { do: 'command', verb: 'HELP', args: wordOf(args)?.verb ?? args, plain };
    }
    case 'MSG': {
      const [to = '', text = ''] = splitWords(args, 1);
      if (text === '') return misused(word, first, plain);
      return to === '*' ? { do: 'say', text } : { do: 'say-to', to, text };
    }
    case 'CLOSE':
    case 'PING':
      return { do: 'command', verb: word.verb, args, plain };
    default:
      return { do: 'command', verb: word.verb, args: wordsOf(args).join(' '), plain };
  }
}

function misused({ verb }: Word, word: string, plain: boolean): Intent {
  return { do: 'misused', word, verb, plain };
}

function isRules(word: string): boolean {
  return /^(?:regras|rules)$/i.test(word);
}

/** Whose word this is, in either language, with or without accents. */
function wordOf(word: string): Word | undefined {
  return BY_WORD.get(plainLetters(word));
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** Small letters without accents: `/PRÓXIMO` is `/proximo`. */
function plainLetters(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
