/** The side of the screen in rows: who waits, and the conversations. Pure. */

import type { Layout } from './layout.ts';
import { blank, windowOf } from './list.ts';
import { lasting } from './moments.ts';
import { BLANK, piece, type Row, spread, theirs, toned } from './rows.ts';
import { type Chat, listed, type State, type Waiting } from './state.ts';
import { TEXTS } from './texts.ts';

export function sideRows(state: State, layout: Layout): Row[] {
  return [...queueRows(state, layout), BLANK, ...chatRows(state, layout)];
}

function queueRows(state: State, { side, queue: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { queue, focus, chosen, mode } = state;
  const isActive = focus === 'queue' && mode.is === 'talk';
  const title = titleRow(t.queue, queue.length, isActive, side, queue.length > 0);
  if (queue.length === 0) return [title, hint(t.nobodyWaits), ...blank(height - 1)];
  const at = queue.findIndex(({ key }) => key === chosen);
  const rows = queue.map((waiting) => {
    const row = waitingRow(waiting, state.now, side);
    return isActive && waiting.key === chosen ? toned(row, 'chosen') : row;
  });
  return [title, ...windowOf(rows, at, height)];
}

function waitingRow({ name, sinceMs, messages }: Waiting, now: number, side: number): Row {
  const count = messages > 0 ? String(messages) : '';
  const right = [piece(lasting(now - sinceMs), 'warm'), piece(`${count.padStart(3)} `, 'dim')];
  return spread([piece('  '), theirs(name)], right, side);
}

function chatRows(state: State, { side, chats: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const chats = listed(state);
  const isActive = state.focus === 'chats' && state.mode.is === 'talk';
  const title = titleRow(t.chats, chats.length, isActive, side, false);
  if (chats.length === 0) return [title, hint(t.noChats), ...blank(height - 1)];
  const at = chats.findIndex(({ key }) => key === state.current);
  const rows = chats.map((chat, i) => {
    const isCurrent = i === at;
    const row = chatRow(chat, i, isCurrent, state, side);
    return isActive && isCurrent ? toned(row, 'chosen') : row;
  });
  return [title, ...windowOf(rows, at, height)];
}

function chatRow(chat: Chat, i: number, isCurrent: boolean, state: State, side: number): Row {
  const { name, standing, unread } = chat;
  const number = i < 9 ? String(i + 1) : ' ';
  const tone = unread > 0 || isCurrent ? 'strong' : standing === 'ended' ? 'dim' : 'plain';
  const left = [piece(isCurrent ? '▸' : ' ', 'key'), piece(`${number} `, 'dim'), theirs(name, tone)];
  const badge = unread > 0 ? [piece(` ${unread > 99 ? '99+' : unread}`, 'warm')] : [];
  return spread(left, [markOf(chat, state), ...badge, piece(' ')], side);
}

/** What is to be known of a conversation at a glance: one thing, the weightiest. */
function markOf({ standing, presence, typingUntilMs, draft, note }: Chat, { lang }: State) {
  const t = TEXTS[lang];
  if (standing === 'ended') return piece(t.markEnded, 'dim');
  if (presence === 'lost') return piece(t.markLost, 'bad');
  if (typingUntilMs > 0) return piece(t.markTyping, 'good');
  if (presence === 'away') return piece(t.markAway, 'dim');
  return piece(draft.text === '' && note.text === '' ? '' : '✎', 'dim');
}

function titleRow(title: string, count: number, isActive: boolean, side: number, isWarm: boolean): Row {
  const left = [piece(isActive ? '▌' : ' ', 'key'), piece(title, isActive ? 'strong' : 'bar')];
  return spread(left, count > 0 ? [piece(`${count} `, isWarm ? 'warm' : 'dim')] : [], side);
}

function hint(text: string): Row {
  return [piece(`  ${text}`, 'dim')];
}
