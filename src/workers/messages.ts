/**
 * The messages between the main thread and a session worker.
 */

import type { Socket } from 'node:net';
import type { Lang } from '../protocol/codes.ts';
import type { Packed } from './batches.ts';

/** What a session worker is started with. Times are in milliseconds. */
export interface SessionOptions {
  readonly version: string;
  readonly lang: Lang;
  /** Commands per second and connection, attendants four times that; 0 for no limit. */
  readonly rate: number;
  readonly entryTimeoutMs: number;
  readonly pingAfterMs: number;
  readonly idleAfterMs: number;
}

export type ToWorker =
  | { readonly kind: 'socket'; readonly conn: number; readonly socket: Socket }
  /** `settled`: the weight of the worker's commands that are settled since the last output. */
  | { readonly kind: 'output'; readonly output: Packed | null; readonly settled: number }
  /** Read no more; say so in a last input. */
  | { readonly kind: 'quiesce' }
  /** Say goodbye to everybody, and end. */
  | { readonly kind: 'shutdown' };

export type FromWorker =
  | {
      readonly kind: 'input';
      readonly input: Packed;
      /** How many connections are gone. */
      readonly gone: number;
      /** Characters of output that the worker has taken in since its last input. */
      readonly taken: number;
    }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'done' };
