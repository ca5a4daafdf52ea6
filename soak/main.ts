/**
 * `npm run soak`: a long run of the real server with people who come, chat, drop, resume and leave; with --storm, a
 * normal chat beside a storm. Says what it measures, and exits with 1 when a bound is missed.
 */

import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { SEED } from '../test/protocol/random.ts';
import { churn } from './churn.ts';
import { storm } from './storm.ts';
import { allKept } from './verdict.ts';

/** Sockets of a process of clients; each process is a thread of JavaScript, and they share the machine with the server. */
const CLIENTS_A_PROCESS = 5000;
/** Files that a process has open besides its connections. */
const OTHER_FILES = 200;

interface Flags {
  readonly seconds: number;
  readonly clients?: number;
  readonly seed: number;
  readonly storm: boolean;
  readonly silent: number;
}

const count = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('a positive integer');
};

await new Command('soak')
  .description('runs the server under people who come, chat, drop, resume and leave, and tells what it takes')
  .option('--seconds <n>', 'how long they chat', count, 60)
  .option('--clients <n>', 'how many are connected (2000; 100 in the storm)', count)
  .option('--seed <n>', 'what chance comes of', count, SEED)
  .option('--storm', 'a normal chat by turns alone and beside a storm', false)
  .option('--silent <n>', 'the silent connections of the storm', count, 10_000)
  .action(run)
  .parseAsync();

async function run({ seconds, clients, seed, storm: stormy, silent }: Flags): Promise<void> {
  const many = clients ?? (stormy ? 100 : 2000);
  const connections = stormy ? silent + many : many;
  const most = openFiles();
  console.log(
    `seed ${seed}, ${seconds} s, ${connections} connections; a process may have ${most} files open`,
  );
  if (connections + OTHER_FILES > most) {
    console.error(`that is too few for ${connections} connections: raise it with ulimit -n`);
    process.exitCode = 1;
    return;
  }
  if (stormy) await storm({ seconds, clients: many, seed, silent });
  else {
    const processes = Math.ceil(many / CLIENTS_A_PROCESS);
    await churn({ seconds, clients: many, seed, processes });
  }
  process.exitCode = allKept() ? 0 : 1;
}

/** The limit that children inherit: Node raises its own to the hard one when it starts. */
function openFiles(): number {
  return Number(/^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
}
