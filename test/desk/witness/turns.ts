/**
 * Who waits longest comes first: whoever is given to an attendant by itself, or by NEXT, has waited longest of those
 * who are here and could be; nobody is given back to who returned them; and nobody waits while there is room.
 */

import assert from 'node:assert/strict';
import type { Attendants } from './attendants.ts';
import type { Exchange, Peer, Peers } from './peers.ts';
import type { Checker } from './witness.ts';

interface Conversation {
  /** Its place in the order of waiting, or null if that is not to be seen. */
  readonly ticket: number | null;
  waits: boolean;
  /** Those who returned it, and at which of their visits. */
  readonly returnedBy: Map<Peer, number>;
}

/** What an attendant asked for: that pair is no turn. */
interface ByHand {
  readonly attendant: Peer;
  /** null: whoever is next. */
  readonly customer: Peer | null;
}

export class Turns implements Checker {
  readonly #peers: Peers;
  readonly #attendants: Attendants;
  readonly #capacity: number;
  readonly #conversations = new Map<Peer, Conversation>();
  readonly #away = new Set<Peer>();
  /** Who was given to whom since the last rest. */
  #given = new Map<Peer, Peer>();
  /** Who came back since then. */
  #back: Peer | undefined;
  #lastTicket = 0;
  #lastSeq = 0;
  #byHand: ByHand | null = null;

  constructor(peers: Peers, attendants: Attendants, capacity: number) {
    this.#peers = peers;
    this.#attendants = attendants;
    this.#capacity = capacity;
  }

  asked(conn: number, verb: string, rest: string): void {
    const attendant = this.#peers.at(conn);
    const words = rest.trim().split(' ');
    const customer = this.#peers.named(words[0] ?? '');
    this.#byHand = null;
    if (!customer || attendant?.role !== 'atendente') return;
    if (verb === 'MSG') this.#byHand = { attendant, customer };
    const other = verb === 'TRANSFER' && this.#peers.named(words[1] ?? '');
    if (other) this.#byHand = { attendant: other, customer };
  }

  replied({ peer, verb, rest, ok, text }: Exchange): void {
    if (!peer || !ok) return;
    const words = rest.trim().split(' ');
    const named = this.#peers.named(words[0] ?? '');
    switch (verb) {
      case 'CONNECT':
        this.#back = peer;
        this.#enters(peer);
        break;
      case 'RESUME':
        this.#back = peer;
        break;
      case 'QUIT':
        this.#goes(peer);
        break;
      case 'STATUS':
        if (text === 'away') this.#away.add(peer);
        else this.#away.delete(peer);
        break;
      case 'MSG':
        this.#isStored(peer, words[0] ?? '', Number(text.split(' ').at(-1)));
        break;
      case 'NEXT':
        this.#isGiven(this.#peers.named(text.split(' ')[0] ?? ''), peer, { attendant: peer, customer: null });
        break;
      case 'TAKE':
        this.#isGiven(named, peer, { attendant: peer, customer: named ?? null });
        break;
      case 'CLOSE':
        if (named) this.#conversations.delete(named);
        break;
      case 'RETURN': {
        const conversation = named && this.#conversations.get(named);
        if (!conversation) break;
        conversation.waits = true;
        conversation.returnedBy.set(peer, peer.visit);
        break;
      }
    }
  }

  event(conn: number, verb: string, rest: string): void {
    const me = this.#peers.at(conn);
    const [first = '', second = ''] = rest.split(' ');
    if (verb === 'ASSIGNED') this.#assigned(conn, this.#peers.named(first), this.#peers.named(second));
    if (verb === 'WAITING-END' && second === 'gone') {
      const gone = this.#peers.named(first);
      if (gone) this.#conversations.delete(gone);
    }
    // What is told to who comes back may be long past.
    if (verb === 'CLOSED' && me?.role === 'atendente' && me !== this.#back) {
      const gone = this.#peers.named(first);
      if (gone) this.#conversations.delete(gone);
    }
    if (verb === 'QUEUE' && me && first !== '0') {
      const conversation = this.#conversations.get(me) ?? this.#begins(me, null);
      conversation.waits = true;
    }
  }

