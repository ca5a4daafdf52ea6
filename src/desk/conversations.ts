/**
 * A customer's conversation with the desk: waiting, then open with one attendant, then closed. All the ways
 * from one state to the next are here, each with what it tells whom.
 *
 * Two attendants never hold one customer: `attendant` is one field, and only `open` sets it.
 */

import { EOL } from '../protocol/format.ts';
import { MAX_BACKLOG, MAX_BACKLOG_BYTES } from '../protocol/limits.ts';
import { utf8Length } from '../protocol/utf8.ts';
import { notedClosed, notedHandOver } from './deliveries.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import type { ConversationState } from './journal.ts';
import { type Message, messageEvent } from './messages.ts';
import type { Person } from './people.ts';
import { isHere, type Session } from './session.ts';

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
    place: 'none',
    position: 0,
    toldPosition: 0,
    announced: false,
  };
  customer.conversation = conversation;
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

/** Gives waiting customers to attendants who have room, until one of the two runs out. */
export function assign(desk: Desk, effects: Effects): void {
  while (desk.waiting.length > 0) {
    const attendant = leastLoaded(desk);
    const conversation = attendant && desk.waiting.longest();
    if (!attendant || !isHere(attendant) || !conversation) return;
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
  const { customer } = conversation;
  desk.waiting.leave(conversation);
  conversation.attendant = attendant;
  conversation.servedBy = attendant;
  attendant.serving.add(conversation);
  attendant.lastAssigned = ++desk.assignments;
  record(desk, effects, conversation, 'open');
  if (customer.session) effects.send(customer.session.conn, assignedEvent(conversation, attendant));
  endWaiting(desk, effects, conversation, 'taken');
}

/** `ASSIGNED customer attendant` */
export function assignedEvent(conversation: Conversation, attendant: Person): string {
  return `ASSIGNED ${conversation.customer.party.name} ${attendant.party.name}`;
}

/**
 * The newest messages of the conversation, oldest first: at most 50 and 256 KiB. `HISTORY` has the rest.
 */
export function backlog(conversation: Conversation): Message[] {
  const messages: Message[] = [];
  let bytes = 0;
  for (const message of conversation.customer.history) {
    if (message.seq < conversation.firstSeq || messages.length === MAX_BACKLOG) break;
    if (message.gone) continue;
    bytes += utf8Length(messageEvent(message)) + EOL.length;
    if (bytes > MAX_BACKLOG_BYTES) break;
    messages.push(message);
  }
  return messages.reverse();
}

/** Sends a backlog to an attendant. */
export function handOver(
  desk: Desk,
  effects: Effects,
  messages: readonly Message[],
  attendant: Person & { session: Session },
): void {
  for (const message of messages) {
    effects.send(attendant.session.conn, messageEvent(message));
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
  detach(conversation);
  desk.waiting.rejoin(conversation);
}

/** The conversation is over. The other side is told by the caller, who knows why. */
export function close(desk: Desk, effects: Effects, conversation: Conversation): void {
  // With the attendant that it had: whose work it was is part of the record.
  record(desk, effects, conversation, 'closed');
  if (conversation.attendant) detach(conversation);
  else {
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

/** `position length eta` of a customer; the estimate is unknown. */
export function queueState(desk: Desk, conversation: Conversation | null): string {
  const waits = conversation !== null && conversation.attendant === null;
  return `${waits ? desk.waiting.position(conversation) : 0} ${desk.waiting.length} ?`;
}

/** One line to every connected attendant. */
export function tellAttendants(desk: Desk, effects: Effects, line: string): void {
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

function detach(conversation: Conversation): void {
  const { attendant } = conversation;
  if (!attendant) return;
  attendant.serving.delete(conversation);
  if (attendant.partner === conversation) attendant.partner = null;
  conversation.attendant = null;
}

/**
 * The connected attendant with room and the fewest open conversations; on equal load the one whose last
 * assignment lies furthest back, then the one who entered first. O(attendants).
 */
function leastLoaded(desk: Desk): Person | undefined {
  let best: Person | undefined;
  for (const attendant of desk.people.attendants) {
    if (!attendant.session || attendant.serving.size >= desk.options.capacity) continue;
    const load = attendant.serving.size - (best?.serving.size ?? 0);
    if (!best || load < 0 || (load === 0 && attendant.lastAssigned < best.lastAssigned)) best = attendant;
  }
  return best;
}

function record(desk: Desk, effects: Effects, conversation: Conversation, state: ConversationState): void {
  const { id, customer, attendant, ticket, waitingSince, firstSeq } = conversation;
  effects.conversation({
    ...{ id, ticket, waitingSince, firstSeq, state, at: desk.now },
    customer: customer.party.id,
    attendant: attendant?.party.id ?? 0,
  });
}
