/**
 * Runs contenders in turn over the same work, and tells their times as medians and as ratios within a round.
 *
 * Every contender has code of its own, down to its loops: V8 compiles a loop for what it has seen run through it,
 * and contenders that shared one would be compiled for the mixture.
 */

/** One contender's way to do some work on so many entries. Returns anything that depends on the work being done. */
export type Work = (entries: number) => number;

export interface Line {
  readonly work: string;
  readonly entries: number;
  /** The median time of one operation, in nanoseconds, by contender. Ours is first. */
  readonly ns: Readonly<Record<string, number>>;
  /** The median over the rounds of a rival's time divided by ours, by rival: above 1, ours is faster. */
  readonly ratios: Readonly<Record<string, number>>;
}

export const SIZES = [1e3, 1e4, 1e5, 1e6] as const;

/** So many operations of each contender run before the clock does, for V8 to compile them. */
const WARM_UP = 300_000;

let sink = 0;

/** Keeps a result from being optimised away. */
export function consume(result: number): void {
  sink = (sink + result) | 0;
}

/** The first contender is ours. Each round runs all, starting with another one. */
export function compare(
  work: string,
  entries: number,
  rounds: number,
  contenders: Record<string, Work>,
  operations = entries,
): Line {
  const times = Object.keys(contenders).map((): number[] => []);
  const works = Object.values(contenders);
  for (let warmed = 0; warmed < WARM_UP; warmed += entries) for (const work of works) consume(work(entries));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < works.length; turn++) {
      const at = (round + turn) % works.length;
      const began = performance.now();
      consume(works[at]!(entries));
      times[at]!.push(((performance.now() - began) * 1e6) / operations);
    }
  }
  return lineOf(work, entries, Object.keys(contenders), times);
}

/** A line out of the nanoseconds per operation of each round, contender by contender. */
export function lineOf(work: string, entries: number, names: string[], times: number[][]): Line {
  const [ours, ...rivals] = times;
  return {
    work,
    entries,
    ns: Object.fromEntries(names.map((name, at) => [name, median(times[at]!)])),
    ratios: Object.fromEntries(
      rivals.map((rival, at) => [names[at + 1]!, median(rival.map((time, round) => time / ours![round]!))]),
    ),
  };
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >>> 1]!;
}
