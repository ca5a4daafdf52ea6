/**
 * The desk: a deterministic state machine. `apply` takes one entry and writes its effects.
 *
 * The same entries give the same effects, always: there is no clock here, no randomness and no I/O. An entry
 * brings along its time and whatever is random. This file owns the state and the order of the checks; what a
 * command does stands in commands/, a short file each.
 */

import type { Code, Lang } from '../protocol/codes.ts';
import { COMMANDS, type CommandSpec } from '../protocol/commands.ts';
import { err, farewell } from '../protocol/format.ts';
import { type Command, NO_VERB } from '../protocol/parse.ts';
import { Accounts } from './accounts.ts';
import { handlers } from './commands/index.ts';
import type { Effects } from './effects.ts';
import { connectionLost, lose, tick } from './leaving.ts';
import { type CannedAnswer, carryOut, type Order } from './orders.ts';
import { People } from './people.ts';
import { mayUse } from './rights.ts';
import { Rooms } from './rooms.ts';
import type { Session } from './session.ts';
import { WaitingLine } from './waiting-line.ts';

/** How this desk is run. Times are in milliseconds. */
export interface DeskOptions {
  /** Open conversations up to which an attendant is given customers; 0 means that only NEXT and TAKE assign. */
  readonly capacity: number;
  /** The language of a connection that has not chosen one. */
  readonly lang: Lang;
  /** How long a lost identity lives on. */
  readonly graceCustomerMs: number;
  readonly graceAttendantMs: number;
  /** People at the desk, and customers waiting: past them those who are lost go, or FULL is said. */
  readonly maxPeople: number;
  readonly maxWaiting: number;
  /** People without an account that one address may have at the desk, lost ones included. */
  readonly maxPerOrigin: number;
  /** Bytes of messages in memory, at most. */
  readonly maxRememberedBytes: number;
  /** Errors in a row after which a connection is closed. */
  readonly maxErrors: number;
  /** Whether attendants need an account. */
  readonly attendantsNeedAccount: boolean;
  /** Whether customers may use rooms. */
  readonly roomsForCustomers: boolean;
  /** Rooms, at most: past them the one that has been empty for longest goes, or FULL is said. */
  readonly maxRooms: number;
}

export const DESK_DEFAULTS: DeskOptions = {
  capacity: 5,
  lang: 'pt',
  graceCustomerMs: 300_000,
  graceAttendantMs: 60_000,
  maxPeople: 50_000,
  maxWaiting: 10_000,
  maxPerOrigin: 200,
  maxRememberedBytes: 256 * 1024 * 1024,
  maxErrors: 100,
  attendantsNeedAccount: false,
  roomsForCustomers: false,
  maxRooms: 5000,
};

/** Everything the desk knows. Only `apply`, and what it calls, changes it. */
export interface Desk {
  readonly options: DeskOptions;
  /** Milliseconds since 1970: never goes back, whatever the clock of the entries does. */
  now: number;
  lastSeq: number;
  lastDelivery: number;
  lastParty: number;
  lastConversation: number;
  lastTicket: number;
  /** How many times a customer was given to an attendant. */
  assignments: number;
  /** Bytes of messages in memory: not less than there are. */
  rememberedBytes: number;
  readonly people: People;
  readonly accounts: Accounts;
  readonly waiting: WaitingLine;
  readonly rooms: Rooms;
  /** Conversations that are open now. */
  open: number;
  /** How long the last conversations that ended were open, in milliseconds, oldest first: at most MAX_SAMPLES. */
  durations: readonly number[];
  /** Canned answers, as they were given last. */
  canned: readonly CannedAnswer[];
  readonly sessions: Map<number, Session>;
}

/** What happens to a desk. `at` is in milliseconds since 1970. */
export type Entry =
  /**
   * A connection sent a command. Some come with what the edge made of them:
   * - CONNECT has, behind the arguments of the table, the hash of a fresh token; the proof: '' if no password was
   *   given, the verifier of the account that it fits, or FAILED_PROOF; and the address that the person is counted
   *   under, or '';
   * - RESUME has the hash of the token in place of the token;
   * - PASS has no arguments.
   */
  | { readonly kind: 'command'; readonly at: number; readonly conn: number; readonly command: Command }
  /** A connection ended without QUIT. */
  | { readonly kind: 'lost'; readonly at: number; readonly conn: number }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly at: number }
  /** Those who run the desk want something. Answered once, by the effect `answer`. */
  | { readonly kind: 'order'; readonly at: number; readonly request: number; readonly order: Order };

/** An empty desk. */
export function createDesk(options: Partial<DeskOptions> = {}): Desk {
  return {
    options: { ...DESK_DEFAULTS, ...options },
    now: 0,
    lastSeq: 0,
    lastDelivery: 0,
    lastParty: 0,
    lastConversation: 0,
    lastTicket: 0,
    assignments: 0,
    rememberedBytes: 0,
    people: new People(),
    accounts: new Accounts(),
    waiting: new WaitingLine(),
    rooms: new Rooms(),
    open: 0,
    durations: [],
    canned: [],
    sessions: new Map(),
  };
}

/** Errors that are no fault of the client's, or pass by themselves: who tries again is not thrown out. */
const PASSING: ReadonlySet<Code> = new Set([
  'RATE-LIMITED',
  'STORE-FAILED',
  'FULL',
  'QUEUE-EMPTY',
  'TAKEN',
] as const);

/** The one way in which a desk changes. */
export function apply(desk: Desk, entry: Entry, effects: Effects): void {
  if (entry.at > desk.now) desk.now = entry.at;
  switch (entry.kind) {
    case 'command':
      applyCommand(desk, effects, entry.conn, entry.command);
      break;
    case 'lost':
      connectionLost(desk, effects, entry.conn);
      break;
    case 'tick':
      tick(desk, effects);
      break;
    case 'order':
      effects.answer(entry.request, carryOut(desk, effects, entry.order));
      break;
  }
}

function applyCommand(desk: Desk, effects: Effects, conn: number, command: Command): void {
  const session = sessionOf(desk, conn);
  if (session.closed) return;
  const fault = check(desk, session, command) || handlers[command.verb]!(desk, session, command, effects);
  if (fault === '') {
    session.errors = 0;
    return;
  }
  effects.send(conn, err(command.label, fault, session.lang));
  if (PASSING.has(fault)) return;
  if (++session.errors < desk.options.maxErrors) return;
  effects.send(conn, farewell('TOO-MANY-ERRORS', session.lang));
  effects.close(conn);
  session.closed = true;
  if (session.person) lose(desk, effects, session.person);
}

/** The checks that come before a handler, in the order of the protocol: verb, entry, role, arguments. */
function check(desk: Desk, session: Session, command: Command): Code | '' {
  if (command.verb === NO_VERB) return command.fault || 'BAD-COMMAND';
  const spec = COMMANDS[command.verb] as CommandSpec;
  if (spec.phase === 'entered' && !session.person) return 'NOT-CONNECTED';
  if (spec.phase === 'before' && session.person) return 'ALREADY-CONNECTED';
  if (session.person && !mayUse(desk, session.person.role, spec)) return 'FORBIDDEN';
  return command.fault;
}

function sessionOf(desk: Desk, conn: number): Session {
  const known = desk.sessions.get(conn);
  if (known) return known;
  const session: Session = { conn, lang: desk.options.lang, person: null, errors: 0, closed: false };
  desk.sessions.set(conn, session);
  return session;
}
