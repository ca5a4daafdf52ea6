/**
 * Conversations: each record of one is checked before the journal has it. Whether it may open, with whom, by whose
 * word; what is handed over with it; and who is told that it is over.
 */

import assert from 'node:assert/strict';
import type { Entry } from '../../../src/desk/desk.ts';
import type { ConversationRecord } from '../../../src/desk/journal.ts';
import { COMMANDS } from '../../../src/protocol/commands.ts';
import type { ModelConversation, ModelMessage } from '../model-store.ts';
import type { Due } from './due.ts';
import type { End, Known } from './known.ts';

/** The verb of a command, '' for anything else. */
export function verbOf(entry: Entry): string {
  return entry.kind === 'command' && entry.command.verb >= 0 ? COMMANDS[entry.command.verb]!.verb : '';
}

/** Before a conversation changes: is it right? What is handed over with it is due from now on. */
export function checkConversation(
  known: Known,
  record: ConversationRecord,
  entry: Entry,
  by: End | null,
  due: Due,
): void {
  const { id, customer, attendant, state, ticket, waitingSince, firstSeq, at } = record;
  const former = known.store.conversations.get(id);
  assert.equal(at, known.now, 'a record bears the time of the desk');
  if (former) {
    assert.notEqual(former.state, 'closed', 'a closed conversation stays closed');
    const same = [former.customer, former.ticket, former.waitingSince, former.firstSeq];
    assert.deepEqual([customer, ticket, waitingSince, firstSeq], same, 'a conversation keeps its place');
  } else {
    assert.equal(state, 'waiting', 'a conversation begins by waiting');
    known.rateable.delete(known.who(customer));
  }
  checkTimes(known, record, former, verbOf(entry));
  if (state === 'closed' && former) closes(known, former, entry, due);
  if (state !== 'open') {
    const whose = state === 'closed' ? (former?.attendant ?? 0) : 0;
    assert.equal(attendant, whose, 'a closed conversation tells whose it was, a waiting one is nobody’s');
    return;
  }
  // That it was answered is no opening.
  if (former?.state === 'open' && former.attendant === attendant) return;
  opens(known, former!, known.who(attendant), entry, by, due);
}

/** When it was opened last, and answered first, is told by each record. */
function checkTimes(
  known: Known,
  { attendant, state, openedAt, answeredAt }: ConversationRecord,
  former: ModelConversation | undefined,
  verb: string,
): void {
  const { openedAt: opened, answeredAt: answered } = former ?? { openedAt: 0, answeredAt: 0 };
  const answers = state === 'open' && former?.state === 'open' && former.attendant === attendant;
  const isGiven = state === 'open' && !answers;
  assert.equal(openedAt, isGiven ? known.now : opened, 'it is known when a conversation was opened last');
  assert.equal(answeredAt, answers ? known.now : answered, 'it is known when it was answered first');
  if (!answers) return;
  assert.equal(verb, 'MSG', 'only a message answers');
  assert.equal(answered, 0, 'a conversation is answered for the first time once');
}

function opens(
  known: Known,
  former: ModelConversation,
  attendant: number,
  entry: Entry,
  by: End | null,
  due: Due,
): void {
  const { id, customer, state } = former;
  const verb = verbOf(entry);
  const to = known.connected(attendant);
  assert.ok(to && to.role === 'atendente', 'only a connected attendant is given a customer');
  const transferred = verb === 'TRANSFER' && state === 'open';
  if (transferred) checkTransfer(known, former, attendant, entry, by);
  else {
    assert.equal(state, 'waiting', 'only who waits is assigned');
    assert.ok(known.connected(known.who(customer)), 'a lost customer is not assigned');
    checkTurn(known, former, attendant, by?.who === attendant ? verb : '', known.who(customer), entry);
  }
  known.lastAssigned.set(attendant, ++known.assignments);
  known.servedBy.set(id, attendant);
  // After NEXT and TAKE no ASSIGNED says that the customer is here.
  to.presence.delete(known.who(customer));
  for (const message of backlogOf(known, former)) {
    known.allow(message, attendant);
    if (message.gone) continue;
    due.push(attendant, known.line(message));
    known.notes(attendant, 'MSG', message.seq);
  }
}

