/**
 * What each command must come to, told before the desk is asked: the code of the error, or '' if it goes well. In the
 * order of the protocol: verb, entry, role, arguments, state. Of coming in and back, and of UNDO, it tells nothing.
 */

import type { Desk } from '../../../src/desk/desk.ts';
import { COMMANDS, type CommandSpec, commandIndex } from '../../../src/protocol/commands.ts';
import type { Command } from '../../../src/protocol/parse.ts';
import type { End, Known } from './known.ts';
import { partnerOf } from './passing.ts';

/** @returns undefined where it is not told. */
export function refusal(known: Known, desk: Desk, asked: Command, by: End): string | undefined {
  if (asked.verb < 0) return asked.fault || 'BAD-COMMAND';
  const spec = COMMANDS[asked.verb] as CommandSpec;
  if (spec.phase === 'entered' && by.role === '') return 'NOT-CONNECTED';
  if (spec.phase === 'before' && by.role !== '') return 'ALREADY-CONNECTED';
  if (by.role !== '' && (!spec.roles.includes(by.role) || (spec.rooms && !mayUseRooms(known, by))))
    return 'FORBIDDEN';
  if (asked.fault !== '') return asked.fault;
  return inState(known, desk, spec.verb, asked.args, by);
}

function inState(
  known: Known,
  desk: Desk,
  verb: string,
  args: readonly string[],
  by: End,
): string | undefined {
  const [first = '', second = ''] = args;
  switch (verb) {
    case 'CONNECT':
    case 'RESUME':
    case 'UNDO':
      return undefined;
    case 'MSG':
    case 'TYPING':
      return ofAddressee(known, desk, first, verb === 'TYPING', by);
    case 'TAKE':
    case 'CLOSE':
    case 'RETURN':
    case 'TRANSFER':
      return ofCustomer(known, verb, first, second, by);
    case 'NEXT': {
      const waits = known.store.waiting().some(({ customer }) => known.connected(known.who(customer)));
      return waits ? '' : 'QUEUE-EMPTY';
    }
    case 'NOTE': {
      const about = known.bearer(first);
      if (about === undefined) return 'NO-SUCH-USER';
      return known.roleOf(about) === 'consumidor' ? '' : 'FORBIDDEN';
    }
    case 'RATE':
      return known.rateable.has(by.who) ? '' : 'NO-CONVERSATION';
    case 'SEEN':
      return Number(first) > known.store.lastSeq ? 'BAD-ARGUMENT' : '';
    case 'NICK':
      return ofName(known, first, second, by);
    case 'LIST-USERS':
      return second === '' || present(known, second) !== undefined ? '' : 'NO-SUCH-USER';
    case 'HISTORY':
      return ofHistory(known, desk, first, by);
    case 'HELP':
      return first === '' || commandIndex(first) >= 0 ? '' : 'BAD-ARGUMENT';
    default:
      return ofRooms(known, verb, args, by);
  }
}

function mayUseRooms({ options }: Known, { role }: End): boolean {
  return role !== 'consumidor' || options.roomsForCustomers;
}

/** Whoever of this key is at the desk, lost or not. */
function present(known: Known, key: string): number | undefined {
  const who = known.bearer(key);
  return who !== undefined && known.isHere(who) ? who : undefined;
}

function ofAddressee(known: Known, desk: Desk, to: string, typing: boolean, by: End): string | undefined {
  if (to.startsWith('#')) return mayUseRooms(known, by) ? inRoom(known, to, by) : 'FORBIDDEN';
  if (by.role === 'consumidor') {
    const conversation = known.conversationOf(by.who);
    const key = known.store.parties.get(conversation?.attendant ?? 0)?.key;
    if (to !== '*' && to !== key) return 'FORBIDDEN';
    // Somebody lost may make a place for who begins to wait.
    const full = known.store.waiting().length >= known.options.maxWaiting;
    return full && !conversation && !typing ? undefined : '';
  }
  const whom = to === '*' ? partnerOf(known, desk, by) : known.bearer(to);
  if (whom === undefined) return to === '*' ? 'NO-CONVERSATION' : 'NO-SUCH-USER';
  if (known.roleOf(whom) !== 'consumidor') return '';
  if (by.role !== 'atendente') return 'FORBIDDEN';
  const conversation = known.conversationOf(whom);
  if (!conversation) return 'NO-CONVERSATION';
  if (conversation.state === 'open') return known.who(conversation.attendant) === by.who ? '' : 'TAKEN';
  return known.connected(whom) && !typing ? '' : 'NO-CONVERSATION';
}

