/** What a process has open, as Linux tells. */

import { readdirSync, readlinkSync } from 'node:fs';

/** How many sockets a process has open. */
export function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      // Closed meanwhile.
      return false;
    }
  }).length;
}

/** So long a server may take to close what its clients have closed, in milliseconds. */
const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 10;

/** Resolves once it has so many sockets open; rejects when that takes too long. Nobody tells of it, so it looks. */
export async function untilSockets(pid: number, count: number): Promise<void> {
  const late = performance.now() + WITHIN_MS;
  while (socketsOf(pid) !== count) {
    if (performance.now() > late) throw new Error(`${socketsOf(pid)} sockets are open, not ${count}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
