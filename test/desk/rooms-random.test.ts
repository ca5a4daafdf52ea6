/**
 * Whatever people do in rooms, under whatever names, what is said there reaches exactly its members, each once: those
 * who are here at once, those who are lost when they come back. And HISTORY says the same from memory as from the store.
 */

import { expect, test } from 'vitest';
import { isRoom } from '../../src/desk/rooms.ts';
import { printedChance, type Random } from '../support/chance.ts';
import { type Chat, chat } from './chat.ts';

const STEPS = 4000;
const ROLES = ['membro', 'membro', 'membro', 'atendente', 'consumidor', 'membro'];
const ROOMS = ['#geral', '#a', '#b', '#c', '#d'];
const NAMES = ['ana', 'bia', 'caio', 'dora', 'eva', 'ivo', 'leo', 'mia', 'rui', 'sol'];

interface Somebody {
  readonly role: string;
  name: string;
  token: string;
  /** 0 while lost. */
  conn: number;
  /** What was said in their rooms while they were lost. */
  missed: string[];
}

/** What was said in a room, and is not undone. */
interface Said {
  readonly by: Somebody;
  readonly room: string;
  /** The party of the room: another one of the same name is another room. */
  readonly party: number;
}

class Evening {
  readonly #random: Random;
  readonly #chat: Chat = chat({ roomsForCustomers: true, maxRooms: 4 });
  readonly #people: Somebody[] = [];
  readonly #members = new Map<string, Set<Somebody>>(ROOMS.map((room) => [room, new Set()]));
  readonly #said = new Map<number, Said>();
  #lastConn = 0;
  /** How often each thing was seen, so that a test that sees nothing fails. */
  readonly seen = { messages: 0, resumed: 0, undone: 0, renamed: 0, compared: 0 };

  constructor(random: Random) {
    this.#random = random;
    for (const [i, role] of ROLES.entries()) {
      const somebody: Somebody = { role, name: NAMES[i]!, token: '', conn: 0, missed: [] };
      this.#people.push(somebody);
      this.#enter(somebody);
    }
  }

  step(): void {
    const who = this.#pick(this.#people);
    if (who.conn === 0) {
      if (this.#random(3) === 0) this.#resume(who);
      return;
    }
    const room = this.#pick(ROOMS);
    switch (this.#random(14)) {
      case 0:
      case 1:
      case 2:
        this.#join(who, room);
        break;
      case 3:
        this.#leave(who, room);
        break;
      case 4:
        this.#nick(who);
        break;
      case 5:
        this.#undo(who);
        break;
      case 6:
        this.#lose(who);
        break;
      case 7:
        this.#compareHistories(who);
        break;
      case 8:
        if (this.#random(20) === 0) this.#restart();
        else if (this.#random(5) === 0) this.#quit(who);
        break;
      case 9:
        this.#chat.says(who.conn, `MSG ${this.#pick(['*', ...this.#people.map(({ name }) => name)])} oi`);
        if (this.#random(3) === 0) this.#chat.says(who.conn, `NOTE ${this.#pick(this.#people).name} gentil`);
        this.#chat.forget();
        break;
      default:
        this.#say(who, room);
    }
  }

  #say(who: Somebody, room: string): void {
    const heard = this.#tell(who, `MSG ${room} oi`);
    const members = this.#members.get(room)!;
    if (!members.has(who)) {
      expect(heard.get(who)![0]).toMatch(/^-err (NOT-IN-ROOM|NO-SUCH-ROOM) /);
      expect([...heard.keys()]).toEqual([who]);
      return;
    }
    const seq = this.#chat.desk.lastSeq;
    const { name, id } = this.#chat.desk.rooms.find(room)!.party;
    this.#said.set(seq, { by: who, room, party: id });
    this.seen.messages++;
    const line = `MSG ${seq} ${new Date(this.#chat.clock.now).toISOString()} ${who.name} ${name} oi`;
    this.#reaches(who, members, line, heard);
  }

  #undo(who: Somebody): void {
    const heard = this.#tell(who, 'UNDO');
    const seq = Number(/^\+ok (\d+)$/.exec(heard.get(who)![0]!)?.[1] ?? 0);
    const said = this.#said.get(seq);
    if (!said) return;
    this.#said.delete(seq);
    expect(said.by).toBe(who);
    for (const other of this.#people)
      other.missed = other.missed.filter((line) => !line.startsWith(`MSG ${seq} `));
    if (this.#chat.desk.rooms.find(said.room)?.party.id !== said.party) return;
    this.seen.undone++;
    const line = heard.values().find((lines) => lines[0]!.startsWith('UNDO'))?.[0] ?? `UNDO ${seq}`;
    this.#reaches(who, this.#members.get(said.room)!, line, heard);
  }

  /** Exactly those members who are here heard exactly this; those who are lost miss it. */
  #reaches(
    who: Somebody,
    members: ReadonlySet<Somebody>,
    line: string,
    heard: ReadonlyMap<Somebody, string[]>,
  ): void {
    for (const other of this.#people) {
      if (other === who) continue;
      const concerned = members.has(other);
      expect(heard.get(other) ?? [], `${other.name} ${line}`).toEqual(
        concerned && other.conn > 0 ? [line] : [],
      );
      if (concerned && other.conn === 0 && line.startsWith('MSG')) other.missed.push(line);
    }
  }

  #join(who: Somebody, room: string): void {
    const members = this.#members.get(room)!;
    const heard = this.#tell(who, `JOIN ${room}`);
    const reply = heard.get(who)![0]!;
    if (reply.startsWith('-err FULL ')) return;
    const known = members.has(who);
    members.add(who);
    expect(reply).toBe(`+ok ${room} ${members.size}`);
    for (const other of this.#people) {
      if (other === who) continue;
      const told = !known && members.has(other) && other.conn > 0;
      expect(heard.get(other) ?? []).toEqual(told ? [`JOIN ${room} ${who.name}`] : []);
    }
  }

  #leave(who: Somebody, room: string): void {
    const left = this.#members.get(room)!.delete(who);
    expect(this.#tell(who, `LEAVE ${room}`).get(who)![0]!.startsWith('+ok')).toBe(left);
  }

  #nick(who: Somebody): void {
    const name = this.#pick(NAMES);
    const before = who.name;
    const heard = this.#tell(who, `NICK ${name}`);
    if (heard.get(who)![0] !== `+ok ${name}` || name === before) return;
    who.name = name;
    this.seen.renamed++;
    for (const lines of this.#members.values()) {
      if (!lines.has(who)) continue;
      for (const other of lines) {
        if (other !== who && other.conn > 0) expect(heard.get(other)).toEqual([`NICK ${before} ${name}`]);
      }
    }
  }

  #lose(who: Somebody): void {
    this.#chat.loses(who.conn);
    this.#chat.forget();
    who.conn = 0;
  }

