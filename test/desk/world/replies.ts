/** What a reply says is so, and what a command must have stored by then. */

import assert from 'node:assert/strict';
import type { Desk } from '../../../src/desk/desk.ts';
import { COMMANDS } from '../../../src/protocol/commands.ts';
import type { Command } from '../../../src/protocol/parse.ts';
import type { ServerLine } from '../../../src/protocol/server-lines.ts';
import type { Effect, JournalRecord } from '../recorder.ts';
import type { End, Known } from './known.ts';
import { historyItems, listItems, queueItems, roomItems, searchItems, whoItems } from './listings.ts';

/** A command that went well. */
export interface Done {
  readonly asked: Command;
  readonly reply: ServerLine;
  /** Who asked, as they were before. */
  readonly sender: End;
  readonly effects: readonly Effect[];
  /** The seq of what was sent again, or 0. */
  readonly again: number;
}

export function checkReply(known: Known, desk: Desk, { asked, reply, sender, effects, again }: Done): void {
  const records = effects.filter((effect) => effect.kind === 'record');
  const { verb } = COMMANDS[asked.verb]!;
  const { args } = asked;
  const own = seqOfStored(records, verb, again);
  switch (verb) {
    case 'MSG':
      assert.equal(text(reply), `mensagem recebida ${again || own}`);
      break;
    case 'NOTE':
      assert.equal(text(reply), `${again || own}`);
      break;
    case 'CONNECT':
      checkAdmission(known, args);
      break;
    case 'UNDO':
      checkUndo(known, Number(text(reply)), args[0] ?? '', sender);
      break;
    case 'HISTORY':
      assert.deepEqual(
        items(reply),
        historyItems(known, desk, args, sender),
        'HISTORY shows what was stored',
      );
      break;
    case 'SEARCH':
      assert.deepEqual(
        items(reply),
        searchItems(known, args[0] ?? '', sender),
        'SEARCH finds what was stored',
      );
      break;
    case 'NEXT':
    case 'TAKE':
      checkTaken(known, reply, sender, effects);
      break;
    case 'QUEUE':
      if (sender.role === 'consumidor') assert.equal(text(reply), known.place(sender.who));
      else assert.deepEqual(items(reply), queueItems(known), 'QUEUE lists who waits, longest first');
      break;
    case 'LIST-USERS':
      assert.deepEqual(items(reply), listItems(known, args), 'LIST-USERS lists everybody by time of entry');
      break;
    case 'ROOMS':
      assert.deepEqual(items(reply), roomItems(known, args), 'ROOMS lists rooms by time of making');
      break;
    case 'WHO':
      assert.deepEqual(items(reply), whoItems(known, args, sender), 'WHO lists members by time of joining');
      break;
    case 'CANNED':
      assert.deepEqual(items(reply), known.canned, 'CANNED lists the answers given last');
      break;
    case 'STATS': {
      const waiting = known.store.waiting().length;
      const open = known.store.alive().length - waiting;
      const first = items(reply).slice(0, 2);
      assert.deepEqual(first, [`STAT waiting ${waiting}`, `STAT open ${open}`], 'STATS counts conversations');
      break;
    }
    default:
      checkPlain(known, verb, args, reply, sender, records);
  }
}

/** The seq of what the command has stored or undone, which must be one where there is to be one, and no more. */
function seqOfStored(records: readonly JournalRecord[], verb: string, again: number): number | undefined {
  const seqs = (name: string) =>
    records.filter((one) => one.name === name).map(({ args }) => args[0] as number);
  if (again > 0) assert.deepEqual(records, [], 'what is sent again is stored once');
  const stored = (by: string) => (verb === by && again === 0 ? 1 : 0);
  assert.equal(seqs('message').length, stored('MSG'), 'MSG stores one message, and nothing else does');
  const notes = seqs('note').length;
  assert.equal(notes, stored('NOTE') + stored('RATE'), 'NOTE and RATE store one note, and nothing else does');
  assert.equal(
    seqs('gone').length,
    verb === 'UNDO' ? 1 : 0,
    'UNDO erases one message, and nothing else does',
  );
  for (const [name, by] of [
    ['rating', 'RATE'],
    ['returned', 'RETURN'],
  ] as const) {
    assert.equal(seqs(name).length, verb === by ? 1 : 0, `${by} writes one record of its kind`);
  }
  return [...seqs('message'), ...seqs('note')][0];
}

