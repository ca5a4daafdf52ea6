/**
 * What can be seen of a desk, as plain values: two desks that show the same behave the same.
 */

import { backlog, type Conversation } from '../../src/desk/conversations.ts';
import type { Desk } from '../../src/desk/desk.ts';
import type { Message } from '../../src/desk/messages.ts';
import type { Person } from '../../src/desk/people.ts';

/**
 * What survives a restart: people, conversations, the line with its places, rooms, backlogs, counters, samples, what
 * UNDO reaches.
 */
export function observeKept(desk: Desk) {
  return {
    lastSeq: desk.lastSeq,
    lastDelivery: desk.lastDelivery,
    lastParty: desk.lastParty,
    lastConversation: desk.lastConversation,
    lastTicket: desk.lastTicket,
    people: [...desk.people.inOrder()].map((person) => ({
      who: person.party.id,
      party: { ...person.party },
      former: person.former.map(({ party, upto }) => [{ ...party }, upto]),
      role: person.role,
      display: person.display,
      tokenHash: person.tokenHash,
      since: person.since,
      sinceSeq: person.sinceSeq,
      status: person.status,
      account: desk.accounts.find(person.party.key)?.party === person.party,
      conversation: person.conversation && observeConversation(desk, person.conversation),
      rateable: person.rateable && [person.rateable.conversation, person.rateable.attendant.id],
      serving: [...person.serving].map(({ id }) => id).sort((a, b) => a - b),
      rooms: [...(person.rooms ?? [])].map(([{ party }, { after }]) => [party.id, after]),
      stays: person.stays,
      undo: [...person.undo].filter(({ gone }) => !gone).map(({ seq }) => seq),
    })),
    accounts: [...desk.accounts].map(({ party, role, verifier, since, sinceSeq, away }) => ({
      ...{ party: { ...party }, role, verifier, since, sinceSeq },
      // Of somebody who is at the desk it is not kept here.
      away: desk.people.find(party.key) ? null : { ...away },
    })),
    attendants: [...desk.people.attendants].map(({ party }) => party.id),
    line: [...desk.waiting].map((conversation) => [conversation.id, desk.waiting.position(conversation)]),
    length: desk.waiting.length,
    open: desk.open,
    durations: desk.durations,
    rooms: [...desk.rooms.inOrder()].map(({ party, topic, maker, since, members }) => ({
      ...{ party: { ...party }, topic, maker: maker && { id: maker.id, key: maker.key }, since },
      members: [...members].map(([person, { after }]) => [person.party.id, after]),
    })),
  };
}

/** The same with what lives in connections and in memory alone; but not the errors that connections count. */
export function fingerprint(desk: Desk): string {
  return JSON.stringify({
    kept: observeKept(desk),
    assignments: desk.assignments,
    canned: desk.canned,
    rememberedBytes: desk.rememberedBytes,
    people: [...desk.people.inOrder()].map((person) => observeMemory(person)),
    lost: [...desk.people.lost].map(({ party }) => party.id),
    rooms: [...desk.rooms.inOrder()].map(({ history, heldAfter }) => [observeMessages(history), heldAfter]),
    longestEmpty: desk.rooms.longestEmpty?.party.id ?? 0,
    sessions: [...desk.sessions.values()]
      .filter(({ person, closed }) => person !== null || closed)
      .map(({ conn, lang, person, closed }) => [conn, lang, person?.party.id ?? null, closed]),
  });
}

function observeMemory(person: Person) {
  return {
    conn: person.session?.conn ?? null,
    lang: person.lang,
    partner: person.partner?.id ?? null,
    lastAssigned: person.lastAssigned,
    lostAt: person.lostAt,
    away: person.away,
    origin: person.origin,
    history: observeMessages(person.history),
    notes: observeMessages(person.notes ?? []),
    undo: observeMessages([...person.undo].filter(({ gone }) => !gone)),
    heldAfter: person.heldAfter,
    told: person.conversation?.toldPosition ?? null,
    announced: person.conversation?.announced ?? null,
    servedBy: person.conversation?.servedBy?.party.id ?? null,
  };
}

function observeMessages(messages: Iterable<Message>) {
  return [...messages].map(({ seq, at, from, to, note, text, gone, conversation, attendant }) => {
    const sides = conversation && [conversation.customer.party.id, conversation.servedBy?.party.id ?? 0];
    return [seq, at, from.id, to.id, note, text, gone, sides, attendant?.id ?? 0];
  });
}

function observeConversation(desk: Desk, conversation: Conversation) {
  const { id, ticket, waitingSince, firstSeq, count, attendant, openedAt, answeredAt, returnedBy } =
    conversation;
  return {
    ...{ id, ticket, waitingSince, firstSeq, count, openedAt, answeredAt },
    returnedBy: [...(returnedBy ?? [])],
    attendant: attendant?.party.id ?? 0,
    position: attendant ? 0 : desk.waiting.position(conversation),
    backlog: backlog(conversation).map(({ event }) => event),
  };
}
