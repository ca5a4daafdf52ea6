/**
 * A data folder with many messages, written through the store's own writer: customers whose conversations are
 * over, each message by another of them than the one before, so that the messages of one name lie as far apart
 * as they can.
 */

import { RecordWriter } from '../src/store/records.ts';
import { SqliteWriter } from '../src/store/sqlite-writer.ts';

const ATTENDANTS = 20;
const CHUNK = 10_000;
const EVERY_MS = 250;
const TEXT = 'a encomenda saiu ontem e deve chegar amanhã, entre as nove e o meio-dia';

/** The key of a stored customer, 0 to names − 1. */
export function storedName(i: number): string {
  return `cliente${i}`;
}

/** Writes so many messages of so many names; it takes about 10 s a million. */
export function writeMessages(dir: string, messages: number, names: number): void {
  const writer = new SqliteWriter({ dir, durability: 'relaxed' });
  const records = new RecordWriter();
  for (let i = 0; i < ATTENDANTS; i++) records.party(i + 1, `vendedora${i}`, `vendedora${i}`);
  for (let i = 0; i < names; i++) records.party(ATTENDANTS + 1 + i, storedName(i), storedName(i));
  const from = Date.now() - messages * EVERY_MS;
  for (let i = 0; i < messages; i++) {
    const name = scattered(i, names);
    const customer = ATTENDANTS + 1 + name;
    const attendant = 1 + (name % ATTENDANTS);
    const at = from + i * EVERY_MS;
    // The customer to the desk, then the attendant to the customer.
    if (Math.trunc(i / names) % 2 === 0)
      records.message(i + 1, at, customer, 0, attendant, `${TEXT} ${i}`, 0);
    else records.message(i + 1, at, attendant, customer, attendant, `${TEXT} ${i}`, 0);
    if (i % CHUNK === CHUNK - 1) keep(writer, records);
  }
  keep(writer, records);
  while (writer.untidy !== 'no') writer.tidy();
  writer.close();
}

function keep(writer: SqliteWriter, records: RecordWriter): void {
  writer.commit(records.take());
  while (writer.untidy === 'now') writer.tidy();
}

/** Each round of `names` messages visits all of them, by great strides. */
function scattered(i: number, names: number): number {
  return (i * 7919 + Math.trunc(i / names)) % names;
}
