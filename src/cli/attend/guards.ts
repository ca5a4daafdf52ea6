/**
 * What can be done now, and, in one sentence, why not. Owns that one rule: a key refuses by it, and the foot of the
 * screen leaves out by it what would be refused. Pure; it never says anything by itself.
 */

import { undoable } from './choices.ts';
import { isTeam, shownChat } from './selectors.ts';
import type { Chat, State } from './state.ts';
import { TEXTS } from './texts.ts';

/** What a key with Ctrl does, in the words of the foot. */
export type Action =
  | 'next'
  | 'note'
  | 'canned'
  | 'search'
  | 'transfer'
  | 'return'
  | 'close'
  | 'undo'
  | 'rooms'
  | 'people'
  | 'figures'
  | 'status';

/** Why it cannot be done now; '' if it can. O(lines of the conversation on the screen). */
export function whyNot(state: State, action: Action): string {
  const t = TEXTS[state.lang];
  const chat = state.mode.is === 'archive' ? null : shownChat(state);
  switch (action) {
    case 'search':
      return '';
    case 'rooms':
    case 'people':
    case 'figures':
    case 'status':
      return whyOffline(state);
    case 'next':
      return state.queue.length === 0 ? t.nobodyInLine : whyOffline(state);
    case 'note':
      return !chat || isTeam(chat) ? t.noCustomer : '';
    case 'canned':
      return whyNotWrite(state, chat) || (state.canned.length === 0 ? t.noCannedAtAll : '');
    case 'transfer':
    case 'return':
      if (chat?.standing === 'ended') return t.notYours(chat.name);
      return chat?.standing === 'mine' ? whyOffline(state) : t.noConversation;
    case 'undo':
      return chat && undoable(chat) ? whyOffline(state) : t.nothingToUndo;
    case 'close':
      return whyNotClose(state, chat);
  }
}

/** Why nothing can be asked of the server now; '' if it can. */
export function whyOffline({ link, lang }: State): string {
  return link.is === 'up' ? '' : TEXTS[lang].notNow;
}

/** Why nothing can be sent to them by me, with or without a connection; '' if it can. */
export function whyNotWrite({ lang, current }: State, chat: Chat | null): string {
  const t = TEXTS[lang];
  if (!chat) return t.noConversation;
  if (chat.key !== current) return t.takeFirst(chat.name);
  return chat.standing === 'ended' ? t.notYours(chat.name) : '';
}

/** Whom I serve is asked about first, and without a connection, too: the farewell can be typed meanwhile. */
function whyNotClose(state: State, chat: Chat | null): string {
  const t = TEXTS[state.lang];
  if (chat?.standing === 'mine') return '';
  if (!chat || chat.key !== state.current) return t.noConversation;
  if (chat.draft.text !== '' || chat.note.text !== '') return t.draftFirst(chat.name);
  return chat.standing === 'room' ? whyOffline(state) : '';
}
