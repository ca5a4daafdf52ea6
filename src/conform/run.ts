/**
 * Holds a server to the clauses, one after the other: plays the sessions that show a clause and runs its checks, on a
 * desk that is empty again each time; at the end, all at once, the clauses for which a server has to let time go by.
 * What does not hold stops nothing; how it is told to people is not its business.
 */

import { CHECKS, type Check } from './checks/index.ts';
import { type Clause, WATCHED } from './clauses.ts';
import { Fault, Lacking } from './fault.ts';
import { neededBy } from './lines.ts';
import { Inapplicable, type Reason, unmet, unmetBy } from './needs.ts';
import { play } from './play.ts';
import type { Facts } from './probe.ts';
import { type Session, spoken } from './sessions.ts';
import type { LiveStage } from './stage.ts';
import { both } from './telling.ts';
import { TolerantReading } from './tolerant.ts';
import { noneWithin, within } from './waiting.ts';

export type Outcome =
  | { readonly result: 'held' }
  | { readonly result: 'failed'; readonly fault: Fault }
  | { readonly result: 'skipped'; readonly reason: Reason }
  /** It takes what the server does without: a verb, `@` for labels, a role. */
  | { readonly result: 'missing'; readonly what: string };

/** One session, or one check, of a clause. */
export type Trial = Outcome & { readonly session: Session | null };

export interface Verdict {
  readonly clause: Clause;
  /** Failed if anything failed, else held if anything held; missing or skipped if nothing could run. */
  readonly result: Outcome['result'];
  readonly trials: readonly Trial[];
}

/** A clause, and those that failed of nothing but that it does not hold. */
export interface Cause {
  readonly id: string;
  readonly others: readonly string[];
}

/** What made others fail and rests on no other: of most first. A clause that holds made none fail. */
export function causesOf(verdicts: readonly Verdict[]): Cause[] {
  const others = new Map<string, string[]>();
  for (const { clause, trials } of verdicts) {
    const abouts = new Set(trials.flatMap((trial) => (trial.result === 'failed' ? [trial.fault.about] : [])));
    const [id = ''] = abouts;
    const verdict = verdicts.find((each) => each.clause.id === id);
    if (id === '' || abouts.size > 1 || id === clause.id || (verdict && verdict.result !== 'failed'))
      continue;
    others.set(id, [...(others.get(id) ?? []), clause.id]);
  }
  const resting = new Set([...others.values()].flat());
  return [...others]
    .filter(([id]) => !resting.has(id))
    .map(([id, ids]) => ({ id, others: ids }))
    .sort((one, other) => other.others.length - one.others.length);
}

/** So many times the patience for one answer is the patience for a whole session or check. */
const STEPS = 12;

/** The clauses for which a server has to let time go by, and how many seconds, unless it was started with others. */
export function slowest(clauses: readonly Clause[]): { clause: Clause; seconds: number }[] {
  return clauses.flatMap((clause) => {
    const seconds = CHECKS.find((check) => check.clause === clause.id && check.seconds)?.seconds;
    return seconds === undefined ? [] : [{ clause, seconds }];
  });
}

/**
 * The verdicts on these clauses, each as soon as it is known; those that every line is held to come last, unless the
 * first lines broke them.
 * @param waiting is called before the clauses that take time, unless there are none.
 */
export async function* conform(
  stage: LiveStage,
  facts: Facts,
  sessions: readonly Session[],
  clauses: readonly Clause[],
  waiting: () => void = () => {},
): AsyncGenerator<Verdict> {
  const run = new Run(stage, facts, sessions);
  const slow = stage.options.slowMs > 0 ? slowest(clauses).map(({ clause }) => clause) : [];
  // What was broken from the very first lines need not wait to be told.
  const early = clauses.filter((clause) => isWatched(clause) && stage.violations.has(clause.id));
  for (const clause of early) yield watched(clause, stage);
  for (const clause of clauses) {
    if (!isWatched(clause) && !slow.includes(clause)) yield await run.verdict(clause);
  }
  if (slow.length > 0) {
    waiting();
    yield* run.together(slow);
  }
  for (const clause of clauses.filter(isWatched)) if (!early.includes(clause)) yield watched(clause, stage);
}

/** The verdict on what every line was held to so far. */
function watched(clause: Clause, { violations }: LiveStage): Verdict {
  const fault = violations.get(clause.id);
  return verdictOf(clause, [
    { session: null, ...(fault ? { result: 'failed', fault } : { result: 'held' }) },
  ]);
}

class Run {
  readonly #stage: LiveStage;
  readonly #facts: Facts;
  readonly #sessions: readonly Session[];
  /** A session may show several clauses; it is played once. */
  readonly #played = new Map<Session, Outcome>();

