/**
 * Rooms: what a message costs that goes to many. So many messages are in flight, that is, sent and not acknowledged,
 * at any time, over all rooms of a server together; as soon as one is acknowledged, another member sends the next one
 * to the next room. What is told is the server's CPU for each line that reached a member.
 *
 * Where there are many rooms, everybody is in as many of them as a room has members. All join before anything is
 * measured, and the events of that, of which a room of n makes n²/2, are read and counted like everything else. As
 * with the pairs, all contenders run side by side, and load goes to one after the other.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, entered, inParallel } from './client.ts';
import { type Contender, type Running, start } from './contender.ts';
import { Latencies } from './figures.ts';
import { idle } from './process-cost.ts';
import { type Done, IDLE_WITHIN_MS, measure, type Window } from './windows.ts';

export const ROOM_LINE_BYTES = 70;
/** Connections that enter at a time, and members who join at a time. */
const AT_A_TIME = 50;
const JOINED_WITHIN_MS = 120_000;
const ARRIVED_WITHIN_MS = 30_000;
/** How far the rooms of one person lie apart: strangers, mostly, in each. */
const APART = 211;

export interface Shape {
  readonly rooms: number;
  readonly members: number;
  readonly inFlight: number;
}

export interface RoomsWindow extends Window {
  readonly shape: Shape;
}

export interface RoomsOptions {
  readonly shapes: readonly Shape[];
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly windowMs: number;
  /** Unmeasured load before the first window, once per contender and shape. */
  readonly warmUpMs: number;
}

/** @param progress is told each window. */
export async function runRooms(
  options: RoomsOptions,
  progress: (window: RoomsWindow) => void,
): Promise<RoomsWindow[]> {
  const windows: RoomsWindow[] = [];
  for (const shape of options.shapes) {
    await measureShape(shape, options, (window) => {
      windows.push(window);
      progress(window);
    });
  }
  return windows;
}

async function measureShape(
  shape: Shape,
  { contenders, rounds, windowMs, warmUpMs }: RoomsOptions,
  report: (window: RoomsWindow) => void,
): Promise<void> {
  const desks: { running: Running; load: RoomLoad }[] = [];
  try {
    for (const contender of contenders) {
      const running = await start(contender);
      const load = new RoomLoad(shape);
      desks.push({ running, load });
      await load.open(running.port);
      await load.run(sleep(warmUpMs));
      await idle(running.pid, IDLE_WITHIN_MS);
    }
    for (let round = 1; round <= rounds; round++) {
      for (const { running, load } of desks) {
        report({ shape, ...(await measure(running, round, windowMs, (over) => load.run(over))) });
      }
    }
  } finally {
    for (const { running, load } of desks) {
      load.end();
      await running.stop();
    }
  }
}

interface Member {
  readonly client: Client;
  /** When the message left that is not acknowledged, or 0. */
  sentAt: number;
}

/** The members of the rooms of one server, what they sent, and what reached them. */
class RoomLoad {
  readonly #shape: Shape;
  #members: readonly Member[] = [];
  /** A message to each room, as bytes. */
  readonly #lines: readonly Buffer[];
  #joins = 0;
  #joined = 0;
  #heardOf = 0;
  #turn = 0;
  #sent = 0;
  #acknowledged = 0;
  #delivered = 0;
  #running = false;
  #latencies = new Latencies();

