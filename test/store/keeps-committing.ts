/**
 * To be killed: commits one message after the other into the folder that it is given, and says the seq of each once
 * the store has it.
 */

import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { personRecord, records } from './model.ts';

const store = await openSqliteStore({ dir: process.argv[2]!, durability: 'full', indexEvery: 8 });
await store.commit(records(['party', 1, 'ana', 'Ana'], personRecord(1)));
for (let seq = 1; ; seq++) {
  await store.commit(records(['message', seq, 1_700_000_000_000 + seq, 1, 0, 0, `message ${seq}`, 0]));
  process.stdout.write(`${seq}\n`);
}
