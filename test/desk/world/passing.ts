/** What is told and never kept: that somebody is typing, and that somebody has seen a message. */

import type { Desk } from '../../../src/desk/desk.ts';
import type { Command } from '../../../src/protocol/parse.ts';
import type { ModelMessage } from '../model-store.ts';
import type { Due } from './due.ts';
import type { End, Known } from './known.ts';

/** TYPING went well: the other side hears it, in a room all others. */
export function typingDue(known: Known, desk: Desk, { args }: Command, by: End, due: Due): void {
  const [to = '', state = ''] = args;
  const { store } = known;
  const room = store.roomOf(to);
  const event = (shown: string) => `TYPING ${known.name(by.who)} ${shown} ${state}`;
  if (room !== undefined) {
    due.pushAll(known.membersOf(room), event(store.nameOf(room)), by.who);
    return;
  }
  if (by.role === 'consumidor') {
    const [attendant = 0] = known.otherSides(by.who);
    due.push(attendant, event(to === '*' ? '*' : known.name(attendant)));
    return;
  }
  const whom = to === '*' ? partnerOf(known, desk, by) : known.bearer(to);
  if (whom !== undefined) due.push(whom, event(known.name(whom)));
}

/** SEEN went well: whoever sent the message hears it, if it was to this person, in a room of theirs, or by whom they serve. */
export function seenDue(known: Known, desk: Desk, { args }: Command, by: End, due: Due): void {
  const seq = Number(args[0]);
  const message = known.store.messages.get(seq);
  if (!message || message.note) return;
  const sender = known.who(message.sender);
  if (!isRemembered(desk, by, seq)) {
    if (isOfServed(known, desk, message, by)) due.push(sender, `SEEN ${known.name(by.who)} ${seq}`);
    return;
  }
  const toRoom = known.store.isRoom(message.recipient);
  const toMe = !toRoom && known.who(message.recipient) === by.who;
  if (sender !== by.who || toMe) due.push(sender, `SEEN ${known.name(by.who)} ${seq}`);
}

/** Whether the desk has the message in memory, with this person or with a room of theirs: only that counts. */
function isRemembered(desk: Desk, by: End, seq: number): boolean {
  const person = desk.sessions.get(by.conn)?.person;
  const histories = person
    ? [person.history, ...[...(person.rooms?.keys() ?? [])].map(({ history }) => history)]
    : [];
  return histories.some((history) => [...history].some((message) => message.seq === seq));
}

/** Whether it was said by a customer whom this person serves, in this conversation, and is in memory with them. */
function isOfServed(known: Known, desk: Desk, { seq, sender }: ModelMessage, by: End): boolean {
  const customer = known.who(sender);
  const { state, attendant, firstSeq = 0 } = known.conversationOf(customer) ?? {};
  if (state !== 'open' || known.who(attendant ?? 0) !== by.who || seq < firstSeq) return false;
  const person = desk.people.find(known.store.parties.get(known.party(customer))!.key);
  return [...(person?.history ?? [])].some((message) => message.seq === seq);
}

/** The customer whom `*` means to an attendant: nothing that goes out tells that. */
export function partnerOf(known: Known, desk: Desk, by: End): number | undefined {
  const party = desk.sessions.get(by.conn)?.person?.partner?.customer.party.id;
  return party === undefined ? undefined : known.who(party);
}
