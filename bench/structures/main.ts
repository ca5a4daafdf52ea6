/**
 * `node bench/structures/main.ts [--json] [--quick]`: our structures against their rivals, in one run of under a
 * minute on a quiet machine. A ratio is a rival's time divided by ours: above 1, ours is faster.
 */

import { parseArgs } from 'node:util';
import type { Line } from './measure.ts';
import { type Memory, memory } from './memory.ts';
import { queues } from './queues.ts';
import { stacks } from './stacks.ts';
import { type Stall, stalls } from './stalls.ts';
import { tables } from './tables.ts';

interface Results {
  readonly node: string;
  readonly lines: readonly Line[];
  readonly stalls: readonly Stall[];
  readonly memory: readonly Memory[];
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' } } });

/** So many rounds that each size takes about as long; an odd number, for the median. */
const rounds = (budget: number) => (entries: number) => {
  const affordable = Math.round((values.quick ? budget / 4 : budget) / entries);
  return Math.max(3, Math.min(151, affordable)) | 1;
};

const lines = [...queues(rounds(8e6)), ...stacks(rounds(4e6)), ...tables(rounds(6e5))];
const results: Results = {
  node: process.version,
  lines,
  stalls: await stalls(values.quick ? 3 : 5),
  memory: memory(),
};
console.log(values.json ? JSON.stringify(results, null, 2) : text(results));

function text({ node, lines, stalls, memory }: Results): string {
  return [
    `Node ${node}. Medians in ns per entry; in brackets the rival's time over ours: above 1, ours is faster.`,
    '',
    ...lines.map(({ work, entries, ns, ratios }) => {
      const times = Object.entries(ns).map(([name, time]) => {
        const ratio = ratios[name];
        return `${name} ${time.toFixed(1)}${ratio === undefined ? '' : ` (${ratio.toFixed(2)})`}`;
      });
      return `${work.padEnd(26)} ${String(entries).padStart(7)}  ${times.join(', ')}`;
    }),
    '',
    'The worst single insertion while growing to 1,000,000 keys, in ms (see stalls.ts):',
    ...stalls.map(
      ({ contender, runs, allMs, outsideGcMs, inEveryRunMs }) =>
        `${contender.padEnd(10)} all ${allMs.toFixed(2)}, outside gc ${outsideGcMs.toFixed(2)}, in every run ${inEveryRunMs.toFixed(3)} (${runs} runs)`,
    ),
    '',
    'What 1,000,000 entries take, and what is left with all but 1,000 gone, in MiB:',
    ...memory.map(
      ({ contender, fullMiB, leftMiB }) =>
        `${contender.padEnd(10)} full ${fullMiB.toFixed(1)}, left ${leftMiB.toFixed(2)}`,
    ),
  ].join('\n');
}
