/**
 * What people say at a random day: each line with how often it comes and by whom, mostly. Texts are marked, so that
 * they are known wherever they turn up.
 */

import { ROLES, type Role } from '../../../src/protocol/commands.ts';
import type { Line } from '../../../src/protocol/lines.ts';
import type { Random } from '../../protocol/random.ts';
import { messageMarker } from '../witness/letters.ts';
import { noteMarker } from '../witness/notes.ts';

/** Who there is, for those who speak. */
export interface Scene {
  /** The name of a customer who waits or is served, if there is one: of those whom the speaker serves more often. */
  customer(random: Random): string;
  /** The name of an attendant, if there is one. */
  attendant(random: Random): string;
  /** The name of a member, if there is one. */
  member(random: Random): string;
  /** A room, mostly one that there is, and more often one that the speaker is in. */
  room(random: Random): string;
  /** A name that the speaker bore before, if there is one. */
  formerName(random: Random): string;
  /** Some seq, mostly one that there is; the latest ones more often. */
  seq(random: Random): number;
  /** A line by which somebody who was here comes back. */
  comesBack(random: Random): Line;
}

/** Something to say, how often, and by whom mostly: a tenth of all that is said is said by anybody. */
export interface Saying {
  readonly weight: number;
  readonly by: readonly (Role | '')[];
  readonly line: (scene: Scene, random: Random, n: number) => Line;
}

/** Few, so that they are taken, left and taken again; some are the same name written differently. */
const NAMES =
  'ana Ana bia caio davi eva Ｅva fabi gil hugo iara josé jose\u0301 k9 lia mia nico otto pia quim rui sol'.split(
    ' ',
  );
const ROOMS = '#geral #Geral #vendas #Vendas #açaí #fim #k9 #lua #mar #rio #zoo'.split(' ');
export const ROLE_WORDS = 'consumidor consumidor consumidor customer atendente attendant membro membro'.split(
  ' ',
);
export const PASSWORDS = ['abre-te', 'sésamo'];

const BROKEN: readonly Line[] = [
  { fault: 'BAD-ENCODING' },
  { fault: 'LINE-TOO-LONG' },
  'FROBNICATE',
  '@ä MSG * x',
  '@',
  '@7',
  ' MSG * x',
  'MSG',
  'MSG *',
  'MSG # oi',
  `MSG * ${'x'.repeat(7681)}`,
  'MSG *x oi',
  'CONNECT',
  'CONNECT a!b membro',
  'CONNECT ana chefe',
  `CONNECT lia membro ${'x'.repeat(257)}`,
  'TAKE',
  'TAKE *',
  'CLOSE',
  'NEXT now',
  'QUEUE here',
  'UNDO x',
  'UNDO 0',
  'UNDO 9007199254740991',
  'HISTORY',
  'HISTORY #',
  'HISTORY ana 1 2 3',
  'LIST-USERS ana bia',
  'LANG fr',
  'HELP FROBNICATE',
  'PASS',
  'RESUME',
  'RESUME x',
  'RESUME token-1 x',
  'STATUS lost',
  'TRANSFER ana',
  'TRANSFER ana *',
  'RETURN *',
  'NOTE *',
  'RATE 6',
  'RATE',
  'TYPING * maybe',
  'SEEN 0',
  'SEEN 9007199254740991',
  'NICK a!b',
  'NICK',
  'JOIN geral',
  'JOIN #',
  `CREATE #longa ${'x'.repeat(257)}`,
  'LEAVE geral',
  'WHO ana ana',
  'ROOMS ana',
  'SEARCH',
  'STATS now',
  'CANNED x',
];

export const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)]!;
export const name = (random: Random): string => pick(random, NAMES);
export const entry = (random: Random): string => `CONNECT ${name(random)} ${pick(random, ROLE_WORDS)}`;
export const anyRoom = (random: Random): string => pick(random, ROOMS);

