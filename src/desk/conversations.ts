/**
 * A customer's conversation with the desk: waiting, then open with one attendant, then closed. All the ways
 * from one state to the next are here, each with what it tells whom.
 *
 * Two attendants never hold one customer: `attendant` is one field, and only `open` sets it.
 */

import { EOL } from '../protocol/format.ts';
import { MAX_BACKLOG, MAX_BACKLOG_BYTES } from '../protocol/limits.ts';
import { utf8Length } from '../protocol/utf8.ts';
import { nextAssignment } from './assignment.ts';
import { MAX_RETURNED } from './bounds.ts';
import { notedClosed, notedHandOver } from './deliveries.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import { estimate, UNKNOWN_ESTIMATE, withSample } from './estimates.ts';
import type { ConversationState } from './journal.ts';
import { type Message, messageEvent } from './messages.ts';
import { together } from './notes.ts';
import type { Person } from './people.ts';
import { isRoom } from './rooms.ts';
import type { Session } from './session.ts';
import { presenceEvent } from './status.ts';

export interface Conversation {
  readonly id: number;
  readonly customer: Person;
  /** Its place in the order of waiting; kept for its whole life. */
  readonly ticket: number;
  /** Milliseconds since 1970. */
  readonly waitingSince: number;
  /** The first seq that can belong to it. */
  readonly firstSeq: number;
  attendant: Person | null;
  /** The attendant, also after they let it go: who got its messages last. */
  servedBy: Person | null;
  /** How many messages it has. */
  count: number;
  /**
   * When it was last given to an attendant, and when one first answered; in milliseconds since 1970, 0 for never, or
   * for longer ago than such a thing was kept.
   */
  openedAt: number;
  answeredAt: number;
  /** The parties of those attendants who gave it back, at most MAX_RETURNED: it is not given them again by itself. */
  returnedBy: Set<number> | null;
  /** Where it stands in the waiting line. */
  place: 'none' | 'queue' | 'returned';
  /** Its number in the waiting line, as last counted; and as the customer was last told. */
  position: number;
  toldPosition: number;
  /** Whether the attendants were told that it waits. */
  announced: boolean;
}

/** The customer has something to say: their conversation begins, and waits. The customer is not yet told. */
export function begin(desk: Desk, customer: Person): Conversation {
  const conversation: Conversation = {
    id: ++desk.lastConversation,
    customer,
    ticket: ++desk.lastTicket,
    waitingSince: desk.now,
    firstSeq: desk.lastSeq + 1,
    attendant: null,
    servedBy: null,
    count: 0,
    openedAt: 0,
    answeredAt: 0,
    returnedBy: null,
    place: 'none',
    position: 0,
    toldPosition: 0,
    announced: false,
  };
  customer.conversation = conversation;
  customer.rateable = null;
  desk.waiting.join(conversation);
  return conversation;
}

/**
 * These conversations have begun to wait, or wait again: they are given to attendants who have room; of those
 * that must wait indeed, the attendants and the customers are told.
 */
export function announce(desk: Desk, effects: Effects, conversations: readonly Conversation[]): void {
  for (const conversation of conversations) record(desk, effects, conversation, 'waiting');
  assign(desk, effects);
  for (const conversation of conversations) {
    if (conversation.attendant) continue;
    conversation.announced = true;
    tellAttendants(desk, effects, `WAITING ${conversation.customer.party.name} ${desk.waiting.length}`);
    tellPosition(desk, effects, conversation);
  }
}

/**
 * Gives waiting customers to attendants who have room, until one of the two runs out: the longest-waiting first, each
 * to the least-loaded. Who was given back by all who have room is passed over, and those behind still go.
 */
export function assign(desk: Desk, effects: Effects): void {
  for (let next = nextAssignment(desk); next; next = nextAssignment(desk)) {
    const { conversation, attendant } = next;
    open(desk, effects, conversation, attendant);
    effects.send(attendant.session.conn, assignedEvent(conversation, attendant));
    handOver(desk, effects, backlog(conversation), attendant);
  }
}

/**
 * The conversation is open with this attendant from now on; the customer and the other attendants are told. The
 * caller tells the attendant, and hands over the backlog.
 */
export function open(desk: Desk, effects: Effects, conversation: Conversation, attendant: Person): void {
  desk.waiting.leave(conversation);
  desk.open++;
  give(desk, effects, conversation, attendant);
  endWaiting(desk, effects, conversation, 'taken');
}

/** The open conversation is with another attendant from now on, and goes on; the caller tells both of them. */
export function passOn(desk: Desk, effects: Effects, conversation: Conversation, attendant: Person): void {
  letGo(conversation);
  give(desk, effects, conversation, attendant);
}

function give(desk: Desk, effects: Effects, conversation: Conversation, attendant: Person): void {
  const { customer } = conversation;
  conversation.attendant = attendant;
  conversation.servedBy = attendant;
  conversation.openedAt = desk.now;
  attendant.serving.add(conversation);
  attendant.lastAssigned = ++desk.assignments;
  record(desk, effects, conversation, 'open');
  if (!customer.session) return;
  const { conn } = customer.session;
  effects.send(conn, assignedEvent(conversation, attendant));
  if (attendant.status === 'away') effects.send(conn, presenceEvent(attendant));
}

