/** What must hold whenever the desk is at rest: that it is as the journal has it, and that people know how things are. */

import assert from 'node:assert/strict';
import type { Desk } from '../../../src/desk/desk.ts';
import type { Person } from '../../../src/desk/people.ts';
import type { End, Known } from './known.ts';
import { leastLoaded } from './openings.ts';

export function checkState(known: Known, desk: Desk): void {
  const { store } = known;
  assert.equal(desk.now, known.now, 'desk time is the latest that any entry had');
  checkLine(known, desk);
  const served = new Map<number, number>();
  for (const person of desk.people.inOrder()) {
    checkPerson(known, desk, person);
    for (const one of person.serving) {
      assert.ok(!served.has(one.id), 'no customer has two attendants');
      served.set(one.id, person.party.id);
      assert.equal(one.attendant, person);
      assert.equal(one.place, 'none', 'who is served does not wait');
    }
  }
  assert.equal(desk.people.size, store.people.size, 'whom the journal knows is at the desk');
  const open = store.alive().filter(({ state }) => state === 'open');
  for (const { id, attendant } of open) assert.equal(served.get(id), attendant);
  assert.equal(served.size, open.length);
  assert.equal(desk.open, open.length, 'it is known how many conversations are open');
  checkAccounts(known, desk);
  checkRooms(known, desk);
  for (const conn of desk.sessions.keys())
    assert.ok(known.ends.has(conn), 'a connection that is gone is forgotten');
  const waiting = store.waiting();
  const names = waiting.map(({ customer }) => known.who(customer)).sort((a, b) => a - b);
  for (const end of known.ends.values()) {
    if (end.role === 'atendente')
      assert.deepEqual(
        [...end.waiting].sort((a, b) => a - b),
        names,
        'attendants know the line',
      );
    checkPresence(known, end);
  }
  for (const one of waiting) {
    if (known.connected(known.who(one.customer)))
      assert.equal(leastLoaded(known, one), undefined, 'nobody waits while an attendant has room');
  }
}

function checkLine({ store }: Known, desk: Desk): void {
  const line = [...desk.waiting];
  assert.deepEqual(
    line.map(({ id }) => id),
    store.waiting().map(({ id }) => id),
    'the line is as the journal has it, by ticket',
  );
  assert.equal(desk.waiting.length, line.length);
  line.forEach((one, index) => {
    assert.equal(desk.waiting.position(one), index + 1, 'places are 1 to n');
    assert.equal(one.attendant, null, 'who waits is not served');
    assert.equal(one.customer.conversation, one);
  });
}

function checkPerson(known: Known, desk: Desk, person: Person): void {
  const { party, role, conversation, serving, former } = person;
  const { store } = known;
  const kept = store.people.get(party.id);
  const who = known.who(party.id);
  assert.equal(kept?.role, role, 'who is at the desk is in the journal');
  assert.equal(party.name, store.nameOf(party.id));
  assert.deepEqual(
    former.map((name) => ({ party: name.party.id, upto: name.upto })),
    store.former.get(party.id) ?? [],
    'the journal knows former names',
  );
  for (const name of former) assert.equal(desk.people.whoIs(name.party), person);
  assert.equal(person.status, known.status(who), 'the journal knows who is away');
  assert.equal(person.session?.conn, known.connected(who)?.conn, 'who is connected is, and no one else');
  assert.deepEqual(person.away, store.away.get(party.id), 'the journal knows where who is lost went away');
  assert.equal(person.away === null, person.session !== null, 'who is here is not away');
  assert.equal(person.tokenHash, kept?.tokenHash);
  if (person.tokenHash !== '') assert.equal(desk.people.bearerOf(person.tokenHash), person);
  for (const memory of [person.history, person.undo, person.notes])
    assert.ok((memory?.size ?? 0) <= 50, 'memory is bounded');
  for (const note of person.notes ?? []) assert.ok(note.note, 'notes stand apart');
  for (const { note, to } of person.history) {
    assert.ok(!note, 'no note is among the messages');
    assert.ok(role !== 'consumidor' || !to.name.startsWith('#'), 'rooms take nothing of a backlog');
  }
  assert.equal(conversation?.id, known.conversationOf(who)?.id);
  assert.ok(role === 'consumidor' || conversation === null, 'only customers have a conversation');
  assert.ok(role === 'atendente' || serving.size === 0, 'only attendants serve');
  assert.ok(person.partner === null || serving.has(person.partner), '* is somebody who is served');
  assert.equal(person.rateable?.conversation, known.rateable.get(who)?.conversation, 'who may rate is known');
}

