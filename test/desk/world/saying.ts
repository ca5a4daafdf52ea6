/**
 * What is said: each message, note and undoing is checked as its record comes, and whoever is to hear of it is noted.
 */

import assert from 'node:assert/strict';
import type { Entry } from '../../../src/desk/desk.ts';
import type { Journal } from '../../../src/desk/journal.ts';
import type { ModelMessage } from '../model-store.ts';
import type { Due } from './due.ts';
import type { End, Known } from './known.ts';
import { verbOf } from './openings.ts';

/** Before a message is stored: does it say what its sender said? */
export function checkMessage(
  known: Known,
  [seq, at, sender, recipient, attendant, said, label]: Parameters<Journal['message']>,
  entry: Entry,
  by: End | null,
): void {
  const { store } = known;
  assert.ok(entry.kind === 'command' && by, 'only a command stores a message');
  const [to, text] = entry.command.args;
  grows(known, seq);
  assert.deepEqual([at, sender, said], [known.now, known.party(by.who), text], 'a message is as it was said');
  assert.equal(label !== 0, entry.command.label !== '', 'a label is kept with its message');
  if (store.isRoom(recipient)) {
    assert.deepEqual(
      [recipient, attendant],
      [store.roomOf(to ?? ''), 0],
      'it goes to the room that was named',
    );
    assert.ok(known.membersOf(recipient).includes(by.who), 'only those who are in a room write there');
  } else if (by.role === 'consumidor') {
    const serving = known.conversationOf(by.who)?.attendant ?? 0;
    assert.equal(attendant, serving, 'a message belongs to the attendant who serves');
    assert.equal(recipient, to === '*' ? 0 : serving, 'a customer writes to the desk or to that attendant');
  } else if (store.people.get(recipient)?.role === 'consumidor') {
    assert.equal(by.role, 'atendente', 'only attendants write to customers');
    const conversation = store.conversationOf(recipient);
    assert.equal(conversation?.attendant, sender, 'only the attendant who serves writes to a customer');
    assert.equal(attendant, sender);
  } else {
    assert.equal(store.parties.get(recipient)?.key, to, 'it goes where it was sent');
    assert.equal(attendant, 0);
  }
}

/** Before a note is stored: may it be made, and does it say what its author said? */
export function checkNote(
  known: Known,
  [seq, at, author, customer, attendant, said, label]: Parameters<Journal['note']>,
  entry: Entry,
  by: End | null,
): void {
  assert.ok(entry.kind === 'command' && by, 'only a command stores a note');
  const [first, text = ''] = entry.command.args;
  grows(known, seq);
  assert.deepEqual([at, author], [known.now, known.party(by.who)]);
  assert.equal(known.roleOf(known.who(customer)), 'consumidor', 'notes are about customers');
  if (verbOf(entry) === 'RATE') {
    const closed = known.rateable.get(by.who);
    assert.ok(closed, 'a customer rates what was closed');
    assert.equal(said, text === '' ? `RATE ${first}` : `RATE ${first} ${text}`, 'a rating is a note');
    assert.deepEqual([customer, label], [author, 0], 'a rating is a note about who rates');
    assert.equal(known.who(attendant), known.who(closed.attendant), 'a rating is of whoever closed it');
    return;
  }
  assert.equal(by.role, 'atendente', 'only attendants make notes');
  assert.deepEqual([known.store.parties.get(customer)?.key, said], [first, text], 'a note is as it was said');
  assert.equal(label !== 0, entry.command.label !== '', 'a label is kept with its note');
  const conversation = known.conversationOf(known.who(customer));
  assert.equal(attendant, conversation?.attendant ?? 0, 'a note belongs to the attendant who serves');
}

function grows(known: Known, seq: number): void {
  assert.ok(seq > known.lastSeq, 'seq grows strictly');
  known.lastSeq = seq;
}

