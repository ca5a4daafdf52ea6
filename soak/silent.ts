/** A process that holds connections on which nothing is ever said. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { obey } from './orders.ts';

const AT_A_TIME = 100;

const held = new Set<Socket>();

obey({
  async open({ port, count }: { port: number; count: number }) {
    let left = count;
    const lane = async () => {
      while (left-- > 0) {
        const socket = connect({ port, host: '127.0.0.1' });
        held.add(socket);
        await once(socket, 'data');
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  },
  /** How many of them the server has closed meanwhile. */
  closed: () => [...held].filter((socket) => socket.destroyed || socket.readableEnded).length,
  async close() {
    const closing = [...held].map((socket) => socket.destroyed || once(socket.destroy(), 'close'));
    held.clear();
    await Promise.all(closing);
  },
});
