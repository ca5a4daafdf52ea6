/**
 * Windows as one line per contender and load, and the figures beside their goals. A ratio is taken between
 * neighbours of the same round, and the median of the rounds is told; a goal that is missed is told as it is.
 */

import { CONTENDERS, type Contender } from './contender.ts';
import { median } from './figures.ts';
import type { Histories } from './history.ts';
import type { Logins } from './logins.ts';
import { IN_FLIGHT, type Window } from './pairs.ts';

export interface Results {
  readonly pairs: readonly Window[];
  readonly logins: readonly Logins[];
  readonly history: readonly Histories[];
}

export interface PairsLine {
  readonly contender: Contender;
  readonly inFlight: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
  /** CPU as a multiple of the relay's: median, least and most of the rounds. NaN without a relay. */
  readonly ratio: number;
  readonly leastRatio: number;
  readonly mostRatio: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function pairsLines(windows: readonly Window[]): PairsLine[] {
  return IN_FLIGHT.flatMap((inFlight) =>
    CONTENDERS.flatMap((contender) => {
      const own = windows.filter((window) => window.inFlight === inFlight && window.contender === contender);
      return own.length === 0 ? [] : [pairsLine(contender, inFlight, own, windows)];
    }),
  );
}

function pairsLine(
  contender: Contender,
  inFlight: number,
  own: readonly Window[],
  all: readonly Window[],
): PairsLine {
  const middle = (of: (window: Window) => number) => median(own.map(of));
  const ratios = own.flatMap((window) => {
    const relay = all.find(
      (other) => other.contender === 'relay' && other.inFlight === inFlight && other.round === window.round,
    );
    return relay ? [window.cpuMicros / relay.cpuMicros] : [];
  });
  return {
    contender,
    inFlight,
    perSecond: middle(({ perSecond }) => perSecond),
    cpuMicros: middle(({ cpuMicros }) => cpuMicros),
    ratio: median(ratios),
    leastRatio: Math.min(...ratios),
    mostRatio: Math.max(...ratios),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
  };
}

export interface Goal {
  readonly goal: string;
  readonly atMost: number;
  readonly unit: string;
  readonly figure: number;
  readonly met: boolean;
}

/** The goals of which this run has a figure. */
export function goals({ pairs, logins, history }: Results): Goal[] {
  const lines = pairsLines(pairs);
  const ratio = (contender: Contender) =>
    lines.find((line) => line.contender === contender && line.inFlight === 16)?.ratio;
  const connection = logins.find(({ contender, kind }) => contender === 'memory' && kind === 'members');
  const wanted: readonly (readonly [string, number, string, number | undefined])[] = [
    ['CPU per delivery, 16 in flight, --memory', 2.2, '× relay', ratio('memory')],
    ['CPU per delivery, 16 in flight, --durability full', 5, '× relay', ratio('full')],
    ['memory per connection, entered', 12, 'KiB', connection?.kibEach],
    ['HISTORY 50, p99', 5, 'ms', history.find(({ beside }) => beside === 'nothing')?.p99Ms],
    [
      'HISTORY 50 beside a busy pair, p99',
      5,
      'ms',
      history.find(({ beside }) => beside !== 'nothing')?.p99Ms,
    ],
  ];
  return wanted.flatMap(([goal, atMost, unit, figure]) =>
    figure === undefined || Number.isNaN(figure)
      ? []
      : [{ goal, atMost, unit, figure, met: figure <= atMost }],
  );
}
