/**
 * Loaded into the server that is measured, before its own code: at SIGUSR2 every thread collects its garbage (the
 * server runs with --expose-gc), and the main thread says on file descriptor 3 how much is in use then.
 */

import { writeSync } from 'node:fs';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** What lives through so many collections is in use. */
const COLLECTIONS = 4;
/** Until then every thread has answered. */
const WITHIN_MS = 1500;

const { gc } = globalThis as { gc?: () => void };
const channel = new BroadcastChannel('soak-probe');
let heapUsed = 0;

channel.onmessage = (event) => {
  const { collect, used } = (event as { data: { collect?: boolean; used?: number } }).data;
  if (collect) channel.postMessage({ used: collected() });
  if (isMainThread && used !== undefined) heapUsed += used;
};
channel.unref();

if (isMainThread) {
  process.on('SIGUSR2', () => {
    heapUsed = collected();
    channel.postMessage({ collect: true });
    setTimeout(() => writeSync(3, `${heapUsed}\n`), WITHIN_MS);
  });
}

/** Collects, and returns what is in use in this thread: bytes on the heap and outside of it. */
function collected(): number {
  for (let n = 0; n < COLLECTIONS; n++) gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
