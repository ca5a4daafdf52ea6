/**
 * People at the desk, as many as wanted at any time: they come, chat, drop, resume, leave, and others come in their
 * place. Each of them looks at the end whether all that was said is there, once and in order.
 *
 * All that is random comes from one seed. When all are to be quiet, they finish what they do, leave, come anew and
 * then say nothing: so two such moments can be compared.
 */

import { type Random, randomFrom } from '../test/protocol/random.ts';
import { type Kept, keptAsListed, whatIsWrong } from '../test/support/checker.ts';
import { settleAll, Visitor } from '../test/support/visitor.ts';
import { Latencies } from './latencies.ts';

export interface SceneOptions {
  readonly port: number;
  /** How many are connected; a few attendants more. */
  readonly clients: number;
  readonly seed: number;
  /** What their names begin with: another scene at the same desk has another one. */
  readonly prefix: string;
}

export interface Counts {
  messages: number;
  visits: number;
  drops: number;
  /** Those who went away and never came back. */
  vanished: number;
}

/** Who serves the customers, per so many clients. */
const CLIENTS_PER_ATTENDANT = 100;
/** One of so many groups is a customer; the others are two members each. */
const CUSTOMER_EVERY = 3;
const MOST_STEPS = 30;
/** As much as an attendant remembers. */
const REMEMBERED = 1000;

/** Somebody comes, waits until all may be busy, chats and leaves. */
type Life = (scene: Scene, whenBusy: () => Promise<void>) => Promise<void>;

export class Scene {
  readonly latencies = new Latencies();
  readonly counts: Counts = { messages: 0, visits: 0, drops: 0, vanished: 0 };
  /** What was not as it has to be; at most a hundred of them. */
  readonly wrongs: string[] = [];
  readonly #options: SceneOptions;
  readonly #random: Random;
  readonly #staff: Visitor[] = [];
  #lives: Promise<void>[] = [];
  #groups = 0;
  #names = 0;
  #thinkMs = 0;
  #phase: 'busy' | 'quiet' | 'over' = 'quiet';
  #turn = Promise.withResolvers<void>();
  #waiting = 0;
  /** Groups that came to an end by an error: nobody comes in their place. */
  #ended = 0;
  #allWait: (() => void) | null = null;
  #watching: (() => void)[] = [];

  constructor(options: SceneOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
  }

