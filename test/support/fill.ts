/**
 * Ways to make writes fail for a process that runs, and to let them succeed again. What a machine does not allow is
 * told, so that a test can say that it was left out.
 */

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** From now on the process may write no file past this size, in bytes; or, with null, any. */
export function limitFileSize(pid: number, bytes: number | null): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes ?? 'unlimited'}:unlimited`]);
}

/** A small disk of its own, in memory. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Of so many MiB; null where this process may not mount one, which takes root. */
  static mount(megabytes: number): SmallDisk | null {
    const path = mkdtempSync(join(tmpdir(), 'telechat-disk-'));
    try {
      const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'telechat', path];
      execFileSync('mount', options, { stdio: 'ignore' });
      return new SmallDisk(path);
    } catch {
      rmSync(path, { recursive: true });
      return null;
    }
  }

  /** Writes a file until not one byte more fits on the disk. */
  fill(): void {
    const file = openSync(this.#ballast, 'a');
    for (let size = 64 * 1024; size >= 1; ) {
      try {
        writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size = Math.trunc(size / 2);
      }
    }
    closeSync(file);
  }

  /** There is room again. */
  free(): void {
    rmSync(this.#ballast);
  }

  unmount(): void {
    execFileSync('umount', [this.path]);
    rmSync(this.path, { recursive: true });
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }
}
