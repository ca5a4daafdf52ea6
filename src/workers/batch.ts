/**
 * What the desk wants done, gathered until it may leave: the records for the store, and the output for each
 * session worker.
 */

import type { Effects, ListingRead, LogRead } from '../desk/effects.ts';
import type { OrderResult } from '../desk/orders.ts';
import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import { EOL } from '../protocol/format.ts';
import { RecordWriter } from '../store/records.ts';
import { type Output, type OutputReader, OutputWriter, readOutput, workerOf } from './batches.ts';

/** What the store is to be asked once this batch has left. */
export type Read = ListingRead | LogRead;

/** How an order went, for whoever gave it. */
export interface Answer {
  readonly request: number;
  readonly result: OrderResult;
}

/** Where output goes. */
export interface Outlet {
  deliver(batch: Batch): void;
  /** Whether more of it had better wait. */
  readonly congested: boolean;
}

export class Batch extends RecordWriter implements Effects {
  /** By worker; missing where there is nothing. */
  readonly #outputs: (OutputWriter | undefined)[] = [];
  /** The weight of the commands that this batch settles, by worker. */
  readonly settled: (number | undefined)[] = [];
  readonly reads: Read[] = [];
  readonly answers: Answer[] = [];
  /** Where it is set, whoever is sent something is noted in it. */
  touched: Set<number> | null = null;

  send(conn: number, lines: string): void {
    this.touched?.add(conn);
    this.#for(workerOf(conn)).send(conn, lines + EOL);
  }

  sendAll(conns: readonly number[], line: string): void {
    const text = line + EOL;
    for (const conn of conns) {
      this.touched?.add(conn);
      this.#for(workerOf(conn)).sendShared(conn, text);
    }
    for (const output of this.#outputs) output?.endShared();
  }

  entered(conn: number, role: Role, before: string, after: string): void {
    this.touched?.add(conn);
    this.#for(workerOf(conn)).entered(conn, role, before, after + EOL);
  }

  resumed(role: Role, read: LogRead): void {
    this.touched?.add(read.conn);
    // The number of events stands in the reply to RESUME alone; CONNECT gives a token of its own.
    const fresh = read.after !== null;
    this.#for(workerOf(read.conn)).resumed(read.conn, role, fresh);
    this.reads.push(read);
  }

  /** The reply to somebody who came back, around the token that the worker knows, and the events behind it. */
  replay(conn: number, before: string, after: string, events: readonly string[]): void {
    const lines = events.map((event) => event + EOL).join('');
    this.#for(workerOf(conn)).replay(conn, before, after + EOL, lines);
  }

  /** In place of that reply, if it cannot be made: `reply` and the end of the connection. */
  unresumed(conn: number, reply: string): void {
    this.#for(workerOf(conn)).unresumed(conn, reply + EOL);
  }

  answer(request: number, result: OrderResult): void {
    this.answers.push({ request, result });
  }

  language(conn: number, lang: Lang): void {
    this.#for(workerOf(conn)).language(conn, lang);
  }

  close(conn: number): void {
    this.touched?.add(conn);
    this.#for(workerOf(conn)).close(conn);
  }

  read(read: ListingRead): void {
    this.reads.push(read);
  }

  /** A long command has its reply. */
  answered(conn: number): void {
    this.#for(workerOf(conn)).answered(conn);
  }

  /** What a worker is to do, or null if nothing. O(operations). */
  output(worker: number): Output | null {
    const output = this.#outputs[worker];
    return output && !output.empty ? output.packed() : null;
  }

  /** Begins anew, with the room it had; the records were taken before. */
  clear(): void {
    for (const output of this.#outputs) output?.clear();
    this.settled.length = 0;
    this.reads.length = 0;
    this.answers.length = 0;
    this.touched = null;
  }

  /** A command of this weight is settled when this batch leaves. */
  settle(worker: number, weight: number): void {
    this.settled[worker] = (this.settled[worker] ?? 0) + weight;
  }

  /** Characters of output. O(workers). */
  get size(): number {
    let size = 0;
    for (const output of this.#outputs) size += output?.size ?? 0;
    return size;
  }

  /** Everybody who is sent something. O(operations). */
  connections(): Set<number> {
    const all = new Set<number>();
    const note = (conn: number) => {
      all.add(conn);
    };
    const reader: OutputReader = {
      send: note,
      sendShared: note,
      entered: note,
      resumed: note,
      replay: note,
      unresumed: note,
      language: note,
      close: note,
      answered: note,
    };
    for (const out of this.#outputs) if (out) readOutput(out.packed(), reader);
    for (const { conn } of this.reads) all.add(conn);
    return all;
  }

  #for(worker: number): OutputWriter {
    return (this.#outputs[worker] ??= new OutputWriter());
  }
}
