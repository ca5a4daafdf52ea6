/** The side of the screen in rows: who waits, the conversations, rooms and colleagues. Pure. */

import type { Layout } from './layout.ts';
import { blank, windowOf } from './list-window.ts';
import { lasting } from './moments.ts';
import { BLANK, piece, type Row, spread, theirs, toned } from './row.ts';
import { listed, shownChat, team } from './selectors.ts';
import type { Chat, State, Waiting } from './state.ts';
import { TEXTS } from './texts.ts';

export function sideRows(state: State, layout: Layout): Row[] {
  return [
    ...queueRows(state, layout),
    unattendedRow(state, layout),
    ...chatRows(state, layout),
    BLANK,
    ...teamRows(state, layout),
  ];
}

function queueRows(state: State, { side, queue: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { queue, focus, chosen, mode } = state;
  const isActive = focus === 'queue' && mode.is === 'talk';
  const title = titleRow(t.queue, queue.length, isActive, side, queue.length > 0);
  if (queue.length === 0) return [title, hint(t.nobodyWaits), ...blank(height - 1)];
  // Whoever is elsewhere sees who has waited longest.
  const at = focus === 'queue' ? queue.findIndex(({ key }) => key === chosen) : 0;
  const marked = markOfQueue(state);
  const rows = queue.map((waiting) => {
    const row = waitingRow(waiting, waiting.key === marked, state.now, side);
    return isActive && waiting.key === chosen ? toned(row, 'chosen') : row;
  });
  return [title, ...windowOf(rows, at, height)];
}

/** That customers of an absent colleague wait for somebody to take them over; in place of a blank row. */
function unattendedRow({ unattended, lang }: State, { side }: Layout): Row {
  if (!unattended) return BLANK;
  const t = TEXTS[lang];
  const { customers, colleagues } = unattended;
  const [first] = colleagues;
  const why = first?.absent === 'lost' ? t.markLost : t.markAway;
  const who = first && colleagues.length === 1 ? `${first.name} (${why})` : t.absentOnes(colleagues.length);
  return spread([theirs(`  ${t.customersOf(customers, who)}`, 'warm')], [piece('^Y ', 'key')], side);
}

/** The one that is marked in the lists: what is on the screen; behind what hides it, what is turned to. */
function markedKey(state: State): string | null {
  const shown = state.mode.is === 'archive' ? null : shownChat(state);
  return shown?.key ?? state.current;
}

/** Who is marked among those who wait; null if the mark is in the lists below: whoever is in both has one. */
function markOfQueue(state: State): string | null {
  const key = state.focus === 'queue' ? markedKey(state) : null;
  return state.queue.some((one) => one.key === key) ? key : null;
}

function waitingRow({ name, sinceMs, messages }: Waiting, isMarked: boolean, now: number, side: number): Row {
  const count = messages > 0 ? String(messages) : '';
  const right = [piece(lasting(now - sinceMs), 'warm'), piece(`${count.padStart(3)} `, 'dim')];
  return spread([piece(isMarked ? '▸ ' : '  ', 'key'), theirs(name)], right, side);
}

function chatRows(state: State, { side, chats: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const chats = listed(state);
  const title = titleRow(t.chats, chats.length, isActive(state, chats), side, false);
  if (chats.length === 0) return [title, hint(t.noChats), ...blank(height - 1)];
  return [title, ...listRows(chats, state, side, height, (i) => (i < 9 ? String(i + 1) : ' '))];
}

/** Rooms and colleagues, whom no number calls: it would change with each customer. */
function teamRows(state: State, { side, team: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const chats = team(state);
  // Not how many they are, but how much of it is new: what does not fit into the list could be missed.
  const unread = chats.reduce((sum, one) => sum + one.unread, 0);
  const title = titleRow(t.team, unread, isActive(state, chats), side, true);
  if (chats.length === 0) return [title, hint(t.noTeam), ...blank(height - 1)];
  return [title, ...listRows(chats, state, side, height, () => ' ')];
}

/** Whether keys move in this list now. */
function isActive({ focus, mode, current }: State, chats: readonly Chat[]): boolean {
  return focus === 'chats' && mode.is === 'talk' && chats.some(({ key }) => key === current);
}

function listRows(
  chats: readonly Chat[],
  state: State,
  side: number,
  height: number,
  numberOf: (i: number) => string,
): Row[] {
  const at = chats.findIndex(({ key }) => key === state.current);
  const isListActive = isActive(state, chats);
  const marked = markOfQueue(state) === null ? markedKey(state) : null;
  const rows = chats.map((chat, i) => {
    const row = chatRow(chat, numberOf(i), chat.key === marked, state, side);
    return isListActive && i === at ? toned(row, 'chosen') : row;
  });
  return windowOf(rows, at, height);
}

function chatRow(chat: Chat, number: string, isCurrent: boolean, state: State, side: number): Row {
  const { name, standing, unread } = chat;
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
