/**
 * One turn: what one input makes of the state, and what is to be done about it. Owns the shapes of inputs and orders,
 * and the small steps of which turns are made. A turn lives for one call; the states that it goes through never change.
 */

import type { Event } from '../../protocol/server-lines.ts';
import type { Reply } from '../client/connection.ts';
import type { Change } from '../client/link.ts';
import { keyOf } from '../client/view.ts';
import { whyOffline } from './guards.ts';
import { isFullOf, type Line, withLines } from './lines.ts';
import { isTeam, isUnfinished, listed, reachable, team } from './selectors.ts';
import { type Chat, MAX_CHATS, MAX_KEPT, newChat, type Size, type State } from './state.ts';
import { TEXTS } from './texts.ts';

/** What happens to the screen. */
export type Input =
  | { readonly is: 'event'; readonly event: Event }
  | { readonly is: 'reply'; readonly about: About; readonly reply: Reply | null }
  | { readonly is: 'link'; readonly change: Change }
  /** `ctrl-n`, `alt-1`, `shift-tab`, `enter`. */
  | { readonly is: 'key'; readonly key: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'resized'; readonly size: Size }
  /** The screen is there, or again. */
  | { readonly is: 'began' }
  | { readonly is: 'tick' }
  /** What came together has come. */
  | { readonly is: 'settled' };

/** Which command a reply answers. */
export type About =
  | { readonly is: 'said' | 'note'; readonly key: string; readonly id: number }
  | { readonly is: 'taken' }
  | { readonly is: 'close'; readonly key: string; readonly text: string }
  | { readonly is: 'return'; readonly key: string }
  | { readonly is: 'transfer'; readonly customer: string; readonly to: string }
  | { readonly is: 'undo'; readonly seq: number }
  /** `page`: so many lines were asked for. */
  | { readonly is: 'history'; readonly key: string; readonly page: number }
  /** What came before and after the message of this seq; the page after may begin in the middle, see `archive.ts`. */
  | { readonly is: 'archive'; readonly seq: number }
  | {
      readonly is: 'newer';
      readonly seq: number;
      readonly from: number;
      readonly before: number | null;
      readonly full: number | null;
    }
  | { readonly is: 'members' | 'leave'; readonly key: string }
  /** `isAgain`: I was in it, before the server forgot that. */
  | { readonly is: 'join'; readonly key: string; readonly isAgain: boolean }
  | { readonly is: 'take-over'; readonly name: string }
  | { readonly is: 'search'; readonly asked: string }
  /** `next`: a text for somebody goes out that calls an answer which was not known, or one is chosen for them. */
  | { readonly is: 'canned'; readonly next: { readonly do: 'say' | 'choose'; readonly key: string } | null }
  | {
      readonly is:
        | 'status'
        | 'queue'
        | 'colleagues'
        | 'rooms'
        | 'people'
        | 'unattended'
        | 'figures'
        | 'nothing';
    };

/** What is to be done. */
export type Order =
  | { readonly do: 'send'; readonly line: string; readonly about: About }
  | { readonly do: 'bell' | 'try-now' | 'leave' | 'redraw' }
  /** Give `settled` back when all that came together is handled. */
  | { readonly do: 'settle' };

