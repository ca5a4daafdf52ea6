/**
 * Nobody reads what is meant for others. Who wrote what to whom is known from the lines that were said, by the mark
 * that each text bears; attendants may read all that customers write or are written, and by HISTORY and SEARCH
 * everything.
 */

import assert from 'node:assert/strict';
import { EOL } from '../../../src/protocol/format.ts';
import { readRoom } from '../../../src/protocol/names.ts';
import type { Attendants } from './attendants.ts';
import type { Exchange, Peer, Peers } from './peers.ts';
import type { RoomMembers } from './rooms.ts';
import type { Checker } from './witness.ts';

/** Every text of a message holds one of these, and no two the same one. */
export const messageMarker = (n: number): string => `<m${n}>`;
const MARKER = /<m\d+>/g;

interface Letter {
  readonly from: Peer;
  /** null: the desk. */
  readonly to: Peer | null;
  /** The key of the room that it was said in, or ''. */
  readonly room: string;
  /** Who was in the room then. */
  readonly members: ReadonlySet<Peer>;
}

export class Letters implements Checker {
  readonly #peers: Peers;
  readonly #attendants: Attendants;
  readonly #rooms: RoomMembers;
  /** By their mark. */
  readonly #letters = new Map<string, readonly Letter[]>();
  /** Of each attendant, the customer of their own last MSG, NEXT or TAKE. */
  readonly #partners = new Map<Peer, Peer>();
  #lastSeq = 0;
  /** Who has just come back, and is told what was missed. */
  #back: Peer | undefined;

  constructor(peers: Peers, attendants: Attendants, rooms: RoomMembers) {
    this.#peers = peers;
    this.#attendants = attendants;
    this.#rooms = rooms;
  }

  hears(conn: number, lines: string): void {
    const listed = lines.includes(EOL);
    const peer = this.#peers.at(conn);
    for (const [mark] of lines.matchAll(MARKER)) {
      const letters = this.#letters.get(mark);
      assert.ok(letters && peer, `what nobody said reaches nobody: ${mark}`);
      const theirs = letters.some((letter) => this.#mayRead(peer, letter, listed));
      assert.ok(theirs, `what is meant for others reaches nobody: ${mark}`);
    }
  }

  replied(exchange: Exchange): void {
    const { peer, verb, rest, ok, text } = exchange;
    if (!peer || !ok) return;
    const [word = ''] = (verb === 'NEXT' ? text : rest).trim().split(' ');
    const named = this.#peers.named(word);
    if (verb === 'RESUME' || verb === 'CONNECT') this.#back = peer;
    if ((verb === 'NEXT' || verb === 'TAKE') && named) this.#partners.set(peer, named);
    if (verb === 'MSG') this.#isStored(peer, word, rest, Number(text.split(' ').at(-1)));
  }

  #isStored(from: Peer, word: string, said: string, seq: number): void {
    // What is sent again is what it was.
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    const star = from.role === 'atendente' ? (this.#partners.get(from) ?? null) : null;
    const to = word === '*' ? star : (this.#peers.named(word) ?? null);
    if (from.role === 'atendente' && to?.role === 'consumidor') this.#partners.set(from, to);
    const room = readRoom(word)?.key ?? '';
    const letter = { from, to, room, members: new Set(this.#rooms.in(room)) };
    // What was erased may be said anew.
    for (const [mark] of said.matchAll(MARKER))
      this.#letters.set(mark, [...(this.#letters.get(mark) ?? []), letter]);
  }

  rests(): void {
    this.#back = undefined;
  }

  #mayRead(peer: Peer, letter: Letter, listed: boolean): boolean {
    return (
      this.#isParty(peer, letter) ||
      (peer.role === 'atendente' && (listed || this.#isOfCustomer(peer, letter))) ||
      (listed && this.#rooms.in(letter.room).has(peer))
    );
  }

  /** Whether a customer wrote it or got it whom this attendant serves, or did when the attendant was lost. */
  #isOfCustomer(attendant: Peer, { from, to, room }: Letter): boolean {
    const customer = from.role === 'consumidor' ? from : to;
    if (customer?.role !== 'consumidor' || room !== '') return false;
    return attendant === this.#back || this.#attendants.serving(attendant).has(customer);
  }

  #isParty(peer: Peer, { from, to, members }: Letter): boolean {
    return peer === from || peer === to || members.has(peer);
  }
}
