/**
 * The words of commands that people type, in both languages, and what must stand behind each. Owns that table; knows
 * nothing of lines. Pure.
 */

import type { Lang } from '../../protocol/codes.ts';
import { COMMANDS, type CommandSpec, commandIndex, type Role, readRole } from '../../protocol/commands.ts';
import { readName, readRoom } from '../../protocol/names.ts';

/** Whether these words after that of a command make it whole. */
type Shape = (args: readonly string[]) => boolean;

/** Whether a name was on the screen. */
export type Known = (name: string) => boolean;

/** Whether these words after that of a command leave no doubt that it is one. */
type Doubtless = (args: readonly string[], known: Known, role: Role) => boolean;

export interface Word {
  readonly verb: string;
  /** What one writes after a slash, with or without accents; the first of each language is shown in the help. */
  readonly slash: Readonly<Record<Lang, readonly string[]>>;
  readonly fits: Shape;
  /** It takes a name: in small letters any name, or only one that was on the screen. */
  readonly name?: 'any' | 'seen';
  /**
   * A word that stands in many a sentence: in small letters it is a command only if what follows leaves no doubt, and
   * text otherwise. No slip of the hand is taken for it either.
   */
  readonly small?: Doubtless;
  /**
   * What must stand behind the protocol's own word, in capitals, in a line without a slash of somebody who only chats,
   * so that it is no sentence; `fits` if nothing is said.
   */
  readonly exact?: Doubtless;
}

const COUNT = /^[1-9][0-9]{0,15}$/;

const STATUSES: Readonly<Record<string, string>> = {
  online: 'online',
  presente: 'online',
  present: 'online',
  disponivel: 'online',
  away: 'away',
  ausente: 'away',
};

/** How one writes the two states in each language. */
export const STATUS_WORDS: Readonly<Record<Lang, readonly string[]>> = {
  pt: ['presente', 'ausente'],
  en: ['online', 'away'],
};

const alone: Shape = (args) => args.length === 0;
export const free: Shape = () => true;
const isTarget = (word: string) => word === '*' || readName(word) !== null || readRoom(word) !== null;
const isPerson = (word: string) => word === '*' || readName(word) !== null;

const statusOnly: Shape = ([status, ...more]) =>
  status !== undefined && statusOf(status) !== undefined && more.length === 0;
const handover: Shape = ([name, to, ...more]) =>
  name !== undefined && isPerson(name) && to !== undefined && readName(to) !== null && more.length === 0;
const noteOn: Shape = ([name, ...text]) => name !== undefined && isPerson(name) && text.length > 0;
const score: Shape = ([stars]) => stars !== undefined && /^[1-5]$/.test(stars);
const typingTo: Shape = ([to, state, ...more]) =>
  to !== undefined && isTarget(to) && /^(?:on|off)$/i.test(state ?? '') && more.length === 0;
const oneCount: Shape = ([seq, ...more]) => seq !== undefined && COUNT.test(seq) && more.length === 0;
const isRoom = (word: string) => readRoom(withHash(word)) !== null;
const roomAlone: Shape = ([room, ...more]) => room !== undefined && isRoom(room) && more.length === 0;
const roomOrNone: Shape = (args) => args.length === 0 || roomAlone(args);
const roomWithText: Shape = ([room]) => room !== undefined && isRoom(room);
const roomAndName: Shape = ([room, after, ...more]) =>
  room === undefined ||
  (isRoom(room) && (after === undefined || readName(after) !== null) && more.length === 0);
const pastOf: Shape = ([who, ...counts]) =>
  who === undefined || (isTarget(who) && counts.length <= 2 && counts.every((one) => COUNT.test(one)));
const message: Shape = (args) => args.length >= 2 && isTarget(args[0]!);
const oneName: Shape = ([name, ...more]) =>
  name !== undefined && readName(name) !== null && more.length === 0;
const farewell: Shape = ([name]) => name === undefined || isPerson(name);
const oneOrNone: Shape = ([name, ...more]) => name === undefined || (isPerson(name) && more.length === 0);

/** Of words that are text, whatever stands behind them. */
export const never = () => false;

