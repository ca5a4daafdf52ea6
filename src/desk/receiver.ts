/**
 * Who can be written to: those at the desk, lost ones included, those who have an account, rooms, and the desk itself
 * for its customers. The rules are the same for whatever is said: a message, or that one is typing.
 */

import type { Code } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import type { Account } from './accounts.ts';
import type { Conversation } from './conversations.ts';
import type { Desk } from './desk.ts';
import { DESK, type Party, type Person } from './people.ts';
import { mayUseRooms } from './rights.ts';
import { isRoom, type Room } from './rooms.ts';
import type { Session } from './session.ts';

/** Somebody with a name; the message waits for whoever has no session. */
export interface Receiver {
  readonly party: Party;
  readonly role: Role;
  readonly session: Session | null;
}

/** Where something goes that somebody says. `to` is what it shows. */
export type Addressee =
  /** The attendant of a customer's conversation, or nobody yet. */
  | { readonly kind: 'desk'; readonly to: Party; readonly attendant: Person | null }
  /** A customer who waits, or whom the one who writes serves. */
  | { readonly kind: 'customer'; readonly to: Party; readonly conversation: Conversation }
  | { readonly kind: 'person'; readonly to: Party; readonly receiver: Receiver }
  | { readonly kind: 'room'; readonly to: Party; readonly room: Room };

/** Whom `to` (a key, or `*`) means when this person writes to it, or why they may not. O(1). */
export function addressee(desk: Desk, sender: Person, to: string): Addressee | Code {
  if (isRoom(to)) return toRoom(desk, sender, to);
  if (sender.role === 'consumidor') return toDesk(sender, to);
  if (to === '*') {
    return sender.partner ? toCustomer(sender, sender.partner.customer) : 'NO-CONVERSATION';
  }
  const receiver = receiverOf(desk, to);
  if (!receiver) return 'NO-SUCH-USER';
  if (receiver.role !== 'consumidor') return { kind: 'person', to: receiver.party, receiver };
  if (sender.role !== 'atendente') return 'FORBIDDEN';
  const customer = personOf(desk, receiver);
  return customer ? toCustomer(sender, customer) : 'NO-CONVERSATION';
}

/** Only those who are in a room write there. */
function toRoom(desk: Desk, sender: Person, key: string): Addressee | Code {
  if (!mayUseRooms(desk, sender.role)) return 'FORBIDDEN';
  if (!desk.rooms.has(key)) return 'NO-SUCH-ROOM';
  const room = desk.rooms.find(key);
  return room?.members.has(sender) ? { kind: 'room', to: room.party, room } : 'NOT-IN-ROOM';
}

/** To `*`, or to the attendant by name. */
function toDesk({ conversation }: Person, to: string): Addressee | Code {
  const attendant = conversation?.attendant ?? null;
  if (to === '*') return { kind: 'desk', to: DESK, attendant };
  if (attendant?.party.key !== to) return 'FORBIDDEN';
  return { kind: 'desk', to: attendant.party, attendant };
}

/** Only the attendant who serves a customer writes to them; one who waits may be taken by it. */
function toCustomer(sender: Person, { party, conversation }: Person): Addressee | Code {
  if (!conversation) return 'NO-CONVERSATION';
  if (conversation.attendant && conversation.attendant !== sender) return 'TAKEN';
  return { kind: 'customer', to: party, conversation };
}

/** Whoever has the name of this key. O(1). */
export function receiverOf(desk: Desk, key: string): Receiver | undefined {
  return desk.people.find(key) ?? absent(desk.accounts.find(key));
}

/** Whoever this party is now, under whatever name; undefined if nobody. O(1). */
export function receiverNow(desk: Desk, party: Party): Receiver | undefined {
  const account = desk.accounts.find(party.key);
  return desk.people.whoIs(party) ?? absent(account?.party.id === party.id ? account : undefined);
}

function absent(account: Account | undefined): Receiver | undefined {
  return account && { party: account.party, role: account.role, session: null };
}

/** The person at the desk, if that is who it is. */
export function personOf(desk: Desk, { party }: Receiver): Person | null {
  return desk.people.whoIs(party) ?? null;
}
