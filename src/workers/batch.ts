/**
 * What the desk wants done, gathered until it may leave: the records for the store, and the output for each
 * session worker.
 */

import type { Effects, HistoryRead } from '../desk/effects.ts';
import type { Lang } from '../protocol/codes.ts';
import type { Role } from '../protocol/commands.ts';
import { EOL } from '../protocol/format.ts';
import { RecordWriter } from '../store/records.ts';
import { OutputWriter, type Packed, readOutput, workerOf } from './batches.ts';

export class Batch extends RecordWriter implements Effects {
  /** By worker; missing where there is nothing. */
  readonly #outputs: (OutputWriter | undefined)[] = [];
  /** The weight of the commands that this batch settles, by worker. */
  readonly settled: (number | undefined)[] = [];
  readonly reads: HistoryRead[] = [];
  /** Where it is set, whoever is sent something is noted in it. */
  touched: Set<number> | null = null;

  send(conn: number, lines: string): void {
    this.touched?.add(conn);
    this.#for(workerOf(conn)).send(conn, lines + EOL);
  }

  sendAll(conns: readonly number[], line: string): void {
    const byWorker: number[][] = [];
    for (const conn of conns) {
      this.touched?.add(conn);
      (byWorker[workerOf(conn)] ??= []).push(conn);
    }
    byWorker.forEach((those, worker) => {
      this.#for(worker).sendAll(those, line + EOL);
    });
  }

  entered(conn: number, role: Role, before: string, after: string): void {
    this.#for(workerOf(conn)).entered(conn, role, before, after + EOL);
  }

  language(conn: number, lang: Lang): void {
    this.#for(workerOf(conn)).language(conn, lang);
  }

  close(conn: number): void {
    this.#for(workerOf(conn)).close(conn);
  }

  read(read: HistoryRead): void {
    this.reads.push(read);
  }

  /** A long command has its reply. */
  answered(conn: number): void {
    this.#for(workerOf(conn)).answered(conn);
  }

  /** What a worker is to do, or null if nothing. O(operations). */
  output(worker: number): Packed | null {
    const output = this.#outputs[worker];
    return output && !output.empty ? output.packed() : null;
  }

  /** Begins anew, with the room it had; the records were taken before. */
  clear(): void {
    for (const output of this.#outputs) output?.clear();
    this.settled.length = 0;
    this.reads.length = 0;
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
    const reader = { send: note, entered: note, language: note, close: note, answered: note };
    for (const out of this.#outputs) if (out) readOutput(out.packed(), reader);
    for (const { conn } of this.reads) all.add(conn);
    return all;
  }

  #for(worker: number): OutputWriter {
    return (this.#outputs[worker] ??= new OutputWriter());
  }
}