/** After a message or a note is stored: who is to hear it? */
export function noteMessage(known: Known, seq: number, due: Due, entry: Entry): void {
  const message = known.store.messages.get(seq)!;
  const sender = known.who(message.sender);
  const visit = known.visits.get(sender)!;
  visit.said++;
  keepLabel(known, sender, seq, entry);
  if (message.note) noteNote(known, message, due, verbOf(entry) === 'RATE');
  else if (known.store.isRoom(message.recipient)) noteInRoom(known, message, due);
  else {
    const fromCustomer = known.roleOf(sender) === 'consumidor';
    const receiver = known.who(fromCustomer ? message.attendant : message.recipient);
    for (const who of new Set([sender, receiver])) {
      known.allow(message, who);
      if (who !== 0) known.notes(who, 'MSG', seq);
    }
    due.push(receiver, known.line(message));
  }
}

function noteInRoom(known: Known, message: ModelMessage, due: Due): void {
  const sender = known.who(message.sender);
  for (const who of known.membersOf(message.recipient)) {
    known.allow(message, who);
    known.notes(who, 'MSG', message.seq, '', who === sender ? 0 : message.recipient);
    if (who !== sender) due.push(who, known.line(message));
  }
}

/** A note goes to whoever serves the customer, a rating to whoever closed the conversation. */
function noteNote(known: Known, message: ModelMessage, due: Due, isRating: boolean): void {
  const { seq, sender, recipient, attendant } = message;
  const author = known.who(sender);
  const conversation = known.store.conversationOf(recipient);
  if (conversation) known.noteOf.set(seq, conversation.id);
  if (isRating) known.rateable.delete(author);
  else known.notes(author, 'MSG', seq);
  const other = known.who(attendant);
  if (other === 0 || other === author) return;
  due.push(other, known.line(message));
  if (known.isHere(other) || known.store.accounts.has(other)) known.notes(other, 'MSG', seq);
}

function keepLabel(known: Known, sender: number, seq: number, entry: Entry): void {
  if (entry.kind !== 'command' || entry.command.label === '') return;
  const labels = known.labels.get(sender) ?? [];
  labels.push({ line: labelled(entry.command), seq });
  known.labels.set(sender, labels);
}

/** A labelled line, by which a resend is known. */
export function labelled(command: { verb: number; label: string; args: readonly string[] }): string {
  return [command.verb, command.label, ...command.args].join('\n');
}

/** Before a message or a note is undone: who is told, now or later? */
export function noteUndo(known: Known, seq: number, due: Due): void {
  const { store } = known;
  const message = store.messages.get(seq)!;
  const { from, to } = store.shown(message);
  const event = `UNDO ${seq} ${from} ${to}`;
  const sender = known.who(message.sender);
  if (store.isRoom(message.recipient)) {
    if (!store.rooms.has(message.recipient)) return;
    for (const who of known.membersOf(message.recipient)) {
      if (known.wasThere(who, message.recipient, seq))
        known.notes(who, 'UNDO', seq, event, message.recipient);
      if (who !== sender) due.push(who, event);
    }
    return;
  }
  for (const receiver of undoneFor(known, message)) {
    if (!known.isHere(receiver) && !store.accounts.has(receiver)) continue;
    // A note of the attendant's own was shown to them alone.
    if (message.note && receiver === sender) continue;
    due.push(receiver, event);
    known.notes(receiver, 'UNDO', seq, event);
  }
}

/**
 * Of a customer's message, and of a note, it is whoever served the conversation that it belongs to, and whoever serves it
 * now or did so last.
 */
function undoneFor(known: Known, message: ModelMessage): Set<number> {
  const { seq, note, sender, recipient } = message;
  const { store } = known;
  const customer = known.who(sender);
  if (!note && known.roleOf(customer) !== 'consumidor') return new Set([known.who(recipient)]);
  const then = known.who(message.attendant);
  const conversation = note
    ? store.conversations.get(known.noteOf.get(seq) ?? 0)
    : [...store.conversations.values()].findLast(
        (one) => known.who(one.customer) === customer && one.firstSeq <= seq,
      );
  if (!conversation || known.overBefore.has(conversation.id)) return new Set([then]);
  return new Set([then, known.servedBy.get(conversation.id) ?? 0]);
}
