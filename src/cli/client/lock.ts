/**
 * One process at a time: a file that names its owner. Owns how an owner is told from one that was killed; knows
 * nothing of what the file protects.
 *
 * A process is named by its pid and, where the system tells (Linux), the time of its start, since pids come again.
 */

import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Milliseconds for which an owner may be about to write its name. */
const WRITING_MS = 10_000;

/** Takes the lock and returns how to give it back, or null if a living process has it, or it cannot be written. */
export function takeLock(path: string): (() => void) | null {
  const mine = `${process.pid} ${startOf(process.pid)} ${randomUUID()}`;
  try {
    writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
  } catch {
    if (!breakStale(path)) return null;
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
    } catch {
      return null;
    }
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

/** Whether a file that may be a lock belongs to nobody any more. */
export function isStale(path: string): boolean {
  const owner = read(path);
  if (owner === null) return false;
  const [pid = '', start = ''] = owner.split(' ');
  if (!/^[1-9]\d{0,9}$/.test(pid)) return Date.now() - changedAt(path) > WRITING_MS;
  if (!isAlive(Number(pid))) return true;
  const now = startOf(Number(pid));
  return start !== '-' && now !== '-' && start !== now;
}

/**
 * Takes a stale lock away. Of two that try, one may have taken it meanwhile: then what was moved aside is that
 * one's, and is put back.
 */
function breakStale(path: string): boolean {
  if (!isStale(path)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (isStale(aside)) {
      rmSync(aside, { force: true });
      return true;
    }
    renameSync(aside, path);
  } catch {
    // Somebody else was faster.
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in ticks since the system did; '-' if that cannot be known. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  // The name of the program stands in brackets, and may hold anything: the fields are counted behind it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Date.now();
  }
}
