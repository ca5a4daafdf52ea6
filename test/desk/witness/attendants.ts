/**
 * Never two attendants for one customer: whom each attendant takes themselves to serve, from the lines that they and
 * their customers got. What somebody who is lost believes does not count until they are back and were told anew.
 */

import assert from 'node:assert/strict';
import type { Exchange, Peer, Peers } from './peers.ts';
import type { Checker } from './witness.ts';

export class Attendants implements Checker {
  readonly #peers: Peers;
  /** Whom an attendant serves. */
  readonly #serving = new Map<Peer, Set<Peer>>();
  /** Which attendant was told last to serve a customer. */
  readonly #givenTo = new Map<Peer, Peer>();
  /** Who serves a customer, as that customer was told. */
  readonly #servedBy = new Map<Peer, Peer>();

  constructor(peers: Peers) {
    this.#peers = peers;
  }

  serving(attendant: Peer): ReadonlySet<Peer> {
    return this.#serving.get(attendant) ?? new Set();
  }

  /** Whoever was given a customer last, and serves them still. */
  attendantOf(customer: Peer): Peer | undefined {
    const attendant = this.#givenTo.get(customer);
    return attendant && this.serving(attendant).has(customer) ? attendant : undefined;
  }

  replied({ peer, verb, rest, ok, text }: Exchange): void {
    if (!peer || !ok) return;
    if (verb === 'CONNECT' || verb === 'RESUME') {
      // They are told how things stand.
      this.#serving.delete(peer);
      this.#servedBy.delete(peer);
    }
    const customer = this.#peers.named((verb === 'NEXT' ? text : rest).trim().split(' ')[0] ?? '');
    if (verb === 'QUIT') this.#goes(peer);
    if (!customer) return;
    if (verb === 'NEXT' || verb === 'TAKE') this.#serves(peer, customer);
    if (verb === 'CLOSE' || verb === 'RETURN') this.#lets(peer, customer);
  }

  event(conn: number, verb: string, rest: string): void {
    const me = this.#peers.at(conn);
    const [first = '', second = ''] = rest.split(' ');
    const other = this.#peers.named(first);
    if (!me) return;
    if (verb === 'ASSIGNED' && other) {
      const attendant = this.#peers.named(second);
      assert.ok(attendant?.role === 'atendente', 'whoever is assigned a customer is an attendant');
      if (me === other) this.#servedBy.set(me, attendant);
      else if (me === attendant) this.#serves(me, other);
      else this.#lets(me, other);
    }
    if (verb === 'CLOSED' && me.role === 'atendente' && other) this.#lets(me, other);
    const waits = verb === 'QUEUE' && first !== '0';
    if (me.role === 'consumidor' && (verb === 'CLOSED' || waits)) this.#servedBy.delete(me);
  }

  rests(): void {
    const held = new Map<Peer, Peer>();
    for (const [attendant, customers] of this.#serving) {
      if (attendant.conn === null) continue;
      for (const customer of customers) {
        const other = held.get(customer);
        if (other) assert.fail(`two attendants for one customer: ${attendant.name} and ${other.name}`);
        held.set(customer, attendant);
      }
    }
    for (const [customer, attendant] of this.#servedBy) {
      if (customer.conn === null || attendant.conn === null) continue;
      assert.ok(this.serving(attendant).has(customer), 'both sides know who serves whom');
    }
  }

  #serves(attendant: Peer, customer: Peer): void {
    this.#givenTo.set(customer, attendant);
    const serving = this.#serving.get(attendant) ?? new Set();
    this.#serving.set(attendant, serving.add(customer));
    for (const [other, theirs] of this.#serving) if (other.conn === null) theirs.delete(customer);
  }

  #lets(attendant: Peer, customer: Peer): void {
    this.#serving.get(attendant)?.delete(customer);
  }

  /** Somebody says goodbye: whom an attendant served waits again. */
  #goes(peer: Peer): void {
    this.#serving.delete(peer);
    this.#servedBy.delete(peer);
    for (const [customer, attendant] of this.#servedBy)
      if (attendant === peer) this.#servedBy.delete(customer);
  }
}