const tail = (random: Random) => pick(random, ['', '', ' ñandú 👋', ' \t\\n  ', ' .', ' +ok']);
const text = (random: Random, n: number) => messageMarker(n) + tail(random);
const note = (random: Random, n: number) => noteMarker(n) + tail(random);

export const rating = (random: Random, n: number): string =>
  `RATE ${1 + random(5)}${random(2) === 0 ? '' : ` ${note(random, n)}`}`;

const CUSTOMER = ['consumidor'] as const;
const ATTENDANT = ['atendente'] as const;
const MEMBER = ['membro'] as const;
const STAFF = ['atendente', 'membro'] as const;

const CONVERSATIONS: readonly Saying[] = [
  { weight: 60, by: CUSTOMER, line: (_, random, n) => `MSG * ${text(random, n)}` },
  { weight: 5, by: CUSTOMER, line: (day, random, n) => `MSG ${day.attendant(random)} ${text(random, n)}` },
  { weight: 15, by: ATTENDANT, line: (_, random, n) => `MSG * ${text(random, n)}` },
  { weight: 40, by: ATTENDANT, line: (day, random, n) => `msg ${day.customer(random)} ${text(random, n)}` },
  { weight: 8, by: ATTENDANT, line: () => 'NEXT' },
  { weight: 6, by: ATTENDANT, line: (day, random) => `TAKE ${day.customer(random)}` },
  {
    weight: 20,
    by: ATTENDANT,
    line: (day, random) => `CLOSE ${day.customer(random)}${pick(random, ['', ' até mais'])}`,
  },
  { weight: 8, by: ATTENDANT, line: (day, random) => `RETURN ${day.customer(random)}` },
  {
    weight: 14,
    by: ATTENDANT,
    line: (day, random) => `TRANSFER ${day.customer(random)} ${day.attendant(random)}`,
  },
  { weight: 5, by: ATTENDANT, line: (_, random) => `STATUS ${pick(random, ['away', 'online', 'online'])}` },
  { weight: 12, by: ATTENDANT, line: (day, random, n) => `NOTE ${day.customer(random)} ${note(random, n)}` },
  { weight: 2, by: ATTENDANT, line: (_, random, n) => `NOTE ${name(random)} ${note(random, n)}` },
  { weight: 3, by: CUSTOMER, line: (_, random, n) => rating(random, n) },
  { weight: 4, by: ['atendente', 'consumidor'], line: () => 'QUEUE' },
];

const AMONG_MEMBERS: readonly Saying[] = [
  { weight: 12, by: MEMBER, line: (day, random, n) => `MSG ${day.member(random)} ${text(random, n)}` },
  { weight: 8, by: MEMBER, line: (_, random, n) => `MSG ${name(random)} ${text(random, n)}` },
  { weight: 5, by: ATTENDANT, line: (day, random, n) => `MSG ${day.member(random)} ${text(random, n)}` },
  { weight: 35, by: MEMBER, line: (day, random, n) => `MSG ${day.room(random)} ${text(random, n)}` },
  { weight: 8, by: ATTENDANT, line: (day, random, n) => `MSG ${day.room(random)} ${text(random, n)}` },
  { weight: 4, by: CUSTOMER, line: (day, random, n) => `MSG ${day.room(random)} ${text(random, n)}` },
  { weight: 20, by: STAFF, line: (day, random) => `JOIN ${day.room(random)}` },
  { weight: 5, by: CUSTOMER, line: (day, random) => `JOIN ${day.room(random)}` },
  { weight: 5, by: STAFF, line: (_, random) => `JOIN ${anyRoom(random)}` },
  {
    weight: 3,
    by: STAFF,
    line: (_, random) =>
      `CREATE ${anyRoom(random)}${pick(random, ['', ' um assunto', ` de ${name(random)} e mais`])}`,
  },
  { weight: 8, by: ROLES, line: (day, random) => `LEAVE${pick(random, ['', ` ${day.room(random)}`])}` },
  { weight: 2, by: ROLES, line: (day, random) => `ROOMS${pick(random, ['', ` ${day.room(random)}`])}` },
  {
    weight: 4,
    by: ROLES,
    line: (day, random) =>
      `WHO${pick(random, ['', ` ${day.room(random)}`])}${pick(random, ['', ` ${name(random)}`])}`,
  },
];