/** Commands whose reply is one line, and says what is so by now. */
function checkPlain(
  known: Known,
  verb: string,
  args: readonly string[],
  reply: ServerLine,
  sender: End,
  records: readonly JournalRecord[],
): void {
  const rooms = known.roomsOf(sender.who);
  const said = () => text(reply);
  switch (verb) {
    case 'STATUS':
      assert.equal(said(), args[0]);
      assert.equal(known.status(sender.who), args[0]);
      break;
    case 'NICK':
      assert.equal(said(), args[0]);
      assert.equal(known.name(sender.who), args[0], 'the name is the one that was wanted');
      break;
    case 'JOIN': {
      const [name, members] = said().split(' ');
      const room = known.store.roomOf(args[1]!)!;
      assert.ok(rooms.includes(room), 'who joined is in the room');
      assert.equal(name, known.store.nameOf(room));
      assert.equal(Number(members), known.membersOf(room).length, 'JOIN tells how many are there');
      break;
    }
    case 'CREATE':
      assert.deepEqual([said()], [known.store.nameOf(known.store.roomOf(args[1]!)!)]);
      assert.ok(
        records.some(({ name }) => name === 'room'),
        'a room is made',
      );
      break;
    case 'LEAVE': {
      const left = records.find(({ name }) => name === 'left');
      assert.ok(left, 'who leaves was there');
      assert.equal(said(), known.store.nameOf(left.args[0] as number));
      break;
    }
    case 'CLOSE':
    case 'RETURN':
    case 'TRANSFER':
    case 'RATE':
    case 'TYPING':
    case 'SEEN':
      assert.equal(said(), '');
      break;
  }
}

/** Whoever was let in under a name that has an account, or where attendants need one, gave its password. */
function checkAdmission({ store, options }: Known, [, key = '', role, , , proof]: readonly string[]): void {
  const account = [...store.accounts.values()].find(({ party }) => store.parties.get(party)?.key === key);
  if (account) assert.deepEqual([proof, role], [account.verifier, account.role], 'a password is needed');
  else assert.equal(proof, '', 'a password fits no name without an account');
  if (role === 'atendente' && options.attendantsNeedAccount) assert.ok(account, 'attendants need one');
}

function checkUndo(known: Known, seq: number, wanted: string, sender: End): void {
  const message = known.store.messages.get(seq)!;
  assert.ok(message.gone);
  assert.equal(known.who(message.sender), sender.who, 'one undoes only messages of one’s own');
  assert.ok(!message.note || sender.role === 'atendente', 'a rating stands');
  assert.ok(known.now - message.at <= 5 * 60_000, 'a message can be undone for five minutes');
  if (wanted !== '') assert.equal(wanted, `${seq}`);
  else {
    const later = own(known, sender).find((other) => other.seq > seq && !other.gone);
    assert.equal(later, undefined, 'the newest message is undone first');
  }
}

/** UNDO was refused: there is nothing of this visit that it reaches. */
export function checkNothingToUndo(known: Known, wanted: string, sender: End): void {
  const { after, said } = known.visits.get(sender.who)!;
  if (said > 50) return;
  const message = own(known, sender).find(
    ({ seq, at, gone }) =>
      seq > after && !gone && known.now - at <= 5 * 60_000 && (!wanted || seq === +wanted),
  );
  assert.equal(message, undefined, 'what can be undone is undone');
}

/** What somebody said that UNDO may reach: a rating is none of it. */
function own({ store }: Known, sender: End) {
  return [...store.messages.values()].filter(
    (message) =>
      store.identity(message.sender) === sender.who && !(message.note && sender.role !== 'atendente'),
  );
}

function checkTaken(known: Known, reply: ServerLine, sender: End, effects: readonly Effect[]): void {
  const [name, n] = text(reply).split(' ');
  const mine = known.otherSides(sender.who).map((who) => known.name(who));
  assert.ok(name && mine.includes(name), 'who was taken is served');
  const heard = effects.filter(
    (effect) => effect.kind === 'send' && effect.conn === sender.conn && /^(MSG|NOTE) /.test(effect.lines),
  );
  assert.equal(Number(n), heard.length, 'as many messages and notes follow as the reply says');
}

export function text(line: ServerLine): string {
  assert.equal(line.kind, 'ok');
  return line.kind === 'ok' ? line.text : '';
}

export function items(line: ServerLine): string[] {
  assert.equal(line.kind, 'listing');
  return line.kind === 'listing' ? line.items.map(({ verb, rest }) => `${verb} ${rest}`) : [];
}
