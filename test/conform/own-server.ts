/** The real server, in this process: for tests to which neither flags nor processes matter. */

import pino from 'pino';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server.ts';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';

export interface OwnServer {
  readonly port: number;
  readonly orders: RunningServer['orders'];
  stop(): Promise<void>;
}

/** Starts it on a free port, with nothing stored. */
export async function startOwn(options: Partial<ServerOptions> = {}): Promise<OwnServer> {
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      workers: 1,
      data: null,
      durability: 'full',
      lang: 'pt',
      tls: null,
      open: false,
      capacity: 5,
      graceCustomerMs: 300_000,
      graceAttendantMs: 60_000,
      roomsForCustomers: false,
      canned: null,
      limits: LIMIT_DEFAULTS,
      retainMs: null,
      ...options,
    },
    pino({ level: 'silent' }),
  );
  return {
    port: server.address.port,
    orders: server.orders,
    stop: async () => {
      await server.stop();
    },
  };
}