/** The attendant has written to the customer: the first time is part of the record. */
export function answered(desk: Desk, effects: Effects, conversation: Conversation): void {
  if (conversation.answeredAt !== 0) return;
  conversation.answeredAt = desk.now;
  record(desk, effects, conversation, 'open');
}

/** `ASSIGNED customer attendant` */
export function assignedEvent(conversation: Conversation, attendant: Person): string {
  return `ASSIGNED ${conversation.customer.party.name} ${attendant.party.name}`;
}

/** A message or a note that is handed to an attendant, and the event that it is. */
export interface Handed {
  readonly message: Message;
  readonly event: string;
}

/**
 * The newest messages of the conversation and notes about it, for attendants alone, oldest first: at most 50 and
 * 256 KiB. `HISTORY` has the rest.
 */
export function backlog({ customer, firstSeq }: Conversation): Handed[] {
  const handed: Handed[] = [];
  let bytes = 0;
  for (const message of together(customer.history, customer.notes)) {
    if (message.seq < firstSeq || handed.length === MAX_BACKLOG) break;
    if (message.gone || isRoom(message.to.key)) continue;
    const event = messageEvent(message);
    bytes += utf8Length(event) + EOL.length;
    if (bytes > MAX_BACKLOG_BYTES) break;
    handed.push({ message, event });
  }
  return handed.reverse();
}

/** Sends a backlog to an attendant. */
export function handOver(
  desk: Desk,
  effects: Effects,
  handed: readonly Handed[],
  attendant: Person & { session: Session },
): void {
  for (const { message, event } of handed) {
    effects.send(attendant.session.conn, event);
    notedHandOver(desk, effects, attendant.party, message);
  }
}

/** Tells somebody that a conversation is over, now or when they come back. */
export function tellClosed(desk: Desk, effects: Effects, person: Person, event: string): void {
  if (person.session) effects.send(person.session.conn, event);
  notedClosed(desk, effects, person.party, event);
}

/** The attendant is gone: the customer waits again, at the old place. The caller announces it. */
export function putBack(desk: Desk, conversation: Conversation): void {
  letGo(conversation);
  desk.open--;
  desk.waiting.rejoin(conversation);
}

/** The attendant does not want to serve this customer, who waits again, at the old place. The caller announces it. */
export function giveBack(desk: Desk, effects: Effects, conversation: Conversation, attendant: Person): void {
  const returnedBy = (conversation.returnedBy ??= new Set());
  returnedBy.add(attendant.party.id);
  if (returnedBy.size > MAX_RETURNED) returnedBy.delete(returnedBy.values().next().value!);
  effects.returned(conversation.id, attendant.party.id);
  putBack(desk, conversation);
}

/** The conversation is over. The other side is told by the caller, who knows why. */
export function close(desk: Desk, effects: Effects, conversation: Conversation): void {
  // With the attendant that it had: whose work it was is part of the record.
  record(desk, effects, conversation, 'closed');
  if (conversation.attendant) {
    letGo(conversation);
    desk.open--;
    const { openedAt } = conversation;
    if (openedAt !== 0) desk.durations = withSample(desk.durations, desk.now - openedAt);
  } else {
    desk.waiting.leave(conversation);
    endWaiting(desk, effects, conversation, 'gone');
  }
  conversation.customer.conversation = null;
}

/** `QUEUE position length eta`, at once. */
export function tellPosition(desk: Desk, effects: Effects, conversation: Conversation): void {
  const position = desk.waiting.position(conversation);
  conversation.toldPosition = position;
  const conn = conversation.customer.session?.conn;
  if (conn !== undefined) effects.send(conn, `QUEUE ${queueState(desk, conversation)}`);
}

/** `position length eta` of a customer. */
export function queueState(desk: Desk, conversation: Conversation | null): string {
  const { waiting, durations } = desk;
  if (!conversation || conversation.attendant) return `0 ${waiting.length} ${UNKNOWN_ESTIMATE}`;
  const position = waiting.position(conversation);
  return `${position} ${waiting.length} ${estimate(durations, position, desk.open)}`;
}

/** One line to every connected attendant. */
function tellAttendants(desk: Desk, effects: Effects, line: string): void {
  const conns: number[] = [];
  for (const { session } of desk.people.attendants) if (session) conns.push(session.conn);
  if (conns.length > 0) effects.sendAll(conns, line);
}

/** `WAITING-END name how`, if the attendants were told that it waits. */
function endWaiting(desk: Desk, effects: Effects, conversation: Conversation, how: 'taken' | 'gone'): void {
  if (!conversation.announced) return;
  conversation.announced = false;
  tellAttendants(desk, effects, `WAITING-END ${conversation.customer.party.name} ${how}`);
}

function letGo(conversation: Conversation): void {
  const { attendant } = conversation;
  if (!attendant) return;
  attendant.serving.delete(conversation);
  if (attendant.partner === conversation) attendant.partner = null;
  conversation.attendant = null;
}

function record(desk: Desk, effects: Effects, conversation: Conversation, state: ConversationState): void {
  const { id, customer, attendant, ticket, waitingSince, firstSeq, openedAt, answeredAt } = conversation;
  effects.conversation({
    ...{ id, ticket, waitingSince, firstSeq, state, at: desk.now, openedAt, answeredAt },
    customer: customer.party.id,
    attendant: attendant?.party.id ?? 0,
  });
}
