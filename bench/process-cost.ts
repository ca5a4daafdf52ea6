/**
 * What a process has cost, as the operating system counts it: CPU time of all its threads, and resident memory.
 * From /proc where there is one, else from `ps`.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux tells user space its CPU times in hundredths of a second, whatever the kernel's own tick. */
const TICK_MS = 10;
const IDLE_SAMPLE_MS = 300;
const IDLE_SAMPLES = 2;

/** CPU milliseconds, user and system, since the process began. Steps of 10 ms. */
export function cpuMs(pid: number): number {
  const stat = proc(pid, 'stat');
  if (stat === undefined) return psTime(ps(pid, 'time='));
  // The second field is the name in brackets, and may hold anything. utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory in KiB. */
export function rssKiB(pid: number): number {
  const status = proc(pid, 'status');
  if (status === undefined) return Number(ps(pid, 'rss='));
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

/**
 * Resolves once the process does nothing more: two samples of 300 ms in a row with less than a tick of CPU.
 * False if that did not come about within `limitMs`.
 */
export async function idle(pid: number, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  for (let quiet = 0, before = cpuMs(pid); quiet < IDLE_SAMPLES; ) {
    if (performance.now() > until) return false;
    await sleep(IDLE_SAMPLE_MS);
    const now = cpuMs(pid);
    quiet = now - before < TICK_MS ? quiet + 1 : 0;
    before = now;
  }
  return true;
}

function proc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'latin1' }).trim();
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` in milliseconds. */
function psTime(text: string): number {
  const [clock = '', days = '0'] = text.split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}
