/**
 * How the connection stands, and what is asked anew once it is back: what the server told nobody meanwhile. Owns what
 * of the state a break of the connection leaves standing.
 */

import type { Change } from '../client/link.ts';
import { tellWhoIsBack } from './presence.ts';
import { backInRooms } from './rooms.ts';
import { end, OVER } from './serving.ts';
import { askHistory, askUnattendedAnew, notice, put, putChat, send, type Turn, words } from './turn.ts';

/** How the connection stands from now on. */
export function linked(turn: Turn, change: Change): void {
  const t = words(turn);
  switch (change.is) {
    case 'waiting':
      put(turn, {
        link: { is: 'waiting', attempt: change.attempt, dueMs: turn.now + change.delayMs },
        typing: null,
      });
      for (const { key, typingUntilMs } of turn.state.chats.values()) {
        if (typingUntilMs > 0) putChat(turn, key, { typingUntilMs: 0 });
      }
      return;
    case 'trying':
      put(turn, { link: { is: 'trying', attempt: change.attempt } });
      return;
    case 'back':
      put(turn, {
        link: { is: 'up' },
        isReturning: true,
        me: change.name,
      });
      notice(turn, change.newVisit ? t.backAnew : t.back, change.newVisit);
      for (const { key, standing } of turn.state.chats.values()) {
        if (standing === 'mine') putChat(turn, key, change.newVisit ? OVER : { isUnconfirmed: true });
      }
      if (change.newVisit) forgetLines(turn);
      backInRooms(turn, change.newVisit);
      askHowThingsStand(turn);
      return;
    case 'settled':
      for (const { key, isUnconfirmed } of turn.state.chats.values()) {
        if (isUnconfirmed) end(turn, key, t.noLongerYours);
      }
      put(turn, { isReturning: false });
      tellWhoIsBack(turn);
  }
}

/**
 * A server that no longer knew me may have forgotten all else, too, and count from 1 again: what it still has is asked
 * for anew. What was not sent stays.
 */
function forgetLines(turn: Turn): void {
  for (const { key, lines } of turn.state.chats.values()) {
    const unsent = lines.filter(({ mine, seq }) => mine && seq === 0);
    putChat(turn, key, { lines: unsent, older: 'unknown', lowestSeq: 0, anchor: null, saidSeen: 0 });
  }
  // What is told from now on stands behind what is said from now on, however small its numbers are.
  put(turn, { lastSeq: 0 });
  const { current } = turn.state;
  if (current !== null) askHistory(turn, current);
}

/** What a screen asks for at its beginning, and after every return. */
export function askHowThingsStand(turn: Turn): void {
  send(turn, 'QUEUE', { is: 'queue' });
  askUnattendedAnew(turn);
  send(turn, 'CANNED', { is: 'canned', next: null });
}