export interface Turn {
  state: State;
  readonly orders: Order[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Milliseconds for which a notice stands. */
export const NOTICE_MS = 6_000;

/** Lines of history asked for at a time. */
export const PAGE = 50;
const LARGE_PAGE = 500;

export function put(turn: Turn, change: Partial<State>): void {
  turn.state = { ...turn.state, ...change };
}

/** Changes one conversation; nothing if there is none of this key. */
export function putChat(turn: Turn, key: string, change: Partial<Chat>): void {
  const chat = turn.state.chats.get(key);
  if (!chat) return;
  const chats = new Map(turn.state.chats);
  const after = { ...chat, ...change };
  const isAnother = ['ended', 'private'].includes(chat.standing) && after.standing !== chat.standing;
  const isDraftOld = after.draft.text !== '' && (after.isDraftOld || isAnother);
  chats.set(key, { ...after, isDraftOld });
  put(turn, { chats });
}

/** The conversation with this name; a new one, in this standing, if there is none. */
export function chatWith(turn: Turn, name: string, standing: Chat['standing']): Chat {
  const key = keyOf(name);
  const known = turn.state.chats.get(key);
  if (known) return known;
  const chat = newChat(key, name, standing, turn.now);
  const chats = new Map(turn.state.chats).set(key, chat);
  put(turn, { chats });
  dropOld(turn, key);
  return chat;
}

/** Forgets a conversation; the one on the screen is followed by its neighbour in the list. */
export function dropChat(turn: Turn, key: string): void {
  const { chats, current } = turn.state;
  const chat = chats.get(key);
  if (!chat) return;
  const list = (isTeam(chat) ? team(turn.state) : listed(turn.state)).map((one) => one.key);
  const at = list.indexOf(key);
  const left = new Map(chats);
  left.delete(key);
  put(turn, { chats: left });
  if (current !== key) return;
  const next = list[at + 1] ?? list[at - 1] ?? reachable(turn.state)[0]?.key ?? null;
  put(turn, { current: null });
  if (next !== null) turnTo(turn, next);
}

/**
 * Makes room for a new one: the oldest that is not mine, has no draft and is not on the screen goes. O(conversations).
 */
function dropOld(turn: Turn, fresh: string): void {
  const { chats, current, chosen, mode } = turn.state;
  if (chats.size <= MAX_CHATS) return;
  const open = 'key' in mode ? mode.key : null;
  for (const chat of chats.values()) {
    const { key, standing } = chat;
    const isKept = chats.size <= MAX_KEPT && (standing === 'mine' || standing === 'room');
    if (isKept || isUnfinished(chat) || [current, chosen, fresh, open].includes(key)) continue;
    dropChat(turn, key);
    return;
  }
}

export function send(turn: Turn, line: string, about: About): void {
  turn.orders.push({ do: 'send', line, about });
}

/** Without a connection says so, and is true: what was wanted now is not to happen at some time later. */
export function tellIfOffline(turn: Turn): boolean {
  const why = whyOffline(turn.state);
  if (why !== '') notice(turn, why, true);
  return why !== '';
}

/** Says something at the foot of the screen, for a while. */
export function notice(turn: Turn, text: string, isBad = false): void {
  put(turn, { notice: { text, isBad, untilMs: turn.now + NOTICE_MS } });
}

export function words(turn: Turn) {
  return TEXTS[turn.state.lang];
}

/** A number for a new line. */
export function newId(turn: Turn): number {
  const { nextId } = turn.state;
  put(turn, { nextId: nextId + 1 });
  return nextId;
}

/** Puts lines into a conversation, and says that it must be looked at. */
export function addLines(turn: Turn, key: string, lines: readonly Line[]): void {
  const chat = turn.state.chats.get(key);
  if (!chat || lines.length === 0) return;
  const all = withLines(chat.lines, lines);
  if (all === chat.lines) return;
  const isCut = all[0] !== chat.lines[0] && chat.lines.length > 0 && all[0]!.order > chat.lines[0]!.order;
  putChat(turn, key, { lines: all, ...(isCut ? { older: 'some', lowestSeq: 0 } : {}) });
  const last = lines.reduce((most, { seq }) => Math.max(most, seq), turn.state.lastSeq);
  put(turn, { lastSeq: last });
  lookSoon(turn);
}

/** Tells what happened to a conversation, among its lines. */
export function tell(turn: Turn, key: string, text: string): void {
  const line: Line = {
    id: newId(turn),
    kind: 'told',
    seq: 0,
    order: turn.state.lastSeq + 0.5,
    timeMs: turn.now,
    from: '',
    to: '',
    mine: false,
    text,
    mark: '',
  };
  addLines(turn, key, [line]);
}

/** When all that came together has come, what is on the screen counts as seen. */
export function lookSoon(turn: Turn): void {
  if (turn.state.isLookDue) return;
  put(turn, { isLookDue: true });
  turn.orders.push({ do: 'settle' });
}

/** Lines to ask for at a time: among those of a colleague, what we two wrote is rare. */
function pageOf({ standing }: Pick<Chat, 'standing'>): number {
  return standing === 'private' ? LARGE_PAGE : PAGE;
}

/** Asks for the newest lines of a conversation, once; `before` those that are there, if there are any. */
export function askHistory(turn: Turn, key: string): void {
  const chat = turn.state.chats.get(key);
  if (!chat || chat.older === 'asked' || chat.older === 'none') return;
  if (tellIfFull(turn, chat)) return;
  const page = pageOf(chat);
  const oldest = chat.lowestSeq || chat.lines.find(({ seq }) => seq > 0)?.seq;
  const before = chat.older === 'unknown' || oldest === undefined ? '' : ` ${oldest}`;
  putChat(turn, key, { older: 'asked' });
  send(turn, `HISTORY ${chat.name} ${page}${before}`, { is: 'history', key, page });
}

/** Asks who attends. */
export function askColleagues(turn: Turn): void {
  send(turn, 'LIST atendente', { is: 'colleagues' });
}

/** The same, and anew whom those serve who are not there, though that is not due. */
export function askUnattendedAnew(turn: Turn): void {
  put(turn, { unattendedAsOf: { ...turn.state.unattendedAsOf, dueMs: 0 } });
  askColleagues(turn);
}

/** Asks who is in a room; nobody is known to be until that is answered. */
export function askWho(turn: Turn, { key, name }: Chat): void {
  putChat(turn, key, { members: [] });
  send(turn, `WHO ${name}`, { is: 'members', key });
}

/** If no older lines can be kept says so, and is true. */
export function tellIfFull(turn: Turn, { lines }: Chat): boolean {
  if (!isFullOf(lines, PAGE)) return false;
  notice(turn, words(turn).farBack);
  return true;
}

/** Asks for the newest lines of somebody who is only looked at, and writes meanwhile. */
export function askNewest(turn: Turn, { key, name, older }: Chat): void {
  if (older === 'unknown') putChat(turn, key, { older: 'asked' });
  send(turn, `HISTORY ${name} ${PAGE}`, { is: 'history', key, page: PAGE });
}

/** Turns to a conversation: it is on the screen from now on, and its lines are wanted. */
export function turnTo(turn: Turn, key: string): void {
  const { current, chats } = turn.state;
  const chat = chats.get(key);
  if (!chat) return;
  const former = current === null || current === key ? undefined : chats.get(current);
  put(turn, { current: key });
  if (chat.older === 'unknown') askHistory(turn, key);
  if (chat.standing === 'room' && chat.members === null) askWho(turn, chat);
  // That a colleague is lost nobody tells by itself.
  if (chat.standing === 'private') askColleagues(turn);
  // What is over and was looked at goes from the list, unless something is still to be said.
  const isOver = former?.standing === 'ended' && former.unread === 0;
  if (isOver && !isUnfinished(former)) dropChat(turn, former.key);
  lookSoon(turn);
}
