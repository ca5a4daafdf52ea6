/**
 * What there is to choose from in what is open: the canned answers, rooms and people that fit, the colleagues to hand a
 * customer to, the message to retract. Owns which of it, and in what order; keys and rows go by the same. Pure.
 */

import { readRoom } from '../../protocol/names.ts';
import type { Line } from './lines.ts';
import type { CannedAnswer, Chat, Colleague, Person, Room, State } from './state.ts';

/** People in a list; the others are found by typing. */
const MAX_LISTED = 500;

/** The answers whose name or text has what was typed. O(answers). */
export function fittingAnswers(state: State): readonly CannedAnswer[] {
  const { mode, canned } = state;
  if (mode.is !== 'canned') return [];
  const wanted = mode.filter.text.trim().replace(/^!/, '').toLowerCase();
  return canned.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(wanted));
}

/** Those to whom a customer can be handed: who is there first. */
export function receivers({ colleagues }: State): readonly Colleague[] {
  return [...colleagues].sort((a, b) => Number(a.state === 'away') - Number(b.state === 'away'));
}

/** Others are there now to hand a customer to: who is chosen stays so, and if they are gone, nobody is. */
export function withColleagues(state: State, colleagues: readonly Colleague[]): State {
  const after = { ...state, colleagues };
  const { mode } = state;
  const chosen = mode.is === 'transfer' ? receivers(state)[mode.at] : undefined;
  if (mode.is !== 'transfer' || !chosen) return after;
  const at = receivers(after).findIndex(({ name }) => name === chosen.name);
  return { ...after, mode: { ...mode, at } };
}

/** The last message of mine in a conversation that may still be retracted. */
export function undoable({ lines }: Chat): Line | undefined {
  return lines.findLast(
    ({ mine, kind, seq, mark }) => mine && (kind === 'said' || kind === 'note') && seq > 0 && mark !== 'gone',
  );
}

/** A room to go to. */
export interface RoomChoice extends Room {
  /** There is none of that name: it is made by going there. */
  readonly isNew: boolean;
}

/** The rooms whose name or topic has what was typed; then the one that it names, if there is none. O(rooms). */
export function fittingRooms({ mode }: State): readonly RoomChoice[] {
  if (mode.is !== 'rooms' || !mode.rooms) return [];
  const typed = mode.filter.text.trim();
  const wanted = typed.toLowerCase();
  const fitting = mode.rooms.filter(({ name, topic }) => `${name} ${topic}`.toLowerCase().includes(wanted));
  const known = fitting.map((room) => ({ ...room, isNew: false }));
  const named = readRoom(typed.startsWith('#') ? typed : `#${typed}`);
  if (!named || mode.rooms.some(({ key }) => key === named.key)) return known;
  return [...known, { ...named, members: 0, topic: '', isNew: true }];
}

/** The people whose name has what was typed, as many as a list shows. O(people). */
export function fittingPeople({ mode }: State): readonly Person[] {
  if (mode.is !== 'people' || !mode.people) return [];
  const wanted = mode.filter.text.trim().toLowerCase();
  const fitting = mode.people.filter(({ name, display }) =>
    `${name} ${display}`.toLowerCase().includes(wanted),
  );
  return fitting.slice(0, MAX_LISTED);
}
