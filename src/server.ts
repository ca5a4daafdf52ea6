/**
 * The one place that wires everything together: the listening sockets, the pool of session workers, the desk, its
 * store, the passwords, and the door of those who run it.
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, isIP, type Server } from 'node:net';
import type { Logger } from 'pino';
import { type Control, startControl } from './control/server-end.ts';
import { FAILED_PROOF } from './desk/accounts.ts';
import type { Desk } from './desk/desk.ts';
import { restoreDesk } from './desk/restore.ts';
import { PasswordChecker } from './passwords/checker.ts';
import type { Lang } from './protocol/codes.ts';
import { MemoryStore } from './store/memory.ts';
import { RecordWriter } from './store/records.ts';
import type { Durability, Store } from './store/store.ts';
import { VERSION } from './version.ts';
import { isLoopback, PER_ADDRESS } from './workers/addresses.ts';
import { CannedError, readCanned } from './workers/canned.ts';
import { type Clock, createClock } from './workers/clock.ts';
import { DeskLoop } from './workers/desk-loop.ts';
import type { Limits } from './workers/limits.ts';
import { type PoolEvents, SessionPool } from './workers/pool.ts';
import { expireRegularly } from './workers/retention.ts';
import { openSqliteStore } from './workers/sqlite-store.ts';
import { readTls, TlsError, type TlsMaterial } from './workers/tls-material.ts';

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
  /** Of the lines of the log about what those who run the server asked for; English if undefined, as all others are. */
  readonly logLang?: Lang;
  /** Where TLS is spoken from the first byte on, or null; port 0 takes a free one. Paths of files in PEM. */
  readonly tls: {
    readonly host: string;
    readonly port: number;
    readonly cert: string;
    readonly key: string;
  } | null;
  /** Attendants need no account, whatever the address. */
  readonly open: boolean;
  /** How long a lost identity lives on, in milliseconds; members have the time of customers. */
  readonly graceCustomerMs: number;
  readonly graceAttendantMs: number;
  readonly limits: Limits;
  /** Whether customers may use rooms. */
  readonly roomsForCustomers: boolean;
  /** The path of the file of canned answers, or null for none. */
  readonly canned: string | null;
  /** Messages older than this, in milliseconds, are erased; null for never. */
  readonly retainMs: number | null;
}

const BACKLOG = 4096;

/** What is read again on demand. */
export type Reloaded = 'certificate' | 'canned';

export interface RunningServer {
  readonly address: AddressInfo;
  /** Where TLS is spoken. */
  readonly tlsAddress: AddressInfo | null;
  /** For those who run the desk; the control socket asks the same. */
  readonly orders: Pick<DeskLoop, 'order'>;
  readonly store: Pick<Store, 'page' | 'backup'>;
  /**
   * Reads again what comes from files: the certificate, for later handshakes, and the canned answers. Resolves to what
   * was read; of what is of no use the log says so, and the old stays.
   */
  reload(): Promise<readonly Reloaded[]>;
  /** Whether there is anything to read again. */
  readonly reloads: boolean;
  /** Stops in good order: everything acknowledged is stored, everybody is told. */
  stop(): Promise<void>;
}

/** Whether attendants need an account on such a server: wherever strangers can reach it, unless told otherwise. */
export function attendantsNeedAccount({
  host,
  tls,
  open,
}: Pick<ServerOptions, 'host' | 'tls' | 'open'>): boolean {
  return !open && (reachesStrangers(host) || (tls !== null && reachesStrangers(tls.host)));
}

/** Whether a door at this address is open to other machines. */
export function reachesStrangers(host: string): boolean {
  return host !== 'localhost' && !(isIP(host) !== 0 && isLoopback(host));
}

/**
 * Starts a server; resolves once it listens.
 * @throws StoreError when the data folder cannot be used; TlsError when the certificate cannot; CannedError when the
 * canned answers cannot; the error of `listen` when a port cannot.
 */
