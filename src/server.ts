/**
 * The one place that wires everything together: the listening socket, the pool of session workers, the desk and
 * its store.
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { restoreDesk } from './desk/restore.ts';
import type { Lang } from './protocol/codes.ts';
import { EOL, farewell } from './protocol/format.ts';
import { MemoryStore } from './store/memory.ts';
import type { Durability, Store } from './store/store.ts';
import { VERSION } from './version.ts';
import { DeskLoop } from './workers/desk-loop.ts';
import { SessionPool } from './workers/pool.ts';
import { openSqliteStore } from './workers/sqlite-store.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Session workers, from 1. */
  readonly workers: number;
  /** The data folder, or null for memory only. */
  readonly data: string | null;
  readonly durability: Durability;
  readonly capacity: number;
  readonly lang: Lang;
  /** Commands per second and connection; 0 for no limit. */
  readonly rate: number;
}

/** Limits that have no flag yet. Times are in milliseconds. */
const MAX_CONNECTIONS = 20_000;
const ENTRY_TIMEOUT_MS = 30_000;
const PING_AFTER_MS = 60_000;
const IDLE_AFTER_MS = 120_000;
const BACKLOG = 4096;

export interface RunningServer {
  readonly address: AddressInfo;
  /** Stops in good order: everything acknowledged is stored, everybody is told. */
  stop(): Promise<void>;
}

/**
 * Starts a server; resolves once it listens.
 * @throws StoreError when the data folder cannot be used; the error of `listen` when the port cannot.
 */
export async function startServer(options: ServerOptions, log: Logger): Promise<RunningServer> {
  const { data, durability, capacity, lang, rate, workers } = options;
  const store: Store = data === null ? new MemoryStore() : await openSqliteStore({ dir: data, durability });
  const snapshot = await store.load().catch(async (error) => {
    await store.close();
    throw error;
  });
  const desk = restoreDesk({ capacity, lang }, snapshot, Date.now());
  const timeouts = {
    entryTimeoutMs: ENTRY_TIMEOUT_MS,
    pingAfterMs: PING_AFTER_MS,
    idleAfterMs: IDLE_AFTER_MS,
  };
  const pool = new SessionPool(
    workers,
    { version: VERSION, lang, rate, ...timeouts },
    {
      input: (input) => loop.input(input),
      lost: (worker) => loop.workerLost(worker),
    },
    log,
  );
  const loop = new DeskLoop(desk, store, pool, log);
  const listener = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) => {
    if (pool.connections < MAX_CONNECTIONS) pool.handOver(socket);
    else refuse(socket, lang);
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= stopAll());
  const stopAll = async () => {
    listener.close();
    await pool.quiesce();
    if (!(await loop.stop())) log.error('not all could be stored; nothing of it was acknowledged');
    await pool.shutdown();
    await store.close();
  };
  try {
    await pool.ready();
    await listen(listener, options);
  } catch (error) {
    await stop();
    throw error;
  }
  loop.start();
  return { address: listener.address() as AddressInfo, stop };
}

/** One connection too many. */
function refuse(socket: Socket, lang: Lang): void {
  socket.on('error', () => {});
  socket.end(farewell('TOO-MANY-CONNECTIONS', lang) + EOL, () => socket.destroy());
}

async function listen(listener: Server, { host, port }: ServerOptions): Promise<void> {
  listener.listen({ host, port, backlog: BACKLOG });
  await once(listener, 'listening');
}
