/**
 * What can be seen of a desk, as plain values: two desks that show the same behave the same.
 */

import { backlog, type Conversation } from '../../src/desk/conversations.ts';
import type { Desk } from '../../src/desk/desk.ts';

/** What survives a restart: people, conversations, the line with its places, backlogs, counters, what UNDO reaches. */
export function observeKept(desk: Desk) {
  return {
    lastSeq: desk.lastSeq,
    lastDelivery: desk.lastDelivery,
    lastParty: desk.lastParty,
    lastConversation: desk.lastConversation,
    lastTicket: desk.lastTicket,
    people: [...desk.people.inOrder()].map((person) => ({
      party: { ...person.party },
      role: person.role,
      display: person.display,
      tokenHash: person.tokenHash,
      since: person.since,
      sinceSeq: person.sinceSeq,
      account: desk.accounts.find(person.party.key)?.party === person.party,
      conversation: person.conversation && observeConversation(desk, person.conversation),
      serving: [...person.serving].map(({ id }) => id).sort((a, b) => a - b),
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
  };
}

/** The same with what lives in connections; but not the errors that they count. */
export function fingerprint(desk: Desk): string {
  return JSON.stringify({
    kept: observeKept(desk),
    assignments: desk.assignments,
    people: [...desk.people.inOrder()].map((person) => ({
      conn: person.session?.conn ?? null,
      lang: person.lang,
      partner: person.partner?.id ?? null,
      lastAssigned: person.lastAssigned,
      lostAt: person.lostAt,
      away: person.away,
      history: [...person.history].map(({ seq, text, gone }) => [seq, text, gone]),
      historyCut: person.historyCut,
      told: person.conversation?.toldPosition ?? null,
      servedBy: person.conversation?.servedBy?.party.id ?? null,
    })),
    lost: [...desk.people.lost].map(({ party }) => party.id),
    sessions: [...desk.sessions.values()]
      .filter(({ person, closed }) => person !== null || closed)
      .map(({ conn, lang, person, closed }) => [conn, lang, person?.party.id ?? null, closed]),
  });
}

function observeConversation(desk: Desk, conversation: Conversation) {
  const { id, ticket, waitingSince, firstSeq, count, attendant } = conversation;
  return {
    id,
    ticket,
    waitingSince,
    firstSeq,
    count,
    attendant: attendant?.party.id ?? 0,
    position: attendant ? 0 : desk.waiting.position(conversation),
    backlog: backlog(conversation).map(({ seq, at, from, to, text }) => [seq, at, from.id, to.id, text]),
  };
}
