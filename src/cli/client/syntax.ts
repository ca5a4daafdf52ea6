/**
 * How a command is written, in the words of each language: what the protocol has behind it, and what people may leave
 * out of that. Owns both. Pure.
 */

import type { Lang } from '../../protocol/codes.ts';
import { COMMANDS, commandIndex } from '../../protocol/commands.ts';
import { STATUS_WORDS } from './command-words.ts';
import type { Look } from './screen.ts';

const PORTUGUESE: Readonly<Record<string, string>> = {
  name: 'nome',
  role: 'tipo',
  'after-name': 'depois-de',
  who: 'quem',
  to: 'quem',
  text: 'texto',
  limit: 'limite',
  reason: 'motivo',
  verb: 'comando',
  attendant: 'atendente',
  topic: 'assunto',
  room: 'sala',
  'after-room': 'depois-de',
  line: 'linha',
  seq: 'número',
  'before-seq': 'antes-de',
};

const ENGLISH: Readonly<Record<string, string>> = {
  seq: 'number',
  'before-seq': 'before-number',
  verb: 'command',
};

/** What is typed behind commands of the client's own. */
const OWN: Readonly<Record<string, string>> = { TO: 'name', RAW: 'line', '!': '' };

/** What may be typed where a customer in the prompt stands for the name; HISTORY means the one in the prompt, or me. */
const WITH_CUSTOMER: Readonly<Record<string, string>> = {
  HISTORY: '[who [limit [before-seq]]]',
  CLOSE: '[name [text]]',
  RETURN: '[name]',
};

/** The same, but behind a slash alone: NOTE and TRANSFER in capitals always begin with a name, and so in a script. */
const WITH_CUSTOMER_AND_SLASH: Readonly<Record<string, string>> = {
  NOTE: '[name] text',
  TRANSFER: '[name] attendant',
};

/** The arguments of a command as the server writes them, in this language. */
export function syntaxIn(lang: Lang, args: string): string {
  const words = lang === 'pt' ? PORTUGUESE : ENGLISH;
  return args.replace(/[a-z]+(?:-[a-z]+)*/g, (word) => (Object.hasOwn(words, word) ? words[word]! : word));
}

/** The same as one types them, who may write the states in this language too. */
export function typedIn(lang: Lang, args: string): string {
  return syntaxIn(lang, args.replace('online|away', STATUS_WORDS[lang].join('|')));
}

/** What may be typed behind a command, as the server would write it, if the prompt shows a customer. */
export function argumentsOf(verb: string): string {
  return WITH_CUSTOMER[verb] ?? WITH_CUSTOMER_AND_SLASH[verb] ?? OWN[verb] ?? wireArguments(verb);
}

/** What the protocol has behind a command; '' if it does not know it. */
function wireArguments(verb: string): string {
  return COMMANDS[commandIndex(verb)]?.syntax ?? '';
}

/** What must be typed behind a command; `args` is all that the server names. */
export function neededOf(verb: string, args: string): string {
  const shortest = WITH_CUSTOMER[verb] ?? WITH_CUSTOMER_AND_SLASH[verb] ?? args;
  return shortest.replace(/ ?\[.*\]$/, '').replace(/^\[[^\]]*\] /, '');
}

/** `CLOSE [nome [texto]]`: a command with what may be typed behind it now, under the word that was written for it. */
export function usage(word: string, verb: string, { view, columns, plain }: Look): string {
  const isScript = columns === Number.POSITIVE_INFINITY && !plain;
  const mayBeShort = verb in WITH_CUSTOMER || (word.startsWith('/') && !isScript);
  const isShort = verb === 'HISTORY' || (view.hasCustomer && mayBeShort);
  return withArguments(word, isShort ? argumentsOf(verb) : (OWN[verb] ?? wireArguments(verb)), view.lang);
}

/** `/nota nome texto`: the same with the name, where nothing else stands for it. */
export function usageWithName(word: string, verb: string, lang: Lang): string {
  return withArguments(word, wireArguments(verb), lang);
}

function withArguments(word: string, args: string, lang: Lang): string {
  return `${word} ${typedIn(lang, args)}`.trimEnd();
}
