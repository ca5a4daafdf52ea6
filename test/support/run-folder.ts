/**
 * The folder in which a run of the tests leaves what it writes, and which is gone after it: in memory where the system
 * has room there, because a disk takes longer to sync each little database than all else that is done with it. No test
 * cuts the power, so none proves anything about disks.
 *
 * The programs that the tests start share what Node has compiled for them: to strip the types of all of src/ anew is
 * more than half of what a start costs.
 */

import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of Linux. */
const MEMORY = '/dev/shm';
/** Bytes, many times what the tests need at a time. */
const ROOM = 2 ** 30;

let folder: string;

export function setup(): void {
  // A short name: paths in it are those of sockets, and stand in lines of terminals.
  folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), 'tc-'));
  process.env['TMPDIR'] = folder;
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled');
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

function hasRoom(at: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(at);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
