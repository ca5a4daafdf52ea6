/**
 * Who is who, from what goes over the wires alone: the identities behind connections, by their tokens, passwords and
 * names. It knows nothing of the desk, and checks nothing.
 */

import type { Order } from '../../../src/desk/orders.ts';
import type { Role } from '../../../src/protocol/commands.ts';
import { readName } from '../../../src/protocol/names.ts';

/** An identity. */
export interface Peer {
  role: Role | '';
  /** The key of its account, or ''. */
  readonly account: string;
  /** As they are called now. */
  name: string;
  token: string;
  /** Their connection, or null. */
  conn: number | null;
  /** Counts the times that they entered anew. */
  visit: number;
}

/** What a connection asked, and what it was told. */
export interface Exchange {
  readonly conn: number;
  /** Who asked, after the reply was understood; undefined before entry. */
  readonly peer: Peer | undefined;
  /** In capital letters; '' for a line that could not be read. */
  readonly verb: string;
  /** What stood behind the verb. */
  readonly rest: string;
  readonly ok: boolean;
  /** What stood behind `+ok` or `-err`. */
  readonly text: string;
  /** The items of a listing. */
  readonly items: readonly string[];
}

export const keyOf = (name: string): string => readName(name)?.key ?? '';

export class Peers {
  readonly all: Peer[] = [];
  readonly #byConn = new Map<number, Peer>();
  readonly #byName = new Map<string, Peer>();
  readonly #accounts = new Map<string, Peer>();
  /** Connections that said a password for their next CONNECT. */
  readonly #passwords = new Set<number>();

  at(conn: number): Peer | undefined {
    return this.#byConn.get(conn);
  }

  /** Who is called so now, or was last. */
  named(name: string): Peer | undefined {
    return this.#byName.get(keyOf(name));
  }

  connected(): Peer[] {
    return this.all.filter(({ conn }) => conn !== null);
  }

  /** Learns who is behind a connection; returns them. */
  learn(conn: number, { verb, rest, ok, text }: Omit<Exchange, 'peer'>): Peer | undefined {
    const before = this.#byConn.get(conn);
    const withPassword = verb === 'CONNECT' && this.#passwords.delete(conn);
    if (!ok) return before;
    const [name = '', role = '', token = ''] = text.split(' ');
    if (verb === 'PASS') this.#passwords.add(conn);
    else if (verb === 'RESUME')
      return this.#attach(this.#bearer(rest.trim().split(' ')[0]!), conn, name, token);
    else if (verb === 'NICK' && before) this.#rename(before, name);
    else if (verb === 'CONNECT') {
      const account = withPassword ? this.#accounts.get(keyOf(name)) : undefined;
      const peer = account ?? this.#add(name, '');
      peer.role = role as Role;
      return this.#attach(peer, conn, name, token);
    }
    return before;
  }

  /** A connection is no more. */
  ends(conn: number): void {
    const peer = this.#byConn.get(conn);
    this.#byConn.delete(conn);
    if (peer?.conn === conn) peer.conn = null;
  }

  restarts(): void {
    for (const conn of [...this.#byConn.keys()]) this.ends(conn);
  }

  /** Those who run the desk had their will. */
  ordered(order: Order): void {
    if (order.do === 'register') {
      const peer = this.#add(order.name, order.key);
      peer.role = order.role;
      this.#accounts.set(order.key, peer);
    }
    if (order.do === 'unregister' || order.do === 'forget') this.#accounts.delete(order.key);
  }

  #bearer(token: string): Peer {
    const peer = this.all.findLast((one) => one.token === token);
    if (!peer) throw new Error(`nobody was ever given ${token}`);
    return peer;
  }

  #attach(peer: Peer, conn: number, name: string, token: string): Peer {
    peer.conn = conn;
    peer.token = token;
    this.#byConn.set(conn, peer);
    this.#rename(peer, name);
    return peer;
  }

  #add(name: string, account: string): Peer {
    const peer: Peer = { role: '', account, name, token: '', conn: null, visit: 0 };
    this.all.push(peer);
    this.#byName.set(keyOf(name), peer);
    return peer;
  }

  #rename(peer: Peer, name: string): void {
    if (this.#byName.get(keyOf(peer.name)) === peer) this.#byName.delete(keyOf(peer.name));
    peer.name = name;
    this.#byName.set(keyOf(name), peer);
  }
}
