/**
 * How people go: by QUIT, by a lost connection, and at last when the time of grace is over.
 */

import { announce, close, putBack, tellClosed, tellPosition } from './conversations.ts';
import { here } from './deliveries.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import { leaveAll } from './gathering.ts';
import type { Person } from './people.ts';

/** The connection is gone; unless it said QUIT before, who was there is lost. */
export function connectionLost(desk: Desk, effects: Effects, conn: number): void {
  const person = desk.sessions.get(conn)?.person;
  desk.sessions.delete(conn);
  if (person) lose(desk, effects, person);
}

/** The person has no connection any more, but keeps name, place and conversations for a time of grace. */
export function lose(desk: Desk, effects: Effects, person: Person): void {
  if (person.session) person.session.person = null;
  const away = here(desk);
  desk.people.lose(person, desk.now, away);
  effects.presence(person.party.id, away);
  tellOtherSides(effects, person, `PRESENCE ${person.party.name} lost`);
}

/**
 * The person is no longer known: the name is free, a customer's conversation is over, an attendant's customers
 * wait again at their old places, and their rooms are without them.
 */
export function end(desk: Desk, effects: Effects, person: Person, how: 'quit' | 'abandoned'): void {
  desk.people.remove(person);
  leaveAccount(desk, effects, person);
  if (person.session) {
    person.session.person = null;
    person.session = null;
  }
  const { conversation } = person;
  if (conversation) {
    const { attendant } = conversation;
    close(desk, effects, conversation);
    if (attendant) tellClosed(desk, effects, attendant, `CLOSED ${person.party.name} ${how}`);
  }
  leaveAll(desk, effects, person);
  const served = [...person.serving];
  for (const conversation of served) putBack(desk, conversation);
  effects.personEnded(person.party.id);
  // Messages lead to conversations and on to those who served them: what the gone remember would keep them all.
  person.history.clear();
  person.undo.clear();
  person.notes = null;
  announce(desk, effects, served);
}

/** Time has passed: those whose grace is over are ended, and who waits learns a new place in the line. */
export function tick(desk: Desk, effects: Effects): void {
  const { graceAttendantMs, graceCustomerMs } = desk.options;
  for (const person of desk.people.lost) {
    const grace = person.role === 'atendente' ? graceAttendantMs : graceCustomerMs;
    if (desk.now - person.lostAt >= grace) end(desk, effects, person, 'abandoned');
  }
  for (const conversation of desk.waiting) {
    if (desk.waiting.position(conversation) !== conversation.toldPosition) {
      tellPosition(desk, effects, conversation);
    }
  }
}

/** The account, if there is one, remembers where its person was last. */
function leaveAccount(desk: Desk, effects: Effects, person: Person): void {
  const account = desk.accounts.find(person.party.key);
  if (account?.party !== person.party) return;
  account.away = person.away ?? here(desk);
  if (person.session) effects.presence(person.party.id, account.away);
}

/** One line to whoever is on the other side of the person's conversations. */
export function tellOtherSides(effects: Effects, person: Person, line: string): void {
  const attendant = person.conversation?.attendant?.session;
  if (attendant) effects.send(attendant.conn, line);
  for (const { customer } of person.serving) if (customer.session) effects.send(customer.session.conn, line);
}
