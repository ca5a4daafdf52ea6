/**
 * Choosing a room or somebody at the desk, and moving in any list. Owns what it means to choose: a room is gone into, a
 * colleague written to, a customer looked at or, if whoever serves them is not there, taken over after a question.
 */

import { keyOf } from '../client/view.ts';
import { fittingPeople, fittingRooms } from './choices.ts';
import { EMPTY } from './editor.ts';
import { choose, goTo } from './going.ts';
import { type Mode, type PeopleMode, type Person, presenceOf, type RoomsMode } from './state.ts';
import { chatWith, lookSoon, notice, put, putChat, send, type Turn, tellIfOffline, words } from './turn.ts';

/** Rows by which PgUp and PgDn move in a list. */
const LIST_PAGE = 8;

/** What has a list in which something is chosen. */
type ListMode = Extract<Mode, { readonly at: number }>;

/** The key means something in the list of rooms. */
export function roomsKey(turn: Turn, key: string, mode: RoomsMode): boolean {
  const rooms = fittingRooms(turn.state);
  if (moves(turn, key, mode, rooms.length)) return true;
  if (key !== 'enter') return false;
  const room = rooms[mode.at];
  if (!room) return true;
  if (turn.state.chats.has(room.key)) {
    goTo(turn, room.key, 'input');
    return true;
  }
  if (tellIfOffline(turn)) return true;
  send(turn, `JOIN ${room.name}`, { is: 'join', key: room.key, isAgain: false });
  put(turn, { mode: { is: 'talk' } });
  lookSoon(turn);
  return true;
}

/** The key means something in the list of people. */
export function peopleKey(turn: Turn, key: string, mode: PeopleMode): boolean {
  const people = fittingPeople(turn.state);
  if (moves(turn, key, mode, people.length)) return true;
  if (key !== 'enter') return false;
  const person = people[mode.at];
  if (person) meet(turn, person);
  return true;
}

function meet(turn: Turn, person: Person) {
  const { key, name, role, state, absent } = person;
  const t = words(turn);
  if (key === keyOf(turn.state.me)) return notice(turn, t.thatIsYou, true);
  if (role !== 'consumidor') return writeTo(turn, person);
  if (turn.state.chats.get(key)?.standing === 'mine') return goTo(turn, key, 'input');
  if (absent !== '') {
    put(turn, { mode: { is: 'confirm', what: 'take-over', key: null, line: null, text: EMPTY, person } });
    return;
  }
  const at = turn.state.queue.findIndex((one) => one.key === key);
  if (at >= 0) {
    put(turn, { mode: { is: 'talk' }, focus: 'queue' });
    choose(turn, at);
    return lookSoon(turn);
  }
  const [, attendant] = /^with:(.+)$/.exec(state) ?? [];
  notice(turn, attendant === undefined ? t.notServed(name) : t.servedBy(name, attendant), true);
}

/** A conversation with an attendant or a member, whatever they were before. */
function writeTo(turn: Turn, { key, name, state }: Person): void {
  chatWith(turn, name, 'private');
  putChat(turn, key, { standing: 'private', presence: presenceOf(state) });
  goTo(turn, key, 'input');
}

/** Moves in an open list of so many things, if this key does that; false if not. */
export function moves(turn: Turn, key: string, mode: ListMode, count: number): boolean {
  const by = { up: -1, down: 1, pageup: -LIST_PAGE, pagedown: LIST_PAGE }[key];
  if (by === undefined) return false;
  put(turn, { mode: { ...mode, at: Math.max(0, Math.min(count - 1, mode.at + by)) } });
  return true;
}
