/**
 * The messages between the main thread and a session worker.
 */

import type { Socket } from 'node:net';
import type { Lang } from '../protocol/codes.ts';
import type { Output, Packed } from './batches.ts';
import type { Limits } from './limits.ts';
import type { TlsMaterial } from './tls-material.ts';

/** What a session worker is started with. */
export interface SessionOptions {
  readonly version: string;
  readonly lang: Lang;
  /** What the greeting says of attendants: whether they need a password. */
  readonly auth: 'open' | 'required';
  readonly limits: Limits;
  /** What TLS is spoken with; null if it is not. It was checked. */
  readonly tls: TlsMaterial | null;
}

export type ToWorker =
  /** A connection from `address`; `secure`: over TLS, whose handshake has not begun. */
  | {
      readonly kind: 'socket';
      readonly conn: number;
      readonly socket: Socket;
      readonly address: string;
      readonly secure: boolean;
    }
  /** `settled`: the weight of the worker's commands that are settled since the last output. */
  | { readonly kind: 'output'; readonly output: Output | null; readonly settled: number }
  /** What became of a `verify`; null: nothing was verified, the address has to wait. */
  | { readonly kind: 'verified'; readonly conn: number; readonly proof: string | null }
  /** Later handshakes use this. */
  | { readonly kind: 'secure'; readonly tls: TlsMaterial }
  /** Read no more; say so in a last input. */
  | { readonly kind: 'quiesce' }
  /** Say goodbye to everybody, and end. */
  | { readonly kind: 'shutdown' };

export type FromWorker =
  | {
      readonly kind: 'input';
      readonly input: Packed;
      /** The addresses of the connections that are gone. */
      readonly gone: readonly string[];
      /** Characters of output that the worker has taken in since its last input: the sum of their `toWrite`. */
      readonly taken: number;
    }
  /** A CONNECT came with a password, and waits. Passwords cross alone, never in an input. */
  | {
      readonly kind: 'verify';
      readonly conn: number;
      readonly address: string;
      /** The key of the name. */
      readonly key: string;
      readonly password: string;
    }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'done' };
