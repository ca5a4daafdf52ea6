/**
 * Whether those I talk to are there. Owns when that is told among their lines: who is lost just when I come back may
 * only have been slower than I after the server fell, so a mark shows it at once, but it is told only if it lasts.
 */

import { LASTS_MS } from '../client/losses.ts';
import type { Chat } from './state.ts';
import { putChat, type Turn, tell, words } from './turn.ts';

/** The server says how somebody is there. */
export function appears(turn: Turn, key: string, presence: Chat['presence']): void {
  const chat = turn.state.chats.get(key);
  if (!chat || chat.presence === presence || chat.standing === 'ended') return;
  const isHeld = presence === 'lost' && turn.state.isReturning;
  const lossDueMs = isHeld && !chat.isLossTold ? turn.now + LASTS_MS : 0;
  putChat(turn, key, { presence, typingUntilMs: 0, lossDueMs });
  // Of whom nothing was told nobody is told that they are back.
  if (!isHeld && !(presence === 'online' && chat.lossDueMs > 0)) tellPresence(turn, key, presence);
}

/**
 * All has come that tells how things stand after a return: who was told to be lost and is there came back meanwhile.
 */
export function tellWhoIsBack(turn: Turn): void {
  for (const { key, standing, isLossTold, presence } of turn.state.chats.values()) {
    if (standing === 'mine' && isLossTold && presence === 'online') tellPresence(turn, key, presence);
  }
}

/** Tells the losses that have lasted; a listing may have said meanwhile that somebody is there. O(conversations). */
export function tellLosses(turn: Turn): void {
  for (const { key, lossDueMs, presence } of turn.state.chats.values()) {
    if (lossDueMs === 0 || lossDueMs > turn.now) continue;
    if (presence === 'lost') tellPresence(turn, key, presence);
    else putChat(turn, key, { lossDueMs: 0 });
  }
}

function tellPresence(turn: Turn, key: string, presence: Chat['presence']): void {
  const t = words(turn);
  putChat(turn, key, { lossDueMs: 0, isLossTold: presence === 'lost' });
  tell(turn, key, { lost: t.lostConnection, away: t.isAway, online: t.isBack }[presence]);
}
