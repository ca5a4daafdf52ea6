/**
 * `npm run bench`: what Telechat costs, measured on the real server in a process of its own and told as ratios to
 * the least that a chat in Node can be (relay.ts) in the same run.
 *
 * A scenario is a file that runs contenders and returns its results, a line in SCENARIOS, and a part of the table.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONTENDERS, type Contender, TITLES } from './contender.ts';
import { runHistory } from './history.ts';
import { type Kind, runLogins } from './logins.ts';
import { load, machine } from './machine.ts';
import { runPairs } from './pairs.ts';
import { runRooms, type Shape } from './rooms.ts';
import { runSearch } from './search.ts';
import { goals, pairsLines, type Results, roomsLines } from './summary.ts';
import { table } from './table.ts';

const SCENARIOS = ['pairs', 'rooms', 'logins', 'history', 'search'] as const;
type Scenario = (typeof SCENARIOS)[number];

const USAGE = `npm run bench -- [options]
  --only ${SCENARIOS.join(',')}   only some of the scenarios
  --seconds N                  length of a window of pairs and rooms (2; with --quick 0.7)
  --json FILE                  the results as JSON into a file; "-" is stdout, the table then goes to stderr
  --quick                      about a minute: a single round, and less of everything
`;

/** A fourth would have more connections open than a process may have on many machines. */
const IN_ROOMS: readonly Contender[] = ['relay', 'memory', 'full'];

/** Of each kind of SEARCH so many times fewer than of HISTORY. */
const SEARCHES = 4;

interface Size {
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpMs: number;
  readonly shapes: readonly Shape[];
  readonly kinds: readonly Kind[];
  readonly connections: number;
  readonly stored: number;
  readonly requests: number;
}

const WHOLE: Size = {
  contenders: CONTENDERS,
  rounds: 3,
  seconds: 2,
  warmUpMs: 2000,
  shapes: [
    { rooms: 1, members: 200, inFlight: 8 },
    { rooms: 2000, members: 10, inFlight: 200 },
    { rooms: 1, members: 5000, inFlight: 8 },
  ],
  kinds: ['silent', 'members', 'customers'],
  connections: 5000,
  stored: 1_000_000,
  requests: 4000,
};

const QUICK: Size = {
  contenders: ['relay', 'memory', 'full'],
  rounds: 1,
  seconds: 0.7,
  warmUpMs: 1000,
  shapes: [
    { rooms: 1, members: 200, inFlight: 8 },
    { rooms: 200, members: 10, inFlight: 20 },
    { rooms: 1, members: 1000, inFlight: 8 },
  ],
  kinds: ['members', 'customers'],
  connections: 1000,
  stored: 100_000,
  requests: 2000,
};

interface Options {
  readonly only: readonly Scenario[];
  readonly size: Size;
  readonly json: string | undefined;
}

process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));
const options = readOptions();
if (options === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else await main(options);

async function main({ only, size, json }: Options): Promise<void> {
  const loadBefore = load();
  const results = await run(only, size);
  const from = machine(loadBefore);
  const text = `\n${table(results, from)}\n`;
  if (json !== '-') process.stdout.write(text);
  else process.stderr.write(text);
  if (json === undefined) return;
  const report = {
    machine: from,
    goals: goals(results),
    pairsByContender: pairsLines(results.pairs),
    roomsByContender: roomsLines(results.rooms),
    ...results,
  };
  const lines = `${JSON.stringify(report, undefined, 2)}\n`;
  if (json === '-') process.stdout.write(lines);
  else writeFileSync(json, lines);
}

async function run(only: readonly Scenario[], size: Size): Promise<Results> {
  const { contenders, rounds, seconds, warmUpMs, shapes, kinds, connections, stored, requests } = size;
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const pairs = only.includes('pairs')
    ? await runPairs({ contenders, rounds, windowMs: seconds * 1000, warmUpMs }, (window) =>
        tell(
          `pairs, round ${window.round}, ${window.inFlight} in flight, ${TITLES[window.contender]}:` +
            ` ${window.cpuMicros.toFixed(2)} µs`,
        ),
      )
    : [];
  const rooms = only.includes('rooms')
    ? await runRooms({ shapes, contenders: IN_ROOMS, rounds, windowMs: seconds * 1000, warmUpMs }, (window) =>
        tell(
          `rooms, ${window.shape.rooms} of ${window.shape.members}, round ${window.round}, ${TITLES[window.contender]}:` +
            ` ${window.cpuMicros.toFixed(2)} µs`,
        ),
      )
    : [];
  const logins = only.includes('logins')
    ? await runLogins(connections, kinds, ({ contender, kind, kibEach }) =>
        tell(`logins, ${kind}, ${TITLES[contender]}: ${kibEach.toFixed(1)} KiB each`),
      )
    : [];
  const history = only.includes('history')
    ? await runHistory({ messages: stored, requests }, ({ beside, p99Ms }) =>
        tell(`history, beside ${beside}: p99 ${p99Ms.toFixed(2)} ms`),
      )
    : [];
  const search = only.includes('search')
    ? await runSearch({ messages: stored, requests: requests / SEARCHES }, ({ kind, among, beside, p99Ms }) =>
        tell(`search for ${kind} among ${among}, beside ${beside}: p99 ${p99Ms.toFixed(2)} ms`),
      )
    : [];
  return { pairs, rooms, logins, history, search };
}

/** From the command line; undefined if that makes no sense. */
function readOptions(): Options | undefined {
  const { values } = parse() ?? {};
  if (values === undefined) return undefined;
  const only = values.only === undefined ? SCENARIOS : values.only.split(',');
  const size = values.quick ? QUICK : WHOLE;
  const seconds = values.seconds === undefined ? size.seconds : Number(values.seconds);
  if (!only.every(isScenario) || !(seconds > 0 && seconds <= 60)) return undefined;
  return { only, size: { ...size, seconds }, json: values.json };
}

function parse() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        seconds: { type: 'string' },
        json: { type: 'string' },
        quick: { type: 'boolean', default: false },
      },
    });
  } catch {
    return undefined;
  }
}

function isScenario(word: string): word is Scenario {
  return (SCENARIOS as readonly string[]).includes(word);
}
