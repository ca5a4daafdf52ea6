/**
 * What a word that is being typed may become: commands, people, rooms, canned answers, states. Owns which of these
 * make sense where in a line; sees the line up to the cursor alone. Pure; it neither draws nor sends.
 */

import type { Role } from '../../protocol/commands.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import {
  isFor,
  isOwnWord,
  never,
  plainLetters,
  RAW,
  STATUS_WORDS,
  specOf,
  TURN,
  WORDS,
  type Word,
  wordOf,
} from './command-words.ts';
import { DESK_WORDS } from './target.ts';
import { TEXTS } from './texts.ts';
import type { View } from './view.ts';

/** More than a person reads. */
const MAX_CHOICES = 200;

export interface Choices {
  /** Where in the line the word begins. */
  readonly from: number;
  /** What it may become, without repetition. */
  readonly words: readonly string[];
  /** What follows the word once it is settled. */
  readonly tail: string;
}

/** What a chat lends to this. */
export interface Sources {
  readonly view: View;
  /** Names of canned answers. */
  readonly canned: readonly string[];
}

/** What the last word of `before`, the line up to the cursor, may become. O(names). */
export function choicesFor(before: string, sources: Sources): Choices {
  const from = before.lastIndexOf(' ') + 1;
  const typed = before.slice(from);
  const offer = from === 0 ? firstWords(typed, sources) : laterWords(before, from, typed, sources);
  const { words, tail, isRoom = false } = offer;
  const wanted = comparable(typed, isRoom);
  const fitting = words.filter((word) => comparable(word, isRoom).startsWith(wanted));
  return { from, words: [...new Set(fitting)].slice(0, MAX_CHOICES), tail };
}

interface Offer {
  readonly words: readonly string[];
  readonly tail: string;
  /** Only rooms make sense there: their `#` may be left out. */
  readonly isRoom?: boolean;
}

const NOTHING: Offer = { words: [], tail: '' };

function firstWords(typed: string, { view, canned }: Sources): Offer {
  if (typed === '' || typed.startsWith('/')) return { words: slashWords(view), tail: ' ' };
  if (typed.startsWith('!')) return cannedNames(canned, view);
  if (typed.startsWith('#')) return { words: roomsOf(view), tail: '' };
  const isChatting = view.role !== 'atendente';
  const plain = mine(view)
    .filter((word) => !isChatting || word.exact !== never)
    .map((word) => ({ word, shown: word.slash[view.lang][0] ?? '' }));
  if (typed === typed.toUpperCase()) {
    const own = (shown: string) => (view.role === 'atendente' ? [shown.toUpperCase()] : []);
    const shown = plain.flatMap(({ word, shown }) => [...own(shown), word.verb]);
    return { words: [...shown, ...peopleOf(view)], tail: ' ' };
  }
  const small = plain.flatMap(({ word, shown }) => (word.small ? [] : [shown]));
  // To those who only chat, small letters are text.
  return { words: [...(view.role === 'atendente' ? small : []), ...peopleOf(view)], tail: ' ' };
}

function laterWords(before: string, from: number, typed: string, sources: Sources): Offer {
  const { view } = sources;
  const [first = '', rest = ''] = splitWords(before.slice(0, from), 1);
  const place = rest.split(' ').filter((word) => word !== '').length;
  const name = first.replace(/^\//, '');
  if (first.startsWith('/') && TURN.includes(plainLetters(name))) {
    if (place > 0) return NOTHING;
    if (view.role === 'consumidor') return { words: [DESK_WORDS[view.lang][0], ...view.rooms], tail: '' };
    return { words: [...peopleOf(view), ...roomsOf(view)], tail: '' };
  }
  const word = first === '' ? undefined : wordOf(name);
  if (!word || (!first.startsWith('/') && !isPlainWord(word, first, view.role)))
    return inText(typed, sources);
  return argument(word, place, typed, sources);
}

/** Whether this may be the word of a command without a slash. */
function isPlainWord(word: Word, first: string, role: Role): boolean {
  if (role !== 'atendente') return isOwnWord(word, first);
  return first === first.toUpperCase() || first === first.toLowerCase();
}

function argument(word: Word, place: number, typed: string, sources: Sources): Offer {
  const { view } = sources;
  const spec = specOf(word.verb);
  const kind = spec?.args[Math.min(place, spec.args.length - 1)]?.kind;
  const isLast = spec !== undefined && place >= spec.args.length - 1;
  if (isLast && kind === 'text') {
    if (word.verb === 'MSG' && place === spec.args.length - 1 && typed.startsWith('!')) {
      return cannedNames(sources.canned, view);
    }
    return inText(typed, sources);
  }
  if (spec === undefined || place >= spec.args.length) return NOTHING;
  const tail = isLast ? '' : ' ';
  switch (kind) {
    case 'name':
      return { words: word.verb === 'TRANSFER' && place > 0 ? colleaguesOf(view) : peopleOf(view), tail };
    case 'target':
      return { words: [...peopleOf(view), ...roomsOf(view)], tail };
    case 'room':
    case 'new-room': {
      const isMine = word.verb === 'LEAVE' || word.verb === 'WHO';
      return { words: isMine ? view.rooms : roomsOf(view), tail, isRoom: true };
    }
    case 'role':
      return { words: Object.values(TEXTS[view.lang].role), tail };
    case 'status':
      return { words: STATUS_WORDS[view.lang], tail };
    case 'lang':
      return { words: ['pt', 'en'], tail };
    case 'switch':
      return { words: ['on', 'off'], tail };
    case 'word':
      return word.verb === 'HELP' ? { words: topics(view), tail } : NOTHING;
    default:
      return NOTHING;
  }
}

/** In running text only what somebody has begun to write. */
function inText(typed: string, { view }: Sources): Offer {
  if (typed === '') return NOTHING;
  return { words: typed.startsWith('#') ? roomsOf(view) : peopleOf(view), tail: '' };
}

function cannedNames(canned: readonly string[], view: View): Offer {
  return view.role === 'atendente' ? { words: canned.map((name) => `!${name}`), tail: '' } : NOTHING;
}

function topics(view: View): string[] {
  return mine(view).map((word) => word.slash[view.lang][0]!);
}

function slashWords(view: View): string[] {
  const words = [...mine(view).map((word) => `/${word.slash[view.lang][0]}`), `/${RAW}`];
  const hasNowhereElse = view.role === 'consumidor' && view.rooms.length === 0;
  return hasNowhereElse ? words : [...words, `/${TURN[view.lang === 'pt' ? 0 : 1]}`];
}

/** The commands that I have for certain: those of rooms are seldom open to customers. */
function mine({ role, rooms }: View): readonly Word[] {
  return WORDS.filter(({ verb }) => {
    return isFor(verb, role) && !(specOf(verb)?.rooms && role === 'consumidor' && rooms.length === 0);
  });
}

/** Those who stood on the screen, the last one first. */
function peopleOf(view: View): string[] {
  return view.names.filter((name) => !name.startsWith('#') && name !== '*' && !view.isMe(name)).reverse();
}

/** Those who may be attendants: no customer is handed over to another one. */
function colleaguesOf(view: View): string[] {
  return peopleOf(view).filter((name) => !view.isCustomer(name));
}

function roomsOf(view: View): string[] {
  return [...view.names.filter((name) => name.startsWith('#')).reverse(), '#geral'];
}

/** Accents and capitals do not count, nor, where only rooms make sense, their `#`. */
function comparable(word: string, isRoom: boolean): string {
  const plain = plainLetters(word.normalize('NFKC'));
  return isRoom ? plain.replace(/^#/, '') : plain;
}