  #resume(who: Somebody): void {
    const conn = ++this.#lastConn;
    const [reply, ...events] = this.#chat.asks(conn, `RESUME ${who.token}`);
    expect(reply).toMatch(new RegExp(`^\\+ok ${who.name} ${who.role} `));
    who.conn = conn;
    this.seen.resumed++;
    expect(events.filter((line) => line.startsWith('MSG') && isRoom(line.split(' ')[4]!))).toEqual(
      who.missed,
    );
    who.missed = [];
    const rooms = events.filter((line) => line.startsWith('JOIN')).map((line) => line.split(' ')[1]);
    const own = ROOMS.filter((room) => this.#members.get(room)!.has(who));
    expect(rooms.toSorted()).toEqual(own.toSorted());
    this.#chat.forget();
  }

  #quit(who: Somebody): void {
    this.#chat.says(who.conn, 'QUIT');
    for (const members of this.#members.values()) members.delete(who);
    this.#enter(who);
  }

  #restart(): void {
    this.#chat.restarts();
    for (const somebody of this.#people) somebody.conn = 0;
  }

  /** Somebody new, under a name that is free. */
  #enter(who: Somebody): void {
    const conn = ++this.#lastConn;
    const free = NAMES.filter((name) => !this.#chat.desk.people.find(name));
    who.name = this.#pick(free);
    who.conn = conn;
    who.token = `token-${conn}`;
    who.missed = [];
    // What somebody else said before is nobody's any more.
    for (const [seq, { by }] of this.#said) if (by === who) this.#said.delete(seq);
    this.#chat.says(conn, `CONNECT ${who.name} ${who.role}`);
    this.#chat.forget();
  }

  #compareHistories(who: Somebody): void {
    const { people, rooms } = this.#chat.desk;
    const whom = this.#pick([...NAMES, ...ROOMS, who.name]);
    const line = `HISTORY ${whom} ${1 + this.#random(60)}`;
    const answered = this.#chat.asks(who.conn, line);
    const held = [...people.inOrder(), ...rooms.inOrder()].map((memory) => ({
      memory,
      after: memory.heldAfter,
    }));
    for (const { memory } of held) memory.heldAfter = this.#chat.desk.lastSeq;
    const reads = this.#chat.reads;
    expect(this.#chat.asks(who.conn, line), line).toEqual(answered);
    if (this.#chat.reads > reads) this.seen.compared++;
    for (const { memory, after } of held) memory.heldAfter = after;
  }

  /** Somebody says a line; what each person heard upon it. */
  #tell(who: Somebody, line: string): Map<Somebody, string[]> {
    this.#chat.forget();
    this.#chat.says(who.conn, line);
    const heard = new Map<Somebody, string[]>();
    for (const somebody of this.#people) {
      const lines = this.#chat.heard(somebody.conn);
      if (lines.length > 0) heard.set(somebody, lines);
    }
    return heard;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#random(from.length)]!;
  }
}

test('what is said in a room reaches exactly its members, and HISTORY is the same from memory as from the store', () => {
  const evening = new Evening(printedChance());
  for (let step = 0; step < STEPS; step++) evening.step();
  for (const [what, times] of Object.entries(evening.seen)) expect(times, what).toBeGreaterThan(50);
});
