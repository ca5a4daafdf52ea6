/** How a command is written, in the words of each language. Pure. */

import type { Lang } from '../../protocol/codes.ts';
import { COMMANDS, commandIndex } from '../../protocol/commands.ts';
import { STATUS_WORDS } from './command-words.ts';

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

/** What is typed behind commands of the client's own, and where it puts in the name of the prompt. */
const OWN: Readonly<Record<string, string>> = {
  TO: 'name',
  RAW: 'line',
  '!': '',
  HISTORY: '[who] [limit] [before-seq]',
  CLOSE: '[name [text]]',
  RETURN: '[name]',
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

/** What may be typed behind a command, as the server would write it. */
export function argumentsOf(verb: string): string {
  return OWN[verb] ?? COMMANDS[commandIndex(verb)]?.syntax ?? '';
}

/** What must be typed behind a command; `args` is all that the server names. */
export function neededOf(verb: string, args: string): string {
  return (OWN[verb] ?? args).replace(/ ?\[.*\]$/, '').replace(/^\[[^\]]*\] /, '');
}

/** `CLOSE nome [texto]`: a command with its arguments, under the word that was written for it. */
export function usage(word: string, verb: string, lang: Lang): string {
  const args = verb === 'RAW' ? OWN['RAW']! : (COMMANDS[commandIndex(verb)]?.syntax ?? '');
  return `${word} ${typedIn(lang, args)}`.trimEnd();
}
