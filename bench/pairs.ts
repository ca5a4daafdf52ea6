/**
 * Pairs of a customer and an attendant. Customers write to their attendant by name, so that all contenders read
 * the very same bytes; as soon as a message is acknowledged, the next one leaves. The attendants only read.
 *
 * All contenders run side by side the whole time, and load goes to one after the other, round by round: what the
 * machine's neighbours do then hits all of them.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, enter, entered, greeted, inParallel } from './client.ts';
import { type Contender, type Running, start } from './contender.ts';
import { Latencies } from './figures.ts';
import { idle } from './process-cost.ts';
import { type Done, IDLE_WITHIN_MS, measure, type Window } from './windows.ts';

export const PAIRS = 50;
export const LINE_BYTES = 70;
export const IN_FLIGHT = [1, 16] as const;
const MOST_IN_FLIGHT = 16;
/** Events that come beside messages: of the pairing, which the attendants hear last. */
const ASIDE = ['WAITING', 'ASSIGNED'];
const ANSWERED_WITHIN_MS = 10_000;

export interface PairsWindow extends Window {
  /** Of each pair. */
  readonly inFlight: number;
}

export interface PairsOptions {
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly windowMs: number;
  /** Unmeasured load before the first window, once per contender. */
  readonly warmUpMs: number;
}

/** @param progress is told each window. */
export async function runPairs(
  options: PairsOptions,
  progress: (window: PairsWindow) => void,
): Promise<PairsWindow[]> {
  const desks: { running: Running; load: Load }[] = [];
  try {
    for (const contender of options.contenders) {
      const running = await start(contender, 1);
      const load = await Load.open(running);
      desks.push({ running, load });
      for (const inFlight of IN_FLIGHT) await load.run(inFlight, sleep(options.warmUpMs / IN_FLIGHT.length));
      await idle(running.pid, IDLE_WITHIN_MS);
    }
    const windows: PairsWindow[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      for (const inFlight of IN_FLIGHT) {
        for (const { running, load } of desks) {
          const run = (over: Promise<unknown>) => load.run(inFlight, over);
          const window = { inFlight, ...(await measure(running, round, options.windowMs, run)) };
          windows.push(window);
          progress(window);
        }
      }
    }
    return windows;
  } finally {
    for (const { running, load } of desks) {
      load.end();
      await running.stop();
    }
  }
}

/** What was sent to one server by its pairs, and what came back. */
export class Load {
  readonly #pairs: readonly Pair[];

  private constructor(pairs: readonly Pair[]) {
    this.#pairs = pairs;
  }

  /** Brings the pairs together: the attendants first, each with room for one, then the customers. */
  static async open({ contender, port }: Running, pairs = PAIRS): Promise<Load> {
    const readers = await inParallel(pairs, 10, (i) => entered(port, `ana${i}`, 'atendente'));
    const senders = await inParallel(pairs, 10, async (i) => {
      const sender = await greeted(port);
      const name = `beto${i}`;
      const wanted = contender === 'relay' ? undefined : new RegExp(`^ASSIGNED ${name} `);
      const assigned = await enter(sender, name, 'consumidor', wanted);
      return { sender, attendant: contender === 'relay' ? `ana${i}` : assigned.split(' ')[2]! };
    });
    return new Load(
      senders.map(
        ({ sender, attendant }) => new Pair(sender, readers[Number(attendant.slice(3))]!, attendant),
      ),
    );
  }

  /** Keeps so many messages of each pair in flight until `over`, then waits for all that is under way. */
  async run(inFlight: number, over: Promise<unknown>): Promise<Done> {
    const latencies = new Latencies();
    const began = performance.now();
    for (const pair of this.#pairs) pair.begin(inFlight, latencies);
    await over;
    for (const pair of this.#pairs) pair.stop();
    const until = performance.now() + ANSWERED_WITHIN_MS;
    while (!this.#pairs.every((pair) => pair.settled)) {
      if (performance.now() > until) throw new Error(`stalled: ${this.#pairs.find((pair) => !pair.settled)}`);
      await sleep(1);
    }
    const seconds = (performance.now() - began) / 1000;
    return { delivered: latencies.count, seconds, latencies };
  }

  end(): void {
    for (const pair of this.#pairs) pair.end();
  }
}

class Pair {
  readonly #sender: Client;
  readonly #reader: Client;
  /** 1 to 16 messages as bytes, by their number. */
  readonly #bursts: readonly Buffer[];
  readonly #sentAt = new Float64Array(MOST_IN_FLIGHT);
  #sent = 0;
  #acknowledged = 0;
  #delivered = 0;
  #running = false;
  #latencies = new Latencies();

  constructor(sender: Client, reader: Client, attendant: string) {
    this.#sender = sender;
    this.#reader = reader;
    const line = `${`MSG ${attendant} `.padEnd(LINE_BYTES - 2, 'chove desde cedo, ')}\r\n`;
    this.#bursts = Array.from({ length: MOST_IN_FLIGHT + 1 }, (_, n) =>
      Buffer.from(line.repeat(n), 'latin1'),
    );
    sender.onLines = (text) => this.#acknowledge(text);
    reader.onLines = (text) => {
      this.#delivered += count(text, 'MSG');
    };
  }

  begin(inFlight: number, latencies: Latencies): void {
    this.#latencies = latencies;
    this.#running = true;
    this.#send(inFlight, performance.now());
  }

  stop(): void {
    this.#running = false;
  }

  get settled(): boolean {
    return this.#acknowledged === this.#sent && this.#delivered === this.#sent;
  }

  toString(): string {
    return `${this.#sent} sent, ${this.#acknowledged} acknowledged, ${this.#delivered} delivered`;
  }

  end(): void {
    this.#sender.end();
    this.#reader.end();
  }

  #acknowledge(text: string): void {
    const now = performance.now();
    const acknowledged = count(text, '+ok');
    for (let i = 0; i < acknowledged; i++) {
      this.#latencies.add(now - this.#sentAt[this.#acknowledged++ % MOST_IN_FLIGHT]!);
    }
    if (this.#running && acknowledged > 0) this.#send(acknowledged, now);
  }

  #send(messages: number, now: number): void {
    for (let i = 0; i < messages; i++) this.#sentAt[this.#sent++ % MOST_IN_FLIGHT] = now;
    this.#sender.write(this.#bursts[messages]!);
  }
}

/** How many lines there are that begin like this; one that neither does nor stands in ASIDE ends the benchmark. */
function count(text: string, head: string): number {
  const first = head.charCodeAt(0);
  let lines = 0;
  for (let start = 0; start < text.length; start = text.indexOf('\n', start) + 1) {
    if (text.charCodeAt(start) === first) lines++;
    else if (!ASIDE.some((event) => text.startsWith(event, start)))
      throw new Error(`unexpected: ${text.slice(start, start + 100)}`);
  }
  return lines;
}
