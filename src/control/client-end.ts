/**
 * The end of the control socket that asks. It knows nothing of what is asked, and never touches the data.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Answer, MAX_ANSWER_BYTES, type Request, readAnswer, requestLine } from './request.ts';
import { fits, readLine, socketPath } from './socket.ts';

/**
 * Milliseconds for an answer. To copy or to erase a large database takes a while.
 */
const ANSWER_WITHIN_MS = 30_000;
const SLOW_ANSWER_WITHIN_MS = 60 * 60_000;

/** No server listens there: there is no socket, or one that a killed server left behind. */
export type Absent = 'absent';

/** Asks the server that has the data folder, and resolves with its answer. Never rejects. */
export async function askServer(dir: string, request: Request): Promise<Answer | Absent> {
  const path = socketPath(dir);
  if (!fits(path)) return 'absent';
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (error) {
    return notReached((error as NodeJS.ErrnoException).code);
  }
  return ask(socket, request);
}

async function ask(socket: Socket, request: Request): Promise<Answer> {
  socket.on('error', () => {});
  socket.end(requestLine(request));
  const slow = request.do === 'backup' || request.do === 'forget';
  const line = await readLine(socket, MAX_ANSWER_BYTES, slow ? SLOW_ANSWER_WITHIN_MS : ANSWER_WITHIN_MS);
  socket.destroy();
  return line === null ? { ok: false, why: 'unanswered' } : readAnswer(line);
}

function notReached(code: string | undefined): Answer | Absent {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { ok: false, why: 'forbidden' };
    case 'EAGAIN':
      return { ok: false, why: 'busy' };
    default:
      return 'absent';
  }
}
