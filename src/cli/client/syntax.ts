/** How a command is written, in the words of each language. Pure. */

import type { Lang } from '../../protocol/codes.ts';
import { COMMANDS, commandIndex } from '../../protocol/commands.ts';

const PORTUGUESE: Readonly<Record<string, string>> = {
  name: 'nome',
  role: 'tipo',
  'after-name': 'depois-de',
  who: 'quem',
  to: 'quem',
  text: 'texto',
  limit: 'limite',
  'before-seq': 'antes-de',
  reason: 'motivo',
  verb: 'comando',
  attendant: 'atendente',
  topic: 'assunto',
  room: 'sala',
  'after-room': 'depois-de',
  line: 'linha',
};

/** The arguments of a command as the server writes them, in this language. */
export function syntaxIn(lang: Lang, args: string): string {
  if (lang === 'en') return args;
  return args.replace(/[a-z]+(?:-[a-z]+)*/g, (word) =>
    Object.hasOwn(PORTUGUESE, word) ? PORTUGUESE[word]! : word,
  );
}

/** `CLOSE nome [texto]`: a command with its arguments, under the word that was written for it. */
export function usage(word: string, verb: string, lang: Lang): string {
  const args = verb === 'RAW' ? 'line' : (COMMANDS[commandIndex(verb)]?.syntax ?? '');
  return `${word} ${syntaxIn(lang, args)}`.trimEnd();
}
