/**
 * A bad network between a client and a server: a TCP proxy that delays, splits, cuts and stalls what goes through it,
 * each direction by itself, when the test says so. It never decides anything: whatever is random comes from outside,
 * and its only timers are the delays that were asked for.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** How a connection ends: in good order, all that was passed on arriving, or by a reset, which may take some of it. */
export type Cut = 'fin' | 'rst';

export class BadNetwork {
  /** Where new connections go; a server that was started again may have another port. */
  target: number;
  /** Sees each new connection before a byte of it has passed. */
  onLink: (link: Link) => void = () => {};
  readonly links = new Set<Link>();
  readonly #server: Server;

  private constructor(target: number, server: Server) {
    this.target = target;
    this.#server = server;
    server.on('connection', (client) => this.#link(client));
  }

  /** Listens on a free port of the loopback address. */
  static async to(target: number): Promise<BadNetwork> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BadNetwork(target, server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections of now. */
  cut(how: Cut = 'rst'): void {
    for (const link of this.links) link.cut(how);
  }

  /** Cuts everything and listens no more. */
  async close(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }

  #link(client: Socket): void {
    const server = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const link = new Link(client, server);
    this.links.add(link);
    void link.closed.then(() => this.links.delete(link));
    this.onLink(link);
    link.up.start();
    link.down.start();
  }
}

/** One connection through the proxy. */
export class Link {
  /** From the client to the server. */
  readonly up: Flow;
  /** From the server to the client. */
  readonly down: Flow;
  /** Resolves when both sides are gone. */
  readonly closed: Promise<void>;
  readonly #sockets: readonly Socket[];

  constructor(client: Socket, server: Socket) {
    this.#sockets = [client, server];
    this.up = new Flow(client, server, (how) => this.cut(how));
    this.down = new Flow(server, client, (how) => this.cut(how));
    const gone = (socket: Socket, other: Socket) =>
      new Promise<void>((resolve) => {
        // A reset goes through as a reset; 'close' follows, and says all there is to say.
        socket.on('error', () => other.resetAndDestroy());
        socket.on('close', () => resolve());
      });
    this.closed = Promise.all([gone(client, server), gone(server, client)]).then(() => {});
  }

  /** Ends both sides. Nothing more goes through. */
  cut(how: Cut): void {
    this.up.stop();
    this.down.stop();
    for (const socket of this.#sockets) {
      if (how === 'rst') socket.resetAndDestroy();
      else {
        // Whoever is told of the end may still say something; it is read and thrown away.
        socket.end();
        socket.resume();
      }
    }
  }
}

/** One direction of a connection. */
export class Flow {
  /** Bytes that went through. */
  passed = 0;
  /** So long each piece is on its way, in milliseconds. */
  delayMs = 0;
  /** How many bytes of those at hand go on as the next piece, at least 1; all of them unless told. */
  piece: (atHand: number) => number = (atHand) => atHand;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #cut: (how: Cut) => void;
  #atHand: Buffer[] = [];
  #ended = false;
  #stopped = false;
  #cutAt = Number.POSITIVE_INFINITY;
  #how: Cut = 'fin';
  #stalled: PromiseWithResolvers<void> | null = null;
  #pumping = false;

  constructor(from: Socket, to: Socket, cut: (how: Cut) => void) {
    this.#from = from;
    this.#to = to;
    this.#cut = cut;
  }

  /** Both directions are cut when exactly so many bytes went through this one: 0 is at once. */
  cutAfter(bytes: number, how: Cut): void {
    this.#cutAt = bytes;
    this.#how = how;
  }

  /** Nothing goes through until `release`; nor is anything read, so that the sender is held back by TCP. */
  stall(): void {
    this.#stalled ??= Promise.withResolvers();
    this.#from.pause();
  }

  release(): void {
    this.#stalled?.resolve();
    this.#stalled = null;
    void this.#pump();
  }

  /** Begins to read. */
  start(): void {
    if (this.#cutAt === 0) {
      this.#cut(this.#how);
      return;
    }
    this.#from.on('data', (bytes: Buffer) => {
      if (this.#stopped) return;
      this.#atHand.push(bytes);
      this.#from.pause();
      void this.#pump();
    });
    this.#from.on('end', () => {
      this.#ended = true;
      void this.#pump();
    });
    if (!this.#stalled) this.#from.resume();
  }

  /** Passes nothing on any more. */
  stop(): void {
    this.#stopped = true;
    this.#atHand = [];
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    while (!this.#stopped) {
      await this.#stalled?.promise;
      const bytes = this.#atHand.shift();
      if (!bytes) break;
      await this.#pass(bytes);
    }
    this.#pumping = false;
    if (this.#stopped) return;
    if (this.#ended) this.#to.end();
    else if (!this.#stalled) this.#from.resume();
  }

  async #pass(bytes: Buffer): Promise<void> {
    const most = Math.min(this.piece(bytes.length), bytes.length, this.#cutAt - this.passed);
    const split = most < bytes.length;
    if (split) this.#atHand.unshift(bytes.subarray(most));
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.#stopped) return;
    await new Promise<void>((resolve) => this.#to.write(bytes.subarray(0, most), () => resolve()));
    // Whoever reads has to come to it between two pieces, or gets them as one.
    if (split) await new Promise((resolve) => setImmediate(resolve));
    this.passed += most;
    if (this.passed === this.#cutAt) this.#cut(this.#how);
  }
}
