/**
 * The whole of an attendant's screen as one pure function: a state and an input in, a state and orders out. Owns which
 * part of it an input belongs to, and what is due when all that came together has come.
 */

import { askHowThingsStand, linked } from './comeback.ts';
import { heard } from './events.ts';
import { choose } from './going.ts';
import { pressed, wrote } from './keys.ts';
import { tellLosses } from './presence.ts';
import { answered } from './replies.ts';
import { tireOfTyping } from './saying.ts';
import { shownChat } from './selectors.ts';
import type { Chat, State } from './state.ts';
import { askColleagues, type Input, type Order, put, putChat, send, type Turn } from './turn.ts';

export interface Step {
  readonly state: State;
  readonly orders: readonly Order[];
}

/** Milliseconds after which the list of those who wait is asked for again, while there are any. */
const QUEUE_EVERY_MS = 15_000;

/** @param now milliseconds since 1970. */
export function step(state: State, input: Input, now: number): Step {
  const turn: Turn = { state, orders: [], now };
  take(turn, input);
  return { state: turn.state, orders: turn.orders };
}

function take(turn: Turn, input: Input) {
  switch (input.is) {
    case 'event':
      return heard(turn, input.event);
    case 'reply':
      return answered(turn, input.about, input.reply);
    case 'link':
      return linked(turn, input.change);
    case 'key':
      return pressed(turn, input.key);
    case 'text':
      return wrote(turn, input.text);
    case 'resized':
      return put(turn, { size: input.size });
    case 'began':
      return askHowThingsStand(turn);
    case 'tick':
      return tick(turn);
    case 'settled':
      return settle(turn);
  }
}

/** Changes nothing, not even the state, unless something on the screen is another thing now. */
function tick(turn: Turn): void {
  const { state, now } = turn;
  const { link, queue, notice, chats, mode } = state;
  if (notice && notice.untilMs <= now) put(turn, { notice: null });
  for (const { key, typingUntilMs } of chats.values()) {
    if (typingUntilMs > 0 && typingUntilMs <= now) putChat(turn, key, { typingUntilMs: 0 });
  }
  if (link.is === 'up') tellLosses(turn);
  tireOfTyping(turn);
  const isDue = Math.floor(now / QUEUE_EVERY_MS) !== Math.floor(state.now / QUEUE_EVERY_MS);
  if (isDue && queue.length > 0 && link.is === 'up') send(turn, 'QUEUE', { is: 'queue' });
  if (isDue && mode.is === 'figures' && link.is === 'up') send(turn, 'STATS', { is: 'figures' });
  const isMinute = Math.floor(now / 60_000) !== Math.floor(state.now / 60_000);
  // That a colleague is lost nobody tells by itself, nor who entered.
  if (isMinute && link.is === 'up') askColleagues(turn);
  if (isDue || isMinute || link.is === 'waiting' || turn.state !== state) put(turn, { now });
}

/** Rings for who began to wait and still does; what is on the screen is seen. */
function settle(turn: Turn): void {
  const { queue, rung, chosen, isBellDue } = turn.state;
  const isNew = queue.some(({ key }) => !rung.has(key));
  if (isBellDue || isNew) turn.orders.push({ do: 'bell' });
  // Who was given back stands at their old place, and how much somebody wrote is not told: the list is asked for.
  if (isNew) send(turn, 'QUEUE', { is: 'queue' });
  put(turn, {
    isLookDue: false,
    isBellDue: false,
    now: turn.now,
    rung: new Set(queue.map(({ key }) => key)),
    chosen: chosen ?? queue[0]?.key ?? null,
  });
  const { focus, chats } = turn.state;
  const at = queue.findIndex(({ key }) => key === turn.state.chosen);
  if (focus === 'queue' && at >= 0 && !chats.has(queue[at]!.key)) choose(turn, at);
  const chat = shownChat(turn.state);
  if (chat && turn.state.mode.is !== 'archive' && chat.anchor === null) see(turn, chat);
}

/** Everything in a conversation is seen; the other side is told, if they talk to me. */
function see(turn: Turn, { key, lines, standing, saidSeen, unread }: Chat): void {
  if (unread > 0) putChat(turn, key, { unread: 0 });
  if (standing !== 'mine' && standing !== 'private') return;
  const last = lines.findLast(({ kind, mine, seq }) => kind === 'said' && !mine && seq > 0);
  if (!last || last.seq <= saidSeen) return;
  putChat(turn, key, { saidSeen: last.seq });
  send(turn, `SEEN ${last.seq}`, { is: 'nothing' });
}
