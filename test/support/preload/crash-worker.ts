/** At SIGUSR2 the oldest session worker throws an exception that nobody catches. */

import { isMainThread, threadId } from 'node:worker_threads';
import { channel, onSignal, script } from './threads.ts';

const workers: number[] = [];

const crash = channel('crash-worker', (message) => {
  const { worker, victim } = message as { worker?: number; victim?: number };
  if (isMainThread && worker !== undefined) workers.push(worker);
  if (victim === threadId) throw new Error('a test made this worker crash');
});

if (script === 'session-worker') crash.postMessage({ worker: threadId });
onSignal(() => crash.postMessage({ victim: workers.shift() }));
