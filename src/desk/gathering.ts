/**
 * How rooms come to be and go, and how people come into them and leave: each with what it tells whom, and what the
 * journal keeps.
 */

import { GENERAL_ROOM } from '../protocol/limits.ts';
import { MAX_ROOMS_OF_ORIGIN } from './bounds.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import type { Person } from './people.ts';
import { newRoom, type Room, roomRecord } from './rooms.ts';
import type { Session } from './session.ts';

/** How a room is called, as written and by its key. */
export interface RoomName {
  readonly name: string;
  readonly key: string;
}

/**
 * Makes a room that is not there; undefined, and nothing has changed, if there are as many as there may be, in all or
 * from the address of this person, and none of them is empty. The one that is always there needs no room.
 */
export function makeRoom(
  desk: Desk,
  effects: Effects,
  person: Person,
  { name, key }: RoomName,
  topic: string,
): Room | undefined {
  const isGeneral = key === GENERAL_ROOM;
  if (!isGeneral && !makePlace(desk, effects, person.origin)) return undefined;
  const room = newRoom(
    {
      party: { id: ++desk.lastParty, key, name: isGeneral ? GENERAL_ROOM : name },
      topic,
      // Of a room without a topic nobody needs to know who made it: that name can go.
      maker: topic === '' ? null : person.party,
      since: desk.now,
      origin: isGeneral ? '' : person.origin,
    },
    desk.lastSeq,
  );
  desk.rooms.add(room);
  effects.party(room.party.id, key, room.party.name);
  effects.room(roomRecord(room));
  return room;
}

/** Whether there is a place for a room: where there are too many, the longest empty one goes, of those that are. */
function makePlace({ rooms, options }: Desk, effects: Effects, origin: string): boolean {
  const ofOrigin = rooms.countFrom(origin) >= MAX_ROOMS_OF_ORIGIN;
  if (!ofOrigin && rooms.size < options.maxRooms) return true;
  const longestEmpty = ofOrigin ? rooms.longestEmptyFrom(origin) : rooms.longestEmpty;
  if (!longestEmpty) return false;
  rooms.remove(longestEmpty);
  effects.roomEnded(longestEmpty.party.id);
  return true;
}

/** The person is in the room from now on; the others are told. */
export function join(desk: Desk, effects: Effects, room: Room, person: Person): void {
  desk.rooms.join(room, person, desk.lastSeq);
  effects.joined(room.party.id, person.party.id, desk.lastSeq);
  tellMembers(effects, room, joinEvent(room, person), person);
}

/** The person is in the room no longer; those who stay are told. */
export function leave(desk: Desk, effects: Effects, room: Room, person: Person): void {
  desk.rooms.leave(room, person, desk.lastSeq);
  effects.left(room.party.id, person.party.id, desk.lastSeq);
  tellMembers(effects, room, `LEAVE ${room.party.name} ${person.party.name}`, person);
}

/** The person leaves all rooms. */
export function leaveAll(desk: Desk, effects: Effects, person: Person): void {
  for (const room of [...(person.rooms?.keys() ?? [])]) leave(desk, effects, room, person);
}

/** In which rooms somebody is who came back, one line each. */
export function tellRooms(effects: Effects, person: Person & { session: Session }): void {
  const { rooms, session } = person;
  for (const room of rooms?.keys() ?? []) effects.send(session.conn, joinEvent(room, person));
}

/** One line to all connected members but one, in one effect. O(members). */
export function tellMembers(effects: Effects, room: Room, line: string, except: Person): void {
  const conns: number[] = [];
  for (const member of room.members.keys()) {
    if (member !== except && member.session) conns.push(member.session.conn);
  }
  if (conns.length > 0) effects.sendAll(conns, line);
}

/** `JOIN #room name` */
function joinEvent(room: Room, person: Person): string {
  return `JOIN ${room.party.name} ${person.party.name}`;
}
