/**
 * Loaded before a command: kills its process at a step of its way to the data, which is when it has asked something
 * of a thread of the store, or of a server over the control socket, and was not answered yet.
 */

import { Socket } from 'node:net';
import { isMainThread, Worker } from 'node:worker_threads';

let left = Number(process.env['KILLED_AT_STEP']);

function step(): void {
  if (--left === 0) process.kill(process.pid, 'SIGKILL');
}

if (isMainThread) {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof postMessage>) {
    postMessage.apply(this, args);
    step();
  };
  const { end } = Socket.prototype;
  Socket.prototype.end = function (this: Socket, ...args: unknown[]) {
    const ended = (end as (...all: unknown[]) => Socket).apply(this, args);
    step();
    return ended;
  };
}
