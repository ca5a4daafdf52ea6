/** A desk with people who may be in rooms, and how its answers are read: for the tests of rooms. */

import type { DeskOptions } from '../../src/desk/desk.ts';
import { type Chat, chat } from './chat.ts';

/** ana attends; mia, nico and olga are members; rui is a customer. */
export function desk(options: Partial<DeskOptions> = {}): Chat {
  const desk = chat({ capacity: 0, ...options });
  for (const [i, who] of ['ana atendente', 'mia membro', 'nico membro', 'olga membro'].entries()) {
    desk.enters(i + 1, who);
  }
  desk.enters(5, 'rui consumidor');
  return desk;
}

/** The same, with mia and nico in #jogos. */
export function jogos(options: Partial<DeskOptions> = {}): Chat {
  const chat = desk(options);
  chat.says(2, 'JOIN #Jogos');
  chat.says(3, 'JOIN #jogos');
  chat.forget();
  return chat;
}

/** The code that a reply refuses with. */
export const refused = (heard: readonly string[]) => /^-err (\S+) /.exec(heard[0] ?? '')?.[1];

/** What was written into the journal. */
export const records = (chat: Chat) =>
  chat.effects.flatMap((effect) => (effect.kind === 'record' ? [[effect.name, ...effect.args]] : []));
