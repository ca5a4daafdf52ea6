/**
 * Random days at the desk: people of all roles come, with passwords or without, write, are served and go, connections
 * break with lines still on the way, clients come back and send again, those who run the desk give orders, clocks jump,
 * the server restarts. The world (world.ts) checks every promise after every entry.
 *
 * `SEED=42 vitest run test/desk/simulation.test.ts` repeats one day; a day that goes wrong is printed, shortened.
 */

import { describe, expect, test } from 'vitest';
import { DESK_DEFAULTS, type DeskOptions } from '../../src/desk/desk.ts';
import type { Order } from '../../src/desk/orders.ts';
import { ROLES, type Role as Roles, readRole } from '../../src/protocol/commands.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { readName } from '../../src/protocol/names.ts';
import { type Random, randomFrom, SEED } from '../protocol/random.ts';
import { START } from './chat.ts';
import { verifierOf } from './edge.ts';
import { type Action, marker, World } from './world.ts';

const DAYS = process.env['SEED'] === undefined ? 20 : 1;
const ENTRIES = 3000;
/** Repetitions of a failing day that shortening it may take. */
const SHORTENINGS = 300;

/** Few, so that they are taken, left and taken again; some are the same name written differently. */
const NAMES =
  'ana Ana bia caio davi eva Ｅva fabi gil hugo iara josé jose\u0301 k9 lia mia nico otto pia quim rui sol'.split(
    ' ',
  );
const ROLE_WORDS = ['consumidor', 'consumidor', 'consumidor', 'customer', 'atendente', 'attendant', 'membro'];
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
  'MSG #sala oi',
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
  'HISTORY #sala',
  'HISTORY ana 1 2 3',
  'LIST-USERS ana bia',
  'LANG fr',
  'HELP FROBNICATE',
  'PASS',
  'RESUME',
  'RESUME x',
  'RESUME token-1 x',
];

type Role = (typeof ROLES)[number] | '';

/** Something to say, how often, and by whom mostly: a tenth of all that is said is said by anybody. */
interface Saying {
  readonly weight: number;
  readonly by: readonly Role[];
  readonly line: (day: Day, random: Random, n: number) => Line;
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)]!;
const name = (random: Random) => pick(random, NAMES);
const PASSWORDS = ['abre-te', 'sésamo'];
const entry = (random: Random) => `CONNECT ${name(random)} ${pick(random, ROLE_WORDS)}`;
const text = (random: Random, n: number) =>
  marker(n) + pick(random, ['', '', ' ñandú 👋', ' \t\\n  ', ' .', ' +ok']);

const SAYINGS: readonly Saying[] = [
  { weight: 60, by: ['consumidor'], line: (_, random, n) => `MSG * ${text(random, n)}` },
  {
    weight: 5,
    by: ['consumidor'],
    line: (day, random, n) => `MSG ${day.attendant(random)} ${text(random, n)}`,
  },
  { weight: 15, by: ['atendente'], line: (_, random, n) => `MSG * ${text(random, n)}` },
  {
    weight: 40,
    by: ['atendente'],
    line: (day, random, n) => `msg ${day.customer(random)} ${text(random, n)}`,
  },
  { weight: 30, by: ['membro'], line: (_, random, n) => `MSG ${name(random)} ${text(random, n)}` },
  { weight: 5, by: ['atendente'], line: (_, random, n) => `MSG ${name(random)} ${text(random, n)}` },
  { weight: 8, by: ['atendente'], line: () => 'NEXT' },
  { weight: 6, by: ['atendente'], line: (day, random) => `TAKE ${day.customer(random)}` },
  {
    weight: 20,
    by: ['atendente'],
    line: (day, random) => `CLOSE ${day.customer(random)}${pick(random, ['', ' até mais'])}`,
  },
  { weight: 8, by: ROLES, line: () => 'UNDO' },
  { weight: 4, by: ROLES, line: (day, random) => `UNDO ${1 + random(day.world.store.lastSeq + 1)}` },
  { weight: 4, by: ROLES, line: () => 'HISTORY *' },
  { weight: 4, by: ['atendente'], line: (_, random) => `HISTORY ${name(random)}` },
  {
    weight: 4,
    by: ['atendente'],
    line: (_, random, n) => `HISTORY ${name(random)} ${1 + random(60)} ${1 + random(n)}`,
  },
  { weight: 4, by: ['consumidor'], line: (_, random, n) => `HISTORY * ${1 + random(60)} ${1 + random(n)}` },
  { weight: 4, by: ['atendente', 'consumidor'], line: () => 'QUEUE' },
  { weight: 3, by: ['atendente'], line: () => 'LIST-USERS' },
  {
    weight: 2,
    by: ['atendente'],
    line: (_, random) => `LIST ${pick(random, ROLE_WORDS)}${pick(random, ['', ` ${name(random)}`])}`,
  },
  { weight: 1, by: ['atendente'], line: (_, random) => `LIST-USERS ${name(random)}` },
  { weight: 1, by: ROLES, line: (_, random) => pick(random, ['PING', 'PING oi', 'HELP', 'HELP next']) },
  { weight: 1, by: ROLES, line: (_, random) => pick(random, ['LANG en', 'LANG PT']) },
  { weight: 1, by: ROLES, line: (_, random) => entry(random) },
  { weight: 2, by: ROLES, line: (_, random) => pick(random, BROKEN) },
  { weight: 1, by: ROLES, line: (_, random) => pick(random, ['PASS x', `RESUME token-${random(9)} 0`]) },
  { weight: 3, by: [''], line: (_, random) => entry(random) },
  { weight: 2, by: [''], line: (day, random) => day.comesBack(random) },
  { weight: 2, by: [''], line: (_, random) => `PASS ${pick(random, PASSWORDS)}` },
];

