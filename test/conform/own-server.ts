/** The real server, in this process: for tests to which neither flags nor processes matter. */

import pino from 'pino';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server.ts';
import { SERVER_OPTIONS } from '../support/options.ts';

export interface OwnServer {
  readonly port: number;
  readonly orders: RunningServer['orders'];
  stop(): Promise<void>;
}

/** Starts it on a free port, with nothing stored. */
export async function startOwn(options: Partial<ServerOptions> = {}): Promise<OwnServer> {
  const server = await startServer({ ...SERVER_OPTIONS, ...options }, pino({ level: 'silent' }));
  return {
    port: server.address.port,
    orders: server.orders,
    stop: async () => {
      await server.stop();
    },
  };
}
