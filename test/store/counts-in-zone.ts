/**
 * Counts a random day in both stores, and again in plain code: as a process of its own, since a process has one time
 * zone. Prints the time zone when all counts agree; ends with the difference otherwise.
 */

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import type { Stats } from '../../src/desk/journal.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { newPath, openDirectly, removeFolders } from './folders.ts';
import { type Call, conversationRecord, Model, records } from './model.ts';

const [first = ''] = process.argv.slice(2);
const HOUR_MS = 3_600_000;

/** Some hours about the moment that was given: what is said in them, and how conversations end. */
const anyRun = fc.record({
  start: fc.integer({ min: -30, max: 6 }),
  steps: fc.array(
    fc.tuple(
      fc.constantFrom(
        'message',
        'message',
        'message',
        'note',
        'gone',
        'ended',
        'rated',
        'waits',
        'forgotten',
      ),
      fc.integer({ min: 0, max: 2 * HOUR_MS }),
      fc.nat(),
    ),
    { maxLength: 60 },
  ),
  later: fc.nat(3 * HOUR_MS),
});

function callsOf({ start, steps }: typeof anyRun extends fc.Arbitrary<infer T> ? T : never): Call[] {
  let at = Date.parse(first) + start * HOUR_MS;
  let seq = 0;
  let conversation = 0;
  let ana = 1;
  const calls: Call[] = [
    ['party', 1, 'ana', 'Ana'],
    ['party', 2, 'bia', 'Bia'],
  ];
  for (const [kind, pause, chance] of steps) {
    at += pause;
    const about = 1 + (chance % Math.max(1, seq));
    if (kind === 'message') calls.push(['message', ++seq, at, ana, 0, 2, 'x', 0]);
    else if (kind === 'note') calls.push(['note', ++seq, at, 2, ana, 2, 'x', 0]);
    else if (kind === 'gone' && seq > 0) calls.push(['gone', about]);
    else if (kind === 'waits') calls.push(conversationRecord(++conversation, ana, { at, waitingSince: at }));
    else if (kind === 'ended') {
      const openedAt = chance % 7 ? at - (chance % 1_000_000) : 0;
      const answeredAt = chance % 5 ? openedAt + (chance % 1000) : 0;
      const times = { at, openedAt, answeredAt, waitingSince: openedAt - (chance % 77_777) };
      const attendant = chance % 3 ? 2 : 0;
      calls.push(conversationRecord(++conversation, ana, { state: 'closed', attendant, ...times }));
    } else if (kind === 'rated' && conversation > 0) {
      const rated = 1 + (chance % conversation);
      calls.push(['rating', { conversation: rated, score: 1 + (chance % 5), at }]);
    } else if (kind === 'forgotten' && chance % 4 === 0) {
      calls.push(['forgotten', 'ana'], ['party', (ana += 2), 'ana', 'Ana']);
    }
  }
  return calls;
}

await fc.assert(
  fc.asyncProperty(anyRun, async (run) => {
    const calls = callsOf(run);
    const model = new Model();
    model.commit(calls);
    const at = model.last.at + run.later;
    const dir = newPath();
    const sqlite = await openDirectly(dir, 7);
    try {
      const counted: Stats[] = [];
      for (const store of [sqlite, new MemoryStore()]) {
        for (let i = 0; i < calls.length; i += 9) await store.commit(records(...calls.slice(i, i + 9)));
        counted.push(await store.stats(at));
      }
      for (const stats of counted) assert.deepEqual(stats, model.stats(at));
    } finally {
      await sqlite.close();
      rmSync(dir, { recursive: true, force: true });
    }
  }),
  { numRuns: 25 },
);
removeFolders();
process.stdout.write(Intl.DateTimeFormat().resolvedOptions().timeZone);
