/**
 * What well-formed lines come to where time and role allow them: a code, or `ok`. Written down from the protocol; it
 * knows nothing of the desk.
 */

import type { COMMANDS, Role } from '../../../src/protocol/commands.ts';
import type { Situation, Trait } from './situations.ts';

type Verb = (typeof COMMANDS)[number]['verb'];

/** By the name of a situation, a trait or a role: the first that fits counts, `others` always. */
export type Expected = string | Readonly<Partial<Record<Trait | Role | 'others' | (string & {}), string>>>;

export function expectedOf(expected: Expected, name: string, { role, is }: Situation): string {
  if (typeof expected === 'string') return expected;
  const fits = Object.keys(expected).find(
    (key) => key === name || key === role || key === 'others' || is.some((trait) => trait === key),
  );
  return expected[fits ?? ''] ?? '?';
}

/** Of customers: who writes to them, or tells that they are typing. */
const TO_PEOPLE = {
  cai: { atendente: 'TAKEN', others: 'FORBIDDEN' },
  tina: { atendente: 'TAKEN', others: 'FORBIDDEN' },
  leo: { atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
  dora: { atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
  rita: { atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
  rui: { serves: 'ok', consumidor: 'FORBIDDEN', others: 'NO-SUCH-USER' },
  mel: { consumidor: 'FORBIDDEN', others: 'ok' },
  reg: { consumidor: 'FORBIDDEN', others: 'ok' },
  bia: { 'is served': 'ok', consumidor: 'FORBIDDEN', others: 'ok' },
  ninguem: { consumidor: 'FORBIDDEN', others: 'NO-SUCH-USER' },
  '*': { serves: 'ok', consumidor: 'ok', others: 'NO-CONVERSATION' },
  '#sala': { 'no rooms': 'FORBIDDEN', 'in room': 'ok', others: 'NOT-IN-ROOM' },
  '#SALA': { 'no rooms': 'FORBIDDEN', 'in room': 'ok', others: 'NOT-IN-ROOM' },
  '#vazia': { 'no rooms': 'FORBIDDEN', others: 'NOT-IN-ROOM' },
  '#geral': { 'no rooms': 'FORBIDDEN', others: 'NOT-IN-ROOM' },
  '#nova': { 'no rooms': 'FORBIDDEN', others: 'NO-SUCH-ROOM' },
} as const;

function toPeople(line: (to: string) => string): Record<string, Expected> {
  return Object.fromEntries(Object.entries(TO_PEOPLE).map(([to, expected]) => [line(to), expected]));
}

/** What an attendant does with a customer of their own. */
function toOwn(verb: Verb, tail = ''): Record<string, Expected> {
  return {
    [`${verb} rui${tail}`]: { serves: 'ok', others: 'NO-SUCH-USER' },
    [`${verb} cai${tail}`]: 'TAKEN',
    [`${verb} tina${tail}`]: 'TAKEN',
    [`${verb} vera${tail}`]: { 'nobody here waits': 'TAKEN', others: 'NO-CONVERSATION' },
    [`${verb} leo${tail}`]: 'NO-CONVERSATION',
    [`${verb} dora${tail}`]: 'NO-CONVERSATION',
    [`${verb} mel${tail}`]: 'NO-CONVERSATION',
    [`${verb} rita${tail}`]: 'NO-SUCH-USER',
    [`${verb} ninguem${tail}`]: 'NO-SUCH-USER',
  };
}

/** Before entry, where nothing but the state of the name counts. */
const entry = (expected: string): Expected => ({ 'before entry': expected, others: 'AUTH-FAILED' });

const NAMES_THAT_ARE_TAKEN: Expected = { 'has account': 'FORBIDDEN', others: 'NAME-TAKEN' };

const IN_THE_ROOM: Expected = { 'in room': 'ok', others: 'NOT-IN-ROOM' };

/** In the room that was joined last, whichever that is. */
const IN_A_ROOM: Expected = { 'in room': 'ok', 'many rooms': 'ok', others: 'NOT-IN-ROOM' };

const NEW_ROOM: Expected = { 'no room left': 'FULL', others: 'ok' };

const LONG_TOPIC = 'x'.repeat(257);

export const WELL_FORMED: Readonly<Record<Verb, Readonly<Record<string, Expected>>>> = {
  CONNECT: {
    'CONNECT nova membro': entry('ok'),
    'CONNECT nova atendente Nova': entry('ok'),
    [`CONNECT nova membro ${LONG_TOPIC}`]: 'TEXT-TOO-LONG',
    'CONNECT bia atendente': entry('NAME-TAKEN'),
    'CONNECT leo consumidor': entry('ok'),
    'CONNECT zeca membro': entry('ok'),
    'CONNECT reg membro': entry('AUTH-REQUIRED'),
    'CONNECT reg consumidor': entry('AUTH-REQUIRED'),
    'CONNECT eu atendente': 'ok',
    'CONNECT eu membro': { 'before entry': 'ok', others: 'FORBIDDEN' },
  },
  PASS: { 'PASS segredo': 'ok', 'PASS  a b ': 'ok' },
  RESUME: {
    'RESUME token-21': 'ok',
    'RESUME token-22 0': 'ok',
    'RESUME token-23 9': 'ok',
    'RESUME token-24': 'ok',
    'RESUME token-26': 'ok',
    'RESUME token-99': 'RESUME-FAILED',
    'RESUME hash-21': 'RESUME-FAILED',
  },
  MSG: {
    ...toPeople((to) => `MSG ${to} oi`),
    'MSG vera oi': { 'nobody here waits': 'TAKEN', atendente: 'ok', others: 'FORBIDDEN' },
  },
  QUIT: { QUIT: 'ok', 'QUIT até logo': 'ok' },
  'LIST-USERS': { 'LIST-USERS': 'ok', 'LIST-USERS membro cai': 'ok', 'LIST-USERS ninguem': 'NO-SUCH-USER' },
  HISTORY: {
    'HISTORY *': { serves: 'ok', atendente: 'NO-CONVERSATION', others: 'ok' },
    'HISTORY eu 5 9': 'ok',
    'HISTORY eu9': { 'many names': 'ok', atendente: 'NO-SUCH-USER', others: 'FORBIDDEN' },
    'HISTORY cai': { atendente: 'ok', others: 'FORBIDDEN' },
    'HISTORY reg': { atendente: 'ok', others: 'FORBIDDEN' },
    'HISTORY ninguem': { atendente: 'NO-SUCH-USER', others: 'FORBIDDEN' },
    'HISTORY #sala': { 'no rooms': 'FORBIDDEN', 'in room': 'ok', atendente: 'ok', others: 'NOT-IN-ROOM' },
    'HISTORY #geral': { 'no rooms': 'FORBIDDEN', atendente: 'ok', others: 'NOT-IN-ROOM' },
    'HISTORY #nova': { 'no rooms': 'FORBIDDEN', others: 'NO-SUCH-ROOM' },
  },
  QUEUE: { QUEUE: 'ok' },
  NEXT: { NEXT: { 'nobody here waits': 'QUEUE-EMPTY', others: 'ok' } },
  TAKE: { ...toOwn('TAKE'), 'TAKE vera': { 'nobody here waits': 'TAKEN', others: 'ok' } },
  RETURN: toOwn('RETURN'),
  TRANSFER: {
    ...toOwn('TRANSFER', ' bia'),
    // The customer is looked at before the attendant.
    ...toOwn('TRANSFER', ' eu'),
    'TRANSFER tina bia': 'ok',
    'TRANSFER tina eu': 'ok',
    'TRANSFER tina zeca': 'NO-SUCH-USER',
    'TRANSFER ugo eu': 'ok',
    'TRANSFER ugo noa': 'ok',
    'TRANSFER ugo mel': 'FORBIDDEN',
    'TRANSFER ugo ninguem': 'NO-SUCH-USER',
    'TRANSFER rui mel': { serves: 'FORBIDDEN', others: 'NO-SUCH-USER' },
    'TRANSFER rui zeca': 'NO-SUCH-USER',
    'TRANSFER rui ninguem': 'NO-SUCH-USER',
    'TRANSFER cai ninguem': 'TAKEN',
  },
  CLOSE: toOwn('CLOSE', ' até logo'),
  RATE: {
    'RATE 1': { 'may rate': 'ok', others: 'NO-CONVERSATION' },
    'RATE 5 muito bom': { 'may rate': 'ok', others: 'NO-CONVERSATION' },
  },
  NOTE: {
    'NOTE cai paga bem': 'ok',
    'NOTE leo x': 'ok',
    'NOTE dora x': 'ok',
    'NOTE rita x': 'ok',
    'NOTE mel x': 'FORBIDDEN',
    'NOTE bia x': 'FORBIDDEN',
    'NOTE eu x': 'FORBIDDEN',
    'NOTE reg x': 'FORBIDDEN',
    'NOTE ninguem x': 'NO-SUCH-USER',
  },
  STATUS: { 'STATUS away': 'ok', 'STATUS Online': 'ok' },
  UNDO: {
    UNDO: { 'has said': 'ok', others: 'NOTHING-TO-UNDO' },
    'UNDO 1': 'NOTHING-TO-UNDO',
    'UNDO 999': 'NOTHING-TO-UNDO',
  },
  TYPING: {
    ...toPeople((to) => `TYPING ${to} on`),
    'TYPING vera off': { 'nobody here waits': 'TAKEN', atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
  },
  SEEN: { 'SEEN 1': 'ok', 'SEEN 2': 'ok', 'SEEN 999': 'BAD-ARGUMENT' },
  NICK: {
    'NICK novo': { 'has account': 'FORBIDDEN', 'many names': 'FULL', others: 'ok' },
    'NICK Eu': { 'has account': 'FORBIDDEN', 'many names': 'FULL', others: 'ok' },
    'NICK eu': { 'has account': 'FORBIDDEN', others: 'ok' },
    'NICK bia': NAMES_THAT_ARE_TAKEN,
    'NICK BIA': NAMES_THAT_ARE_TAKEN,
    'NICK leo': NAMES_THAT_ARE_TAKEN,
    'NICK reg': NAMES_THAT_ARE_TAKEN,
  },
  JOIN: {
    'JOIN #sala': { 'many rooms': 'FULL', others: 'ok' },
    'JOIN #geral': { 'many rooms': 'FULL', others: 'ok' },
    'JOIN #nova': { 'many rooms': 'FULL', 'no room left': 'FULL', others: 'ok' },
    'JOIN #r7': { 'no room left': 'FULL', others: 'ok' },
  },
  CREATE: {
    'CREATE #nova': NEW_ROOM,
    'CREATE #nova um assunto': NEW_ROOM,
    'CREATE #sala': 'ROOM-EXISTS',
    'CREATE #Vazia de novo': 'ROOM-EXISTS',
    'CREATE #geral': 'ROOM-EXISTS',
    [`CREATE #nova ${LONG_TOPIC}`]: 'TEXT-TOO-LONG',
    [`CREATE #sala ${LONG_TOPIC}`]: 'TEXT-TOO-LONG',
  },
  LEAVE: {
    LEAVE: IN_A_ROOM,
    'LEAVE #sala': IN_THE_ROOM,
    'LEAVE #vazia': 'NOT-IN-ROOM',
    'LEAVE #geral': 'NOT-IN-ROOM',
    'LEAVE #nova': 'NO-SUCH-ROOM',
  },
  ROOMS: { ROOMS: 'ok', 'ROOMS #sala': 'ok', 'ROOMS #geral': 'ok', 'ROOMS #nova': 'NO-SUCH-ROOM' },
  WHO: {
    WHO: IN_A_ROOM,
    'WHO #sala': IN_THE_ROOM,
    'WHO #sala mel': IN_THE_ROOM,
    'WHO #sala bia': { 'in room': 'NO-SUCH-USER', others: 'NOT-IN-ROOM' },
    'WHO #sala ninguem': { 'in room': 'NO-SUCH-USER', others: 'NOT-IN-ROOM' },
    'WHO #geral': 'NOT-IN-ROOM',
    'WHO #nova': 'NO-SUCH-ROOM',
    'WHO #nova ninguem': 'NO-SUCH-ROOM',
  },
  SEARCH: { 'SEARCH oi': 'ok', 'SEARCH ': 'BAD-ARGUMENT', 'SEARCH  ': 'ok', 'SEARCH sabe ? "* -x': 'ok' },
  STATS: { STATS: 'ok' },
  CANNED: { CANNED: 'ok' },
  PING: { PING: 'ok', 'PING a b': 'ok' },
  HELP: { HELP: 'ok', 'HELP msg': 'ok', 'HELP frob': 'BAD-ARGUMENT' },
  LANG: { 'LANG en': 'ok' },
};