function ofCustomer(known: Known, verb: string, first: string, second: string, by: End): string {
  const customer = present(known, first);
  if (customer === undefined) return 'NO-SUCH-USER';
  const conversation = known.conversationOf(customer);
  if (!conversation) return 'NO-CONVERSATION';
  const waits = conversation.state === 'waiting';
  if (waits) return verb === 'TAKE' && known.connected(customer) ? '' : 'NO-CONVERSATION';
  const serving = known.who(conversation.attendant);
  if (verb !== 'TRANSFER') return serving === by.who ? '' : 'TAKEN';
  const free = !known.connected(serving) || known.status(serving) === 'away';
  if (serving !== by.who && !free) return 'TAKEN';
  const attendant = present(known, second);
  if (attendant === undefined || !known.connected(attendant)) return 'NO-SUCH-USER';
  return known.roleOf(attendant) === 'atendente' ? '' : 'FORBIDDEN';
}

function ofName(known: Known, name: string, key: string, by: End): string {
  const party = known.party(by.who);
  const own = known.store.parties.get(party);
  if (known.store.accounts.has(party)) return 'FORBIDDEN';
  if (key !== own?.key && known.bearer(key) !== undefined) return 'NAME-TAKEN';
  const names = known.store.former.get(party)?.length ?? 0;
  return name !== own?.name && names >= 16 ? 'FULL' : '';
}

function ofHistory(known: Known, desk: Desk, who: string, by: End): string {
  if (who.startsWith('#')) {
    if (!mayUseRooms(known, by)) return 'FORBIDDEN';
    if (by.role !== 'atendente') return inRoom(known, who, by);
    return who === '#geral' || known.store.bearers(who).size > 0 ? '' : 'NO-SUCH-ROOM';
  }
  if (by.role === 'atendente') {
    if (who === '*') return partnerOf(known, desk, by) === undefined ? 'NO-CONVERSATION' : '';
    return known.store.bearers(who).size > 0 ? '' : 'NO-SUCH-USER';
  }
  const party = known.party(by.who);
  const names = [party, ...(known.store.former.get(party) ?? []).map((name) => name.party)];
  return who === '*' || names.some((one) => known.store.parties.get(one)?.key === who) ? '' : 'FORBIDDEN';
}

function ofRooms(known: Known, verb: string, args: readonly string[], by: End): string {
  const [first = '', second = '', topic = ''] = args;
  const there = (key: string) => key === '#geral' || known.store.roomOf(key) !== undefined;
  switch (verb) {
    case 'JOIN': {
      const own = known.roomsOf(by.who);
      if (own.includes(known.store.roomOf(second) ?? 0)) return '';
      return own.length >= 50 || (!there(second) && isFull(known)) ? 'FULL' : '';
    }
    case 'CREATE':
      if (Buffer.byteLength(topic) > 256) return 'TEXT-TOO-LONG';
      if (there(second)) return 'ROOM-EXISTS';
      return isFull(known) ? 'FULL' : '';
    case 'ROOMS':
      return first === '' || there(first) ? '' : 'NO-SUCH-ROOM';
    case 'LEAVE':
      return inRoom(known, first, by);
    case 'WHO': {
      const fault = inRoom(known, first, by);
      if (fault !== '' || second === '') return fault;
      const room = first === '' ? known.roomsOf(by.who).at(-1)! : known.store.roomOf(first)!;
      return known.membersOf(room).includes(present(known, second) ?? 0) ? '' : 'NO-SUCH-USER';
    }
    default:
      return '';
  }
}

/** Whether somebody is in this room, or in any for ''. */
function inRoom(known: Known, key: string, by: End): string {
  const rooms = known.roomsOf(by.who);
  const room = known.store.roomOf(key);
  if (key === '') return rooms.length > 0 ? '' : 'NOT-IN-ROOM';
  if (room === undefined) return key === '#geral' ? 'NOT-IN-ROOM' : 'NO-SUCH-ROOM';
  return rooms.includes(room) ? '' : 'NOT-IN-ROOM';
}

/** Whether there are as many rooms as there may be, the one that is always there included, and none may go. */
function isFull({ store, options, empty }: Known): boolean {
  const isOther = (room: number) => store.parties.get(room)?.key !== '#geral';
  const others = [...store.rooms.keys()].filter(isOther).length;
  return others + 1 >= options.maxRooms && !empty.some(isOther);
}