/** The first word is a room with its `#`, which begins no other word of a sentence. */
const toRoom = (fits: Shape) => (args: readonly string[]) => (args[0] ?? '').startsWith('#') && fits(args);
const aloneOrToRoom = (fits: Shape) => (args: readonly string[]) => args.length === 0 || toRoom(fits)(args);

/** The first word is somebody who was on the screen. */
const toKnown = (fits: Shape) => (args: readonly string[], known: Known) => {
  const [name = ''] = args;
  return (name === '*' || name.startsWith('#') || known(name)) && fits(args);
};

const aloneOrToKnown = (fits: Shape) => (args: readonly string[], known: Known) =>
  args.length === 0 ? fits(args) : toKnown(fits)(args, known);

/** All of them, the usual ones first. */
export const WORDS: readonly Word[] = [
  {
    verb: 'LIST',
    slash: { pt: ['listar', 'lista'], en: ['list', 'list-users'] },
    fits: ([role, after, ...more]) =>
      role === undefined ||
      (roleOf(role) !== undefined && more.length === 0 && (after === undefined || readName(after) !== null)),
  },
  {
    verb: 'HISTORY',
    slash: { pt: ['histórico'], en: ['history'] },
    fits: pastOf,
    name: 'any',
    exact: aloneOrToKnown(pastOf),
  },
  { verb: 'NEXT', slash: { pt: ['próximo', 'próxima'], en: ['next'] }, fits: alone },
  {
    verb: 'TAKE',
    slash: { pt: ['atender'], en: ['take'] },
    fits: oneName,
    name: 'seen',
    exact: toKnown(oneName),
  },
  {
    verb: 'CLOSE',
    slash: { pt: ['encerrar'], en: ['close'] },
    fits: farewell,
    name: 'seen',
    exact: aloneOrToKnown(farewell),
  },
  {
    verb: 'UNDO',
    slash: { pt: ['desfazer'], en: ['undo'] },
    fits: (args) => args.length === 0 || oneCount(args),
  },
  { verb: 'QUEUE', slash: { pt: ['fila'], en: ['queue'] }, fits: alone },
  {
    verb: 'HELP',
    slash: { pt: ['ajuda'], en: ['help'] },
    fits: ([about, ...more]) =>
      about === undefined ||
      (more.length === 0 && (isRules(about) || topicOf(about) !== undefined || commandIndex(about) >= 0)),
  },
  { verb: 'PING', slash: { pt: ['ping'], en: ['ping'] }, fits: free, exact: alone },
  {
    verb: 'LANG',
    slash: { pt: ['língua', 'idioma'], en: ['lang'] },
    fits: (args) => args.length === 1 && /^(?:pt|en)$/i.test(args[0]!),
  },
  {
    verb: 'QUIT',
    slash: { pt: ['sair'], en: ['quit', 'exit'] },
    fits: free,
    exact: aloneOrToRoom(roomAlone),
  },
  {
    verb: 'MSG',
    slash: { pt: ['msg'], en: ['msg'] },
    fits: message,
    name: 'seen',
    // What a member meant for one person must never end up in a room; a customer's text goes to the desk anyway.
    exact: (args, known, role) => (role === 'membro' ? message(args) : toKnown(message)(args, known)),
  },
  { verb: 'STATUS', slash: { pt: ['estado'], en: ['status'] }, fits: statusOnly, small: statusOnly },
  {
    verb: 'TRANSFER',
    slash: { pt: ['transferir'], en: ['transfer'] },
    fits: handover,
    small: toKnown(handover),
    exact: toKnown(handover),
  },
  {
    verb: 'RETURN',
    slash: { pt: ['devolver'], en: ['return'] },
    fits: oneOrNone,
    small: toKnown((args) => args.length === 1),
    exact: aloneOrToKnown(oneOrNone),
  },
  {
    verb: 'NOTE',
    slash: { pt: ['nota'], en: ['note'] },
    fits: noteOn,
    small: toKnown(noteOn),
    exact: toKnown(noteOn),
  },
  { verb: 'RATE', slash: { pt: ['avaliar'], en: ['rate'] }, fits: score, small: score },
  { verb: 'TYPING', slash: { pt: ['digitando'], en: ['typing'] }, fits: typingTo, small: toKnown(typingTo) },
  { verb: 'SEEN', slash: { pt: ['visto'], en: ['seen'] }, fits: oneCount, small: oneCount },
  {
    verb: 'NICK',
    slash: { pt: ['apelido'], en: ['nick'] },
    fits: oneName,
    small: never,
  },
  {
    verb: 'JOIN',
    slash: { pt: ['entrar'], en: ['join'] },
    fits: roomAlone,
    small: toRoom(roomAlone),
    exact: toRoom(roomAlone),
  },
  {
    verb: 'CREATE',
    slash: { pt: ['criar'], en: ['create'] },
    fits: roomWithText,
    small: toRoom(roomWithText),
    exact: toRoom(roomWithText),
  },
  {
    verb: 'LEAVE',
    slash: { pt: ['sair-da-sala'], en: ['leave'] },
    fits: roomOrNone,
    small: toRoom(roomAlone),
    exact: aloneOrToRoom(roomAlone),
  },
  {
    verb: 'ROOMS',
    slash: { pt: ['salas'], en: ['rooms'] },
    fits: roomOrNone,
    small: never,
    exact: aloneOrToRoom(roomAlone),
  },
  {
    verb: 'WHO',
    slash: { pt: ['quem'], en: ['who'] },
    fits: roomAndName,
    small: toRoom(roomAndName),
    exact: aloneOrToRoom(roomAndName),
  },
  {
    verb: 'SEARCH',
    slash: { pt: ['buscar'], en: ['search'] },
    fits: (args) => args.length > 0,
    small: never,
    exact: never,
  },
  { verb: 'STATS', slash: { pt: ['números'], en: ['stats'] }, fits: alone, small: never },
  { verb: 'CANNED', slash: { pt: ['prontas'], en: ['canned'] }, fits: alone, small: never },
];

