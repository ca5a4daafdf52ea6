/** A random day: who comes, goes, speaks, breaks off and comes back, chosen from what the world looks like. */

import { DESK_DEFAULTS, type DeskOptions } from '../../../src/desk/desk.ts';
import type { Order } from '../../../src/desk/orders.ts';
import { type Role, readRole } from '../../../src/protocol/commands.ts';
import type { Line } from '../../../src/protocol/lines.ts';
import { readName } from '../../../src/protocol/names.ts';
import { type Random, randomFrom } from '../../protocol/random.ts';
import { START } from '../chat.ts';
import { verifierOf } from '../edge.ts';
import type { Action, Onlookers } from '../world/actions.ts';
import { World } from '../world.ts';
import { anyRoom, entry, name, PASSWORDS, pick, ROLE_WORDS, rating, type Scene, saying } from './sayings.ts';

/** Chooses what happens next, from what the world looks like. */
export class Day implements Scene {
  readonly options: DeskOptions;
  readonly world: World;
  readonly #random: Random;
  readonly #conns: number[] = [];
  /** Connections whose clients are gone, which the server does not know yet. */
  readonly #dead: number[] = [];
  /** What a client has begun and is going to do next. */
  readonly #begun: Action[] = [];
  #clock = START;
  /** Who speaks next. */
  #speaker = 0;
  #lastConn = 0;
  #n = 0;

  constructor(seed: number, onlookers: (options: DeskOptions) => Onlookers) {
    this.#random = randomFrom(seed);
    const random = this.#random;
    this.options = {
      ...DESK_DEFAULTS,
      capacity: pick(random, [0, 1, 2, 5]),
      maxPeople: pick(random, [8, 50]),
      maxWaiting: pick(random, [3, 50]),
      maxErrors: pick(random, [20, 100]),
      attendantsNeedAccount: random(4) === 0,
      roomsForCustomers: random(2) === 0,
      maxRooms: pick(random, [2, 4, 6, 50]),
    };
    this.world = new World(this.options, onlookers(this.options));
  }

  /** Nobody enters in the same millisecond as somebody else: a restart may change who of them came first. */
  next(): Action {
    const action = this.#any();
    const enters = action.kind === 'command' && /^(?:@\S+ )?CONNECT /i.test(`${action.line}`);
    return enters ? { ...action, at: this.#clock } : action;
  }

  #any(): Action {
    this.#n++;
    const random = this.#random;
    const conns = this.#conns;
    this.#clock += 1 + random(400);
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
    // Most connections that the server has ended say nothing more.
    if (this.world.known.ends.get(conn)?.closed && random(4) > 0) {
      conns.splice(conns.indexOf(conn), 1);
      return { kind: 'lost', at, conn, unseen: 0 };
    }
    if (chance < 134) return this.#says(at, conn, 'QUIT');
    // Persistent nonsense, until the server has had enough.
    if (conn % 41 === 0) return this.#says(at, conn, 'NONSENSE');
    return this.#says(at, conn, this.#something(conn));
  }

