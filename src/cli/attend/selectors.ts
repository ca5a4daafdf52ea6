/**
 * What follows from the state of an attendant's screen and is not kept in it: the lists, the conversation on the
 * screen, where one can turn to. Pure. O(conversations) where nothing else is said.
 */

import { type Chat, type Mode, type Pane, SMALLEST, type State } from './state.ts';

/** Whether there is room for the screen. */
export function isTooSmall({ size }: State): boolean {
  return size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
}

/** Whether it stands there to be answered if I want to leave: on a screen that is too small, too. */
export function isAskedToQuit({ mode }: State): boolean {
  return mode.is === 'confirm' && mode.what === 'quit';
}

/** The conversations with customers, in order; those who wait are not among them. */
export function listed({ chats }: State): Chat[] {
  return [...chats.values()].filter(({ standing }) => standing === 'mine' || standing === 'ended');
}

/** Rooms and colleagues: the rooms first, each in the order in which they came. */
export function team({ chats }: State): Chat[] {
  const all = [...chats.values()];
  const of = (wanted: Chat['standing']) => all.filter(({ standing }) => standing === wanted);
  return [...of('room'), ...of('private')];
}

/** All that one can turn to, from the top of the lists to their end. */
export function reachable(state: State): Chat[] {
  return [...listed(state), ...team(state)];
}

/** The place of who is chosen in the line; 0 if nobody is, or they wait no longer. O(who waits). */
export function chosenAt({ queue, chosen }: State): number {
  return Math.max(
    0,
    queue.findIndex(({ key }) => key === chosen),
  );
}

/** The parts of the screen in which there is something. */
export function panes(state: State): Pane[] {
  const all: Pane[] = [];
  if (state.queue.length > 0) all.push('queue');
  if (reachable(state).length > 0) all.push('chats');
  if (state.current !== null) all.push('input');
  return all;
}

/** Whether something in it is still to be said: a draft, a note, or what the server has not taken. O(lines). */
export function isUnfinished({ draft, note, lines }: Chat): boolean {
  if (draft.text !== '' || note.text !== '') return true;
  return lines.some(({ mark }) => mark === 'sent' || mark === 'failed');
}

/** Whether this conversation is with no customer. */
export function isTeam({ standing }: Chat): boolean {
  return standing === 'room' || standing === 'private';
}

/** What stands in front of a conversation, and is not about it. */
const HIDING: ReadonlySet<Mode['is']> = new Set(['search', 'help', 'figures', 'rooms', 'people']);

/** The conversation on the screen, if it is not hidden behind something else; null if there is none. */
export function shownChat(state: State): Chat | null {
  const { mode, focus, chosen, current, chats } = state;
  if (mode.is === 'archive') return mode.chat;
  if (HIDING.has(mode.is)) return null;
  if ('key' in mode && mode.key !== null) return chats.get(mode.key) ?? null;
  const key = focus === 'queue' && chosen !== null ? chosen : current;
  return (key !== null && chats.get(key)) || null;
}
