/** Moving through a conversation, and fetching what came before it. */

import { scrolled } from './chat-rows.ts';
import { layoutOf } from './layout.ts';
import { type Chat, shownChat } from './state.ts';
import { askHistory, lookSoon, PAGE, put, putChat, send, type Turn, tellIfFull } from './turn.ts';

/** Moves through the conversation on the screen, and asks for older lines at its top. */
export function scroll(turn: Turn, by: number): void {
  const { state } = turn;
  const chat = shownChat(state);
  if (!chat) return;
  const { chat: height, main, isRoomy } = layoutOf(state);
  const setting = { columns: main, isRoomy, lang: state.lang, now: state.now };
  const { anchor, isTop } = scrolled(chat, by, height, setting);
  putScrolled(turn, chat, { anchor });
  if (isTop && by > 0) older(turn, chat);
  lookSoon(turn);
}

function putScrolled(turn: Turn, chat: Chat, change: Partial<Chat>): void {
  const { mode } = turn.state;
  if (mode.is === 'archive') put(turn, { mode: { ...mode, chat: { ...mode.chat, ...change } } });
  else putChat(turn, chat.key, change);
}

/** Asks for what was said before. */
function older(turn: Turn, chat: Chat) {
  const { mode } = turn.state;
  if (mode.is !== 'archive') return askHistory(turn, chat.key);
  if (chat.older !== 'some' || tellIfFull(turn, chat)) return;
  putScrolled(turn, chat, { older: 'asked' });
  const before = chat.lines.find(({ seq }) => seq > 0)?.seq ?? 1;
  send(turn, `HISTORY ${chat.name} ${PAGE} ${before}`, { is: 'archive', key: chat.key });
}
