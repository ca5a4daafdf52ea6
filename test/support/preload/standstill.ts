/**
 * At SIGUSR2 the machine has stood still for an hour: to every thread, so much of the monotonic clock went by at once.
 */

import { channel, onSignal, script } from './threads.ts';

const HOUR_MS = 3_600_000;
const now = performance.now.bind(performance);
let stoodStillMs = 0;

performance.now = () => now() + stoodStillMs;

const stand = channel('standstill', (message) => {
  stoodStillMs = message as number;
  // For whoever waits until it is so.
  if (script === 'session-worker') process.stderr.write('the machine stood still\n');
});
onSignal(() => {
  stoodStillMs += HOUR_MS;
  stand.postMessage(stoodStillMs);
});