  constructor(shape: Shape) {
    this.#shape = shape;
    this.#lines = Array.from({ length: shape.rooms }, (_, room) =>
      Buffer.from(`${`MSG ${roomName(room)} `.padEnd(ROOM_LINE_BYTES - 2, 'chove desde cedo, ')}\r\n`),
    );
  }

  /** All enter, then join, and have heard of everybody who joined after them. */
  async open(port: number): Promise<void> {
    const { rooms, members } = this.#shape;
    const people = rooms === 1 ? members : rooms;
    const clients = await inParallel(people, AT_A_TIME, (i) => entered(port, `m${i}`, 'membro'));
    this.#members = clients.map((client) => {
      const member: Member = { client, sentAt: 0 };
      client.onLines = (text) => this.#read(member, text);
      return member;
    });
    for (let n = 0; n < members * rooms; n += AT_A_TIME) {
      this.#joins = Math.min(n + AT_A_TIME, members * rooms);
      for (let i = n; i < this.#joins; i++) this.#join(i);
      await arrived(
        () => this.#joined === this.#joins,
        JOINED_WITHIN_MS,
        () => `${this.#joined} joined`,
      );
    }
    const each = (members * (members - 1)) / 2;
    await arrived(
      () => this.#heardOf === rooms * each,
      JOINED_WITHIN_MS,
      () => `${this.#heardOf} heard`,
    );
  }

  /** Keeps the messages in flight until `over`, then waits for all that is under way. */
  async run(over: Promise<unknown>): Promise<Done> {
    const latencies = new Latencies();
    const deliveredBefore = this.#delivered;
    const began = performance.now();
    this.#latencies = latencies;
    this.#running = true;
    for (let i = 0; i < this.#shape.inFlight; i++) this.#send(began);
    await over;
    this.#running = false;
    await arrived(
      () => this.#settled,
      ARRIVED_WITHIN_MS,
      () => `${this}`,
    );
    const seconds = (performance.now() - began) / 1000;
    return { delivered: this.#delivered - deliveredBefore, seconds, latencies };
  }

  end(): void {
    for (const { client } of this.#members) client.end();
  }

  toString(): string {
    return `${this.#sent} sent, ${this.#acknowledged} acknowledged, ${this.#delivered} delivered`;
  }

  get #settled(): boolean {
    const all = this.#sent * (this.#shape.members - 1);
    return this.#acknowledged === this.#sent && this.#delivered === all;
  }

  #join(i: number): void {
    const person = i % this.#members.length;
    const room = roomOf(person, Math.trunc(i / this.#members.length), this.#shape);
    this.#members[person]!.client.write(Buffer.from(`JOIN ${roomName(room)}\r\n`));
  }

  /** Lets the next member who waits for nothing write, to the next of their rooms. */
  #send(now: number): void {
    const people = this.#members.length;
    while (this.#members[this.#turn % people]!.sentAt > 0) this.#turn++;
    const person = this.#turn % people;
    const nth = Math.trunc(this.#turn++ / people) % this.#shape.members;
    const member = this.#members[person]!;
    member.sentAt = now;
    member.client.write(this.#lines[roomOf(person, nth, this.#shape)]!);
    this.#sent++;
  }

  #read(member: Member, text: string): void {
    for (let start = 0; start < text.length; start = text.indexOf('\n', start) + 1) {
      const first = text.charCodeAt(start);
      if (first === MSG) this.#delivered++;
      else if (first === JOIN) this.#heardOf++;
      else if (first !== OK) throw new Error(`unexpected: ${text.slice(start, start + 100)}`);
      else if (this.#joined < this.#joins) this.#joined++;
      else this.#acknowledge(member);
    }
  }

  #acknowledge(member: Member): void {
    const now = performance.now();
    this.#acknowledged++;
    this.#latencies.add(now - member.sentAt);
    member.sentAt = 0;
    if (this.#running) this.#send(now);
  }
}

/** The first letters of a message, of somebody joining, and of a reply. */
const MSG = 'MSG'.charCodeAt(0);
const JOIN = 'JOIN'.charCodeAt(0);
const OK = '+ok'.charCodeAt(0);

function roomName(room: number): string {
  return `#sala${room}`;
}

/** The nth room of a person; each room comes to have the same number of members. */
function roomOf(person: number, nth: number, { rooms }: Shape): number {
  return (person + nth * APART) % rooms;
}

async function arrived(done: () => boolean, withinMs: number, state: () => string): Promise<void> {
  const until = performance.now() + withinMs;
  while (!done()) {
    if (performance.now() > until) throw new Error(`stalled: ${state()}`);
    await sleep(1);
  }
}
