/**
 * Holds a server to the clauses, one after the other: plays the sessions that show a clause and runs its checks, on a
 * desk that is empty again each time. What does not hold stops nothing; how it is told to people is not its business.
 */

import { CHECKS, type Check } from './checks/index.ts';
import { type Clause, WATCHED } from './clauses.ts';
import { Fault } from './fault.ts';
import { type Reason, unmet, unmetBy } from './needs.ts';
import { within } from './peer.ts';
import { play } from './play.ts';
import type { Facts } from './probe.ts';
import { DOCUMENT, type Session } from './sessions.ts';
import type { LiveStage } from './stage.ts';
import { TolerantReading } from './tolerant.ts';

export type Outcome =
  | { readonly result: 'held' }
  | { readonly result: 'failed'; readonly fault: Fault }
  | { readonly result: 'skipped'; readonly reason: Reason };

/** One session or check of a clause. */
export type Trial = Outcome & {
  /** `docs/PROTOCOL.md:12`, where its session begins; '' for a check. */
  readonly place: string;
};

export interface Verdict {
  readonly clause: Clause;
  /** Failed if anything failed, skipped if nothing could run. */
  readonly result: Outcome['result'];
  readonly trials: readonly Trial[];
}

/** So many times the patience for one answer is the patience for a whole session or check. */
const STEPS = 12;

/** The verdicts on these clauses, each as soon as it is known; those that every line is held to come last. */
export async function* conform(
  stage: LiveStage,
  facts: Facts,
  sessions: readonly Session[],
  clauses: readonly Clause[],
): AsyncGenerator<Verdict> {
  const run = new Run(stage, facts);
  const [watched, others] = [clauses.filter(isWatched), clauses.filter((clause) => !isWatched(clause))];
  for (const clause of others) {
    const trials: Trial[] = [];
    for (const session of sessions.filter((each) => each.clauses.includes(clause.id))) {
      trials.push({ place: placeOf(session), ...(await run.session(session)) });
    }
    for (const check of CHECKS.filter((each) => each.clause === clause.id)) {
      trials.push({ place: '', ...(await run.check(check)) });
    }
    yield { clause, result: resultOf(trials), trials };
  }
  for (const clause of watched) {
    const fault = stage.violations.get(clause.id);
    const trial: Trial = { place: '', ...(fault ? { result: 'failed', fault } : { result: 'held' }) };
    yield { clause, result: trial.result, trials: [trial] };
  }
}

class Run {
  readonly #stage: LiveStage;
  readonly #facts: Facts;
  /** A session may show several clauses; it is played once. */
  readonly #played = new Map<Session, Outcome>();

  constructor(stage: LiveStage, facts: Facts) {
    this.#stage = stage;
    this.#facts = facts;
  }

  async session(session: Session): Promise<Outcome> {
    const known = this.#played.get(session);
    if (known) return known;
    const reason = unmetBy(session, this.#facts, this.#accounts.length);
    const outcome: Outcome = reason
      ? { result: 'skipped', reason }
      : await this.#tried(() => this.#play(session));
    this.#played.set(session, outcome);
    return outcome;
  }

  async check({ needs, run }: Check): Promise<Outcome> {
    const reason = unmet(needs, this.#facts, this.#accounts.length);
    if (reason) return { result: 'skipped', reason };
    return this.#tried(() => run(this.#stage, this.#facts));
  }

  get #accounts() {
    return this.#stage.options.accounts;
  }

  async #play(session: Session): Promise<void> {
    const reading = new TolerantReading(session, this.#stage.suffix, this.#accounts);
    // A room that is always there stands for #geral: in that one, others may have been.
    if (session.lines.some((line) => line.includes('#geral'))) await this.#makeRoom(reading.called('#geral'));
    await play(session.lines, this.#stage, reading, (index) => placeOf(session, index + 1));
  }

  async #makeRoom(room: string): Promise<void> {
    const { peer } = await this.#stage.enter('maker', 'membro');
    if (!(await peer.ask(`CREATE ${room}`)).startsWith('+ok')) {
      await peer.ask(`JOIN ${room}`);
      await peer.ask(`LEAVE ${room}`);
    }
    peer.say('QUIT');
    await peer.toEnd();
  }

  async #tried(act: () => Promise<void>): Promise<Outcome> {
    const { timeoutMs } = this.#stage.options;
    this.#stage.begin();
    try {
      const acting = act();
      // What goes on after its time was over fails as soon as its connections are cut.
      acting.catch(() => {});
      if (await within(timeoutMs * STEPS, acting)) return { result: 'held' };
      return { result: 'failed', fault: new Fault('an end', `none within ${(timeoutMs * STEPS) / 1_000} s`) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { result: 'failed', fault: error };
    } finally {
      await this.#stage.clear();
    }
  }
}

/** Where a line of a session stands, counted from its fence on. */
function placeOf({ line }: Session, index = 0): string {
  return `${DOCUMENT}:${line + index}`;
}

function isWatched({ id }: Clause): boolean {
  return WATCHED.includes(id);
}

function resultOf(trials: readonly Trial[]): Outcome['result'] {
  if (trials.some(({ result }) => result === 'failed')) return 'failed';
  return trials.some(({ result }) => result === 'held') ? 'held' : 'skipped';
}