function checkAccounts({ store }: Known, desk: Desk): void {
  assert.deepEqual(
    [...desk.accounts].map(({ party, verifier }) => [party.id, verifier]),
    [...store.accounts.values()].map(({ party, verifier }) => [party, verifier]),
    'accounts are as the journal has them',
  );
  for (const { party, away } of desk.accounts) {
    if (!store.people.has(party.id)) assert.deepEqual(store.away.get(party.id), away);
  }
}

function checkRooms(known: Known, desk: Desk): void {
  const { store } = known;
  const shown = [...desk.rooms.inOrder()].map(({ party, topic, maker, since, members }) => {
    return {
      ...{ party: party.id, topic, maker: maker?.id ?? 0, since },
      members: [...members].map(([{ party }, { after }]) => [party.id, after]),
    };
  });
  const kept = [...store.rooms.values()].map((room) => {
    const members = store.members.filter((member) => member.room === room.party);
    return { ...room, members: members.map((member) => [member.party, member.after]) };
  });
  assert.deepEqual(shown, kept, 'rooms are as the journal has them');
  assert.ok(desk.rooms.size <= Math.max(1, known.options.maxRooms), 'there are not too many rooms');
  for (const person of desk.people.inOrder()) {
    const rooms = [...(person.rooms?.keys() ?? [])].map(({ party }) => party.id);
    assert.deepEqual(rooms, known.roomsOf(known.who(person.party.id)), 'everybody is in their rooms');
    assert.ok(rooms.length === 0 || known.options.roomsForCustomers || person.role !== 'consumidor');
  }
}

/** Whoever is in an open conversation knows whether the other side is here. */
function checkPresence(known: Known, { who, presence }: End): void {
  if (who === 0) return;
  for (const other of known.otherSides(who)) {
    const told = presence.get(other) ?? 'online';
    const is = known.connected(other) ? known.status(other) : 'lost';
    assert.equal(told, is, `${known.name(other)}: both sides know how the other one is`);
  }
}

/** What the desk remembers of messages is what the store has: nothing that was erased. */
export function checkMemory(known: Known, desk: Desk): void {
  const memories = [
    ...[...desk.people.inOrder()].flatMap(({ history, undo, notes }) => [history, undo, notes ?? []]),
    ...[...desk.rooms.inOrder()].map(({ history }) => history),
  ];
  for (const { seq, text, gone } of memories.flatMap((memory) => [...memory])) {
    const kept = known.store.messages.get(seq);
    assert.deepEqual([text, gone], [kept?.text, kept?.gone], 'nothing that was erased is remembered');
  }
  for (const { client, who } of known.ends.values()) {
    if (client && client.party === who) client.check(known.logs, known.isGone);
  }
}

/** After a tick, who waits knows the place, and nobody's grace is over. */
export function checkTick(known: Known, desk: Desk): void {
  known.store.waiting().forEach(({ customer }, index) => {
    const end = known.connected(known.who(customer));
    if (end) assert.equal(end.told, index + 1, 'a tick tells every customer a changed place');
  });
  const { graceAttendantMs, graceCustomerMs } = known.options;
  for (const { lostAt, role } of desk.people.lost) {
    const grace = role === 'atendente' ? graceAttendantMs : graceCustomerMs;
    assert.ok(known.now - lostAt < grace, 'nobody stays lost beyond the grace');
  }
}