  /** Everybody comes, some at a time, and is quiet. */
  async open(): Promise<void> {
    const { clients, prefix, port } = this.#options;
    for (let n = 0; n < Math.ceil(clients / CLIENTS_PER_ATTENDANT); n++) {
      const address = () => port;
      const name = `${prefix}staff${n}`;
      this.#staff.push(await Visitor.enter({ name, role: 'atendente', address, onMessage: answer }));
    }
    let left = clients;
    const begin = (size: number, life: Life) => {
      left -= size;
      this.#groups++;
      this.#lives.push(this.#repeat(life));
    };
    while (left > 0) {
      if (left === 1 || this.#groups % CUSTOMER_EVERY === 0) begin(1, customer);
      else begin(2, pair);
      if (this.#groups % 50 === 0) await this.#waitFor(this.#groups);
    }
    await this.#waitFor(this.#groups);
  }

  /** Everybody begins to chat; `thinkMs` is the mean time between two things that somebody does, in milliseconds. */
  busy(thinkMs: number): void {
    this.#thinkMs = thinkMs;
    this.#change('busy');
  }

  /** Resolves once everybody has come anew and says nothing. */
  async quiet(): Promise<void> {
    this.#change('quiet');
    await this.#waitFor(this.#groups);
  }

  /** Everybody leaves. */
  async over(): Promise<void> {
    this.#change('over');
    await Promise.all(this.#lives);
    await Promise.all(this.#staff.map((attendant) => attendant.quit()));
  }

  /** Resolves when this holds: looked at whenever somebody has left. */
  async when(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#watching.push(resolve));
  }

  get isBusy(): boolean {
    return this.#phase === 'busy';
  }

  /** One of so many. */
  chance(of: number): boolean {
    return this.#random(of) === 0;
  }

  /** 1 to `most`. */
  some(most: number): number {
    return 1 + this.#random(most);
  }

  /** Somebody new. */
  enter(role: 'membro' | 'consumidor'): Promise<Visitor> {
    this.counts.visits++;
    const { port, prefix } = this.#options;
    const begun = new Map<string, number>();
    return Visitor.enter({
      name: `${prefix}${this.#names++}`,
      role,
      address: () => port,
      onSend: ({ label }) => begun.set(label, performance.now()),
      // What had to be said again was waiting for its sender, not for the server.
      onAcknowledged: ({ label, sends }) => {
        if (sends === 1) this.latencies.add(performance.now() - begun.get(label)!);
        begun.delete(label);
      },
    });
  }

  /** All of them have left, and this is what they know. */
  async check(visitors: readonly Visitor[], others: boolean): Promise<void> {
    await settleAll(visitors);
    const testimonies = visitors.map(({ testimony }) => testimony);
    this.counts.messages += testimonies.reduce((sum, { said }) => sum + said.length, 0);
    const [first] = visitors as [Visitor];
    const heard = () => testimonies.reduce((sum, testimony) => sum + testimony.heard.size, 0);
    for (;;) {
      const before = heard();
      const kept = await this.#keptOf(first);
      // An attendant may have answered meanwhile: then what was heard and what was listed are of two moments.
      if (kept === null || heard() !== before) continue;
      const wrongs = whatIsWrong(testimonies, kept, { others });
      this.wrongs.push(...wrongs.slice(0, 100 - this.wrongs.length));
      return;
    }
  }

  /** All from and to somebody, as the server tells them; null if the connection was lost meanwhile. */
  async #keptOf(visitor: Visitor): Promise<Kept[] | null> {
    const history = await visitor.ask(`HISTORY ${visitor.name} 500`);
    if (history?.kind === 'listing') return keptAsListed(history.items);
    if (history?.kind === 'err' && history.code === 'NO-SUCH-USER') return [];
    await visitor.settle();
    return null;
  }

  /** One thing that somebody does; then a while passes. */
  async step(visitor: Visitor, to: string): Promise<void> {
    if (this.chance(8)) {
      this.counts.drops++;
      visitor.drop(this.chance(2) ? 'rst' : 'fin');
    }
    visitor.say(to, 'x'.repeat(this.some(120)));
    const ms = this.#random(2 * this.#thinkMs);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** How somebody goes: nearly always by QUIT. */
  async leave(visitor: Visitor): Promise<void> {
    if (!this.chance(20)) return visitor.quit();
    this.counts.vanished++;
    visitor.vanish();
  }

  /** One life after the other, until it is over. Whoever has come waits until all may be busy. */
  async #repeat(life: Life): Promise<void> {
    const whenBusy = async () => {
      this.#waiting++;
      this.#allWait?.();
      while (this.#phase === 'quiet') await this.#turn.promise;
      this.#waiting--;
    };
    while (this.#phase !== 'over') {
      try {
        await life(this, whenBusy);
        for (const look of this.#watching.splice(0)) look();
      } catch (error) {
        this.wrongs.push(`${error}`);
        this.#ended++;
        this.#allWait?.();
        return;
      }
    }
  }

  async #waitFor(groups: number): Promise<void> {
    while (this.#waiting + this.#ended < groups) {
      await new Promise<void>((resolve) => {
        this.#allWait = resolve;
      });
    }
  }

  #change(phase: 'busy' | 'quiet' | 'over'): void {
    this.#phase = phase;
    const turn = this.#turn;
    this.#turn = Promise.withResolvers();
    turn.resolve();
  }
}

/** Two members who write to each other. */
async function pair(scene: Scene, whenBusy: () => Promise<void>): Promise<void> {
  const both = await Promise.all([scene.enter('membro'), scene.enter('membro')]);
  await whenBusy();
  for (let left = scene.some(MOST_STEPS); left > 0 && scene.isBusy; left--) {
    const [sender, receiver] = scene.chance(2) ? both : [both[1], both[0]];
    await scene.step(sender, receiver.name);
  }
  await scene.check(both, false);
  for (const visitor of both) await scene.leave(visitor);
}

/** A customer, to whom some attendant answers. */
async function customer(scene: Scene, whenBusy: () => Promise<void>): Promise<void> {
  const visitor = await scene.enter('consumidor');
  await whenBusy();
  for (let left = scene.some(MOST_STEPS); left > 0 && scene.isBusy; left--) await scene.step(visitor, '*');
  await scene.check([visitor], true);
  await scene.leave(visitor);
}

function answer(attendant: Visitor, from: string): void {
  const { testimony } = attendant;
  if (testimony.said.length > REMEMBERED) testimony.forget();
  if (from !== attendant.name) attendant.say(from, 'pois não');
}
