/**
 * Calls to a thread of the store and its answers, both ends. A thread answers in the order in which it was asked,
 * each call once; when it cannot be opened or dies, every call that waits is rejected, and the next one starts
 * another thread.
 */

import { type MessagePort, parentPort, Worker } from 'node:worker_threads';
import { StoreError, type StoreErrorCode } from '../store/store-error.ts';
import { Queue } from '../structures/queue.ts';

type Call = readonly [name: string, argument: unknown];
type Answer = { readonly value: unknown } | { readonly code: StoreErrorCode; readonly message: string };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** What erasing has come to: there is more to do, at once or a little later, or it is done. */
export type EraseState = 'more' | 'later' | 'done';

/** The asking end. */
export class StoreThread {
  readonly #start: () => Worker;
  #worker: Worker | undefined;
  #waiting = new Queue<Waiting>();
  #closing: Promise<void> | undefined;

  /** Starts nothing yet: the first call does. */
  constructor(script: URL, options: unknown) {
    this.#start = () => new Worker(script, { workerData: options });
  }

  /** Rejects with a `StoreError`: the answer's, or `stopped` when the thread ended instead. */
  call<T>(name: string, argument?: unknown): Promise<T> {
    if (this.#closing) return Promise.reject(new StoreError('stopped', 'the store is closed'));
    return this.#call(name, argument) as Promise<T>;
  }

  /** Lets the thread finish what it was asked, then ends it. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the thread at once, whatever it was asked: what waits is rejected. Only for one that does not write. */
  async abandon(): Promise<void> {
    this.#closing ??= Promise.resolve(this.#worker?.terminate()).then(() => {});
    return this.#closing;
  }

  async #close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    try {
      await this.#call('close');
    } catch (cause) {
      // It ended by itself before it was told to.
      if (!(cause instanceof StoreError)) throw cause;
    } finally {
      await worker.terminate();
    }
  }

  #call(name: string, argument?: unknown): Promise<unknown> {
    const worker = (this.#worker ??= this.#run());
    return new Promise((resolve, reject) => {
      worker.postMessage([name, argument] satisfies Call);
      this.#waiting.enqueue({ resolve, reject });
    });
  }

  #run(): Worker {
    const worker = this.#start();
    const waiting = (this.#waiting = new Queue<Waiting>());
    worker.on('message', (answer: Answer) => {
      const call = waiting.dequeue();
      if ('value' in answer) call?.resolve(answer.value);
      else call?.reject(new StoreError(answer.code, answer.message));
    });
    let why = 'it was told to';
    worker.on('error', (cause: unknown) => {
      why = cause instanceof Error ? cause.message : String(cause);
    });
    // Only now what it held is free for another one.
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (let call = waiting.dequeue(); call; call = waiting.dequeue()) {
        call.reject(new StoreError('stopped', `the thread of the store ended: ${why}`));
      }
    });
    return worker;
  }
}

/**
 * The answering end, in the thread: opens what answers when the first call comes, and again with the next one if
 * that failed. An error that is not a `StoreError` is a bug, and ends the thread.
 */
export function answerCalls<T extends { close(): void }>(
  open: () => T,
  calls: Readonly<Record<string, (opened: T, argument: never) => unknown>>,
  afterwards: (opened: T) => void = () => {},
): void {
  const port = parentPort as MessagePort;
  let opened: T | undefined;
  port.on('message', ([name, argument]: Call) => {
    try {
      if (name === 'close') {
        opened?.close();
        port.postMessage({ value: undefined } satisfies Answer);
        port.close();
        return;
      }
      opened ??= open();
      const value = calls[name]?.(opened, argument as never);
      port.postMessage({ value } satisfies Answer);
      afterwards(opened);
    } catch (cause) {
      if (!(cause instanceof StoreError)) throw cause;
      port.postMessage({ code: cause.code, message: cause.message } satisfies Answer);
    }
  });
}
