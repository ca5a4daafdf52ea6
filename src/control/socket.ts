/**
 * The control socket as both ends see it: where it lies, and one line read from a connection.
 */

import type { Socket } from 'node:net';
import { join, relative } from 'node:path';

/**
 * Bytes in the path of a Unix socket: the system has room for 108 in Linux and 104 in macOS, with a NUL at the end.
 */
export const MAX_PATH_BYTES = 103;

/** The socket in a data folder; of the ways to write its path the shortest, since the system bounds it. */
export function socketPath(dir: string): string {
  const path = join(dir, 'control.sock');
  const fromHere = relative('', path);
  return Buffer.byteLength(fromHere) < Buffer.byteLength(path) ? fromHere : path;
}

/** Whether the system can have a socket there. */
export function fits(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_PATH_BYTES;
}

/**
 * The first line, without its end. Null when the connection ends before, when there are more bytes than `maxBytes`,
 * or when it takes longer than `withinMs`. What follows the line is not read. Never rejects.
 */
export function readLine(socket: Socket, maxBytes: number, withinMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (line: string | null) => {
      clearTimeout(late);
      socket.off('data', take).off('end', nothing).off('close', nothing);
      socket.pause();
      resolve(line);
    };
    const nothing = () => finish(null);
    const take = (chunk: Buffer) => {
      const end = chunk.indexOf(0x0a);
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      size += chunks.at(-1)!.length;
      if (size > maxBytes) finish(null);
      else if (end >= 0) finish(Buffer.concat(chunks).toString('utf8'));
    };
    const late = setTimeout(nothing, withinMs);
    socket.on('data', take).on('end', nothing).on('close', nothing);
  });
}