function checkTransfer(
  known: Known,
  { attendant: former, customer }: ModelConversation,
  attendant: number,
  entry: Entry,
  by: End | null,
): void {
  assert.ok(entry.kind === 'command' && by);
  const serving = known.who(former);
  const free = !known.connected(serving) || known.status(serving) === 'away';
  assert.ok(by.who === serving || free, 'nobody takes a customer from an attendant who is here');
  const [customerKey, attendantKey] = entry.command.args;
  const keys = [customer, known.party(attendant)].map((party) => known.store.parties.get(party)?.key);
  assert.deepEqual(keys, [customerKey, attendantKey], 'TRANSFER gives whom it names to whom it names');
}

/** Is it this customer’s turn, and this attendant’s? */
function checkTurn(
  known: Known,
  { id }: ModelConversation,
  attendant: number,
  verb: string,
  customer: number,
  entry: Entry,
): void {
  const named = entry.kind === 'command' ? entry.command.args[0] : '';
  const key = known.store.parties.get(known.party(customer))?.key;
  if ((verb === 'TAKE' || verb === 'MSG') && named === key) return;
  const waiting = known.store.waiting().filter((one) => known.connected(known.who(one.customer)));
  if (verb === 'NEXT') {
    assert.equal(id, waiting[0]?.id, 'NEXT takes the longest-waiting connected customer');
    return;
  }
  const first = waiting.find((one) => leastLoaded(known, one) !== undefined);
  assert.equal(id, first?.id, 'the longest-waiting customer who can be assigned comes first');
  assert.equal(attendant, leastLoaded(known, first!), 'the least-loaded attendant is given a customer');
}

/** Who is to be given this conversation, if anybody. */
export function leastLoaded(known: Known, conversation: ModelConversation): number | undefined {
  const { store } = known;
  const returned = new Set(
    [...(store.returnedBy.get(conversation.id) ?? [])].map((party) => known.who(party)),
  );
  const last = (who: number) => known.lastAssigned.get(who) ?? 0;
  const able = [...store.people.values()]
    .map(({ party, role }, entered) => {
      return { who: known.who(party), role, entered, load: store.servedBy(party).length };
    })
    .filter(({ role, who }) => role === 'atendente' && known.connected(who) && !returned.has(who))
    .filter(({ who, load }) => load < known.options.capacity && known.status(who) === 'online');
  able.sort((a, b) => a.load - b.load || last(a.who) - last(b.who) || a.entered - b.entered);
  return able[0]?.who;
}

/** What is handed over with a conversation: of the messages and notes that the desk has in memory the newest. */
function backlogOf(known: Known, conversation: ModelConversation): ModelMessage[] {
  const { store } = known;
  const customer = known.who(conversation.customer);
  const theirs = [...store.messages.values()]
    .filter(({ sender, recipient }) => known.who(sender) === customer || known.who(recipient) === customer)
    .filter(({ seq, recipient, note }) => {
      const floor = (note ? known.noteFloor : known.floor).get(customer) ?? 0;
      return seq >= floor && !store.isRoom(recipient);
    });
  const remembered = [
    ...theirs.filter(({ note }) => !note).slice(-50),
    ...theirs.filter(({ note }) => note).slice(-50),
  ];
  return remembered
    .filter(({ seq, gone }) => seq >= conversation.firstSeq && !gone)
    .sort((a, b) => a.seq - b.seq)
    .slice(-50);
}

/** A conversation is over: the side that did not end it is told, now or later. */
function closes(known: Known, former: ModelConversation, entry: Entry, due: Due): void {
  const customer = known.who(former.customer);
  const attendant = known.who(former.attendant);
  const verb = verbOf(entry);
  const byAttendant = verb === 'CLOSE';
  if (attendant !== 0) known.durations = [...known.durations, known.now - former.openedAt];
  if (byAttendant) known.rateable.set(customer, { conversation: former.id, attendant: former.attendant });
  const whom = byAttendant ? customer : attendant;
  if (whom === 0) return;
  const text = entry.kind === 'command' ? (entry.command.args[1] ?? '') : '';
  const how = verb === 'QUIT' ? 'quit' : 'abandoned';
  const event = byAttendant
    ? `CLOSED ${known.name(attendant)}${text === '' ? '' : ` ${text}`}`
    : `CLOSED ${known.name(customer)} ${how}`;
  due.push(whom, event);
  known.notes(whom, 'CLOSED', 0, event);
}
