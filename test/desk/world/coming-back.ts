/**
 * Those who come back: to whom the reply says they do, by which token or password, and what they are sent of all that
 * went out to their identity.
 */

import assert from 'node:assert/strict';
import { resumeReply } from '../../../src/desk/commands/resume.ts';
import type { LogRead } from '../../../src/desk/effects.ts';
import type { Role } from '../../../src/protocol/commands.ts';
import { Client, LOG_KEPT, type Outgoing } from '../clients.ts';
import type { End, Known } from './known.ts';

/** The reply to somebody who comes back, who is at this end from now on. */
export function returns(known: Known, to: End, role: Role, read: LogRead): string {
  const { before, query, after } = read;
  const who = known.who(query.party);
  const token = known.edge.token(to.conn);
  const [, name, shown] = /\+ok (\S+) (\S+) $/.exec(before) ?? [];
  assert.equal(query.party, known.party(who), 'who comes back is who they are now');
  assert.deepEqual(
    [name, shown],
    [known.name(who), known.roleOf(who)],
    'who comes back is told who they are',
  );
  assert.equal(query.notes, role === 'atendente', 'only attendants are sent notes');
  const byToken = after === null;
  assert.ok(!byToken || known.tokens.get(who) === token, 'who resumes is who bears the token');
  const { last } = to;
  const { logs, absent } = known;
  const former = byToken ? absent.find((one) => one.token === token && `${one.last}` === last) : undefined;
  const from = byToken && last !== '' ? logs.behind(who, Number(last), known.isErased) : logs.sinceAway(who);
  if (former) absent.splice(absent.indexOf(former), 1);
  // With a password it may be another device, or the one that lost its token: it has the same to send again.
  const lines = former ?? absent.findLast((one) => one.party === who);
  enters(known, to, who, role, from, lines, former !== undefined);
  return `${before}${token}${resumeReply(read, known.store.log(query)).after}`;
}

/** Somebody is at this end from now on: a client that was there before, or a new one that begins with this place. */
export function enters(
  known: Known,
  end: End,
  who: number,
  role: Role,
  from: number,
  former?: Client,
  seen = false,
): void {
  end.who = who;
  end.role = role;
  const token = known.edge.token(end.conn);
  known.tokens.set(who, token);
  const same = former && seen && from >= former.base;
  end.client = same ? former : new Client(who, token, from, former);
  end.client.revives();
  end.from = from;
  known.logs.cameBack(who);
  for (const { customer } of known.store.waiting()) end.waiting.add(known.who(customer));
}

/** The events behind the reply to somebody who came back are what they missed; returns them. */
export function replayed(known: Known, end: End, read: LogRead): readonly string[] {
  const { lines, after } = resumeReply(read, known.store.log(read.query));
  const all = known.logs
    .of(end.who)
    .slice(end.from)
    .filter((one) => !isPast(known, one));
  const due = all.slice(-LOG_KEPT);
  if (all.length > LOG_KEPT && end.client) end.client.cut = true;
  const expected = due.filter((one) => !isUndoInRoom(one)).flatMap((one) => lineOf(known, one));
  // Nobody is in a room that is no more: of that nothing is told but what was said. Nor of a stay in silence.
  const rooms = due.filter(
    (one) => isUndoInRoom(one) && known.store.rooms.has(one.room) && known.isKept(end.who, one),
  );
  const inRooms = new Set(rooms.map(({ line }) => line));
  // Of messages in rooms that were undone as somebody joined again or left, they may be told too.
  const extra = (line: string) => {
    const [, seq, , key = ''] = /^UNDO (\d+) (\S+) (#\S+)$/.exec(line) ?? [];
    const room = known.store.messages.get(Number(seq))?.recipient ?? 0;
    if (key !== '')
      assert.ok(known.wasThere(end.who, room, Number(seq)), `${line}: it was for who comes back`);
    return key !== '';
  };
  assert.deepEqual(
    lines.filter((line) => !extra(line)),
    expected,
    `who comes back gets what was missed: ${end.conn}`,
  );
  for (const line of inRooms) assert.ok(lines.includes(line), `what was undone in a room is told: ${line}`);
  if (read.after === null) assert.equal(after, ` ${lines.length}`, 'the reply tells how many events follow');
  return lines;
}

function isUndoInRoom({ kind, room }: Outgoing): boolean {
  return kind === 'UNDO' && room !== 0;
}

function lineOf(known: Known, { kind, seq, line }: Outgoing): string[] {
  if (kind !== 'MSG') return [line];
  const message = known.store.messages.get(seq);
  return message && !message.gone ? [known.line(message)] : [];
}

/** Erased, and out of the log. */
function isPast(known: Known, { kind, seq, erased }: Outgoing): boolean {
  return erased || (kind !== 'CLOSED' && known.isErased(seq));
}
