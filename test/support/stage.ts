/**
 * A real server over a data folder, which can be killed and started again, and visitors who come back to it. When all
 * is over, what they tell is compared with what the store has.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptIn, whatIsWrong } from './checker.ts';
import { startFaultyServer, type TestServer } from './server.ts';
import { settleAll, Visitor, type VisitorOptions } from './visitor.ts';

export interface StageOptions {
  /** Scripts of `preload/`. */
  readonly preloads?: readonly string[];
  readonly flags?: readonly string[];
  /** The data folder; a fresh one unless told, which goes with the stage. */
  readonly data?: string;
}

export class Stage {
  readonly data: string;
  readonly visitors: Visitor[] = [];
  server!: TestServer;
  readonly #options: StageOptions;
  /** The port, once the server is there. */
  #address: Promise<number> = Promise.resolve(0);

  private constructor(data: string, options: StageOptions) {
    this.data = data;
    this.#options = options;
  }

  static async open(options: StageOptions = {}): Promise<Stage> {
    const data = options.data ?? (await mkdtemp(join(tmpdir(), 'telechat-')));
    const stage = new Stage(data, options);
    await stage.start();
    return stage;
  }

  async start(): Promise<void> {
    const { preloads = [], flags = [] } = this.#options;
    const starting = startFaultyServer(preloads, '--data', this.data, '--rate', '0', ...flags);
    this.#address = starting.then(({ port }) => port);
    this.server = await starting;
  }

  /** kill -9, and a new start. Visitors who come back wait for it. */
  async killAndStart(): Promise<void> {
    const ended = this.server.program.exit;
    const starting = Promise.withResolvers<number>();
    this.#address = starting.promise;
    this.server.program.child.kill('SIGKILL');
    await ended;
    await this.start();
    starting.resolve(this.server.port);
  }

  /** Somebody enters whose testimony will count; by way of `address` or straight to the server. */
  async enter(
    name: string,
    role: VisitorOptions['role'],
    options: Partial<VisitorOptions> = {},
  ): Promise<Visitor> {
    const address = () => this.#address;
    const visitor = await Visitor.enter({ name, role, address, ...options });
    this.visitors.push(visitor);
    return visitor;
  }

  /** Waits until everybody has settled, stops the server in good order, and returns what is wrong. */
  async judge(): Promise<string[]> {
    await settleAll(this.visitors);
    const wrongs: string[] = [];
    for (const visitor of this.visitors) visitor.vanish();
    const { code } = await this.server.end();
    if (code !== 0) wrongs.push(`the server ended with ${code}`);
    const testimonies = this.visitors.map(({ testimony }) => testimony);
    const kept = keptIn(
      this.data,
      this.visitors.map(({ name }) => name),
    );
    return [...wrongs, ...whatIsWrong(testimonies, kept)];
  }

  /** Leaves nothing behind. */
  async close(): Promise<void> {
    for (const visitor of this.visitors) visitor.vanish();
    await this.server.end('SIGKILL');
    if (this.#options.data === undefined) await rm(this.data, { recursive: true });
  }
}

/** Says so many things, no more than a few of them on their way at a time. */
export async function talk(visitor: Visitor, to: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await visitor.when(() => visitor.testimony.open.size < 8);
    visitor.say(to, `${n}`);
  }
}
