/**
 * Whom I serve: a customer becomes mine, and is no longer; and waits no longer, whoever took them. Owns what that makes
 * of the conversation, and of who is looked at in the line.
 */

import { keyOf } from '../client/view.ts';
import { forgetFormer } from './former.ts';
import { isUnfinished } from './selectors.ts';
import type { Chat } from './state.ts';
import { chatWith, put, putChat, type Turn, tell, words } from './turn.ts';

/** A customer is mine from now on. */
export function serve(turn: Turn, name: string): Chat {
  const key = keyOf(name);
  forgetFormer(turn, key);
  const known = chatWith(turn, name, 'mine');
  // What was only looked at is a conversation now, and stands behind the others.
  if (known.standing === 'waiting') {
    const chats = new Map(turn.state.chats);
    chats.delete(key);
    put(turn, { chats: chats.set(key, known) });
  }
  const isNew = known.standing !== 'mine';
  // Else what stands last is still that it is over.
  const wasOver = known.standing === 'ended' && known.lines.some(({ kind }) => kind === 'told');
  putChat(turn, key, {
    standing: 'mine',
    presence: 'online',
    lossDueMs: 0,
    isUnconfirmed: false,
    ...(isNew ? { sinceMs: turn.now, isLossTold: false } : {}),
  });
  if (wasOver) tell(turn, key, words(turn).yoursAgain);
  stopsWaiting(turn, key);
  return turn.state.chats.get(key)!;
}

/** What becomes of a conversation that is over, or no longer mine. */
export const OVER = {
  standing: 'ended',
  typingUntilMs: 0,
  isUnconfirmed: false,
  presence: 'online',
  isLossTold: false,
  lossDueMs: 0,
} as const;

/** A conversation is over, or no longer mine. */
export function end(turn: Turn, key: string, why: string): void {
  const chat = turn.state.chats.get(key);
  if (!chat) return;
  if (chat.standing === 'mine') tell(turn, key, why);
  putChat(turn, key, OVER);
}

/** Somebody stops to wait, for whatever reason. */
export function stopsWaiting(turn: Turn, key: string): void {
  const { queue, chats, rung, chosen, current } = turn.state;
  const at = queue.findIndex((one) => one.key === key);
  if (rung.has(key)) put(turn, { rung: new Set([...rung].filter((one) => one !== key)) });
  if (at < 0) return;
  turn.orders.push({ do: 'settle' });
  const left = queue.filter((one) => one.key !== key);
  const next = left[Math.min(at, left.length - 1)]?.key ?? null;
  put(turn, { queue: left, ...(chosen === key ? { chosen: next } : {}) });
  // Not to the input line: Enter, meant for who waited, would send what is half written there.
  if (left.length === 0 && turn.state.focus === 'queue' && current !== null) put(turn, { focus: 'chats' });
  const chat = chats.get(key);
  if (chat?.standing !== 'waiting') return;
  const { mode } = turn.state;
  const isOpen = 'key' in mode && mode.key === key;
  if (isOpen || isUnfinished(chat)) putChat(turn, key, { standing: 'ended' });
  else forgetPreview(turn, key);
}

/** A preview that nobody looks at any more. */
function forgetPreview(turn: Turn, key: string): void {
  const chats = new Map(turn.state.chats);
  chats.delete(key);
  put(turn, { chats });
}
