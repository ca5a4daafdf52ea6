/**
 * A pool of real session workers behind real sockets, and in place of the desk an echo: every command is answered
 * with its verb and its arguments, as JSON.
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { pino } from 'pino';
import { COMMANDS, type CommandSpec } from '../../src/protocol/commands.ts';
import { Batch } from '../../src/workers/batch.ts';
import { type Packed, readInput, weightOf, workerOf } from '../../src/workers/batches.ts';
import { LIMIT_DEFAULTS, type Limits } from '../../src/workers/limits.ts';
import { SessionPool } from '../../src/workers/pool.ts';
import type { TlsMaterial } from '../../src/workers/tls-material.ts';

export interface EchoOptions {
  readonly workers?: number;
  readonly limits?: Partial<Limits>;
  readonly tls?: TlsMaterial;
  /** What becomes of a password; FAILED for all unless given. */
  readonly verify?: (address: string, key: string, password: string) => Promise<string | null>;
}

export class Echo {
  readonly pool: SessionPool;
  readonly plain: Server;
  readonly secure: Server;
  /** Workers that were lost. */
  readonly lost: number[] = [];
  /** All that came from the workers. */
  readonly inputs: Packed[] = [];
  #changed: (() => void)[] = [];

  private constructor({ workers = 1, limits = {}, tls, verify }: EchoOptions) {
    const all = { ...LIMIT_DEFAULTS, ...limits };
    this.pool = new SessionPool(
      workers,
      { version: 'test', lang: 'en', auth: 'required', limits: all, tls: tls ?? null },
      {
        input: (input) => this.#input(input),
        lost: (worker) => {
          this.lost.push(worker);
          this.#stir();
        },
        verify: verify ?? (async () => '!'),
      },
      pino({ level: 'silent' }),
    );
    const options = { pauseOnConnect: true, allowHalfOpen: true };
    this.plain = createServer(options, (socket) => this.pool.handOver(socket, false));
    this.secure = createServer(options, (socket) => this.pool.handOver(socket, true));
  }

  static async start(options: EchoOptions = {}): Promise<Echo> {
    const echo = new Echo(options);
    await echo.pool.ready();
    for (const server of [echo.plain, echo.secure]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return echo;
  }

  get port(): number {
    return (this.plain.address() as AddressInfo).port;
  }

  get securePort(): number {
    return (this.secure.address() as AddressInfo).port;
  }

  /** Resolves once this holds; it is asked whenever something has come from a worker. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }

  /** Sends something to a connection that it did not ask for. */
  send(conn: number, text: string): void {
    const batch = new Batch();
    batch.send(conn, text);
    this.pool.deliver(batch);
  }

  /** Makes a session worker throw. */
  crash(worker: number): void {
    const unknown: Packed = { numbers: Float64Array.of(-1000), text: '' };
    const output = (member: number) => (member === worker ? unknown : null);
    this.pool.deliver({ settled: [], output } as unknown as Batch);
  }

  async stop(): Promise<void> {
    this.plain.close();
    this.secure.close();
    await this.pool.quiesce();
    await this.pool.shutdown();
  }

  #input(input: Packed): void {
    this.inputs.push(input);
    const batch = new Batch();
    readInput(input, {
      command: (conn, command) => {
        const { verb, fault, args } = command;
        const spec = COMMANDS[verb] as CommandSpec | undefined;
        batch.send(conn, fault === '' ? `+ok ${spec?.verb} ${JSON.stringify(args)}` : `-err ${fault}`);
        if (spec?.long && fault === '') batch.answered(conn);
        if (spec?.verb === 'QUIT') batch.close(conn);
        batch.settle(workerOf(conn), weightOf(command));
      },
      halfClosed: (conn) => batch.close(conn),
      gone: () => {},
    });
    this.pool.deliver(batch);
    this.#stir();
  }

  #stir(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}
