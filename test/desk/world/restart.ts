/** The server stops and starts: the new desk shows what the old one did, from the journal alone. */

import assert from 'node:assert/strict';
import { MAX_SAMPLES } from '../../../src/desk/bounds.ts';
import type { Desk } from '../../../src/desk/desk.ts';
import type { Scope, Snapshot } from '../../../src/desk/journal.ts';
import { restoreDesk } from '../../../src/desk/restore.ts';
import type { ModelStore } from '../model-store.ts';
import { observeKept } from '../observe.ts';
import { type JournalRecord, Recorder, record } from '../recorder.ts';
import type { Known } from './known.ts';

type Kept = ReturnType<typeof observeKept>;

interface Restarted {
  readonly next: Desk;
  /** The same; its HashTables have other seeds. */
  readonly twin: Desk;
  readonly records: readonly JournalRecord[];
}

/** Two desks that go on from the journal. */
export function restart(known: Known, desk: Desk, snapshot: Snapshot, at: number): Restarted {
  const { store, options } = known;
  const old = observeKept(desk);
  const presence = new Recorder();
  const again = new Recorder();
  const next = restoreDesk(options, snapshot, at, presence);
  const twin = restoreDesk(options, snapshot, at, again);
  const records = presence.take().filter((effect) => effect.kind === 'record');
  assert.deepEqual(again.take(), records, 'the same snapshot gives the same desk');
  for (const effect of records) record(store, effect);
  checkKept(known, old, observeKept(next));
  known.durations = snapshot.durations;
  known.rateable.clear();
  for (const { party, rateable } of snapshot.people)
    if (rateable) known.rateable.set(known.who(party), rateable);
  for (const person of next.people.inOrder()) {
    assert.equal(person.session, null, 'everybody is lost by a restart');
    assert.equal(person.lostAt, known.now, 'grace runs from the restart');
  }
  forget(known);
  return { next, twin, records };
}

function checkKept(known: Known, old: Kept, restored: Kept): void {
  const bare = ({ people, durations: _durations, ...rest }: Kept, erased: boolean) => ({
    ...rest,
    people: people.map(({ undo, conversation, stays: _stays, rateable: _rateable, ...person }) => {
      if (!conversation) return { ...person, conversation };
      const { backlog, count, returnedBy, ...same } = conversation;
      const less = erased ? (known.erased.get(same.id) ?? 0) : 0;
      const returned = whoseNames(known.store, returnedBy);
      return { ...person, conversation: { ...same, returned, count: count - less } };
    }),
  });
  assert.deepEqual(bare(restored, false), bare(old, true), 'a restart keeps what can be seen');
  checkSamples(known, known.durations, restored.durations);
  old.people.forEach(({ stays, rateable }, index) => {
    const next = restored.people[index]!;
    // What stands alone behind what was erased goes with it.
    if (!known.everErased || next.rateable)
      assert.deepEqual(next.rateable, rateable, 'who may rate still may');
    assert.deepEqual(staysOf(known, next.stays), staysOf(known, stays), 'it is known who was in which room');
  });
  old.people.forEach(({ conversation }, index) => {
    if (!conversation) return;
    const { backlog } = restored.people[index]!.conversation!;
    // With what was erased the old memory may have reached less far.
    const less = known.erased.has(conversation.id);
    const reached = less ? backlog.filter((line) => conversation.backlog.includes(line)) : backlog;
    if (!less || backlog.length < 50)
      assert.deepEqual(reached, conversation.backlog, 'a restart keeps what is handed over');
  });
  old.people.forEach(({ who, undo }, index) => {
    checkUndoKept(known, known.who(who), undo, restored.people[index]!.undo);
  });
}

/** Those of erased conversations may be missing; of those that ended in the same millisecond, the order. */
function checkSamples(known: Known, before: readonly number[], after: readonly number[]): void {
  const left = [...before];
  for (const duration of after) {
    const at = left.indexOf(duration);
    assert.ok(at >= 0, 'a restart makes no samples up');
    left.splice(at, 1);
  }
  const all = Math.min(before.length, MAX_SAMPLES);
  if (!known.everErased) assert.equal(after.length, all, 'a restart keeps the samples');
}

/** Who these parties are, each once, whatever they were called. */
export function whoseNames(store: ModelStore, parties: readonly number[]): number[] {
  return [...new Set(parties.map((party) => store.identity(party)))].sort((a, b) => a - b);
}

/** Rooms that somebody was in, but those of which nothing is left, or in which nothing was said meanwhile. */
export function staysOf({ store }: Pick<Known, 'store'>, stays: readonly Scope[]): string[] {
  const recipients = new Set([...store.messages.values()].map(({ recipient }) => recipient));
  return stays
    .filter(({ party, after, upto }) => after < upto && (store.rooms.has(party) || recipients.has(party)))
    .map(({ party, after, upto }) => `${party} ${after} ${upto}`)
    .sort();
}

/** UNDO reaches what it reached before a restart, from the newest to the oldest, but what can never be undone. */
function checkUndoKept(known: Known, who: number, before: readonly number[], after: readonly number[]): void {
  const { store } = known;
  const { after: entered, said } = known.visits.get(who)!;
  const inTime = (seq: number) => store.lastAt - store.messages.get(seq)!.at <= 5 * 60_000;
  // What they said at the visit before in the millisecond in which they entered may come back.
  const reached = after.filter((seq) => seq > entered);
  const expected = before.filter(inTime);
  assert.deepEqual(reached.slice(0, expected.length), expected, 'UNDO reaches what it reached');
  if (said <= 50) assert.equal(reached.length, expected.length, 'UNDO reaches no more than it reached');
  assert.ok(after.every(inTime), 'what is too old to be undone is not remembered');
  assert.deepEqual(
    after,
    after.toSorted((a, b) => b - a),
  );
}

/** What only the desk of before knew, or its connections. */
function forget(known: Known): void {
  const { store } = known;
  const alive = new Set(store.alive().map(({ id }) => id));
  known.overBefore = new Set([...store.conversations.keys()].filter((id) => !alive.has(id)));
  for (const { who } of known.ends.values()) if (who) known.logs.wentAway(who);
  known.ends.clear();
  known.lastAssigned.clear();
  known.servedBy.clear();
  known.erased.clear();
  for (const { id, attendant } of store.alive()) if (attendant) known.servedBy.set(id, known.who(attendant));
  known.floor.clear();
  known.noteFloor.clear();
  // Of notes about those who are gone nobody is told any more.
  for (const seq of [...known.noteOf.keys()]) {
    const note = store.messages.get(seq);
    if (!note || !known.isHere(known.who(note.recipient))) known.noteOf.delete(seq);
  }
  const empty = (room: number) => known.membersOf(room).length === 0;
  known.empty = [...store.rooms.keys()].filter(empty);
  known.canned = [];
  // The labels of messages that were erased are gone with them.
  for (const [who, labels] of known.labels)
    known.labels.set(
      who,
      labels.filter(({ seq }) => !known.isErased(seq)),
    );
}
