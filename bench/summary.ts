/**
 * Windows as one line per contender and load, and the figures beside their goals. A ratio is taken between
 * neighbours of the same round, and the median of the rounds is told; a goal that is missed is told as it is.
 */

import { CONTENDERS, type Contender } from './contender.ts';
import { median } from './figures.ts';
import type { Histories } from './history.ts';
import type { Logins } from './logins.ts';
import { IN_FLIGHT, type PairsWindow } from './pairs.ts';
import type { RoomsWindow, Shape } from './rooms.ts';
import type { Searches } from './search.ts';
import type { Window } from './windows.ts';

export interface Results {
  readonly pairs: readonly PairsWindow[];
  readonly rooms: readonly RoomsWindow[];
  readonly logins: readonly Logins[];
  readonly history: readonly Histories[];
  readonly search: readonly Searches[];
}

/** What the windows of a contender under one load came to: medians. */
export interface Line {
  readonly contender: Contender;
  readonly perSecond: number;
  readonly cpuMicros: number;
  /** CPU as a multiple of the relay's: median, least and most of the rounds. NaN without a relay. */
  readonly ratio: number;
  readonly leastRatio: number;
  readonly mostRatio: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface PairsLine extends Line {
  readonly inFlight: number;
}

export interface RoomsLine extends Line {
  readonly shape: Shape;
}

export function pairsLines(windows: readonly PairsWindow[]): PairsLine[] {
  return IN_FLIGHT.flatMap((inFlight) =>
    linesOf(windows.filter((window) => window.inFlight === inFlight)).map((line) => ({ inFlight, ...line })),
  );
}

export function roomsLines(windows: readonly RoomsWindow[]): RoomsLine[] {
  return [...new Set(windows.map(({ shape }) => shape))].flatMap((shape) =>
    linesOf(windows.filter((window) => window.shape === shape)).map((line) => ({ shape, ...line })),
  );
}

/** Of windows under one load, a line for each contender. */
function linesOf(windows: readonly Window[]): Line[] {
  return CONTENDERS.flatMap((contender) => {
    const own = windows.filter((window) => window.contender === contender);
    return own.length === 0 ? [] : [lineOf(contender, own, windows)];
  });
}

function lineOf(contender: Contender, own: readonly Window[], all: readonly Window[]): Line {
  const middle = (of: (window: Window) => number) => median(own.map(of));
  const ratios = own.flatMap((window) => {
    const relay = all.find((other) => other.contender === 'relay' && other.round === window.round);
    return relay ? [window.cpuMicros / relay.cpuMicros] : [];
  });
  return {
    contender,
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
export function goals({ pairs, rooms, logins, history, search }: Results): Goal[] {
  const lines = pairsLines(pairs);
  const ratio = (contender: Contender) =>
    lines.find((line) => line.contender === contender && line.inFlight === 16)?.ratio;
  const room = roomsLines(rooms).find(
    ({ contender, shape }) => contender === 'memory' && shape.rooms === 1 && shape.members === 200,
  );
  const connection = logins.find(({ contender, kind }) => contender === 'memory' && kind === 'members');
  const wanted: readonly (readonly [string, number, string, number | undefined])[] = [
    ['CPU per delivery, 16 in flight, --memory', 2.2, '× relay', ratio('memory')],
    ['CPU per delivery, 16 in flight, --durability full', 5, '× relay', ratio('full')],
    ['CPU per delivery, room of 200, --memory', 1.6, '× relay', room?.ratio],
    ['memory per connection, entered', 12, 'KiB', connection?.kibEach],
    ['HISTORY 50, p99', 5, 'ms', history.find(({ beside }) => beside === 'nothing')?.p99Ms],
    [
      'HISTORY 50 beside a busy pair, p99',
      5,
      'ms',
      history.find(({ beside }) => beside !== 'nothing')?.p99Ms,
    ],
    ['SEARCH, p99 of the slowest kind', 20, 'ms', slowest(search, 'nothing')],
    ['SEARCH beside a busy pair, p99', 20, 'ms', slowest(search, 'a busy pair')],
  ];
  return wanted.flatMap(([goal, atMost, unit, figure]) =>
    figure === undefined || Number.isNaN(figure)
      ? []
      : [{ goal, atMost, unit, figure, met: figure <= atMost }],
  );
}

function slowest(searches: readonly Searches[], beside: Searches['beside']): number | undefined {
  const own = searches.filter((line) => line.beside === beside);
  return own.length === 0 ? undefined : Math.max(...own.map(({ p99Ms }) => p99Ms));
}
