/**
 * The pool of session workers: sockets are handed to the worker with the fewest connections, and a worker that
 * dies is replaced.
 */

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Batch } from './batch.ts';
import { connectionNumber, type Packed } from './batches.ts';
import { entry } from './entry.ts';
import type { FromWorker, SessionOptions, ToWorker } from './messages.ts';

/** Characters of output that a worker may not have taken in yet before all of them are held back. */
const CONGESTED_ABOVE = 32 * 1024 * 1024;
/**
 * MiB of a session worker's heap for what is young. A worker keeps little, so small rounds of collection are cheap;
 * with V8's usual 48, what nobody needs any more takes as much memory as the connections do.
 */
const YOUNG_MB = 12;
/** How long the connections may take to close when the server stops. */
const SHUTDOWN_MS = 2500;

export interface PoolEvents {
  input(input: Packed): void;
  /** A worker has died; its connections are gone. */
  lost(worker: number): void;
}

interface Member {
  thread: Worker;
  connections: number;
  /** Characters sent to it that it has not taken in. */
  untaken: number;
  /** The weight of settled commands of which it was not told yet. */
  owed: number;
}

export class SessionPool {
  readonly #members: Member[] = [];
  readonly #options: SessionOptions;
  readonly #events: PoolEvents;
  readonly #log: Logger;
  #accepted = 0;
  #stopping = false;

  /** @param size how many workers, 1 to MAX_WORKERS. */
  constructor(size: number, options: SessionOptions, events: PoolEvents, log: Logger) {
    this.#options = options;
    this.#events = events;
    this.#log = log;
    for (let worker = 0; worker < size; worker++) {
      this.#members.push({ thread: this.#start(worker), connections: 0, untaken: 0, owed: 0 });
    }
  }

  /** Resolves once every worker runs; rejects when one dies before. */
  async ready(): Promise<void> {
    await Promise.all(this.#members.map(({ thread }) => once(thread, 'online')));
  }

  get connections(): number {
    return this.#members.reduce((sum, member) => sum + member.connections, 0);
  }

  /** Gives the socket itself away: this thread never sees a byte of it. O(workers). */
  handOver(socket: Socket): void {
    let worker = 0;
    for (let i = 1; i < this.#members.length; i++) {
      if (this.#members[i]!.connections < this.#members[worker]!.connections) worker = i;
    }
    const member = this.#members[worker]!;
    member.connections++;
    const conn = connectionNumber(++this.#accepted, worker);
    const message: ToWorker = { kind: 'socket', conn, socket };
    // Sockets are transferable, though the types do not say so yet.
    member.thread.postMessage(message, [socket as never]);
  }

  /** Sends the workers their output, one message each. */
  deliver(batch: Batch): void {
    const congested = this.congested;
    this.#members.forEach((member, worker) => {
      const output = batch.output(worker);
      member.owed += batch.settled[worker] ?? 0;
      const settled = congested ? 0 : member.owed;
      if (!output && settled === 0) return;
      member.owed -= settled;
      member.untaken += output?.text.length ?? 0;
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
    await Promise.all(this.#members.map(({ thread }) => thread.terminate()));
  }

  async #ask(kind: 'quiesce' | 'shutdown', answer: FromWorker['kind']): Promise<void> {
    await Promise.all(
      this.#members.map(
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

  #start(worker: number): Worker {
    const thread = new Worker(entry(import.meta.url, 'session-worker'), {
      workerData: this.#options,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'input') this.#input(worker, message);
    });
    thread.on('error', (error) => this.#log.error({ err: error, worker }, 'a session worker died'));
    thread.once('exit', () => this.#replace(worker, thread));
    return thread;
  }

  #input(worker: number, message: FromWorker & { kind: 'input' }): void {
    const wasCongested = this.congested;
    this.#members[worker]!.untaken -= message.taken;
    if (wasCongested && !this.congested) this.#payOwed();
    this.#members[worker]!.connections -= message.gone;
    this.#events.input(message.input);
  }

  #replace(worker: number, thread: Worker): void {
    if (this.#stopping || this.#members[worker]?.thread !== thread) return;
    this.#events.lost(worker);
    this.#members[worker] = { thread: this.#start(worker), connections: 0, untaken: 0, owed: 0 };
    this.#log.info({ worker }, 'a session worker was replaced');
  }

  /** Whether some worker has a lot of output before it: what causes more should wait. O(workers). */
  get congested(): boolean {
    return this.#members.some(({ untaken }) => untaken > CONGESTED_ABOVE);
  }

  #payOwed(): void {
    for (const member of this.#members) {
      if (member.owed > 0) send(member, { kind: 'output', output: null, settled: member.owed });
      member.owed = 0;
    }
  }
}

function send(member: Member, message: ToWorker): void {
  member.thread.postMessage(message);
}
