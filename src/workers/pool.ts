/**
 * The pool of session workers: sockets that are let in are handed to the worker with the fewest connections, and a
 * worker that dies is replaced. It never sees what connections say, but for the passwords that are to be verified,
 * which it passes on and does not keep.
 */

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { addressGroup } from './addresses.ts';
import { Admission, refuse } from './admission.ts';
import type { Batch } from './batch.ts';
import { connectionNumber, type Packed } from './batches.ts';
import { entry } from './entry.ts';
import type { FromWorker, SessionOptions, ToWorker } from './messages.ts';
import { checkTls, type TlsError, type TlsMaterial } from './tls-material.ts';

/** Characters of output that a worker may not have taken in yet before all of them are held back. */
const CONGESTED_ABOVE = 32 * 1024 * 1024;
/**
 * MiB of a session worker's heap for what is young. A worker keeps little, so small rounds of collection are cheap;
 * with V8's usual 48, what nobody needs any more takes as much memory as the connections do.
 */
const YOUNG_MB = 12;
/** A worker that lived for less than this is replaced only after this, as the next may die at its start too. */
const RESTART_MS = 1000;
/** How long the connections may take to close when the server stops. */
const SHUTDOWN_MS = 2500;

export interface PoolEvents {
  input(input: Packed): void;
  /** A worker has died; its connections are gone. */
  lost(worker: number): void;
  /**
   * A CONNECT for the name of this key waits, with a password. Resolves to the proof for the desk, or to null if
   * nothing was verified because the address has to wait; it never rejects. `address` is what failures are counted
   * under: an `addressGroup`.
   */
  verify(address: string, key: string, password: string): Promise<string | null>;
}

interface Member {
  readonly thread: Worker;
  readonly startedAt: number;
  /** Characters that it is to write and has not taken in. */
  untaken: number;
  /** The weight of settled commands of which it was not told yet. */
  owed: number;
}

export class SessionPool {
  /** By number; null: it died, and its place is empty for a while, or for good when the server stops. */
  readonly #members: (Member | null)[] = [];
  readonly #admission: Admission;
  #options: SessionOptions;
  readonly #events: PoolEvents;
  readonly #log: Logger;
  #accepted = 0;
  #stopping = false;

  /** @param size how many workers, 1 to MAX_WORKERS. @param options with TLS that was checked. */
  constructor(size: number, options: SessionOptions, events: PoolEvents, log: Logger) {
    this.#admission = new Admission(options.limits, size);
    this.#options = options;
    this.#events = events;
    this.#log = log;
    for (let worker = 0; worker < size; worker++) this.#members.push(this.#start(worker));
  }

  /** Resolves once every worker runs; rejects when one dies before. */
  async ready(): Promise<void> {
    await Promise.all(this.#living.map(({ thread }) => once(thread, 'online')));
  }

  /** Connections that were let in and are not known to be gone, handshakes included. O(1). */
  get connections(): number {
    return this.#admission.total;
  }

  /**
   * Gives a socket away, or refuses it: this thread never sees a byte of it. Without any worker, for the moment, there
   * is no room. O(workers).
   *
   * @param socket paused since it was accepted. @param secure whether TLS is to be spoken over it.
   */
  handOver(socket: Socket, secure: boolean): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      // It is gone already.
      socket.destroy();
      return;
    }
    const address = addressGroup(remoteAddress);
    const worker = this.#leastBusy();
    const member = this.#members[worker];
    if (!member || !this.#admission.admits(address)) {
      this.#log.debug({ address, secure }, 'a connection was refused');
      refuse(socket, secure, this.#options.lang);
      return;
    }
    this.#admission.add(worker, address);
    const conn = connectionNumber(++this.#accepted, worker);
    this.#log.debug({ conn, address, secure }, 'a connection was let in');
    const message: ToWorker = { kind: 'socket', conn, socket, address, secure };
    // Sockets are transferable, though the types do not say so yet.
    member.thread.postMessage(message, [socket as never]);
  }

  /**
   * From now on TLS is spoken with this; connections that there are live on with what they have. If there is anything
   * wrong with it, that is returned, and all stays as it was.
   */
  secure(tls: TlsMaterial): TlsError | null {
    const error = checkTls(tls.cert, tls.key);
    if (error) return error;
    this.#options = { ...this.#options, tls };
    for (const member of this.#living) send(member, { kind: 'secure', tls });
    return null;
  }

  /** Sends the workers their output, one message each. */
  deliver(batch: Batch): void {
    const congested = this.congested;
    this.#members.forEach((member, worker) => {
      if (!member) return;
      const output = batch.output(worker);
      member.owed += batch.settled[worker] ?? 0;
      const settled = congested ? 0 : member.owed;
      if (!output && settled === 0) return;
      member.owed -= settled;
      member.untaken += output?.toWrite ?? 0;
      send(member, { kind: 'output', output, settled });
    });
  }