export async function startServer(options: ServerOptions, log: Logger): Promise<RunningServer> {
  const { data, durability, lang, limits, workers } = options;
  const tls = options.tls && (await certificate(options.tls));
  const answers = options.canned === null ? [] : await readCanned(options.canned);
  if (answers instanceof CannedError) throw answers;
  const store: Store = data === null ? new MemoryStore() : await openSqliteStore({ dir: data, durability });
  const { desk, clock } = await restored(options, store).catch(async (error) => {
    await store.close();
    throw error;
  });
  const events: PoolEvents = {
    input: (input) => loop.input(input),
    lost: (worker) => loop.workerLost(worker),
    verify: (address, key, password) => verify(address, key, password),
  };
  const verify = verifier(desk, log);
  const auth = desk.options.attendantsNeedAccount ? 'required' : 'open';
  const pool = new SessionPool(workers, { version: VERSION, lang, auth, limits, tls }, events, log);
  const loop = new DeskLoop(desk, store, pool, log, clock);
  const doors = [createDoor(pool, false)];
  if (options.tls) doors.push(createDoor(pool, true));
  let control: Control | null = null;
  let ceaseExpiring = () => {};

  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= stopAll());
  const stopAll = async () => {
    for (const door of doors) door.close();
    ceaseExpiring();
    const controlClosed = control?.close();
    await pool.quiesce();
    const stored = await loop.stop();
    if (!stored) log.error('not all could be stored; nothing of it was acknowledged');
    await pool.shutdown();
    await controlClosed;
    // Where those went away who were sent away just now.
    if (stored) await loop.stop();
    await store.close();
  };

  try {
    await pool.ready();
    await loop.order({ do: 'canned', answers });
    await listen(doors[0]!, options.host, options.port);
    if (options.tls) await listen(doors[1]!, options.tls.host, options.tls.port);
  } catch (error) {
    await stop();
    throw error;
  }
  loop.start();
  if (data !== null) {
    const order: DeskLoop['order'] = (wanted) => loop.order(wanted);
    control = await startControl({ dir: data, order, store, log, lang: options.logLang ?? 'en' });
  }
  if (options.retainMs !== null) ceaseExpiring = expireRegularly(loop, options.retainMs, clock, log);
  const [address, tlsAddress = null] = doors.map((door) => door.address() as AddressInfo);
  const reload = async () => {
    const read: Reloaded[] = [];
    if (await reloadCertificate(options.tls, pool, log)) read.push('certificate');
    if (await reloadCanned(options.canned, loop, log)) read.push('canned');
    return read;
  };
  const reloads = options.tls !== null || options.canned !== null;
  return { address: address!, tlsAddress, orders: loop, store, reloads, reload, stop };
}

/** The desk as the store has it, and the clock that goes on from there. Rejects with a `StoreError`. */
async function restored(options: ServerOptions, store: Store): Promise<{ desk: Desk; clock: Clock }> {
  const { capacity, lang, graceCustomerMs, graceAttendantMs, limits } = options;
  const snapshot = await store.load();
  const clock = createClock(snapshot.lastAt);
  const journal = new RecordWriter();
  const deskOptions = {
    ...{ capacity, lang, graceCustomerMs, graceAttendantMs },
    ...{ maxPeople: limits.maxUsers, maxWaiting: limits.maxWaiting, maxErrors: limits.maxErrors },
    maxPerOrigin: limits.maxPerAddress ?? PER_ADDRESS,
    attendantsNeedAccount: attendantsNeedAccount(options),
    roomsForCustomers: options.roomsForCustomers,
    maxRooms: limits.maxRooms,
  };
  const desk = restoreDesk(deskOptions, snapshot, clock(), journal);
  if (!journal.empty) await store.commit(journal.take());
  return { desk, clock };
}

/** Makes the proof that goes into CONNECT of what came with PASS; null if the address has to wait. */
function verifier(desk: Desk, log: Logger): PoolEvents['verify'] {
  const checker = new PasswordChecker({
    verifierOf: (key) => desk.accounts.find(key)?.verifier,
    now: () => performance.now(),
  });
  return async (address, key, password) => {
    try {
      const verdict = await checker.check(address, key, password);
      if (verdict === 'wait') return null;
      return verdict === 'wrong' ? FAILED_PROOF : verdict.fits;
    } catch (error) {
      log.error({ err: error }, 'a password could not be checked');
      return null;
    }
  };
}

function createDoor(pool: SessionPool, secure: boolean): Server {
  return createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) => {
    pool.handOver(socket, secure);
  });
}

async function listen(door: Server, host: string, port: number): Promise<void> {
  door.listen({ host, port, backlog: BACKLOG });
  await once(door, 'listening');
}

/** @throws TlsError */
async function certificate({ cert, key }: NonNullable<ServerOptions['tls']>): Promise<TlsMaterial> {
  const read = await readTls(cert, key);
  if (read instanceof TlsError) throw read;
  return read;
}

async function reloadCertificate(
  tls: ServerOptions['tls'],
  pool: SessionPool,
  log: Logger,
): Promise<boolean> {
  if (!tls) return false;
  const read = await readTls(tls.cert, tls.key);
  const error = read instanceof TlsError ? read : pool.secure(read);
  if (error) log.error({ code: error.code, reason: error.message }, 'the certificate stays as it was');
  return !error;
}

async function reloadCanned(
  path: string | null,
  loop: Pick<DeskLoop, 'order'>,
  log: Logger,
): Promise<boolean> {
  if (path === null) return false;
  const answers = await readCanned(path);
  if (answers instanceof CannedError) {
    log.error({ code: answers.code, reason: answers.message }, 'the canned answers stay as they were');
    return false;
  }
  const outcome = await loop.order({ do: 'canned', answers });
  if (outcome !== 'store-failed') return true;
  log.error('the canned answers stay as they were: the store fails');
  return false;
}
