/**
 * What a restart starts from, as the model store knows it: straight from the definition of `Snapshot` in journal.ts.
 */

import { MAX_SAMPLES, MAX_STAYS, MAX_UNDO } from '../../src/desk/bounds.ts';
import type {
  PersonRecord,
  Snapshot,
  SnapshotConversation,
  SnapshotIdentity,
  SnapshotOwn,
  SnapshotPerson,
} from '../../src/desk/journal.ts';
import { MAX_LABELS, UNDO_WINDOW_MS } from '../../src/protocol/limits.ts';
import { durationOf } from './model-answers.ts';
import type { ModelConversation, ModelStore } from './model-store.ts';

/** How many messages and notes of a conversation a restart brings back. */
const NEWEST = 50;

export function snapshotOf(store: ModelStore): Snapshot {
  const highest = (numbers: Iterable<number>) => Math.max(0, ...numbers);
  const { lastSeq, lastDelivery, lastParty, lastAt } = store;
  return {
    ...{ lastSeq, lastDelivery, lastParty, lastAt },
    lastConversation: highest(store.conversations.keys()),
    lastTicket: highest([...store.conversations.values()].map(({ ticket }) => ticket)),
    durations: store.ended.slice(-MAX_SAMPLES).map(durationOf),
    rooms: [...store.rooms.values()].map((room) => ({
      ...room,
      ...store.parties.get(room.party)!,
      makerKey: store.parties.get(room.maker)?.key ?? '',
      members: store.members
        .filter((member) => member.room === room.party)
        .map(({ party, after }) => ({ party, after })),
    })),
    accounts: [...store.accounts.values()].map((account) => ({
      ...account,
      ...identityOf(store, account.party),
    })),
    people: [...store.people.values()].map((person) => personOf(store, person)),
    conversations: store.alive().map((conversation) => conversationOf(store, conversation)),
  };
}

function personOf(store: ModelStore, person: PersonRecord): SnapshotPerson {
  const { party } = person;
  return {
    ...person,
    ...identityOf(store, party),
    // Those of somebody with an account stand there.
    ...(store.accounts.has(party) ? { labels: [] } : {}),
    own: ownOf(store, person),
    status: store.statuses.get(party) ?? 'online',
    former: (store.former.get(party) ?? []).map((one) => ({ ...one, ...store.parties.get(one.party)! })),
    rooms: store.members.filter((member) => member.party === party).map(({ room }) => room),
    stays: (store.stays.get(party) ?? []).slice(-MAX_STAYS),
    rateable: rateableOf(store, person),
  };
}

function conversationOf(store: ModelStore, conversation: ModelConversation): SnapshotConversation {
  const { at: _at, state, ...rest } = conversation;
  const messages = store.messagesOf(conversation);
  return {
    ...rest,
    state: state as 'waiting' | 'open',
    count: messages.length,
    newest: messages.slice(-NEWEST).map(store.shown),
    notes: store.notesOf(conversation).slice(-NEWEST).map(store.shown),
    returnedBy: [...(store.returnedBy.get(conversation.id) ?? [])],
  };
}

function identityOf(store: ModelStore, party: number): SnapshotIdentity {
  const who = store.identity(party);
  const labels = [...store.messages.values()]
    .filter(({ sender, label }) => store.identity(sender) === who && label !== 0)
    .map(({ label, seq }) => [label, seq] as const);
  return {
    ...store.parties.get(party)!,
    away: store.away.get(party) ?? null,
    labels: labels.slice(-MAX_LABELS),
  };
}

/** What this person could undo at the last moment known; a rating is none of it. */
function ownOf(store: ModelStore, { party, role, since }: PersonRecord): SnapshotOwn[] {
  const who = store.identity(party);
  return [...store.messages.values()]
    .filter(({ at, sender, gone }) => store.identity(sender) === who && !gone && at >= since)
    .filter(({ note }) => !note || role === 'atendente')
    .filter(({ at }) => store.lastAt - at <= UNDO_WINDOW_MS)
    .slice(-MAX_UNDO)
    .map((message) => ({ ...store.shown(message), attendant: message.attendant }));
}

/** The newest conversation of a customer, if an attendant closed it and it was not rated. */
function rateableOf(store: ModelStore, { party, role, since }: PersonRecord): SnapshotPerson['rateable'] {
  if (role !== 'consumidor') return null;
  const who = store.identity(party);
  const last = [...store.conversations.values()].findLast(
    ({ customer, waitingSince }) => store.identity(customer) === who && waitingSince >= since,
  );
  if (last?.state !== 'closed' || last.attendant === 0 || store.ratings.has(last.id)) return null;
  return { conversation: last.id, attendant: last.attendant };
}
