/**
 * Which connections are let in, in the main thread: so many in all, and so many from one address. It counts by
 * session worker, so that the counts stay right when one dies with all its connections.
 */

import type { Socket } from 'node:net';
import type { Lang } from '../protocol/codes.ts';
import { EOL, farewell } from '../protocol/format.ts';
import { AddressCounts, mostFrom } from './addresses.ts';
import type { Limits } from './limits.ts';

/** How long one that is refused may take to read why, and how many may at a time; others are just closed. */
const LINGER_MS = 1000;
const MAX_LINGERING = 200;

export class Admission {
  readonly #limits: Limits;
  readonly #all = new AddressCounts();
  readonly #byWorker: AddressCounts[];

  constructor(limits: Limits, workers: number) {
    this.#limits = limits;
    this.#byWorker = Array.from({ length: workers }, () => new AddressCounts());
  }

  /** Connections, in all and of a worker. O(1). */
  get total(): number {
    return this.#all.total;
  }

  of(worker: number): number {
    return this.#byWorker[worker]!.total;
  }

  /** Whether one more is let in from this address (see `addressGroup`). O(1). */
  admits(address: string): boolean {
    if (this.#all.total >= this.#limits.maxConnections) return false;
    return this.#all.of(address) < mostFrom(address, this.#limits.maxPerAddress);
  }

  /** A worker was given one. */
  add(worker: number, address: string): void {
    this.#all.add(address);
    this.#byWorker[worker]!.add(address);
  }

  /** One of a worker's is gone. */
  remove(worker: number, address: string): void {
    this.#all.remove(address);
    this.#byWorker[worker]!.remove(address);
  }

  /** All of a worker's are gone. O(its addresses). */
  removeAll(worker: number): void {
    this.#all.removeAll(this.#byWorker[worker]!);
    this.#byWorker[worker] = new AddressCounts();
  }
}

/** Those that were refused and may still read why. */
const lingering = new Set<Socket>();

/**
 * Ends a connection that is not let in, and says why, unless it waits for TLS: a handshake would cost more than it is
 * worth.
 */
export function refuse(socket: Socket, secure: boolean, lang: Lang): void {
  socket.on('error', () => {});
  if (secure || lingering.size >= MAX_LINGERING) {
    socket.destroy();
    return;
  }
  // What it has sent already has to be read: otherwise its system may throw the farewell away.
  lingering.add(socket);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.on('end', () => socket.destroySoon());
  socket.on('close', () => {
    clearTimeout(timer);
    lingering.delete(socket);
  });
  socket.resume();
  socket.end(farewell('TOO-MANY-CONNECTIONS', lang) + EOL);
}
