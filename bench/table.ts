/**
 * The results as a table for people.
 */

import { TITLES } from './contender.ts';
import { LIMIT } from './history.ts';
import type { Machine } from './machine.ts';
import { LINE_BYTES, PAIRS } from './pairs.ts';
import { ROOM_LINE_BYTES } from './rooms.ts';
import { goals, type Line, pairsLines, type Results, roomsLines } from './summary.ts';
import type { Window } from './windows.ts';

const GAP = '  ';

export function table(results: Results, machine: Machine): string {
  return [
    ...pairsPart(results),
    ...roomsPart(results),
    ...loginsPart(results),
    ...historyPart(results),
    ...searchPart(results),
    ...endPart(results, machine),
  ].join('\n');
}

function pairsPart({ pairs }: Results): string[] {
  if (pairs.length === 0) return [];
  return [
    `${PAIRS} pairs, customer to attendant, lines of ${LINE_BYTES} bytes; ${rounds(pairs)}`,
    ...aligned([
      ['', 'in flight', ...FIGURES],
      ...pairsLines(pairs).map((line) => [TITLES[line.contender], String(line.inFlight), ...figures(line)]),
    ]),
    ...restless(pairs),
    '',
  ];
}

function roomsPart({ rooms }: Results): string[] {
  if (rooms.length === 0) return [];
  return [
    `rooms, lines of ${ROOM_LINE_BYTES} bytes to all other members, so many not acknowledged at any time; ${rounds(rooms)}`,
    ...aligned([
      ['', 'rooms', 'members of each', 'in flight', ...FIGURES],
      ...roomsLines(rooms).map((line) => [
        TITLES[line.contender],
        whole(line.shape.rooms),
        whole(line.shape.members),
        String(line.shape.inFlight),
        ...figures(line),
      ]),
    ]),
    ...restless(rooms),
    '',
  ];
}

const FIGURES = ['deliveries/s', 'server CPU µs', '× relay', '(least–most)', 'p50 ms', 'p99 ms'];

function figures(line: Line): string[] {
  return [
    whole(line.perSecond),
    line.cpuMicros.toFixed(2),
    line.ratio.toFixed(2),
    `${line.leastRatio.toFixed(2)}–${line.mostRatio.toFixed(2)}`,
    line.p50Ms.toFixed(2),
    line.p99Ms.toFixed(2),
  ];
}

function rounds(windows: readonly Window[]): string {
  return `medians of ${Math.max(...windows.map(({ round }) => round))} rounds, ratios within a round`;
}

function restless(windows: readonly Window[]): string[] {
  const { length } = windows.filter(({ rested }) => !rested);
  return length > 0 ? [`in ${length} windows the server did not come to rest: their CPU is too low`] : [];
}

function loginsPart({ logins }: Results): string[] {
  if (logins.length === 0) return [];
  return [
    `${whole(logins[0]!.connections)} connections that stay`,
    ...aligned([
      ['', 'who', 'KiB each', 'per second', 'RSS before MiB', 'after MiB'],
      ...logins.map((line) => [
        TITLES[line.contender],
        line.kind,
        line.kibEach.toFixed(1),
        whole(line.perSecond),
        line.rssBeforeMiB.toFixed(0),
        line.rssAfterMiB.toFixed(0),
      ]),
    ]),
    '',
  ];
}

function historyPart({ history }: Results): string[] {
  if (history.length === 0) return [];
  const { messages, names, requests } = history[0]!;
  return [
    `HISTORY name ${LIMIT}, ${whole(messages)} stored messages of ${whole(names)} names, ${whole(requests)} requests`,
    ...aligned([
      ['beside', 'p50 ms', 'p99 ms', 'messages/s of the pair'],
      ...history.map((line) => [
        line.beside,
        line.p50Ms.toFixed(2),
        line.p99Ms.toFixed(2),
        line.pairPerSecond > 0 ? whole(line.pairPerSecond) : '',
      ]),
    ]),
    '',
  ];
}

function searchPart({ search }: Results): string[] {
  if (search.length === 0) return [];
  const { messages, requests, indexCpuMicros, indexBytes } = search[0]!;
  return [
    `SEARCH, ${whole(messages)} stored messages, ${whole(requests)} requests of each kind`,
    ...aligned([
      ['for', 'among', 'beside', 'found', 'p50 ms', 'p99 ms'],
      ...search.map(({ kind, among, beside, found, p50Ms, p99Ms }) => [
        kind,
        among,
        beside,
        found.toFixed(1),
        p50Ms.toFixed(2),
        p99Ms.toFixed(2),
      ]),
    ]),
    `in the index a message takes ${whole(indexBytes)} bytes, and ${indexCpuMicros.toFixed(1)} µs of CPU, mostly when the` +
      ' server has been idle for two seconds: not within the windows above',
    '',
  ];
}

function endPart(results: Results, machine: Machine): string[] {
  const lines = goals(results).map(({ goal, atMost, unit, figure, met }) => [
    goal,
    `${figure.toFixed(2)} ${unit}`,
    `≤ ${atMost}`,
    met ? 'met' : 'MISSED',
  ]);
  return [
    ...(lines.length > 0 ? [...aligned([['goals', 'figure', 'goal', ''], ...lines]), ''] : []),
    `${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB.toFixed(0)} GiB, ${machine.system}, Node ${machine.node};` +
      ` the driver shares them; load ${machine.loadBefore.toFixed(2)} before, ${machine.loadAfter.toFixed(2)} after`,
    ...(machine.loadBefore >= machine.cores
      ? ['others were using the machine: trust the ratios only, and those little']
      : []),
  ];
}

/** Columns of one width each; the first is flush left. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join(GAP)
      .trimEnd(),
  );
}

function whole(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}
