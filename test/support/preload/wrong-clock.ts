/**
 * The machine's clock is set: at the first SIGUSR2 one hour back, at the next one ten days ahead of the right time,
 * then an hour back again. The monotonic clock goes on, as it does on a real machine.
 */

import { channel, onSignal } from './threads.ts';

const HOUR_MS = 3_600_000;
const SETTINGS = [-HOUR_MS, 240 * HOUR_MS, -HOUR_MS];
const right = Date.now;
let wrongByMs = 0;

Date.now = () => right() + wrongByMs;

const set = channel('wrong-clock', (message) => {
  wrongByMs = message as number;
});
onSignal(() => {
  wrongByMs = SETTINGS.shift() ?? wrongByMs;
  set.postMessage(wrongByMs);
  // For whoever waits until it is so.
  process.stderr.write(`the clock is wrong by ${wrongByMs} ms\n`);
});
