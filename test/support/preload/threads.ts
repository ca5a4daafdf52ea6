/**
 * What the scripts of this folder have in common: they are loaded into every thread of a server before its own code,
 * by NODE_OPTIONS, and do their mischief when the process gets SIGUSR2. The server knows nothing of them.
 */

import { basename } from 'node:path';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** The script that this thread runs, without its ending. */
export const script = basename(process.argv[1] ?? '').replace(/\.[jt]s$/, '');

/** A channel between the threads, which keeps none of them alive. */
export function channel(name: string, heard: (message: unknown) => void): BroadcastChannel {
  const channel = new BroadcastChannel(`test-${name}`);
  channel.onmessage = (event) => heard((event as { data: unknown }).data);
  channel.unref();
  return channel;
}

/** In the main thread: what to do at each SIGUSR2. */
export function onSignal(act: () => void): void {
  if (isMainThread) process.on('SIGUSR2', act);
}
