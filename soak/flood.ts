/** A process with one client that sends as much as it can, as fast as it can, and reads all that comes. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { obey } from './orders.ts';

const LINE = `MSG enchente ${'água '.repeat(20)}\r\n`;
const PIECE = Buffer.from(LINE.repeat(200));

let socket: Socket | null = null;
let sent = 0;

obey({
  async begin(port: number) {
    sent = 0;
    socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.resume();
    socket.write('CONNECT enchente membro\r\n');
    void flood(socket);
  },
  /** Returns how many lines the server took from it. */
  async end() {
    socket?.destroy();
    socket = null;
    return sent;
  },
});

async function flood(mine: Socket): Promise<void> {
  mine.on('error', () => {});
  while (socket === mine && !mine.destroyed) {
    await new Promise<void>((resolve) => mine.write(PIECE, () => resolve()));
    sent += 200;
  }
}