/** The word's command as the server's table has it. */
export function specOf(verb: string): CommandSpec | undefined {
  return COMMANDS[commandIndex(verb)];
}

/** Whether this role may use a command; one that is not in the table is for all. */
export function isFor(verb: string, role: Role): boolean {
  return specOf(verb)?.roles.includes(role) ?? true;
}

/** Whether `first` is the protocol's own word for this command, in capitals: LIST or LIST-USERS, not LISTAR. */
export function isOwnWord({ verb }: Word, first: string): boolean {
  const spec = specOf(verb);
  return spec !== undefined && (spec.verb === first || spec.aliases.includes(first));
}

/** What turns to somebody, after a slash. */
export const TURN: readonly string[] = ['para', 'to'];
export const RAW = 'raw';

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

/** What help on `word` is about: a verb, TO or RAW, and CANNED for `!`; undefined if there is no such thing. */
export function topicOf(word: string): string | undefined {
  const plain = plainLetters(word.replace(/^\//, ''));
  if (TURN.includes(plain)) return 'TO';
  if (plain === RAW) return 'RAW';
  return plain.startsWith('!') ? 'CANNED' : wordOf(plain)?.verb;
}

export function isRules(word: string): boolean {
  return /^(?:regras|rules)$/i.test(word);
}

/** Whose word this is, in either language, with or without accents. */
export function wordOf(word: string): Word | undefined {
  return BY_WORD.get(plainLetters(word));
}

/** `away` for `ausente`: what the server calls a status, or undefined. */
export function statusOf(word: string): string | undefined {
  const plain = plainLetters(word);
  return Object.hasOwn(STATUSES, plain) ? STATUSES[plain] : undefined;
}

/** The role that people mean: what the desk calls a consumidor the texts call a cliente, and a list is of many. */
export function roleOf(word: string): Role | undefined {
  const plain = plainLetters(word).replace(/s$/, '');
  return plain === 'cliente' ? 'consumidor' : readRole(plain);
}

/** `#geral` for `geral`. */
export function withHash(room: string): string {
  return room.startsWith('#') ? room : `#${room}`;
}

/** Small letters without accents: `/PRÓXIMO` is `/proximo`. */
export function plainLetters(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