  /** Reads no more from anybody; resolves when all that was read has come in. */
  async quiesce(): Promise<void> {
    this.#stopping = true;
    await this.#ask('quiesce', 'quiet');
  }

  /** Says goodbye to everybody and ends the workers; resolves within SHUTDOWN_MS and a little. */
  async shutdown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SHUTDOWN_MS);
    });
    await Promise.race([this.#ask('shutdown', 'done'), late]);
    clearTimeout(timer);
    await Promise.all(this.#living.map(({ thread }) => thread.terminate()));
  }

  async #ask(kind: 'quiesce' | 'shutdown', answer: FromWorker['kind']): Promise<void> {
    await Promise.all(
      this.#living.map(
        (member) =>
          new Promise<void>((resolve) => {
            member.thread.on('message', (message: FromWorker) => {
              if (message.kind === answer) resolve();
            });
            member.thread.once('exit', () => resolve());
            send(member, { kind });
          }),
      ),
    );
  }

  #start(worker: number): Member {
    const thread = new Worker(entry(import.meta.url, 'session-worker'), {
      workerData: this.#options,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const member: Member = { thread, startedAt: performance.now(), untaken: 0, owed: 0 };
    thread.on('message', (message: FromWorker) => this.#hear(worker, member, message));
    thread.on('error', (error) => this.#log.error({ err: error, worker }, 'a session worker died'));
    thread.once('exit', () => this.#died(worker, member));
    return member;
  }

  #hear(worker: number, member: Member, message: FromWorker): void {
    // Of one that was replaced nothing counts any more.
    if (this.#members[worker] !== member) return;
    if (message.kind === 'input') this.#input(worker, member, message);
    else if (message.kind === 'verify') void this.#verify(member, message);
  }

  async #verify(
    member: Member,
    { conn, address, key, password }: FromWorker & { kind: 'verify' },
  ): Promise<void> {
    send(member, { kind: 'verified', conn, proof: await this.#events.verify(address, key, password) });
  }

  #input(worker: number, member: Member, message: FromWorker & { kind: 'input' }): void {
    const wasCongested = this.congested;
    member.untaken -= message.taken;
    if (wasCongested && !this.congested) this.#payOwed();
    for (const address of message.gone) this.#admission.remove(worker, address);
    this.#events.input(message.input);
  }

  #died(worker: number, { startedAt }: Member): void {
    this.#members[worker] = null;
    if (this.#stopping) return;
    this.#admission.removeAll(worker);
    this.#events.lost(worker);
    if (performance.now() - startedAt >= RESTART_MS) this.#replace(worker);
    else setTimeout(() => this.#replace(worker), RESTART_MS).unref();
  }

  #replace(worker: number): void {
    if (this.#stopping) return;
    this.#members[worker] = this.#start(worker);
    this.#log.info({ worker }, 'a session worker was replaced');
  }

  /** The living worker with the fewest connections; -1 if none lives. */
  #leastBusy(): number {
    let least = -1;
    this.#members.forEach((member, worker) => {
      if (member && (least < 0 || this.#admission.of(worker) < this.#admission.of(least))) least = worker;
    });
    return least;
  }

  get #living(): Member[] {
    return this.#members.filter((member) => member !== null);
  }

  /** Whether some worker has a lot of output before it: what causes more should wait. O(workers). */
  get congested(): boolean {
    return this.#members.some((member) => member !== null && member.untaken > CONGESTED_ABOVE);
  }

  #payOwed(): void {
    for (const member of this.#living) {
      if (member.owed > 0) send(member, { kind: 'output', output: null, settled: member.owed });
      member.owed = 0;
    }
  }
}

function send(member: Member, message: ToWorker): void {
  member.thread.postMessage(message);
}
