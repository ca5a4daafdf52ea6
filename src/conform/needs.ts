/** What a session or a check needs of a server, and why it cannot run on this one. Pure. */

import { type Facts, MOST } from './probe.ts';
import { castOf, type Session, spoken } from './sessions.ts';

/** Why something was not played. */
export type Reason =
  /** Other people are at the desk, who would be disturbed: the line that told of them. */
  | { readonly why: 'busy'; readonly line: string }
  /** Attendants need accounts here, and so many of them. */
  | { readonly why: 'accounts'; readonly count: number }
  /** The server gives each attendant another number of customers than this. */
  | { readonly why: 'capacity'; readonly capacity: number; readonly found: number }
  /** The same, and at least so many are needed. */
  | { readonly why: 'room'; readonly capacity: number; readonly found: number }
  /** It gives so many that we cannot tell when it stops. */
  | { readonly why: 'bounded' }
  | { readonly why: 'rooms-for-customers' }
  | { readonly why: 'no-rooms-for-customers' }
  /** It depends on answers that those who run the server have written down. */
  | { readonly why: 'canned' }
  /** The server would have to be stopped. */
  | { readonly why: 'stops' }
  /** The server has to let a time go by, of so many seconds unless it was started with others. */
  | { readonly why: 'slow'; readonly seconds: number }
  /** It was started with another limit than the document has: the option that sets it. */
  | { readonly why: 'limit'; readonly option: string; readonly usual: number; readonly found: number }
  /** With accounts, who comes again is the same person, and the session is about another one. */
  | { readonly why: 'anew' };

/** Thrown by a check that finds out on its way that it says nothing about this server. */
export class Inapplicable extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`nothing can be said of this server: ${reason.why}`);
    this.name = 'Inapplicable';
    this.reason = reason;
  }
}

export interface Needs {
  readonly attendants: number;
  readonly customers: number;
  /** People of whatever role: members, who disturb nobody, if there can be any; else a customer, and an attendant. */
  readonly anyone?: 1 | 2;
  /** Conversations that an attendant must be given; exactly so many, or at least. */
  readonly capacity?: number;
  readonly room?: number;
  /** Whether the number that an attendant is given must be known. */
  readonly bounded?: boolean;
}

/** Why a server of this kind does not meet these needs; or null. */
export function unmet(needs: Needs, facts: Facts, accounts: number): Reason | null {
  const { anyone = 0, capacity, room = 0, bounded = false } = needs;
  const others = facts.members ? 0 : anyone;
  const attendants = Math.max(needs.attendants, others - 1);
  const customers = Math.max(needs.customers, Math.min(others, 1));
  const found = facts.capacity;
  if (attendants + customers > 0 && facts.busy !== '') return { why: 'busy', line: facts.busy };
  if (facts.auth === 'required' && attendants > accounts) return { why: 'accounts', count: attendants };
  if (capacity !== undefined && capacity !== found) return { why: 'capacity', capacity, found };
  if (room > found) return { why: 'room', capacity: room, found };
  if (bounded && found >= MOST) return { why: 'bounded' };
  return null;
}

/** Why a session cannot be played on a server of this kind; or null. */
export function unmetBy(session: Session, facts: Facts, accounts: number): Reason | null {
  const { options, lines } = session;
  if (lines.includes('(the server stops)')) return { why: 'stops' };
  if (/\bcanned=/.test(options)) return { why: 'canned' };
  const roles = [...castOf(session).values()];
  const attendants = roles.filter((role) => role === 'atendente').length;
  const customers = roles.filter((role) => role === 'consumidor').length;
  if (/\baccount=/.test(options) && accounts === 0) return { why: 'accounts', count: 1 };
  const capacity = /\bcapacity=(\d+)/.exec(options)?.[1];
  const needs =
    capacity === undefined
      ? { attendants, customers, room: attendants > 0 ? Math.min(customers, MOST) : 0 }
      : { attendants, customers, capacity: Number(capacity) };
  const reason = unmet(needs, facts, accounts);
  if (reason) return reason;
  if (accounts > 0 && entersTwice(session)) return { why: 'anew' };
  return aboutRooms(session, facts);
}

/** Rooms of customers: whether they are open or not must be as the session has it. */
function aboutRooms(session: Session, facts: Facts): Reason | null {
  const open = /\brooms-for-customers\b/.test(session.options);
  if (open && !facts.roomsForCustomers) return { why: 'rooms-for-customers' };
  const cast = castOf(session);
  const asks = session.lines.some((line) => {
    const said = spoken(line);
    return said?.way === '>' && cast.get(said.name) === 'consumidor' && /^(?:@\S+ )?JOIN /.test(said.text);
  });
  return asks && !open && facts.roomsForCustomers ? { why: 'no-rooms-for-customers' } : null;
}

/** Whether an attendant connects as somebody new under the same name. */
function entersTwice({ lines, options }: Session): boolean {
  if (/\baccount=/.test(options)) return false;
  const entries = lines.flatMap((line) => /^\w+> CONNECT (\S+) atendente/.exec(line)?.[1] ?? []);
  return new Set(entries).size < entries.length;
}
