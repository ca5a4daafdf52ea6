/**
 * The words of commands that people type, in both languages, and what must stand behind each. Owns that table and
 * which word a mistyped one may have meant; knows nothing of lines. Pure.
 */

import type { Lang } from '../../protocol/codes.ts';
import { commandIndex, readRole } from '../../protocol/commands.ts';
import { readName, readRoom } from '../../protocol/names.ts';
import { nearest } from '../nearest.ts';

/** Whether these words after that of a command make it whole. */
type Shape = (args: readonly string[]) => boolean;

/** Whether a name was on the screen. */
export type Known = (name: string) => boolean;

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
  readonly small?: (args: readonly string[], known: Known) => boolean;
}

const COUNT = /^[1-9][0-9]{0,15}$/;

const STATUSES: Readonly<Record<string, string>> = {
  online: 'online',
  presente: 'online',
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

const never = () => false;

/** The first word is a room with its `#`, which begins no other word of a sentence. */
const toRoom = (fits: Shape) => (args: readonly string[]) => (args[0] ?? '').startsWith('#') && fits(args);

/** The first word is somebody who was on the screen. */
const toKnown = (fits: Shape) => (args: readonly string[], known: Known) => {
  const [name = ''] = args;
  return (name === '*' || name.startsWith('#') || known(name)) && fits(args);
};

/** All of them, the usual ones first. */
export const WORDS: readonly Word[] = [
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
    fits: ([name]) => name === undefined || isPerson(name),
    name: 'seen',
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
  { verb: 'STATUS', slash: { pt: ['estado'], en: ['status'] }, fits: statusOnly, small: statusOnly },
  {
    verb: 'TRANSFER',
    slash: { pt: ['transferir'], en: ['transfer'] },
    fits: handover,
    small: toKnown(handover),
  },
  {
    verb: 'RETURN',
    slash: { pt: ['devolver'], en: ['return'] },
    fits: ([name, ...more]) => name === undefined || (isPerson(name) && more.length === 0),
    small: toKnown((args) => args.length === 1),
  },
  { verb: 'NOTE', slash: { pt: ['nota'], en: ['note'] }, fits: noteOn, small: toKnown(noteOn) },
  { verb: 'RATE', slash: { pt: ['avaliar'], en: ['rate'] }, fits: score, small: score },
  { verb: 'TYPING', slash: { pt: ['digitando'], en: ['typing'] }, fits: typingTo, small: toKnown(typingTo) },
  { verb: 'SEEN', slash: { pt: ['visto'], en: ['seen'] }, fits: oneCount, small: oneCount },
  {
    verb: 'NICK',
    slash: { pt: ['apelido'], en: ['nick'] },
    fits: ([name, ...more]) => name !== undefined && readName(name) !== null && more.length === 0,
    small: never,
  },
  { verb: 'JOIN', slash: { pt: ['entrar'], en: ['join'] }, fits: roomAlone, small: toRoom(roomAlone) },
  {
    verb: 'CREATE',
    slash: { pt: ['criar'], en: ['create'] },
    fits: roomWithText,
    small: toRoom(roomWithText),
  },
  {
    verb: 'LEAVE',
    slash: { pt: ['sair-da-sala'], en: ['leave'] },
    fits: roomOrNone,
    small: toRoom(roomAlone),
  },
  { verb: 'ROOMS', slash: { pt: ['salas'], en: ['rooms'] }, fits: roomOrNone, small: never },
  { verb: 'WHO', slash: { pt: ['quem'], en: ['who'] }, fits: roomAndName, small: toRoom(roomAndName) },
  {
    verb: 'SEARCH',
    slash: { pt: ['buscar'], en: ['search'] },
    fits: (args) => args.length > 0,
    small: never,
  },
  { verb: 'STATS', slash: { pt: ['números'], en: ['stats'] }, fits: alone, small: never },
  { verb: 'CANNED', slash: { pt: ['prontas'], en: ['canned'] }, fits: alone, small: never },
];

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

/** The command that a word in capitals is one slip away from, in capitals, or ''. */
export function nearestWord(word: string): string {
  if (!/^\p{Lu}+(?:-\p{Lu}+)*$/u.test(word)) return '';
  const words = slashes(WORDS.filter((one) => !one.small));
  const near = nearest(plainLetters(word), words.map(plainLetters), 1);
  return near < 0 ? '' : words[near]!.toUpperCase();
}

/** What `/word` may have been meant to be, as in `/listar`, or ''. */
export function nearestSlash(word: string): string {
  const all = [...slashes(WORDS), ...TURN, RAW];
  const near = nearest(plainLetters(word.replace(/^\//, '')), all.map(plainLetters));
  return near < 0 ? '' : `/${all[near]}`;
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

/** `#geral` for `geral`. */
export function withHash(room: string): string {
  return room.startsWith('#') ? room : `#${room}`;
}

/** Small letters without accents: `/PRÓXIMO` is `/proximo`. */
export function plainLetters(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function slashes(words: readonly Word[]): string[] {
  return words.flatMap(({ slash }) => [...slash.pt, ...slash.en]);
}
