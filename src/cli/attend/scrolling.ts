/** Moving through a conversation, and fetching what comes before it; from the search also what comes after. */

import { askNewer, askOlder } from './archive.ts';
import { scrolled, settingOf } from './chat-rows.ts';
import { layoutOf } from './layout.ts';
import { shownChat } from './selectors.ts';
import { askHistory, lookSoon, put, putChat, type Turn } from './turn.ts';

/** Moves through the conversation on the screen, up if positive, and asks for more lines at its ends. */
export function scroll(turn: Turn, by: number): void {
  const { state } = turn;
  const chat = shownChat(state);
  if (!chat) return;
  const layout = layoutOf(state);
  const { anchor, isTop } = scrolled(chat, by, layout.chat, settingOf(state, layout));
  const isAtTop = isTop && by > 0;
  if (state.mode.is === 'archive') {
    const mode = { ...state.mode, chat: { ...chat, anchor } };
    put(turn, { mode });
    if (isAtTop) askOlder(turn, mode);
    if (anchor === null && by < 0) askNewer(turn, mode);
    return;
  }
  putChat(turn, chat.key, { anchor });
  if (isAtTop) askHistory(turn, chat.key);
  lookSoon(turn);
}
