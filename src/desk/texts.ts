/**
 * What the desk tells people in its replies, in both languages. Errors have their texts with their codes.
 */

import type { Lang } from '../protocol/codes.ts';

type Texts = Readonly<Record<Lang, string>>;

export const WELCOME: Texts = { pt: 'bem-vindo(a) ao Telechat', en: 'welcome to Telechat' };
export const GOODBYE: Texts = { pt: 'até logo', en: 'goodbye' };

/** Part of the reply to MSG, the same in every language: clients look for it. */
export const RECEIVED = 'mensagem recebida';
