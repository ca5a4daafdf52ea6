/**
 * What a typed line means. Owns the rule that tells commands from conversation, and the words of commands in
 * both languages. Pure; it sends nothing and knows nothing of the desk but which names were on the screen.
 *
 * The rule: a line is a command if it begins with `/`, or if the whole of it has the exact shape of a command,
 * its first word all in capitals or all in small letters: LIST, HISTORY ana, UNDO 12. In small letters the names
 * after `take`, `close` and `msg` must have been on the screen, since "take care" is no command. Everything
 * else is text, and so is any line that begins with a space.
 */

import type { Lang } from '../../protocol/codes.ts';
import { commandIndex, readRole } from '../../protocol/commands.ts';
import { readName, readRoom } from '../../protocol/names.ts';
import { splitWords } from '../../protocol/server-lines.ts';

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
  /** A command without what it needs. */
  | { readonly do: 'incomplete'; readonly word: string };

/** `known` is whether a name was on the screen; anything is in capitals. */
type Shape = (args: readonly string[], known: (name: string) => boolean, capitals: boolean) => boolean;

interface Word {
  readonly verb: string;
  /** What one writes after a slash, with or without accents; the first of each language is shown in the help. */
  readonly slash: Readonly<Record<Lang, readonly string[]>>;
  /** Whether these words after the plain verb make it a command. */
  readonly fits: Shape;
}

const COUNT = /^[1-9][0-9]{0,15}$/;

const alone: Shape = (args) => args.length === 0;
const isTarget = (word: string) => word === '*' || readName(word) !== null || readRoom(word) !== null;

const WORDS: readonly Word[] = [
  {
    verb: 'LIST',
    slash: { pt: ['listar', 'lista'], en: ['list'] },
    fits: (args) => args.length === 0 || (args.length === 1 && readRole(args[0]!) !== undefined),
  },
  {
    verb: 'HISTORY',
    slash: { pt: ['histórico'], en: ['history'] },
    fits: ([who, ...counts]) =>
      who === undefined || (isTarget(who) && counts.length <= 2 && counts.every((one) => COUNT.test(one))),
  },
  { verb: 'NEXT', slash: { pt: ['próximo', 'próxima'], en: ['next'] }, fits: alone },
  {
    verb: 'TAKE',
    slash: { pt: ['atender'], en: ['take'] },
    fits: (args, known) => args.length === 1 && readName(args[0]!) !== null && known(args[0]!),
  },
  {
    verb: 'CLOSE',
    slash: { pt: ['encerrar'], en: ['close'] },
    fits: ([name, ...text], known, capitals) =>
      name === undefined || (readName(name) !== null && known(name) && (capitals || text.length === 0)),
  },
  {
    verb: 'UNDO',
    slash: { pt: ['desfazer'], en: ['undo'] },
    fits: (args) => args.length === 0 || (args.length === 1 && COUNT.test(args[0]!)),
  },
  { verb: 'QUEUE', slash: { pt: ['fila'], en: ['queue'] }, fits: alone },
  {
    verb: 'HELP',
    slash: { pt: ['ajuda'], en: ['help'] },
    fits: (args) => args.length === 0 || (args.length === 1 && commandIndex(args[0]!) >= 0),
  },
  { verb: 'PING', slash: { pt: ['ping'], en: ['ping'] }, fits: alone },
  {
    verb: 'LANG',
    slash: { pt: ['língua', 'idioma'], en: ['lang'] },
    fits: (args) => args.length === 1 && /^(?:pt|en)$/i.test(args[0]!),
  },
  { verb: 'QUIT', slash: { pt: ['sair'], en: ['quit', 'exit'] }, fits: alone },
  {
    verb: 'MSG',
    slash: { pt: ['msg'], en: ['msg'] },
    fits: (args, known) =>
      args.length >= 2 && isTarget(args[0]!) && (args[0] === '*' || known(args[0]!)) && args[1] !== '',
  },
];

const ALIASES: Readonly<Record<string, string>> = { 'LIST-USERS': 'LIST' };
const BY_VERB = new Map(WORDS.map((word) => [word.verb, word]));
const BY_SLASH = new Map(
  WORDS.flatMap((word) =>
    [...word.slash.pt, ...word.slash.en].map((slash) => [plainLetters(slash), word] as const),
  ),
);

/** The command that people write for `verb`, as in `/listar`, or '' if there is none of its own. */
export function slashFor(verb: string, lang: Lang): string {
  const word = BY_VERB.get(ALIASES[verb] ?? verb);
  return word ? `/${word.slash[lang][0]}` : '';
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
  const upper = first.toUpperCase();
  const capitals = first === upper;
  if (!capitals && first !== first.toLowerCase()) return null;
  const verb = ALIASES[upper] ?? upper;
  const word = BY_VERB.get(verb);
  if (!word) return null;
  const args = rest === '' ? [] : rest.split(' ');
  if (!word.fits(args, capitals ? () => true : known, capitals)) {
    // Nobody says TAKE or LANG alone to anybody.
    return capitals && args.length === 0 ? incomplete(first) : null;
  }
  return build(word, rest, true);
}

function readSlash(line: string): Intent {
  const [first = '', rest = ''] = splitWords(line, 1);
  const name = plainLetters(first.slice(1));
  const args = rest.trim();
  if (name === 'para' || name === 'to') return { do: 'turn-to', to: args };
  if (name === 'raw') return args === '' ? incomplete(first) : { do: 'raw', line: rest };
  const word = BY_SLASH.get(name);
  if (!word) {
    // The server may know a verb that this client does not.
    if (!/^[a-z]+(?:-[a-z]+)*$/.test(name)) return { do: 'unknown', word: first };
    return { do: 'command', verb: name.toUpperCase(), args, plain: false };
  }
  if (args === '' && (word.verb === 'TAKE' || word.verb === 'LANG' || word.verb === 'MSG')) {
    return incomplete(first);
  }
  return build(word, word.verb === 'MSG' ? rest.trimStart() : args, false);
}

function build(word: Word, args: string, plain: boolean): Intent {
  if (word.verb === 'QUIT') return { do: 'leave', reason: args };
  if (word.verb !== 'MSG') return { do: 'command', verb: word.verb, args, plain };
  const [to = '', text = ''] = splitWords(args, 1);
  if (text === '') return incomplete('/msg');
  return to === '*' ? { do: 'say', text } : { do: 'say-to', to, text };
}

function incomplete(word: string): Intent {
  return { do: 'incomplete', word };
}

/** Small letters without accents: `/PRÓXIMO` is `/proximo`. */
function plainLetters(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
