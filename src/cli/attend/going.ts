/** Turning to somebody or something else on the screen: in the lists, to a pane, straight to a conversation. */

import { chosenAt, reachable } from './selectors.ts';
import type { Pane } from './state.ts';
import { askNewest, chatWith, lookSoon, notice, put, type Turn, turnTo, words } from './turn.ts';

/** Turns to somebody who waits: what they wrote is shown before anybody takes them. */
export function choose(turn: Turn, at: number): void {
  const waiting = turn.state.queue[at];
  if (!waiting) return;
  put(turn, { chosen: waiting.key });
  const chat = chatWith(turn, waiting.name, 'waiting');
  askNewest(turn, chat);
}

/** Turns to a part of the screen, and to what is chosen there. */
export function focusOn(turn: Turn, pane: Pane): void {
  put(turn, { focus: pane });
  if (pane === 'chats' && turn.state.current === null) stepTo(turn, 1, 'chats');
  if (pane === 'queue') choose(turn, chosenAt(turn.state));
  lookSoon(turn);
}

/** The conversation before or behind the current one in the lists. */
export function stepTo(turn: Turn, by: 1 | -1, focus: Pane) {
  const { state } = turn;
  const chats = reachable(state);
  const at = chats.findIndex(({ key }) => key === state.current);
  if (focus === 'chats' && by < 0 && at <= 0 && state.queue.length > 0) return focusOn(turn, 'queue');
  const next = chats[Math.min(chats.length - 1, Math.max(0, at + by))];
  if (next) goTo(turn, next.key, focus);
}

/**
 * The next one in which something is unread, behind the current one and round again; if there is none, that is said.
 */
export function toUnread(turn: Turn): void {
  const all = reachable(turn.state);
  const at = all.findIndex(({ key }) => key === turn.state.current);
  const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(({ unread }) => unread > 0);
  if (next) goTo(turn, next.key, 'input');
  else notice(turn, words(turn).nothingUnread, true);
}

/** Turns to this one, whatever is open. */
export function goTo(turn: Turn, key: string, focus: Pane): void {
  put(turn, { mode: { is: 'talk' }, focus });
  turnTo(turn, key);
}
