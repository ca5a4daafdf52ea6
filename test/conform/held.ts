/** Holds a server to clauses, for tests. */

import { readFileSync } from 'node:fs';
import type { Account } from '../../src/conform/account.ts';
import { chosen } from '../../src/conform/clauses.ts';
import { probe } from '../../src/conform/probe.ts';
import { conform, placeOf, type Verdict } from '../../src/conform/run.ts';
import { sessionsOf } from '../../src/conform/sessions.ts';
import { LiveStage } from '../../src/conform/stage.ts';

export const SESSIONS = sessionsOf(readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8'));

let runs = 0;

/** Milliseconds for each thing. A right server lets none of it be waited for in vain, however slow its machine is. */
const PATIENCE_MS = 60_000;

/** The verdicts on these clauses, all of them unless told; under names that no run before has used. */
export async function held(
  port: number,
  only: readonly string[] = [],
  {
    timeoutMs = PATIENCE_MS,
    slowMs = 0,
    accounts = [],
  }: { timeoutMs?: number; slowMs?: number; accounts?: readonly Account[] } = {},
): Promise<Verdict[]> {
  const target = { host: '127.0.0.1', port };
  const run = `t${(++runs).toString(36)}`;
  const stage = new LiveStage({ target, timeoutMs, settleMs: 0, slowMs, accounts, run });
  const verdicts: Verdict[] = [];
  for await (const verdict of conform(stage, await probe(stage), SESSIONS, chosen(only)!))
    verdicts.push(verdict);
  return verdicts;
}

/** Those that came out so: their ids. */
export function ids(verdicts: readonly Verdict[], result: Verdict['result']): string[] {
  return verdicts.filter((verdict) => verdict.result === result).map(({ clause }) => clause.id);
}

/** What did not hold, for a message. */
export function faults(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ clause, trials }) =>
    trials.flatMap((trial) =>
      trial.result === 'failed'
        ? [
            `${clause.id} ${trial.session === null ? '' : placeOf(trial.session)}: ${trial.fault.message}\n${trial.fault.context.join('\n')}`,
          ]
        : [],
    ),
  );
}
