/**
 * The rooms that I am in: who comes and goes, and what becomes of my being there when the connection breaks. Owns the
 * list of those who are in a room, which is known once it was asked for.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { disarmed } from '../client/harmless.ts';
import { keyOf } from '../client/view.ts';
import { type Chat, MAX_MEMBERS, type State } from './state.ts';
import { askWho, chatWith, putChat, send, type Turn, tell, words } from './turn.ts';

/** Somebody went into a room; I, when the server tells after a return what I am in. */
export function came(turn: Turn, room: string, name: string): void {
  const isMe = keyOf(name) === keyOf(turn.state.me);
  const chat = isMe ? chatWith(turn, room, 'room') : turn.state.chats.get(keyOf(room));
  if (!chat || isMe) return;
  const known = withoutName(chat.members, name);
  if (known && known.length < MAX_MEMBERS) putChat(turn, chat.key, { members: [...known, name] });
  tell(turn, chat.key, words(turn).cameIn(name));
}

export function went(turn: Turn, room: string, name: string): void {
  const chat = turn.state.chats.get(keyOf(room));
  if (!chat) return;
  putChat(turn, chat.key, { members: withoutName(chat.members, name) });
  tell(turn, chat.key, words(turn).wentOut(name));
}

/** Somebody has another name now: told in each room in which they are known to be. O(rooms and their members). */
export function renamedInRooms(turn: Turn, old: string, name: string): void {
  for (const { key, members } of roomsOf(turn.state)) {
    if (!members?.some((one) => keyOf(one) === keyOf(old))) continue;
    putChat(turn, key, { members: members.map((one) => (keyOf(one) === keyOf(old) ? name : one)) });
    tell(turn, key, words(turn).renamed(old, name));
  }
}

/** The reply to WHO. */
export function gotMembers(turn: Turn, key: string, items: readonly Event[]): void {
  const members = items.map(({ rest }) => splitWords(disarmed(rest), 1)[0] ?? '');
  putChat(turn, key, { members: members.slice(0, MAX_MEMBERS) });
}

/** The connection is back: who came and went meanwhile nobody told. A server that no longer knew me is told to. */
export function backInRooms(turn: Turn, isNewVisit: boolean): void {
  for (const { key, name } of roomsOf(turn.state)) {
    putChat(turn, key, { members: null });
    if (isNewVisit) send(turn, `JOIN ${name}`, { is: 'join', key, isAgain: true });
    else askWhoIfShown(turn, key);
  }
}

/** Asks who is in it, if it is the one that is turned to; of the others it is asked when one turns to them. */
export function askWhoIfShown(turn: Turn, key: string): void {
  const chat = turn.state.chats.get(key);
  if (chat && turn.state.current === key) askWho(turn, chat);
}

function roomsOf({ chats }: State): Chat[] {
  return [...chats.values()].filter(({ standing }) => standing === 'room');
}

function withoutName(members: readonly string[] | null, name: string): readonly string[] | null {
  return members === null ? null : members.filter((one) => keyOf(one) !== keyOf(name));
}
