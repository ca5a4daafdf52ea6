/**
 * A data folder with many messages as people might write them, for SEARCH: words of very different frequency (Zipf's
 * law over 20,000), with accents, some with an emoji; most between customers and attendants, some in a room. All of it
 * is in the index when it is done.
 */

import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { RecordWriter } from '../src/store/records.ts';
import { SqliteWriter } from '../src/store/sqlite-writer.ts';

export const WORDS = 20_000;
export const EMOJI = ['🙂', '👍', '🚚', '🎉'];
/** Two words of one message in twenty each, which never meet. */
export const APART = ['adiante', 'atrasado'];

/** Of the member who searches what is theirs: their own messages, and those of the room. */
export const MEMBER_TOKEN = 'membra-que-procura-0123456789';

const ATTENDANTS = 20;
const MEMBER = ATTENDANTS + 1;
const ROOM = ATTENDANTS + 2;
const PER_NAME = 200;
const SHORTEST = 4;
const LONGEST = 20;
const CHUNK = 10_000;
const EVERY_MS = 250;
const SYLLABLES = ['a', 'ção', 'ri', 'mo', 'te', 'lu', 'pe', 'sa', 'dor', 'vi', 'né', 'co'];

export interface Indexed {
  /** CPU of putting a message into the index. */
  readonly cpuMicros: number;
  readonly bytesEach: number;
}

/** The word of a rank; 0 is the most frequent, in two of three messages. */
export function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.trunc(rest / SYLLABLES.length)) {
    word += SYLLABLES[rest % SYLLABLES.length]!;
  }
  return word;
}

/** Writes so many messages, which takes about 10 s a million, and puts them into the index, which takes as long. */
export function writeSaid(dir: string, messages: number): Indexed {
  // First without the index, so that its cost shows.
  const writer = new SqliteWriter({ dir, durability: 'relaxed', searchEvery: Number.MAX_SAFE_INTEGER });
  const records = new RecordWriter();
  const names = Math.max(1, Math.trunc(messages / PER_NAME));
  writePeople(records, names);
  const zipf = new Zipf(WORDS);
  const from = Date.now() - messages * EVERY_MS;
  for (let i = 0; i < messages; i++) {
    const [sender, recipient, attendant] = partiesOf(i, names);
    records.message(i + 1, from + i * EVERY_MS, sender, recipient, attendant, textOf(i, zipf), 0);
    if (i % CHUNK === CHUNK - 1) keep(writer, records);
  }
  keep(writer, records);
  tidy(writer);
  writer.close();
  const bytes = statSync(join(dir, 'telechat.db')).size;
  const indexer = new SqliteWriter({ dir, durability: 'relaxed', searchEvery: 1 });
  const before = process.cpuUsage();
  tidy(indexer);
  const { user, system } = process.cpuUsage(before);
  indexer.close();
  const grown = statSync(join(dir, 'telechat.db')).size - bytes;
  return { cpuMicros: (user + system) / messages, bytesEach: grown / messages };
}

function writePeople(records: RecordWriter, names: number): void {
  const name = (id: number, name: string) => records.party(id, name, name);
  for (let i = 0; i < ATTENDANTS; i++) name(i + 1, `vendedora${i}`);
  name(MEMBER, 'membra');
  name(ROOM, '#sala');
  for (let i = 0; i < names; i++) name(ROOM + 1 + i, `cliente${i}`);
  const tokenHash = hash('sha256', MEMBER_TOKEN, 'base64url');
  const usual = { display: '', lang: 'pt', since: Date.now(), sinceSeq: 0 } as const;
  records.person({ party: MEMBER, role: 'membro', tokenHash, ...usual });
  records.room({ party: ROOM, topic: '', since: 1, maker: 0 });
  records.joined(ROOM, MEMBER, 0);
}

/** One in ten is said in the room, one in a thousand by the member who searches, the rest between the other two. */
function partiesOf(i: number, names: number): [sender: number, recipient: number, attendant: number] {
  if (i % 1000 === 0) return [MEMBER, 1, 0];
  const customer = ROOM + 1 + ((i * 7919) % names);
  const attendant = 1 + (customer % ATTENDANTS);
  if (i % 10 === 0) return [attendant, ROOM, 0];
  return i % 2 === 0 ? [customer, 0, attendant] : [attendant, customer, attendant];
}

function textOf(i: number, zipf: Zipf): string {
  const words = SHORTEST + Math.trunc(Math.random() * (LONGEST - SHORTEST));
  const text = Array.from({ length: words }, () => wordOf(zipf.pick())).join(' ');
  const more =
    i % 20 < 2 ? ` ${APART[i % 20]}` : i % 50 === 5 ? ` ${EMOJI[Math.trunc(i / 50) % EMOJI.length]}` : '';
  return `${text}${more}${i % 2 === 0 ? '.' : '?'}`;
}

function keep(writer: SqliteWriter, records: RecordWriter): void {
  writer.commit(records.take());
  while (writer.untidy === 'now') writer.tidy();
}

function tidy(writer: SqliteWriter): void {
  while (writer.untidy !== 'no') writer.tidy();
}

/** Picks the nth of so many with a probability in proportion to 1/(n + 1). */
class Zipf {
  readonly #upto: Float64Array;

  constructor(count: number) {
    this.#upto = new Float64Array(count);
    let sum = 0;
    for (let n = 0; n < count; n++) this.#upto[n] = sum += 1 / (n + 1);
  }

  pick(): number {
    const at = Math.random() * this.#upto.at(-1)!;
    let low = 0;
    let high = this.#upto.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#upto[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
