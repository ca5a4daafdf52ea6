/** The sentences of `--plain`, in both languages. Texts alone. */

import type { Lang } from '../../protocol/codes.ts';

export interface PlainTexts {
  /** `who` is null for oneself; `place` is '' or begins with a space. */
  readonly said: (clock: string, who: string | null, place: string, text: string) => string;
  /** In front of the later lines of what somebody wrote. */
  readonly goesOn: string;
  readonly inRoom: (room: string) => string;
  readonly toSomebody: (name: string) => string;
  /** To me, and about no customer. */
  readonly toMe: string;
  readonly headed: (clock: string, head: string, words: string) => string;
  /** `to` is '' for the desk. */
  readonly stored: (to: string, seq: string) => string;
  readonly error: (text: string) => string;
  readonly nobody: string;
  readonly notServed: string;
  readonly servedBy: (name: string) => string;
  readonly waiting: (count: number) => string;
  readonly unread: (name: string, count: number) => string;
  readonly welcome: string;
}

const PT: PlainTexts = {
  said: (clock, who, place, text) => `Às ${clock}, ${who ?? 'você'} disse${place}: ${text}`,
  goesOn: 'Continua:',
  inRoom: (room) => ` em ${room}`,
  toSomebody: (name) => ` a ${name}`,
  toMe: ' a você em particular',
  headed: (clock, head, words) => `Às ${clock}, ${head}: ${words}`,
  stored: (to, seq) => `Enviada${to === '' ? '' : ` a ${to}`}, número ${seq}.`,
  error: (text) => `Erro: ${text}`,
  nobody: 'Você não fala com ninguém.',
  notServed: 'Ninguém atende você ainda.',
  servedBy: (name) => `${name} atende você.`,
  waiting: (count) => (count === 0 ? 'Ninguém espera na fila.' : `${count} na fila.`),
  unread: (name, count) =>
    `De ${name}, ${count} ${count === 1 ? 'mensagem' : 'mensagens'} desde a sua última.`,
  welcome: 'Enter sozinho diz com quem você fala.',
};

const EN: PlainTexts = {
  said: (clock, who, place, text) => `At ${clock}, ${who ?? 'you'} said${place}: ${text}`,
  goesOn: 'Continued:',
  inRoom: (room) => ` in ${room}`,
  toSomebody: (name) => ` to ${name}`,
  toMe: ' to you in private',
  headed: (clock, head, words) => `At ${clock}, ${head}: ${words}`,
  stored: (to, seq) => `Sent${to === '' ? '' : ` to ${to}`}, number ${seq}.`,
  error: (text) => `Error: ${text}`,
  nobody: 'You are talking to nobody.',
  notServed: 'Nobody serves you yet.',
  servedBy: (name) => `${name} serves you.`,
  waiting: (count) => (count === 0 ? 'Nobody is waiting.' : `${count} in line.`),
  unread: (name, count) => `From ${name}, ${count} ${count === 1 ? 'message' : 'messages'} since your last.`,
  welcome: 'Enter alone tells you whom you are talking to.',
};

export const PLAIN_TEXTS: Readonly<Record<Lang, PlainTexts>> = { pt: PT, en: EN };
