/**
 * How people come back: to a new connection, from a lost one or in place of one that is still alive. What they
 * missed follows from the store; how things stand follows from here.
 */

import { farewell, ok } from '../protocol/format.ts';
import { MAX_LOG } from '../protocol/limits.ts';
import { assign, assignedEvent, type Conversation, tellPosition } from './conversations.ts';
import { here } from './deliveries.ts';
import type { Desk } from './desk.ts';
import type { Effects, LogRead } from './effects.ts';
import { leaveAll, tellRooms } from './gathering.ts';
import type { Place } from './journal.ts';
import { tellOtherSides } from './leaving.ts';
import { formerScopes } from './names.ts';
import type { Person } from './people.ts';
import { mayUseRooms } from './rights.ts';
import { roomScopes } from './rooms.ts';
import type { Session } from './session.ts';
import { presenceEvent } from './status.ts';

/** The person is here, on this connection from now on; an older one is ended. Nothing is sent to the new one yet. */
export function attach(desk: Desk, effects: Effects, person: Person, session: Session): void {
  const old = person.session;
  if (old) dismiss(effects, old, 'TAKEN-OVER');
  else tellOtherSides(effects, person, presenceEvent(person));
  desk.people.attach(person, session);
  session.person = person;
  effects.presence(person.party.id, null);
  // A customer who went into rooms before a restart that has closed them to customers.
  if (!mayUseRooms(desk, person.role)) leaveAll(desk, effects, person);
}

/** Says goodbye to a connection and ends it; who was there no longer is. */
export function dismiss(effects: Effects, session: Session, why: 'TAKEN-OVER' | 'KICKED'): void {
  effects.send(session.conn, farewell(why, session.lang));
  effects.close(session.conn);
  session.closed = true;
  session.person = null;
}

/** What goes into the reply to somebody who comes back. */
export interface Reply {
  readonly label: string;
  /** Behind the token; null for the number of events. */
  readonly after: string | null;
}

/**
 * The reply to somebody who comes back, who is attached already, followed by what they missed since `from`.
 *
 * @param from a place, or the last seq that the client saw.
 */
export function replay(
  desk: Desk,
  effects: Effects,
  person: Person & { session: Session },
  from: Place | number,
  { label, after }: Reply,
): void {
  const { party, role, session, sinceSeq } = person;
  const { conn, lang } = session;
  const read: LogRead = {
    kind: 'log',
    conn,
    label,
    lang,
    before: ok(label, `${party.name} ${role} `),
    after,
    query: {
      party: party.id,
      key: party.key,
      after: from,
      upto: here(desk),
      since: sinceSeq,
      limit: MAX_LOG,
      notes: role === 'atendente',
      others: [...formerScopes(person), ...roomScopes(person)],
    },
  };
  effects.resumed(role, read);
}

/**
 * How things stand for somebody who came back: `QUEUE`, or `ASSIGNED` and whether the other side is lost or away;
 * whether they are away themselves; a `JOIN` for each of their rooms; then who waits may be given to whom.
 */
export function tellHowThingsStand(
  desk: Desk,
  effects: Effects,
  person: Person & { session: Session },
): void {
  const { conversation, session } = person;
  if (conversation?.attendant) tellOpen(effects, person, conversation);
  else if (conversation) tellPosition(desk, effects, conversation);
  else if (person.role === 'consumidor') effects.send(session.conn, `QUEUE 0 ${desk.waiting.length} ?`);
  for (const served of person.serving) tellOpen(effects, person, served);
  if (person.status === 'away') effects.send(session.conn, presenceEvent(person));
  tellRooms(effects, person);
  assign(desk, effects);
}

/** The conversation is open; whether the other side is lost or away, nobody has told who was lost then too. */
function tellOpen(effects: Effects, person: Person & { session: Session }, conversation: Conversation): void {
  const { customer, attendant } = conversation;
  if (!attendant) return;
  const { conn } = person.session;
  effects.send(conn, assignedEvent(conversation, attendant));
  const other = person === attendant ? customer : attendant;
  if (!other.session) effects.send(conn, `PRESENCE ${other.party.name} lost`);
  else if (other.status === 'away') effects.send(conn, presenceEvent(other));
}
