/**
 * Rooms, names and statuses: each record of one is checked as it comes, and whoever is told of it is noted.
 */

import assert from 'node:assert/strict';
import type { RoomRecord } from '../../../src/desk/journal.ts';
import type { JournalRecord } from '../recorder.ts';
import type { Due } from './due.ts';
import type { Known } from './known.ts';

type Gathering = JournalRecord & { name: 'room' | 'roomEnded' | 'joined' | 'left' | 'renamed' | 'status' };

/** Whether a record is one of these. */
export function isGathering(record: JournalRecord): record is Gathering {
  return ['room', 'roomEnded', 'joined', 'left', 'renamed', 'status'].includes(record.name);
}

/** Before the journal has it. */
export function checkGathering(known: Known, record: Gathering, due: Due): void {
  const { store } = known;
  switch (record.name) {
    case 'room':
      checkRoom(known, record.args[0]);
      break;
    case 'roomEnded': {
      const [room] = record.args;
      assert.equal(
        room,
        known.empty.find((one) => !isGeneral(known, one)),
        'the room that is empty for longest goes',
      );
      known.empty = known.empty.filter((one) => one !== room);
      break;
    }
    case 'joined': {
      const [room, party, seq] = record.args;
      const who = known.who(party);
      assert.ok(!known.membersOf(room).includes(who), 'nobody is in a room twice');
      assert.ok(known.roomsOf(who).length < 50, 'nobody is in too many rooms');
      assert.equal(seq, known.lastSeq);
      due.pushAll(known.membersOf(room), `JOIN ${store.nameOf(room)} ${known.name(who)}`);
      known.empty = known.empty.filter((one) => one !== room);
      break;
    }
    case 'left': {
      const [room, party, seq] = record.args;
      const who = known.who(party);
      const members = known.membersOf(room);
      assert.ok(members.includes(who), 'who leaves a room was in it');
      assert.equal(seq, known.lastSeq);
      due.pushAll(members, `LEAVE ${store.nameOf(room)} ${known.name(who)}`, who);
      if (members.length === 1) known.empty.push(room);
      break;
    }
    case 'renamed':
      checkRenamed(known, record.args, due);
      break;
    case 'status':
      checkStatus(known, known.who(record.args[0]), record.args[1], due);
      break;
  }
}

function checkRoom(known: Known, room: RoomRecord): void {
  const { store } = known;
  const { party, topic, maker } = room;
  assert.equal(maker === 0, topic === '', 'of a topic it is known who wrote it');
  const same = store.rooms.get(party);
  if (same) {
    assert.deepEqual(room, { ...same, topic: '', maker: 0 }, 'a room can lose its topic, and nothing else');
    return;
  }
  const { key, name } = store.parties.get(party)!;
  assert.equal(store.roomOf(key), undefined, 'no room is there twice');
  assert.ok(key !== '#geral' || name === '#geral', 'the room that is always there has its own name');
  // The one that is always there counts before anybody was in it.
  const others = [...store.rooms.keys()].filter((room) => !isGeneral(known, room)).length;
  if (key !== '#geral') assert.ok(others + 1 < known.options.maxRooms, 'there are not too many rooms');
  known.empty.push(party);
}

function isGeneral({ store }: Known, room: number): boolean {
  return store.parties.get(room)?.key === '#geral';
}

function checkRenamed(known: Known, [from, to, seq]: readonly [number, number, number], due: Due): void {
  const { store } = known;
  const who = known.who(from);
  const { key, name } = store.parties.get(to)!;
  const bearer = known.bearer(key);
  assert.ok(bearer === undefined || bearer === who, 'nobody takes the name of somebody who is here');
  assert.ok(!store.accounts.has(from), 'a registered name stays');
  assert.equal(seq, known.lastSeq);
  assert.ok((store.former.get(from)?.length ?? 0) < 16, 'nobody has too many names');
  const neighbours = [
    ...known.otherSides(who),
    ...known.roomsOf(who).flatMap((room) => known.membersOf(room)),
  ];
  // Whoever was told that somebody waits.
  if (known.conversationOf(who)?.state === 'waiting') {
    const attendants = [...known.ends.values()].filter(({ role }) => role === 'atendente');
    neighbours.push(...attendants.map((end) => end.who));
  }
  due.pushAll(neighbours, `NICK ${store.nameOf(from)} ${name}`, who);
}

/** What the customers know of it, hearing.ts and rest.ts look at. */
function checkStatus(known: Known, who: number, status: string, due: Due): void {
  assert.equal(known.roleOf(who), 'atendente', 'only attendants have a status');
  assert.notEqual(known.status(who), status, 'a status is kept when it changes');
  const attendants = [...known.ends.values()].filter(({ role }) => role === 'atendente');
  due.pushAll(
    attendants.map((end) => end.who),
    `PRESENCE ${known.name(who)} ${status}`,
    who,
  );
}
