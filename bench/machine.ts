/**
 * The machine that the figures are from.
 */

import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Runnable processes, mean of a minute: before, and after. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

export function machine(loadBefore: number): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? '?',
    memoryGiB: totalmem() / 2 ** 30,
    system: `${platform()} ${release()}`,
    node: process.version,
    loadBefore,
    loadAfter: load(),
  };
}

export function load(): number {
  return loadavg()[0]!;
}