  /** A new connection says its first line, and perhaps has a second one ready. */
  #enters(at: number, conn: number, random: Random): Action {
    if (random(5) < 3 && this.world.known.absent.length > 0)
      return this.#says(at, conn, this.comesBack(random));
    const accounts = [...this.world.known.store.accounts.values()];
    if (random(2) === 0 && accounts.length > 0) {
      const { party, role, verifier } = pick(random, accounts);
      const right = PASSWORDS.find((password) => verifierOf(password) === verifier);
      const password = random(4) === 0 ? pick(random, PASSWORDS) : right;
      const line = `CONNECT ${this.world.known.store.nameOf(party)} ${random(9) === 0 ? 'membro' : role}`;
      this.#begun.push(this.#says(at, conn, `${line}${pick(random, ['', ' Somebody at Home'])}`));
      return this.#says(at, conn, `PASS ${password}`);
    }
    return this.#says(at, conn, entry(random) + pick(random, ['', '', ' Somebody of the Shop']));
  }

  /** A client that was here comes back, by what it has seen last, or otherwise. */
  comesBack(random: Random): Line {
    const { absent } = this.world.known;
    if (absent.length === 0 || random(8) === 0) {
      return `RESUME token-${1 + random(this.#lastConn + 1)}${pick(random, ['', ' 0', ` ${1 + random(this.#n)}`])}`;
    }
    // Those mostly whose token leads back, and of the others the latest ones.
    const tokens = new Set(this.world.known.tokens.values());
    const valid = random(4) > 0 ? absent.filter(({ token }) => tokens.has(token)) : [];
    const client = pick(random, valid.length > 0 ? valid : absent.slice(-30));
    const other = random(8) === 0;
    return `RESUME ${client.token}${other ? pick(random, ['', ' 0', ` ${1 + random(this.#n)}`]) : ` ${client.last}`}`;
  }

  #order(random: Random): Order {
    const present = [...this.world.known.store.people.keys()];
    const somebody = random(2) === 0 && present.length > 0;
    const { name: written, key } = readName(
      somebody ? this.world.known.store.nameOf(pick(random, present)) : name(random),
    )!;
    const verifier = verifierOf(pick(random, PASSWORDS));
    const role = readRole(pick(random, ROLE_WORDS)) as Role;
    const chance = random(20);
    if (chance < 11) return { do: 'register', name: written, key, role, verifier };
    if (chance < 13) return { do: 'password', key, verifier };
    if (chance < 14) return { do: 'unregister', key };
    if (chance < 16) return { do: 'forget', key };
    if (chance < 18) return { do: 'expire', before: this.#clock - random(400_000) };
    if (chance < 19) {
      return { do: 'canned', answers: [{ name: written, text: pick(random, ['olá', 'um\\ndois']) }] };
    }
    return { do: 'accounts' };
  }

  #something(conn: number): Line {
    const random = this.#random;
    const client = this.world.known.ends.get(conn)?.client;
    const pending = [...(client?.pending.values() ?? [])];
    // After a loss most lines without an answer are sent again; sometimes one that was answered.
    if (client && pending.length > 0 && random(4) === 0) return pick(random, pending);
    if (client && client.sent.length > 0 && random(30) === 0) return pick(random, client.sent);
    const { who, role } = this.world.known.end(conn);
    this.#speaker = who;
    // Else most customers would go on before they think of it.
    if (this.world.known.rateable.has(who) && random(3) === 0) return rating(random, this.#n);
    return saying(role, this, random, this.#n);
  }

  customer(random: Random): string {
    const { known } = this.world;
    const served = known.roleOf(this.#speaker) === 'atendente' ? known.otherSides(this.#speaker) : [];
    if (served.length > 0 && random(2) === 0) return known.name(pick(random, served));
    const alive = this.world.known.store.alive();
    return alive.length === 0 ? name(random) : this.world.known.store.nameOf(pick(random, alive).customer);
  }

  attendant(random: Random): string {
    return this.#somebody(random, 'atendente');
  }

  member(random: Random): string {
    return this.#somebody(random, 'membro');
  }

  #somebody(random: Random, role: Role): string {
    const { store } = this.world.known;
    const able = [...store.people.values()].filter((person) => person.role === role);
    return able.length === 0 ? name(random) : store.nameOf(pick(random, able).party);
  }

  room(random: Random): string {
    const { known } = this.world;
    const { store } = known;
    const own = known.roomsOf(this.#speaker);
    if (own.length > 0 && random(2) === 0) return store.nameOf(pick(random, own));
    const rooms = [...store.rooms.keys()];
    if (rooms.length === 0 || random(6) === 0) return anyRoom(random);
    return store.nameOf(pick(random, rooms));
  }

  formerName(random: Random): string {
    const { known } = this.world;
    const former = known.store.former.get(known.party(this.#speaker)) ?? [];
    return former.length === 0 ? name(random) : known.store.nameOf(pick(random, former).party);
  }

  seq(random: Random): number {
    const last = this.world.known.store.lastSeq + 1;
    return random(3) === 0 ? 1 + random(last) : Math.max(1, last - random(20));
  }

  #says(at: number, conn: number, line: Line): Action {
    const random = this.#random;
    const labelled = typeof line === 'string' && random(3) === 0 && !line.startsWith('@');
    const label = random(8) === 0 ? 'same' : `${this.#n}:x`;
    return { kind: 'command', at, conn, line: labelled ? `@${label} ${line}` : line };
  }
}
