/** What a restart would start from, out of memory. It changes nothing. */

import { MAX_UNDO } from '../desk/bounds.ts';
import type {
  Journal,
  Snapshot,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotMessage,
  SnapshotOwn,
  SnapshotPerson,
  SnapshotRoom,
} from '../desk/journal.ts';
import { isRoom } from '../desk/rooms.ts';
import { MAX_LABELS, UNDO_WINDOW_MS } from '../protocol/limits.ts';
import type { MemoryConversations } from './memory-conversations.ts';
import type { MemoryJournal } from './memory-journal.ts';

/** How many messages of a conversation a restart brings back, and how many notes. */
const NEWEST = 50;

type Labels = SnapshotIdentity['labels'];

type Memory = Omit<MemoryJournal, keyof Journal>;

/** O(messages held + people + conversations). */
export function loadMemory(memory: Memory): Omit<Snapshot, `last${string}`> {
  const { people, rooms, conversations } = memory;
  const labels = loadLabels(memory);
  const own = loadOwn(memory);
  const rateable = conversations.rateable();
  return {
    durations: conversations.durations(),
    rooms: loadRooms(memory),
    accounts: [...people.accounts.values()]
      .sort((a, b) => a.party - b.party)
      .map((account) => ({
        ...account,
        ...people.identityOf(account.party),
        labels: labels.get(account.party) ?? [],
      })),
    people: [...people.people.values()]
      .sort((a, b) => a.since - b.since || a.sinceSeq - b.sinceSeq || a.party - b.party)
      .map((person) => {
        const { party } = person;
        return {
          ...person,
          ...people.identityOf(party),
          labels: people.accounts.has(party) ? [] : (labels.get(party) ?? []),
          own: own.get(party) ?? [],
          status: people.statusOf(party),
          former: people.formerOf(party),
          rooms: rooms.roomsOf(party),
          stays: staysOf(memory, party),
          rateable: person.role === 'consumidor' ? rateableOf(people.partiesOf(party), rateable) : null,
        };
      }),
    conversations: loadConversations(memory),
  };
}

function loadRooms({ rooms, people }: Memory): SnapshotRoom[] {
  const members = rooms.members();
  return [...rooms.rooms.values()]
    .sort((a, b) => a.party - b.party)
    .map((room) => ({
      ...room,
      key: people.keyOf(room.party)!,
      name: people.nameOf(room.party),
      makerKey: people.keyOf(room.maker) ?? '',
      members: members.get(room.party) ?? [],
    }));
}

/** Of a room that ended, the name may be gone with its last message. */
function staysOf({ rooms, people }: Memory, party: number): SnapshotPerson['stays'] {
  return rooms.pastOf(party).flatMap(({ room, after, upto }) => {
    const key = people.keyOf(room);
    return key === undefined ? [] : [{ key, party: room, after, upto }];
  });
}

function rateableOf(
  parties: readonly number[],
  rateable: ReturnType<MemoryConversations['rateable']>,
): SnapshotPerson['rateable'] {
  const all = parties.map((party) => rateable.get(party)).filter((one) => one !== undefined);
  return all.sort((a, b) => b.newest - a.newest)[0]?.rateable ?? null;
}

/** Whose a party is by now, of people and accounts: theirs, or one that they were. */
function ownersOf({ people }: Memory): ReadonlyMap<number, number> {
  const present = [...people.people.keys(), ...people.accounts.keys()];
  return new Map(present.flatMap((party) => people.partiesOf(party).map((one) => [one, party] as const)));
}

/** Oldest first, by present party of the sender. */
function loadLabels(memory: Memory): ReadonlyMap<number, Labels> {
  const { ring, people } = memory;
  const owners = ownersOf(memory);
  const labels = new Map<number, [key: number, seq: number][]>();
  for (const { seq, sender, label } of ring.parties()) {
    const owner = owners.get(sender);
    if (label === 0 || owner === undefined) continue;
    const { sinceSeq } = people.accounts.get(owner) ?? people.people.get(owner)!;
    if (seq <= sinceSeq) continue;
    const own = labels.get(owner) ?? [];
    labels.set(owner, own);
    if (own.length < MAX_LABELS) own.push([label, seq]);
  }
  for (const own of labels.values()) own.reverse();
  return labels;
}

/** What people could undo now, oldest first, by present party of the sender. */
function loadOwn(memory: Memory): ReadonlyMap<number, SnapshotOwn[]> {
  const { ring, people, lastAt } = memory;
  const owners = ownersOf(memory);
  const all = new Map<number, SnapshotOwn[]>();
  for (const { seq, at, sender, attendant, note } of ring.parties()) {
    if (at < lastAt - UNDO_WINDOW_MS) break;
    const person = people.people.get(owners.get(sender) ?? -1);
    if (person === undefined || at < person.since || seq <= person.sinceSeq) continue;
    // Of notes, only an attendant's can be undone: a customer's comes with a rating.
    if (note && person.role !== 'atendente') continue;
    const own = all.get(person.party) ?? [];
    all.set(person.party, own);
    if (own.length === MAX_UNDO) continue;
    const message = snapshotMessage(memory, seq);
    if (!message.gone) own.push({ ...message, attendant });
  }
  for (const own of all.values()) own.reverse();
  return all;
}

function loadConversations(memory: Memory): SnapshotConversation[] {
  const { ring, people, conversations } = memory;
  const alive = [...conversations.alive.values()].sort((a, b) => a.ticket - b.ticket || a.id - b.id);
  const said = new Map<number, { readonly seq: number; readonly note: boolean }[]>();
  for (const { customer } of alive) for (const party of people.partiesOf(customer)) said.set(party, []);
  for (const { seq, sender, recipient, note } of ring.parties()) {
    // Not what was said in a room.
    if (isRoom(people.nameOf(recipient))) continue;
    said.get(sender)?.push({ seq, note });
    if (recipient !== sender) said.get(recipient)?.push({ seq, note });
  }
  return alive.map(({ at, state, ...rest }) => {
    const all = people.partiesOf(rest.customer).flatMap((party) => said.get(party)!);
    const seqs = (notes: boolean) => {
      const some = all.filter(({ seq, note }) => note === notes && seq >= rest.firstSeq);
      return [...new Set(some.map(({ seq }) => seq))].sort((a, b) => a - b);
    };
    const messages = seqs(false);
    const newest = (seqs: readonly number[]) =>
      seqs.slice(-NEWEST).map((seq) => snapshotMessage(memory, seq));
    return {
      ...rest,
      state: state as 'waiting' | 'open',
      count: messages.length,
      newest: newest(messages),
      notes: newest(seqs(true)),
      returnedBy: conversations.returnedBy(rest.id),
    };
  });
}

function snapshotMessage({ ring, people }: Memory, seq: number): SnapshotMessage {
  const { at, sender, recipient, text, gone, note } = ring.get(seq)!;
  const names = { from: people.nameOf(sender), to: people.nameOf(recipient) };
  return { seq, at, ...names, text, gone, note, sender, recipient };
}
