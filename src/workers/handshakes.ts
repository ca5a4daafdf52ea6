/**
 * TLS handshakes in a session worker: a plain socket goes in, a secure one comes out. Whatever goes wrong before, in
 * what the client says or by its silence, ends this one connection and nothing else; nobody is told, since there is
 * nothing yet to say it with.
 */

import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { secureContext, type TlsMaterial } from './tls-material.ts';

export class Handshakes {
  readonly #timeoutMs: number;
  #context: SecureContext | null = null;
  readonly #underWay = new Set<TLSSocket>();

  /** @param timeoutMs how long a whole handshake may take, however many bytes come. */
  constructor(timeoutMs: number, material: TlsMaterial | null) {
    this.#timeoutMs = timeoutMs;
    if (material) this.use(material);
  }

  /** How many are under way. O(1). */
  get size(): number {
    return this.#underWay.size;
  }

  /** Those that begin from now on are made with this. */
  use(material: TlsMaterial): void {
    this.#context = secureContext(material);
  }

  /** Begins one. Exactly one of both is called, once: `secured`, or `failed` when the socket is gone. */
  begin(socket: Socket, secured: (socket: TLSSocket) => void, failed: () => void): void {
    if (!this.#context) throw new Error('a secure connection without a certificate');
    const secure = new TLSSocket(socket, { isServer: true, secureContext: this.#context });
    this.#underWay.add(secure);
    const destroy = () => secure.destroy();
    const timer = setTimeout(destroy, this.#timeoutMs).unref();
    const over = () => {
      clearTimeout(timer);
      this.#underWay.delete(secure);
      secure.off('end', destroy).off('close', gone).off('secure', done);
    };
    const gone = () => {
      over();
      failed();
    };
    const done = () => {
      over();
      secured(secure);
    };
    // Errors of TLS reach 'error' only in sockets of a `tls.Server`; this one would stay open, and deaf.
    secure.on('_tlsError', destroy);
    secure.on('error', () => {});
    secure.on('end', destroy);
    secure.on('close', gone);
    secure.on('secure', done);
  }

  /** Ends all that are under way. */
  abandon(): void {
    for (const socket of this.#underWay) socket.destroy();
  }
}
