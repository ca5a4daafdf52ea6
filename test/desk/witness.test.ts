/**
 * A witness that never objects is worth nothing: whatever it watches over is broken here on purpose, in what clients
 * see of a short day, and it must say so. The day itself keeps every promise.
 */

import { describe, expect, test } from 'vitest';
import { DESK_DEFAULTS } from '../../src/desk/desk.ts';
import { EOL } from '../../src/protocol/format.ts';
import { START } from './chat.ts';
import { type Seen, Witness } from './witness/witness.ts';
import type { Action } from './world/actions.ts';
import { World } from './world.ts';

/**
 * A day on which everything comes about: ana and bia serve rui and sol, and tom waits, until ana returns rui and bia
 * closes; mia, nico and oto are members, of whom nico is away for a while, and all but oto are in a room.
 */
const DAY: readonly (readonly [conn: number, line: string | null])[] = [
  [1, 'CONNECT ana atendente'],
  [2, 'CONNECT bia atendente'],
  [3, 'CONNECT rui consumidor'],
  [4, 'CONNECT sol consumidor'],
  [5, 'CONNECT mia membro'],
  [6, 'CONNECT nico membro'],
  [7, 'CONNECT oto membro'],
  [3, 'MSG * <m1>'],
  [1, 'MSG rui <m2>'],
  [2, 'NOTE rui <n1>'],
  [5, 'JOIN #a'],
  [6, 'JOIN #a'],
  [5, 'MSG #a <m3>'],
  [5, 'MSG nico <m4>'],
  [6, null],
  [5, 'MSG #a <m5>'],
  [8, 'RESUME token-6'],
  [9, 'CONNECT tom consumidor'],
  [9, 'MSG * <m6>'],
  [1, 'RETURN rui'],
  [2, 'CLOSE sol'],
  [3, 'MSG * <m7>'],
  [7, 'MSG ana <m8>'],
];

/** Makes something else of what is seen; null where there is no occasion. It is done once a day. */
type Fault = (seen: Seen, sight: Sight) => readonly Seen[] | null;

/** What a fault knows of who is who: roles, names and rooms by connection, from replies alone. */
class Sight {
  readonly roles = new Map<number, string>();
  readonly names = new Map<number, string>();
  readonly rooms = new Map<number, Set<string>>();
  /** Who is coming back. */
  back: number | undefined;
  /** The line that a connection said last. */
  readonly said = new Map<number, string>();

  sees(seen: Seen): void {
    if (seen.kind === 'says' && typeof seen.line === 'string') this.said.set(seen.conn, seen.line);
    if (seen.kind === 'ends') this.#forget(seen.conn);
    if (seen.kind === 'restarts') for (const conn of [...this.roles.keys()]) this.#forget(conn);
    if (seen.kind === 'rests') this.back = undefined;
    if (seen.kind !== 'hears') return;
    const { conn, lines } = seen;
    const [, name = '', role = ''] =
      /^(?:@\S+ )?\+ok (\S+) (atendente|consumidor|membro) token-/.exec(lines) ?? [];
    if (role !== '') {
      this.roles.set(conn, role);
      this.names.set(conn, name);
    }
    const asked = this.asked(conn);
    const [, text = ''] = /^(?:@\S+ )?\+ok (.*)$/s.exec(lines) ?? [];
    const room = text.split(' ')[0]!.toLowerCase();
    if (/^NICK /i.test(asked) && text !== '') this.names.set(conn, text);
    if (/^RESUME /.test(asked) && role !== '') this.back = conn;
    if (/^JOIN /i.test(asked) && room.startsWith('#')) this.#of(conn).add(room);
    if (/^LEAVE/i.test(asked) && room.startsWith('#')) this.#of(conn).delete(room);
    const [, again = ''] = /^JOIN (#\S+) /.exec(lines) ?? [];
    if (again !== '' && lines.endsWith(` ${this.names.get(conn)}`)) this.#of(conn).add(again.toLowerCase());
  }

  asked(conn: number): string {
    return (this.said.get(conn) ?? '').replace(/^@\S+ /, '');
  }

  /** A connection of this role, but not one of these. */
  other(role: string, ...not: readonly number[]): number | undefined {
    return [...this.roles].find(([conn, its]) => its === role && !not.includes(conn))?.[0];
  }

  isIn(conn: number, room: string): boolean {
    return this.rooms.get(conn)?.has(room.toLowerCase()) ?? false;
  }

  #of(conn: number): Set<string> {
    const rooms = this.rooms.get(conn) ?? new Set();
    this.rooms.set(conn, rooms);
    return rooms;
  }