  rests(): void {
    this.#byHand = null;
    this.#back = undefined;
    this.#given.clear();
    const waiting = this.#waiting();
    for (const attendant of this.#peers.connected()) {
      if (attendant.role !== 'atendente' || this.#away.has(attendant)) continue;
      if (this.#attendants.serving(attendant).size >= this.#capacity) continue;
      const passed = waiting.find(([, { returnedBy }]) => !returnedBy.has(attendant));
      assert.equal(passed?.[0].name, undefined, `nobody waits while ${attendant.name} has room`);
    }
  }

  /** Those who wait and are here, as far as their places are known. */
  #waiting(): (readonly [Peer, Conversation & { ticket: number }])[] {
    return [...this.#conversations].flatMap(([peer, conversation]) => {
      const { ticket, waits } = conversation;
      return waits && peer.conn !== null && ticket !== null
        ? [[peer, { ...conversation, ticket }] as const]
        : [];
    });
  }

  /** Somebody enters: anew, or with a password back to what they had, as they are told next. */
  #enters(peer: Peer): void {
    peer.visit++;
    if (peer.role === 'atendente') this.#away.delete(peer);
    if (peer.role !== 'consumidor') return;
    // Whether an account's conversation was over meanwhile is not to be seen: the place it has then is unknown.
    if (peer.account !== '') this.#conversations.delete(peer);
    else this.#begins(peer);
  }

  #begins(customer: Peer, ticket: number | null = ++this.#lastTicket): Conversation {
    const known = this.#conversations.get(customer);
    if (known) return known;
    const conversation = { ticket, waits: true, returnedBy: new Map() };
    this.#conversations.set(customer, conversation);
    return conversation;
  }

  /** A customer who writes has a conversation; what is sent again begins none. */
  #isStored(sender: Peer, to: string, seq: number): void {
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    if (sender.role === 'consumidor' && to === '*') this.#begins(sender);
  }

  /** An attendant goes: whom they served waits again. */
  #goes(peer: Peer): void {
    this.#conversations.delete(peer);
    for (const customer of this.#attendants.serving(peer)) {
      const conversation = this.#conversations.get(customer);
      if (conversation) conversation.waits = true;
    }
  }

  #assigned(conn: number, customer: Peer | undefined, attendant: Peer | undefined): void {
    if (!customer || !attendant || this.#given.get(customer) === attendant) return;
    const asked = this.#byHand;
    const byHand = asked?.customer === customer && asked.attendant === attendant ? asked : undefined;
    // Whoever comes back is told what is so already.
    const conversation = this.#conversations.get(customer);
    const told = this.#attendants.attendantOf(customer);
    if (conversation && !conversation.waits && told === attendant) return;
    if (conn === attendant.conn && !conversation) return;
    this.#isGiven(customer, attendant, byHand);
  }

  #isGiven(customer: Peer | undefined, attendant: Peer, byHand?: ByHand): void {
    if (!customer) return;
    const conversation = this.#begins(customer, null);
    this.#given.set(customer, attendant);
    conversation.waits = false;
    if (byHand?.customer === customer) return;
    const { returnedBy, ticket } = conversation;
    if (!byHand) {
      assert.notEqual(
        returnedBy.get(attendant),
        attendant.visit,
        `${customer.name} is not given back to ${attendant.name}, who returned them`,
      );
    }
    const longer = this.#waiting().find(
      ([, other]) =>
        ticket !== null &&
        other.ticket < ticket &&
        (byHand !== undefined || !other.returnedBy.has(attendant)),
    );
    assert.equal(longer?.[0].name, undefined, `who waits longest comes first, not ${customer.name}`);
  }
}