const READING: readonly Saying[] = [
  { weight: 8, by: ROLES, line: () => 'UNDO' },
  { weight: 4, by: ROLES, line: (day, random) => `UNDO ${day.seq(random)}` },
  { weight: 4, by: ROLES, line: () => 'HISTORY *' },
  { weight: 4, by: ATTENDANT, line: (_, random) => `HISTORY ${name(random)}` },
  {
    weight: 4,
    by: ATTENDANT,
    line: (_, random, n) => `HISTORY ${name(random)} ${1 + random(60)} ${1 + random(n)}`,
  },
  { weight: 4, by: CUSTOMER, line: (_, random, n) => `HISTORY * ${1 + random(60)} ${1 + random(n)}` },
  { weight: 3, by: ROLES, line: (_, random) => `HISTORY ${name(random)}` },
  { weight: 5, by: ROLES, line: (day, random) => `HISTORY ${day.formerName(random)}` },
  {
    weight: 3,
    by: ROLES,
    line: (day, random, n) =>
      `HISTORY ${day.room(random)} ${1 + random(60)}${pick(random, ['', ` ${1 + random(n)}`])}`,
  },
  {
    weight: 4,
    by: ROLES,
    line: (_, random, n) =>
      `SEARCH ${pick(random, [`m${1 + random(n)}`, `n${1 + random(n)}`, 'NANDU', '👋', '+ok', '<', 'rate', 'oi', ' '])}`,
  },
  { weight: 3, by: ATTENDANT, line: () => 'LIST-USERS' },
  {
    weight: 2,
    by: ATTENDANT,
    line: (_, random) => `LIST ${pick(random, ROLE_WORDS)}${pick(random, ['', ` ${name(random)}`])}`,
  },
  { weight: 1, by: ATTENDANT, line: (_, random) => `LIST-USERS ${name(random)}` },
  { weight: 3, by: ATTENDANT, line: (_, random) => pick(random, ['STATS', 'CANNED']) },
];

const ANYTHING: readonly Saying[] = [
  { weight: 5, by: ROLES, line: (_, random) => `NICK ${name(random)}` },
  {
    weight: 4,
    by: ROLES,
    line: (day, random) =>
      `TYPING ${pick(random, ['*', '*', name(random), day.customer(random), day.room(random)])} ${pick(random, ['on', 'off'])}`,
  },
  { weight: 5, by: ROLES, line: (day, random) => `SEEN ${day.seq(random)}` },
  { weight: 1, by: ROLES, line: (_, random) => pick(random, ['PING', 'PING oi', 'HELP', 'HELP next']) },
  { weight: 1, by: ROLES, line: (_, random) => pick(random, ['LANG en', 'LANG PT']) },
  { weight: 1, by: ROLES, line: (_, random) => entry(random) },
  { weight: 2, by: ROLES, line: (_, random) => pick(random, BROKEN) },
  { weight: 1, by: ROLES, line: (_, random) => pick(random, ['PASS x', `RESUME token-${random(9)} 0`]) },
  { weight: 3, by: [''], line: (_, random) => entry(random) },
  { weight: 2, by: [''], line: (day, random) => day.comesBack(random) },
  { weight: 2, by: [''], line: (_, random) => `PASS ${pick(random, PASSWORDS)}` },
];

const SAYINGS = [...CONVERSATIONS, ...AMONG_MEMBERS, ...READING, ...ANYTHING];

/** Something that somebody of this role says. */
export function saying(role: Role | '', scene: Scene, random: Random, n: number): Line {
  const able = random(10) === 0 ? SAYINGS : SAYINGS.filter(({ by }) => by.includes(role));
  let chance = random(able.reduce((sum, { weight }) => sum + weight, 0));
  for (const { weight, line } of able) {
    if (chance < weight) return line(scene, random, n);
    chance -= weight;
  }
  return 'PING';
}
