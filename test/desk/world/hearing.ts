/**
 * What connections hear: whether each line is one that 3MCP/1 has, may come to whom it comes, and fits what that
 * client knows from the lines before.
 */

import assert from 'node:assert/strict';
import type { Role } from '../../../src/protocol/commands.ts';
import { EOL } from '../../../src/protocol/format.ts';
import { type ServerLine, ServerLines } from '../../../src/protocol/server-lines.ts';
import { type End, type Known, MARKER } from './known.ts';

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const SAID = RegExp(String.raw`^[1-9]\d* ${TIME} \S+ \S+ .`, 's');

/** What each event looks like. */
const EVENTS: Readonly<Record<string, RegExp>> = {
  MSG: SAID,
  NOTE: SAID,
  UNDO: /^[1-9]\d* \S+ \S+$/,
  ASSIGNED: /^\S+ \S+$/,
  QUEUE: /^(0 \d+ \?|[1-9]\d* [1-9]\d* (\?|\d+))$/,
  WAITING: /^\S+ [1-9]\d*$/,
  'WAITING-END': /^\S+ (taken|gone)$/,
  CLOSED: /^\S+( .*)?$/s,
  PRESENCE: /^\S+ (lost|online|away)$/,
  TYPING: /^\S+ \S+ (on|off)$/,
  SEEN: /^\S+ [1-9]\d*$/,
  NICK: /^\S+ \S+$/,
  JOIN: /^#\S+ \S+$/,
  LEAVE: /^#\S+ \S+$/,
  QUIT: /^(TOO-MANY-ERRORS|TAKEN-OVER|KICKED) ./,
};

const EVERYBODY = ['MSG', 'UNDO', 'TYPING', 'SEEN', 'NICK', 'QUIT'];
const IN_ROOMS = ['JOIN', 'LEAVE'];
const SERVED = ['ASSIGNED', 'CLOSED', 'PRESENCE'];

/** Who may hear which event. */
const HEARD_BY: Readonly<Record<Role | '', readonly string[]>> = {
  atendente: [...EVERYBODY, ...IN_ROOMS, ...SERVED, 'NOTE', 'WAITING', 'WAITING-END'],
  consumidor: [...EVERYBODY, ...SERVED, 'QUEUE'],
  membro: [...EVERYBODY, ...IN_ROOMS],
  '': ['QUIT'],
};

/**
 * One send is one line or one whole listing, and its receiver may hear it.
 *
 * @param own the seq of a note of the receiver's own, if this is the reply to it.
 */
export function hear(known: Known, to: End, lines: string, resending: boolean, own: number): ServerLine {
  const reader = new ServerLines();
  const each = lines.split(EOL);
  const heard = each.map((line) => reader.push(line));
  const last = heard.at(-1);
  assert.ok(last, `a listing is sent whole: ${lines}`);
  assert.ok(
    heard.slice(0, -1).every((line) => line === null),
    `nothing else is sent with it: ${lines}`,
  );
  for (const line of each) checkLine(known, to, line, last);
  to.client?.isSent(lines, resending && last.kind === 'ok', own);
  if (last.kind === 'listing') {
    assert.equal(last.text, '', 'a listing has nothing but its length');
    assert.equal(each[0]?.replace(/^@\S+ /, ''), `+ok *${last.items.length}`, 'a listing tells its length');
  }
  if (last.kind === 'event') hearEvent(known, to, last.verb, last.rest);
  return last;
}

function checkLine(known: Known, to: End, line: string, whole: ServerLine): void {
  assert.ok(Buffer.byteLength(line) <= 8190, 'no line is too long');
  assert.doesNotMatch(line, /[^\P{Cc}\t]/u, 'a line has no control characters');
  for (const [found] of line.matchAll(MARKER)) {
    const byRight = to.role === 'atendente' || known.mayRead.get(found)?.has(to.who);
    // A room shows those who are in it what was said before they were.
    const inRoom = whole.kind === 'listing' && / #\S+ /.test(line);
    assert.ok(
      byRight || inRoom || whole.kind === 'ok',
      `what is not theirs reaches nobody: ${line} → ${to.conn}`,
    );
  }
}

function hearEvent(known: Known, to: End, verb: string, rest: string): void {
  assert.match(rest, EVENTS[verb] ?? /^\b$/, `an event as decided: ${verb} ${rest}`);
  const inRooms = to.role === 'consumidor' && known.options.roomsForCustomers && IN_ROOMS.includes(verb);
  assert.ok(inRooms || HEARD_BY[to.role].includes(verb), `${to.role || 'nobody'} may hear ${verb}`);
  const [first = '', second = ''] = rest.split(' ');
  const other = bearerOf(known, first);
  switch (verb) {
    case 'ASSIGNED':
      for (const name of [first, second]) to.presence.delete(bearerOf(known, name));
      break;
    case 'PRESENCE':
      hearPresence(known, to, other, second);
      break;
    case 'QUEUE':
      to.told = Number(first);
      assert.equal(rest, known.place(to.who), 'QUEUE tells the place and the time to wait as they are');
      break;
    case 'WAITING':
      assert.ok(!to.waiting.has(other), 'who begins to wait did not wait before');
      to.waiting.add(other);
      break;
    case 'WAITING-END':
      assert.ok(to.waiting.delete(other), 'who ends to wait did wait before');
      break;
  }
}

function hearPresence(known: Known, to: End, who: number, state: string): void {
  const amongAttendants = to.role === 'atendente' && known.roleOf(who) === 'atendente' && state !== 'lost';
  assert.ok(amongAttendants || known.otherSides(to.who).includes(who), 'PRESENCE is of the other side');
  if (!amongAttendants) {
    const before = to.presence.get(who) ?? 'online';
    assert.notEqual(state, before, 'PRESENCE tells what has changed');
  }
  to.presence.set(who, state);
}

/** Whoever bears this name as it is written; who is going bears it still. */
export function bearerOf(known: Known, name: string): number {
  const { store } = known;
  const present = [...store.people.keys()].find((party) => store.nameOf(party) === name);
  if (present !== undefined) return known.who(present);
  const last = [...store.parties].findLast(([, party]) => party.name === name);
  return last ? known.who(last[0]) : 0;
}
