/**
 * What is said in a room reaches exactly those who are in it: each once and at once, or when they are back, and the
 * sender not at all. Nobody else hears it as it is said.
 */

import assert from 'node:assert/strict';
import type { Order } from '../../../src/desk/orders.ts';
import { readRoom } from '../../../src/protocol/names.ts';
import type { Exchange, Peer, Peers } from './peers.ts';
import type { Checker } from './witness.ts';

const roomKey = (word: string): string => readRoom(word)?.key ?? '';

/** A message in a room. */
interface Said {
  readonly room: string;
  readonly seq: string;
  /** The connection of its sender. */
  readonly by: number;
}

/** Somebody came back, or entered. */
interface Back {
  readonly peer: Peer;
  /** They have seen all up to this seq. */
  readonly after: number;
  /** Whether they are for certain who they were. */
  readonly resumed: boolean;
  /** The rooms that they are told to be in. */
  readonly told: Set<string>;
}

export class RoomMembers implements Checker {
  readonly #peers: Peers;
  /** Who is in a room, by its key. */
  readonly #members = new Map<string, Set<Peer>>();
  /** What was said in rooms while somebody was away, which they must get when they are back: seqs. */
  readonly #owed = new Map<Peer, Set<number>>();
  #back: Back | null = null;
  /** What came of this line: where each message was heard, and the one that was said in a room. */
  readonly #heard = new Map<string, number[]>();
  #said: Said | null = null;
  #lastSeq = 0;
  /** All that was ever said in rooms: seqs. */
  readonly #inRooms = new Set<number>();

  constructor(peers: Peers) {
    this.#peers = peers;
  }

  replied({ peer, verb, rest, ok, text, conn }: Exchange): void {
    if (!peer || !ok) return;
    const [word = '', seq = ''] = rest.trim().split(' ');
    const room = roomKey(verb === 'LEAVE' ? text : word);
    if (verb === 'JOIN') this.#of(room).add(peer);
    if (verb === 'LEAVE') this.#of(room).delete(peer);
    if (verb === 'QUIT') this.#leavesAll(peer);
    if (verb === 'RESUME' || verb === 'CONNECT') {
      const resumed = verb === 'RESUME';
      this.#back = { peer, resumed, after: resumed ? Number(seq || 0) : 0, told: new Set() };
    }
    if (verb === 'MSG') this.#messageStored(room, text.split(' ').at(-1) ?? '', conn);
    // What is undone is not sent to who has not seen it.
    if (verb === 'UNDO') for (const owed of this.#owed.values()) owed.delete(Number(text));
  }

  event(conn: number, verb: string, rest: string): void {
    const words = rest.split(' ');
    const [first = '', second = ''] = words;
    const me = this.#peers.at(conn);
    if (verb === 'MSG') {
      const heard = this.#heard.get(first);
      if (heard) heard.push(conn);
      else this.#heard.set(first, [conn]);
    }
    const other = this.#peers.named(second);
    if (verb === 'LEAVE' && other) {
      this.#of(roomKey(first)).delete(other);
      // Who is lost leaves only for good.
      this.#owed.delete(other);
    }
    if (verb === 'JOIN' && other && other === me) this.#back?.told.add(roomKey(first));
    else if (verb === 'JOIN' && other) this.#of(roomKey(first)).add(other);
  }

  ordered({ do: what }: Order): void {
    // What is erased is owed to nobody.
    if (what === 'forget' || what === 'expire') this.#owed.clear();
  }

  rests(): void {
    if (this.#said) this.#checkSaid(this.#said);
    else this.#checkNoneSaid();
    if (this.#back) this.#checkBack(this.#back);
    this.#said = null;
    this.#back = null;
    this.#heard.clear();
  }

  #messageStored(room: string, seq: string, by: number): void {
    // What is sent again is acknowledged again, and said no more.
    if (Number(seq) <= this.#lastSeq) return;
    this.#lastSeq = Number(seq);
    if (room === '') return;
    this.#said = { room, seq, by };
    this.#inRooms.add(Number(seq));
  }

  #checkSaid({ room, seq, by }: Said): void {
    const members = [...this.#of(room)];
    const due = members.flatMap(({ conn }) => (conn === null || conn === by ? [] : [conn]));
    const heard = this.#heard.get(seq) ?? [];
    assert.deepEqual(
      heard.toSorted((a, b) => a - b),
      due.toSorted((a, b) => a - b),
      `what is said in ${room} reaches exactly those who are in it`,
    );
    for (const member of members) {
      if (member.conn !== null) continue;
      const owed = this.#owed.get(member) ?? new Set();
      this.#owed.set(member, owed.add(Number(seq)));
    }
  }

  /** Nothing of a room is heard but when it is said, or by who has come back. */
  #checkNoneSaid(): void {
    for (const [seq, conns] of this.#heard) {
      const others = conns.filter((conn) => conn !== this.#back?.peer.conn);
      assert.ok(
        others.length === 0 || !this.#inRooms.has(Number(seq)),
        `what was said in a room is not said again: ${seq}`,
      );
    }
  }

  #checkBack({ peer, resumed, after, told }: Back): void {
    const mine = [...this.#members].filter(([, members]) => members.has(peer)).map(([room]) => room);
    for (const room of told) assert.ok(mine.includes(room), `who comes back is in no new room: ${room}`);
    if (resumed) assert.equal(told.size, mine.length, 'who comes back is told all their rooms');
    for (const room of mine) if (!told.has(room)) this.#of(room).delete(peer);
    if (told.size === mine.length) {
      for (const seq of this.#owed.get(peer) ?? []) {
        if (seq <= after) continue;
        const heard = (this.#heard.get(`${seq}`) ?? []).filter((conn) => conn === peer.conn);
        assert.equal(heard.length, 1, `what was said in a room meanwhile is sent to who comes back: ${seq}`);
      }
    }
    this.#owed.delete(peer);
  }

  #leavesAll(peer: Peer): void {
    for (const members of this.#members.values()) members.delete(peer);
    this.#owed.delete(peer);
  }

  /** Who is in a room. */
  in(room: string): ReadonlySet<Peer> {
    return this.#members.get(room) ?? new Set();
  }

  #of(room: string): Set<Peer> {
    const members = this.#members.get(room) ?? new Set();
    this.#members.set(room, members);
    return members;
  }
}