/** Chooses what happens next, from what the world looks like. */
class Day {
  readonly options: DeskOptions;
  readonly world: World;
  readonly #random: Random;
  readonly #conns: number[] = [];
  /** Connections whose clients are gone, which the server does not know yet. */
  readonly #dead: number[] = [];
  /** What a client has begun and is going to do next. */
  readonly #begun: Action[] = [];
  #clock = START;
  #lastConn = 0;
  #n = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    const random = this.#random;
    this.options = {
      ...DESK_DEFAULTS,
      capacity: pick(random, [0, 1, 2, 5]),
      maxPeople: pick(random, [8, 50]),
      maxWaiting: pick(random, [3, 50]),
      maxErrors: pick(random, [20, 100]),
      attendantsNeedAccount: random(4) === 0,
    };
    this.world = new World(this.options);
  }

  next(): Action {
    this.#n++;
    const random = this.#random;
    const conns = this.#conns;
    this.#clock += random(400);
    // Clocks go back now and then; the desk's time does not.
    const at = random(20) === 0 ? this.#clock - random(100_000) : this.#clock;
    const begun = this.#begun.shift();
    if (begun) return begun;
    const chance = random(1000);
    if (chance < 2) {
      conns.length = 0;
      this.#dead.length = 0;
      return { kind: 'restart', at, unseen: random(9) };
    }
    if (chance < 40) {
      if (random(6) === 0) this.#clock += random(400_000);
      return { kind: 'tick', at: this.#clock };
    }
    if (chance < 52 && conns.length > 0) {
      const [conn = 0] = conns.splice(random(conns.length), 1);
      const unseen = pick(random, [0, 0, 1, 2, 3, 8]);
      if (random(2) === 0) return { kind: 'lost', at, conn, unseen };
      this.#dead.push(conn);
      return { kind: 'dies', at, conn, unseen };
    }
    if (chance < 56 && this.#dead.length > 0) {
      const [conn = 0] = this.#dead.splice(random(this.#dead.length), 1);
      return { kind: 'lost', at, conn, unseen: 0 };
    }
    if (chance < 64) return { kind: 'order', at, order: this.#order(random) };
    if (conns.length < 3 || (conns.length < 16 && chance < 130)) {
      conns.push(++this.#lastConn);
      return this.#enters(at, this.#lastConn, random);
    }
    const conn = pick(random, conns);
    if (chance < 138) return this.#says(at, conn, 'QUIT');
    // Persistent nonsense, until the server has had enough.
    if (conn % 41 === 0) return this.#says(at, conn, 'NONSENSE');
    return this.#says(at, conn, this.#something(conn));
  }

  /** A new connection says its first line, and perhaps has a second one ready. */
  #enters(at: number, conn: number, random: Random): Action {
    if (random(5) < 3 && this.world.absent.length > 0) return this.#says(at, conn, this.comesBack(random));
    const accounts = [...this.world.store.accounts.values()];
    if (random(2) === 0 && accounts.length > 0) {
      const { party, role, verifier } = pick(random, accounts);
      const right = PASSWORDS.find((password) => verifierOf(password) === verifier);
      const password = random(4) === 0 ? pick(random, PASSWORDS) : right;
      const line = `CONNECT ${this.world.store.nameOf(party)} ${random(9) === 0 ? 'membro' : role}`;
      this.#begun.push(this.#says(at, conn, `${line}${pick(random, ['', ' Somebody at Home'])}`));
      return this.#says(at, conn, `PASS ${password}`);
    }
    return this.#says(at, conn, entry(random) + pick(random, ['', '', ' Somebody of the Shop']));
  }

  /** A client that was here comes back, by what it has seen last, or otherwise. */
  comesBack(random: Random): Line {
    const { absent } = this.world;
    if (absent.length === 0 || random(8) === 0) {
      return `RESUME token-${1 + random(this.#lastConn + 1)}${pick(random, ['', ' 0', ` ${1 + random(this.#n)}`])}`;
    }
    // The latest ones mostly: the tokens of most others are void.
    const client = absent.at(-1 - random(Math.min(absent.length, random(3) === 0 ? 30 : 5)))!;
    const other = random(8) === 0;
    return `RESUME ${client.token}${other ? pick(random, ['', ' 0', ` ${1 + random(this.#n)}`]) : ` ${client.last}`}`;
  }

  #order(random: Random): Order {
    const present = [...this.world.store.people.keys()];
    const somebody = random(2) === 0 && present.length > 0;
    const { name: written, key } = readName(
      somebody ? this.world.store.nameOf(pick(random, present)) : name(random),
    )!;
    const verifier = verifierOf(pick(random, PASSWORDS));
    const role = readRole(pick(random, ROLE_WORDS)) as Roles;
    const chance = random(20);
    if (chance < 11) return { do: 'register', name: written, key, role, verifier };
    if (chance < 13) return { do: 'password', key, verifier };
    if (chance < 14) return { do: 'unregister', key };
    if (chance < 16) return { do: 'forget', key };
    if (chance < 18) return { do: 'expire', before: this.#clock - random(400_000) };
    return { do: 'accounts' };
  }

  #something(conn: number): Line {
    const random = this.#random;
    const client = this.world.ends.get(conn)?.client;
    const pending = [...(client?.pending.values() ?? [])];
    // After a loss most lines without an answer are sent again; sometimes one that was answered.
    if (client && pending.length > 0 && random(4) === 0) return pick(random, pending);
    if (client && client.sent.length > 0 && random(30) === 0) return pick(random, client.sent);
    const role = this.world.ends.get(conn)?.role ?? '';
    const able = random(10) === 0 ? SAYINGS : SAYINGS.filter(({ by }) => by.includes(role));
    let chance = random(able.reduce((sum, { weight }) => sum + weight, 0));
    for (const { weight, line } of able) {
      if (chance < weight) return line(this, random, this.#n);
      chance -= weight;
    }
    return 'PING';
  }

  /** The name of a customer who waits or is served, if there is one. */
  customer(random: Random): string {
    const alive = this.world.store.alive();
    return alive.length === 0 ? name(random) : this.world.store.nameOf(pick(random, alive).customer);
  }

  /** The name of an attendant, if there is one. */
  attendant(random: Random): string {
    const attendants = [...this.world.store.people.values()].filter(({ role }) => role === 'atendente');
    return attendants.length === 0 ? name(random) : this.world.store.nameOf(pick(random, attendants).party);
  }

  #says(at: number, conn: number, line: Line): Action {
    const random = this.#random;
    const labelled = typeof line === 'string' && random(3) === 0 && !line.startsWith('@');
    const label = random(8) === 0 ? 'same' : `${this.#n}:x`;
    return { kind: 'command', at, conn, line: labelled ? `@${label} ${line}` : line };
  }
}

/** Runs a day; returns what went wrong, if anything, and all that happened. */
function live(seed: number): { failure: unknown; actions: Action[]; day: Day } {
  const day = new Day(seed);
  const actions: Action[] = [];
  try {
    for (let n = 0; n < ENTRIES; n++) {
      const action = day.next();
      actions.push(action);
      day.world.step(action);
    }
    return { failure: undefined, actions, day };
  } catch (failure) {
    return { failure, actions, day };
  }
}

/** The same again from what was written down: what goes wrong, if anything. */
function relive(actions: readonly Action[], options: DeskOptions): string | undefined {
  const world = new World(options);
  try {
    for (const action of actions) world.step(action);
    return undefined;
  } catch (failure) {
    return firstLine(failure);
  }
}

/** Leaves out ever smaller pieces, as long as the same goes wrong (Zeller's ddmin, halving only). */
function shorten(actions: Action[], options: DeskOptions, failure: string): Action[] {
  let kept = actions;
  let left = SHORTENINGS;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let start = 0; start < kept.length && left > 0; ) {
      const fewer = kept.toSpliced(start, size);
      left--;
      if (relive(fewer, options) === failure) kept = fewer;
      else start += size;
    }
  }
  return kept;
}

function firstLine(failure: unknown): string {
  const [line = ''] = (failure instanceof Error ? failure.message : String(failure)).split('\n');
  return line.replace(/\d+/g, 'n');
}

function show(actions: readonly Action[]): string {
  return actions.map((action) => JSON.stringify(action)).join('\n');
}

describe(`a random day at the desk (SEED=${SEED})`, () => {
  const seeds = Array.from({ length: DAYS }, (_, day) => SEED + day);

  test.each(seeds)('keeps every promise, SEED=%i', (seed) => {
    const { failure, actions, day } = live(seed);
    if (failure === undefined) return;
    const short = shorten(actions, day.options, firstLine(failure));
    const message = failure instanceof Error ? failure.stack : String(failure);
    expect.unreachable(
      `SEED=${seed}, entry ${actions.length}, options ${JSON.stringify(day.options)}\n${message}\n` +
        `The last 20 entries:\n${show(actions.slice(-20))}\n` +
        `Shortened to ${short.length}:\n${show(short)}`,
    );
  });
});
