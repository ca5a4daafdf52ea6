/** What a restart starts from, and the figures of a day, by the model of a store: by going through all of it. */

import type {
  ConversationRecord,
  PersonRecord,
  Snapshot,
  SnapshotConversation,
  SnapshotMessage,
  SnapshotOwn,
  SnapshotPerson,
  Stats,
} from '../../src/desk/journal.ts';
import { type Model, type ModelMessage, pastStays } from './model.ts';

export function snapshotOf(model: Model): Snapshot {
  const { last } = model;
  const durations = served(model)
    .sort((a, b) => a.at - b.at || a.id - b.id)
    .map(({ at, openedAt }) => at - openedAt);
  const members = model.stays.filter(({ upto }) => upto === null);
  return {
    lastSeq: last.seq,
    lastDelivery: last.delivery,
    lastParty: last.party,
    lastConversation: last.conversation,
    lastTicket: last.ticket,
    lastAt: last.at,
    durations: durations.slice(-20),
    rooms: [...model.rooms.values()]
      .sort((a, b) => a.party - b.party)
      .map((room) => ({
        ...room,
        ...model.parties.get(room.party)!,
        makerKey: model.parties.get(room.maker)?.key ?? '',
        members: members
          .filter((stay) => stay.room === room.party)
          .map(({ party, after }) => ({ party, after })),
      })),
    accounts: [...model.accounts.values()]
      .sort((a, b) => a.party - b.party)
      .map((account) => ({ ...account, ...identityOf(model, account) })),
    people: [...model.people.values()]
      .sort((a, b) => a.since - b.since || a.sinceSeq - b.sinceSeq || a.party - b.party)
      .map((person) => personOf(model, person)),
    conversations: model
      .alive()
      .sort((a, b) => a.ticket - b.ticket || a.id - b.id)
      .map((one) => conversationOf(model, one)),
  };
}

function personOf(model: Model, person: PersonRecord): SnapshotPerson {
  const { party, role } = person;
  const identity = identityOf(model, person);
  return {
    ...person,
    ...identity,
    labels: model.accounts.has(party) ? [] : identity.labels,
    own: own(model, person),
    status: model.statuses.get(party) ?? 'online',
    former: model.former
      .filter((one) => one.party === party)
      .map(({ was, upto }) => ({ party: was, upto, ...model.parties.get(was)! })),
    rooms: model.stays.filter((stay) => stay.party === party && stay.upto === null).map(({ room }) => room),
    stays: pastStays(model.stays, party).flatMap(({ room, after, upto }) => {
      const known = model.parties.get(room);
      return known ? [{ key: known.key, party: room, after, upto: upto! }] : [];
    }),
    rateable: role === 'consumidor' ? rateableBy(model, party) : null,
  };
}

function identityOf(model: Model, { party, sinceSeq }: { party: number; sinceSeq: number }) {
  const names = model.namesOf(party);
  const labels = model.messages
    .filter(({ seq, parties, label }) => names.includes(parties[0]) && seq > sinceSeq && label > 0)
    .map(({ label, seq }) => [label, seq] as const);
  return {
    ...model.parties.get(party)!,
    away: model.away.get(party) ?? null,
    labels: labels.slice(-1000),
  };
}

function own(model: Model, { party, since, sinceSeq, role }: PersonRecord): SnapshotOwn[] {
  const oldest = model.last.at - 5 * 60_000;
  const names = model.namesOf(party);
  return model.messages
    .filter(({ seq, at, parties, gone }) => {
      return names.includes(parties[0]) && seq > sinceSeq && at >= since && at >= oldest && !gone;
    })
    .filter(({ note }) => !note || role === 'atendente')
    .slice(-50)
    .map((message) => ({ ...withParties(model, message), attendant: message.parties[2] }));
}

function rateableBy(model: Model, party: number): SnapshotPerson['rateable'] {
  const names = model.namesOf(party);
  const all = [...model.conversations.values()].filter(({ customer }) => names.includes(customer));
  const newest = all.sort((a, b) => b.id - a.id)[0];
  if (!newest || !served(model).includes(newest) || model.ratings.has(newest.id)) return null;
  return { conversation: newest.id, attendant: newest.attendant };
}

function conversationOf(model: Model, { at: _, state, ...rest }: ConversationRecord): SnapshotConversation {
  const names = model.namesOf(rest.customer);
  const all = model.messages.filter(
    ({ seq, parties: [sender, recipient] }) =>
      seq >= rest.firstSeq &&
      (names.includes(sender) || names.includes(recipient)) &&
      !model.isRoom(recipient),
  );
  const messages = all.filter(({ note }) => !note);
  const newest = (some: readonly ModelMessage[]) => some.slice(-50).map((one) => withParties(model, one));
  return {
    ...rest,
    state: state as 'waiting' | 'open',
    count: messages.length,
    newest: newest(messages),
    notes: newest(all.filter(({ note }) => note)),
    returnedBy: [...(model.returnedBy.get(rest.id) ?? [])].sort((a, b) => a - b),
  };
}

function withParties(model: Model, message: ModelMessage): SnapshotMessage {
  const [sender, recipient] = message.parties;
  return { ...model.stored(message), sender, recipient };
}

/** Conversations that ended and were with an attendant. */
function served(model: Model): ConversationRecord[] {
  return [...model.conversations.values()].filter(
    ({ state, attendant, openedAt }) => state === 'closed' && attendant > 0 && openedAt > 0,
  );
}

/** Hours are those that a clock shows, so that the hour that comes twice in a year counts for both. */
export function statsOf(model: Model, at: number): Stats {
  const day = (time: number) => new Date(time).toDateString();
  const isToday = (time: number) => time <= at && day(time) === day(at);
  const closed = served(model).filter((one) => isToday(one.at));
  const scores = closed.flatMap(({ id }) => model.ratings.get(id) ?? []);
  const said = model.messages.filter((message) => !message.note && message.at <= at);
  const hours = Array.from({ length: new Date(at).getHours() + 1 }, (_, hour) => hour);
  return {
    waiting: model.alive().filter(({ state }) => state === 'waiting').length,
    open: model.alive().filter(({ state }) => state === 'open').length,
    closed: closed.length,
    firstAnswer: middle(
      closed
        .filter(({ answeredAt }) => answeredAt > 0)
        .map(({ answeredAt, waitingSince }) => answeredAt - waitingSince),
    ),
    duration: middle(closed.map(({ at, openedAt }) => at - openedAt)),
    byHour: hours.map(
      (hour) =>
        said.filter((message) => isToday(message.at) && new Date(message.at).getHours() === hour).length,
    ),
    lastHour: said.filter((message) => message.at > at - 3_600_000).length,
    ratings: scores.length,
    rating: scores.length > 0 ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null,
  };
}

/** The median: takes the least and the greatest away as long as more than two are left. */
function middle(values: readonly number[]): number | null {
  const left = [...values].sort((a, b) => a - b);
  while (left.length > 2) {
    left.pop();
    left.shift();
  }
  return left.length > 0 ? left.reduce((sum, value) => sum + value, 0) / left.length : null;
}
