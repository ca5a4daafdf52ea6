/**
 * A window: what a contender was asked for a while, what that cost it and how fast it was. It begins and ends when the
 * server is idle, so what its messages cause is in it, the index for HISTORY too; but not the index for SEARCH, most of
 * which is made when nothing was stored for two seconds (see search.ts for what that costs).
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender, Running } from './contender.ts';
import type { Latencies } from './figures.ts';
import { cpuMs, idle } from './process-cost.ts';

export const IDLE_WITHIN_MS = 15_000;

/** What one window showed. */
export interface Window {
  readonly contender: Contender;
  readonly round: number;
  readonly delivered: number;
  readonly perSecond: number;
  /** Server CPU per delivery, in µs. */
  readonly cpuMicros: number;
  /** From sending to the acknowledgement. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Whether the server came to rest in the end; if not, some of what the messages caused is missing. */
  readonly rested: boolean;
}

/** What a load did, once all that it sent has arrived. */
export interface Done {
  readonly delivered: number;
  readonly seconds: number;
  readonly latencies: Latencies;
}

/** @param load runs until its promise resolves, then until all has arrived. */
export async function measure(
  { contender, pid }: Running,
  round: number,
  windowMs: number,
  load: (over: Promise<unknown>) => Promise<Done>,
): Promise<Window> {
  const before = cpuMs(pid);
  const { delivered, seconds, latencies } = await load(sleep(windowMs));
  const rested = await idle(pid, IDLE_WITHIN_MS);
  return {
    contender,
    round,
    delivered,
    perSecond: delivered / seconds,
    cpuMicros: ((cpuMs(pid) - before) * 1000) / delivered,
    p50Ms: latencies.at(0.5),
    p99Ms: latencies.at(0.99),
    rested,
  };
}
