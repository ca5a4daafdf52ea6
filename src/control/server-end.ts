/**
 * The end of the control socket that a running server holds: it owns `control.sock` in the data folder, for as long
 * as the server owns the folder. It carries out what it is asked, and decides nothing.
 *
 * Whoever can open the socket may do everything, so it is for its owner alone, mode 0600. A server that cannot have
 * one runs nevertheless.
 */

import { once } from 'node:events';
import { lstatSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Lang } from '../protocol/codes.ts';
import { carryOut, type Hands } from './carry-out.ts';
import { type Answer, answerLine, MAX_REQUEST_BYTES, readRequest } from './request.ts';
import { fits, MAX_PATH_BYTES, readLine, socketPath } from './socket.ts';
import { told } from './told.ts';

/** Requests under way; who asks more is told that it is busy. And connections in all, past which none is answered. */
export const MAX_REQUESTS = 8;
const MAX_CONNECTIONS = 64;

/** Milliseconds for a request to arrive, for its answer to be taken, and for those under way when the server stops. */
const REQUEST_WITHIN_MS = 5000;
const TAKEN_WITHIN_MS = 30_000;
const CLOSE_WITHIN_MS = 1000;

export interface ControlOptions extends Hands {
  /** The data folder. The caller holds its lock. */
  readonly dir: string;
  readonly log: Logger;
  /** In which the log tells what was asked. */
  readonly lang: Lang;
}

export interface Control {
  /** Takes no more requests, removes the socket, and gives those under way a moment. */
  close(): Promise<void>;
}

/** Listens on the socket; null, after a warning in the log, if there can be none. Never rejects. */
export async function startControl(options: ControlOptions): Promise<Control | null> {
  const { log } = options;
  const path = socketPath(options.dir);
  try {
    if (!fits(path)) throw new Error(`the path is longer than ${MAX_PATH_BYTES} bytes`);
    const { server, close } = answering(options);
    removeStale(path);
    await listen(server, path);
    server.on('error', (error) => log.error({ err: error }, 'the control socket failed'));
    return { close };
  } catch (error) {
    const why = (error as Error).message;
    log.warn(
      { path, why },
      'no control socket: telechat user, backup, export and forget need the server stopped',
    );
    return null;
  }
}

/** A server that was killed leaves its socket behind. Throws when something else lies there. */
function removeStale(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isSocket()) unlinkSync(path);
  else if (there) throw new Error('something else lies there');
}

/** The socket comes to be within `listen`, so it never has another mode. */
async function listen(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
}

function answering(options: ControlOptions): { server: Server; close(): Promise<void> } {
  const sockets = new Set<Socket>();
  const underWay = new Set<Promise<void>>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whoever asked may be gone; what was asked is done all the same.
    socket.on('error', () => socket.destroy());
    if (underWay.size >= MAX_REQUESTS) {
      socket.resume();
      give(socket, { ok: false, why: 'busy' });
      return;
    }
    const work = serve(socket, options).finally(() => underWay.delete(work));
    underWay.add(work);
  });
  server.maxConnections = MAX_CONNECTIONS;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    let late: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(underWay),
      new Promise((resolve) => {
        late = setTimeout(resolve, CLOSE_WITHIN_MS);
      }),
    ]);
    clearTimeout(late);
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { server, close };
}

/** One connection, up to its end. Never rejects. */
async function serve(socket: Socket, options: ControlOptions): Promise<void> {
  const line = await readLine(socket, MAX_REQUEST_BYTES, REQUEST_WITHIN_MS);
  if (line === null) socket.destroy();
  if (line === null || socket.destroyed) return;
  const answer = await answerTo(line, options);
  if (socket.destroyed) return;
  await give(socket, answer);
}

async function answerTo(line: string, options: ControlOptions): Promise<Answer> {
  const request = readRequest(line);
  if (typeof request === 'string') return { ok: false, why: request };
  try {
    const answer = await carryOut(request, options.dir, options);
    const line = told(request, answer, options.lang);
    if (line !== '') options.log.info(line);
    return answer;
  } catch (error) {
    options.log.error({ err: error, do: request.do }, 'what the control socket asked for failed');
    return { ok: false, why: 'failed' };
  }
}

/** Sends the answer and ends the connection; resolves once it has gone, taken or not. */
function give(socket: Socket, answer: Answer): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => socket.destroy(), TAKEN_WITHIN_MS);
    socket.on('close', () => {
      clearTimeout(late);
      resolve();
    });
    socket.end(answerLine(answer), () => socket.destroySoon());
  });
}