  constructor(stage: LiveStage, facts: Facts, sessions: readonly Session[]) {
    this.#stage = stage;
    this.#facts = facts;
    this.#sessions = sessions;
  }

  async verdict(clause: Clause): Promise<Verdict> {
    const trials: Trial[] = [];
    for (const session of this.#sessions.filter((each) => each.clauses.includes(clause.id))) {
      trials.push({ session, ...(await this.#session(session)) });
    }
    for (const check of CHECKS.filter((each) => each.clause === clause.id)) {
      trials.push({ session: null, ...(await this.#check(check)) });
    }
    return verdictOf(clause, trials);
  }

  /** The verdicts on clauses that take time, in the order in which they are known. Each has one check. */
  async *together(clauses: readonly Clause[]): AsyncGenerator<Verdict> {
    this.#stage.begin();
    const checks = CHECKS.filter(({ clause }) => clauses.some(({ id }) => id === clause));
    const running = new Map(checks.map((check) => [check, this.#waited(check, clauses)]));
    try {
      while (running.size > 0) {
        const { check, verdict } = await Promise.race(running.values());
        running.delete(check);
        yield verdict;
      }
    } finally {
      await this.#stage.clear();
    }
  }

  async #waited(check: Check, clauses: readonly Clause[]): Promise<{ check: Check; verdict: Verdict }> {
    const clause = clauses.find(({ id }) => id === check.clause)!;
    const { slowMs, timeoutMs } = this.#stage.options;
    const ms = Math.min(slowMs, (check.seconds ?? 0) * 1_000) + timeoutMs * STEPS;
    const reason = unmet(check.needs, this.#facts, this.#accounts.length);
    const outcome: Outcome = reason
      ? { result: 'skipped', reason }
      : await this.#ended(ms, () => check.run(this.#stage, this.#facts));
    return { check, verdict: verdictOf(clause, [{ session: null, ...outcome }]) };
  }

  async #session(session: Session): Promise<Outcome> {
    const known = this.#played.get(session);
    if (known) return known;
    const reason = unmetBy(session, this.#facts, this.#accounts.length);
    const what = this.#lackOf(neededIn(session));
    const outcome: Outcome = reason
      ? { result: 'skipped', reason }
      : what !== undefined
        ? { result: 'missing', what }
        : await this.#tried(() => this.#play(session));
    this.#played.set(session, outcome);
    return outcome;
  }

  async #check({ clause, needs, run, seconds }: Check): Promise<Outcome> {
    const reason: Reason | null =
      seconds === undefined ? unmet(needs, this.#facts, this.#accounts.length) : { why: 'slow', seconds };
    if (reason) return { result: 'skipped', reason };
    const what = this.#lackOf([clause.replace(/-\d+$/, '')]);
    if (what !== undefined) return { result: 'missing', what };
    return this.#tried(() => run(this.#stage, this.#facts));
  }

  get #accounts() {
    return this.#stage.options.accounts;
  }

  /** What the server lacks of this session, or of the command that a clause is about; or undefined. */
  #lackOf(needed: readonly string[]): string | undefined {
    return needed.find((what) => this.#stage.missing.has(what));
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
    this.#stage.begin();
    try {
      return await this.#ended(this.#stage.patienceMs * STEPS, act);
    } finally {
      await this.#stage.clear();
    }
  }

  async #ended(ms: number, act: () => Promise<void>): Promise<Outcome> {
    try {
      const acting = act();
      // What goes on after its time was over fails as soon as its connections are cut.
      acting.catch(() => {});
      if (await within(ms, acting)) return { result: 'held' };
      return { result: 'failed', fault: new Fault(both('an end', 'um fim'), noneWithin(ms)) };
    } catch (error) {
      if (error instanceof Lacking) return { result: 'missing', what: error.what };
      if (error instanceof Inapplicable) return { result: 'skipped', reason: error.reason };
      if (!(error instanceof Fault)) throw error;
      return { result: 'failed', fault: error };
    }
  }
}

/** Where a line of a session stands, counted from its fence on. */
export function placeOf({ document, line }: Session, index = 0): string {
  return `${document}:${line + index}`;
}

/** Commands, labels and roles of a session, and the commands whose help it shows. */
function neededIn({ lines }: Session): string[] {
  return lines.flatMap((line) => {
    const said = spoken(line);
    return said && (said.way === '>' || said.text.startsWith('HELP ')) ? neededBy(said.text) : [];
  });
}

function isWatched({ id }: Clause): boolean {
  return WATCHED.includes(id);
}

function verdictOf(clause: Clause, trials: readonly Trial[]): Verdict {
  const results = ['failed', 'held', 'missing'] as const;
  const result = results.find((each) => trials.some((trial) => trial.result === each)) ?? 'skipped';
  return { clause, result, trials };
}
