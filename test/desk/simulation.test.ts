/**
 * Random days at the desk: people of all roles come, with passwords or without, write, are served and go, connections
 * break with lines still on the way, clients come back and send again, those who run the desk give orders, clocks jump,
 * the server restarts. The world (world.ts) checks every promise after every entry, and so does a witness
 * (witness/witness.ts).
 *
 * The days are the same each time, so that what a run finds is of the change at hand. `SEED=42 vitest run
 * test/desk/simulation.test.ts` plays one other day, and `DAYS=500` beside it so many from there on; a day that goes wrong
 * is printed, shortened.
 */

import { describe, expect, test } from 'vitest';
import type { DeskOptions } from '../../src/desk/desk.ts';
import { Day } from './simulation/day.ts';
import { Witness } from './witness/witness.ts';
import type { Action, Onlookers } from './world/actions.ts';
import { World } from './world.ts';

const { SEED = '', DAYS = SEED === '' ? '12' : '1' } = process.env;
const FIRST = SEED === '' ? 1 : Number(SEED);
const ENTRIES = 3000;
/** Repetitions of a failing day that shortening it may take. */
const SHORTENINGS = 300;

/** Beside the world, a witness looks on, who knows only what clients see. */
function witnessed(options: DeskOptions): Onlookers {
  const witness = new Witness(options);
  return { sees: (seen) => witness.sees(seen) };
}

/** Runs a day; returns what went wrong, if anything, and all that happened. */
function live(seed: number): { failure: unknown; actions: Action[]; day: Day } {
  const day = new Day(seed, witnessed);
  const actions: Action[] = [];
  try {
    for (let n = 0; n < ENTRIES; n++) {
      const action = day.next();
      actions.push(action);
      day.world.step(action);
    }
    return { failure: undefined, actions, day };
  } catch (failure) {
    return { failure, actions, day };
  }
}

/** The same again from what was written down: what goes wrong, if anything. */
function relive(actions: readonly Action[], options: DeskOptions): string | undefined {
  const world = new World(options, witnessed(options));
  try {
    for (const action of actions) world.step(action);
    return undefined;
  } catch (failure) {
    return firstLine(failure);
  }
}

/** Leaves out ever smaller pieces, as long as the same goes wrong (Zeller's ddmin, halving only). */
function shorten(actions: Action[], options: DeskOptions, failure: string): Action[] {
  let kept = actions;
  let left = SHORTENINGS;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let start = 0; start < kept.length && left > 0; ) {
      const fewer = kept.toSpliced(start, size);
      left--;
      if (relive(fewer, options) === failure) kept = fewer;
      else start += size;
    }
  }
  return kept;
}

function firstLine(failure: unknown): string {
  const [line = ''] = (failure instanceof Error ? failure.message : String(failure)).split('\n');
  return line.replace(/\d+/g, 'n');
}

function show(actions: readonly Action[]): string {
  return actions.map((action) => JSON.stringify(action)).join('\n');
}

describe(`a random day at the desk (SEED=${FIRST})`, () => {
  const seeds = Array.from({ length: Number(DAYS) }, (_, day) => FIRST + day);

  test.each(seeds)('keeps every promise, SEED=%i', (seed) => {
    const { failure, actions, day } = live(seed);
    if (failure === undefined) return;
    const short = shorten(actions, day.options, firstLine(failure));
    const message = failure instanceof Error ? failure.stack : String(failure);
    expect.unreachable(
      `SEED=${seed}, entry ${actions.length}, options ${JSON.stringify(day.options)}\n${message}\n` +
        `The last 20 entries:\n${show(actions.slice(-20))}\n` +
        `Shortened to ${short.length}:\n${show(short)}`,
    );
  });
});