  #forget(conn: number): void {
    this.roles.delete(conn);
    this.rooms.delete(conn);
  }
}

/** A listing in reply to something harmless. */
const listed = (conn: number, line: string): Seen[] => [
  { kind: 'says', conn, line: 'SEARCH x' },
  { kind: 'hears', conn, lines: ['+ok *1', line, '.'].join(EOL) },
];

const event = (conn: number, lines: string): Seen => ({ kind: 'hears', conn, lines });

/** An event of this kind is heard by a role. */
function heard(seen: Seen, pattern: RegExp): { conn: number; lines: string } | undefined {
  return seen.kind === 'hears' && pattern.test(seen.lines) ? seen : undefined;
}

/** Whatever carries a note to this role, made of the note that an attendant hears. */
const leak =
  (role: string, made: (line: string) => string): Fault =>
  (seen, sight) => {
    const note = heard(seen, /^NOTE /);
    const conn = sight.other(role);
    return note && conn !== undefined ? [seen, event(conn, made(note.lines))] : null;
  };

const FAULTS: Readonly<Record<string, readonly [message: RegExp, fault: Fault]>> = {
  'a note that a customer hears': [
    /reaches attendants alone|goes to attendants alone/,
    leak('consumidor', (line) => line),
  ],
  'a note that a member hears': [
    /reaches attendants alone|goes to attendants alone/,
    leak('membro', (line) => line),
  ],
  'a note that is handed to a customer as a message': [
    /a note reaches attendants alone/,
    leak('consumidor', (line) => line.replace('NOTE', 'MSG')),
  ],
  'a note that a member finds': [
    /a note reaches attendants alone/,
    (seen, sight) => {
      const note = heard(seen, /^NOTE /);
      const conn = sight.other('membro');
      return note && conn !== undefined ? [seen, ...listed(conn, note.lines.replace('NOTE', 'MSG'))] : null;
    },
  ],
  'a note without its text that a customer hears': [
    /goes to attendants alone/,
    leak('consumidor', (line) => line.replace(/<n.*/, '…')),
  ],
  'a customer whom two attendants get': [
    /two attendants for one customer/,
    (seen, sight) => {
      const assigned = heard(seen, /^ASSIGNED /);
      const other = assigned && sight.other('atendente', assigned.conn);
      if (!assigned || other === undefined || sight.roles.get(assigned.conn) !== 'atendente') return null;
      const [, customer = '', attendant = ''] = assigned.lines.split(' ');
      if (sight.names.get(assigned.conn) !== attendant) return null;
      return [seen, event(other, `ASSIGNED ${customer} ${sight.names.get(other)}`)];
    },
  ],
  'a customer who is told of an attendant who was not': [
    /both sides know who serves whom|who waits longest comes first/,
    (seen, sight) => {
      const assigned = heard(seen, /^ASSIGNED /);
      const [, customer = '', attendant = ''] = assigned?.lines.split(' ') ?? [];
      if (!assigned || sight.names.get(assigned.conn) !== customer) return null;
      const other = [...sight.roles].find(
        ([conn, role]) => role === 'atendente' && sight.names.get(conn) !== attendant,
      );
      return other ? [event(assigned.conn, `ASSIGNED ${customer} ${sight.names.get(other[0])}`)] : null;
    },
  ],
  'somebody who waits longest and is passed over': [
    /who waits longest comes first|nobody waits while/,
    (seen) => {
      if (seen.kind !== 'rests') return null;
      const says: Seen = { kind: 'says', conn: 9999, line: 'CONNECT paciente consumidor' };
      return [seen, says, event(9999, '+ok paciente consumidor token-9999 oi'), event(9999, 'QUEUE 1 1 ?')];
    },
  ],
  'a customer who is given back to who returned them': [
    /is not given back to/,
    (seen, sight) => {
      const returned = seen.kind === 'hears' && /^(?:@\S+ )?\+ok$/.test(seen.lines) ? seen : undefined;
      if (!returned || !/^RETURN /i.test(sight.asked(returned.conn))) return null;
      const [, customer = ''] = sight.asked(returned.conn).split(' ');
      return [seen, event(returned.conn, `ASSIGNED ${customer} ${sight.names.get(returned.conn)}`)];
    },
  ],
  'a message in a room that one of them does not hear': [
    /reaches exactly those who are in it/,
    (seen) => (heard(seen, /^MSG \d+ \S+ \S+ #/) ? [] : null),
  ],
  'a message in a room that one of them hears twice': [
    /reaches exactly those who are in it/,
    (seen) => (heard(seen, /^MSG \d+ \S+ \S+ #/) ? [seen, seen] : null),
  ],
  'a message in a room that its sender hears': [
    /reaches exactly those who are in it/,
    (seen, sight) => {
      const message = heard(seen, /^MSG \d+ \S+ \S+ #/);
      const [, , , from] = message?.lines.split(' ') ?? [];
      const sender = [...sight.names].find(([conn, name]) => name === from && sight.roles.has(conn));
      return message && sender ? [seen, event(sender[0], message.lines)] : null;
    },
  ],
  'a message in a room that somebody else hears': [
    /reaches exactly those who are in it|is meant for others reaches nobody/,
    (seen, sight) => {
      const message = heard(seen, /^MSG \d+ \S+ \S+ #/);
      const room = message?.lines.split(' ')[4] ?? '';
      const other = [...sight.roles.keys()].find((conn) => !sight.isIn(conn, room));
      return message && other !== undefined ? [seen, event(other, message.lines)] : null;
    },
  ],
  'a message in a room that is lost to who was away': [
    /is sent to who comes back/,
    (seen, sight) => {
      // What is heard while somebody comes back is what they missed.
      const message = heard(seen, /^MSG \d+ \S+ \S+ #/);
      const own = message?.lines.split(' ')[3] === sight.names.get(message?.conn ?? 0);
      return message && !own && message.conn === sight.back ? [] : null;
    },
  ],
  'a room that is forgotten when somebody comes back': [
    /is told all their rooms/,
    (seen, sight) => {
      const joined = heard(seen, /^JOIN #/);
      const own = joined?.lines.split(' ')[2] === sight.names.get(joined?.conn ?? 0);
      return joined && own && joined.conn === sight.back ? [] : null;
    },
  ],
  'a private message that another member hears': [
    /is meant for others reaches nobody/,
    (seen, sight) => {
      const message = heard(seen, /^MSG \d+ \S+ \S+ [^*#]/);
      const other = message && sight.other('membro', message.conn);
      const names = message?.lines.split(' ').slice(3, 5) ?? [];
      if (!message || other === undefined || names.includes(sight.names.get(other) ?? '')) return null;
      return [seen, event(other, message.lines)];
    },
  ],
  'a private message that an attendant hears to whom it is not': [
    /is meant for others reaches nobody/,
    (seen, sight) => {
      const message = heard(seen, /^MSG \d+ \S+ \S+ [^*#]/);
      if (!message || sight.roles.get(message.conn) !== 'membro') return null;
      const other = sight.other('atendente', message.conn);
      const names = message.lines.split(' ').slice(3, 5);
      if (other === undefined || names.includes(sight.names.get(other) ?? '')) return null;
      return [seen, event(other, message.lines)];
    },
  ],
  'a private message that another customer finds': [
    /is meant for others reaches nobody/,
    (seen, sight) => {
      const message = heard(seen, /^MSG \d+ \S+ \S+ \*/);
      const names = message?.lines.split(' ').slice(3, 5) ?? [];
      const other = [...sight.roles].find(
        ([conn, role]) => role === 'consumidor' && !names.includes(sight.names.get(conn) ?? ''),
      );
      return message && other ? [seen, ...listed(other[0], message.lines)] : null;
    },
  ],
};

/** The day, with this fault in what is seen, if any; returns what the witness objects to, or ''. */
function objection(fault: Fault | null): string {
  const options = { ...DESK_DEFAULTS, capacity: 1 };
  const witness = new Witness(options);
  const sight = new Sight();
  let said = '';
  let done = fault === null;
  const sees = (seen: Seen): void => {
    if (said !== '') return;
    sight.sees(seen);
    const changed = done ? null : fault!(seen, sight);
    done ||= changed !== null;
    try {
      for (const one of changed ?? [seen]) witness.sees(one);
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
  };
  const world = new World(options, { sees });
  DAY.forEach(([conn, line], at) => {
    const action: Action =
      line === null
        ? { kind: 'lost', at: START + at, conn, unseen: 0 }
        : { kind: 'command', at: START + at, conn, line };
    world.step(action);
  });
  expect(done, 'there is an occasion').toBe(true);
  return said;
}

describe('a witness', () => {
  test('objects to nothing while all is well', () => {
    expect(objection(null)).toBe('');
  });

  test.each(Object.entries(FAULTS))('objects to %s', (_, [message, fault]) => {
    expect(objection(fault)).toMatch(message);
  });
});
