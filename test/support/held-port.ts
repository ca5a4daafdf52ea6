/**
 * Ports of the loopback address at which nobody listens but who is told of them. One that was free a moment ago may
 * be given to anybody who asks the system for a free one: to the server of another test, where a client expects nobody,
 * or before a server that was killed is back at its own.
 *
 * What holds a port is a connection that goes out from it. Linux gives such a port to nobody who asks for any; who asks
 * for it by its number gets it, and whoever connects to it before is refused. Other systems would not give it to the
 * latter either, so there it is only free.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

const HOST = '127.0.0.1';

let other: Promise<number> | undefined;

/** A new one; held until this process ends. */
export async function heldPort(): Promise<number> {
  other ??= otherEnd();
  const socket = connect({ port: await other, host: HOST, localAddress: HOST });
  await once(socket, 'connect');
  const port = socket.localPort!;
  if (process.platform === 'linux') socket.unref();
  else socket.destroy();
  return port;
}

/** Where the connections lead. */
async function otherEnd(): Promise<number> {
  const server = createServer((socket) => socket.unref()).listen(0, HOST);
  await once(server, 'listening');
  server.unref();
  return (server.address() as AddressInfo).port;
}
