/**
 * Compares what clients were told with each other and with what the store has: nothing lost, nothing doubled, nothing
 * invented, order kept. It knows only what was written down, and returns what is wrong as sentences.
 */

import type { StoredMessage } from '../../src/desk/journal.ts';
import { splitWords } from '../../src/protocol/server-lines.ts';
import { SqliteReader } from '../../src/store/sqlite-reader.ts';
import type { Said, Testimony } from './testimony.ts';

/** Messages as anybody shows them. */
export type Kept = Pick<StoredMessage, 'seq' | 'from' | 'to' | 'text'>;

/** The items of a listing of HISTORY, but for what is gone. */
export function keptAsListed(items: readonly { readonly verb: string; readonly rest: string }[]): Kept[] {
  return items.flatMap(({ verb, rest }) => {
    const [seq, , from, to, text] = splitWords(rest, 4) as [string, string, string, string, string];
    return verb === 'MSG' ? [{ seq: Number(seq), from, to, text }] : [];
  });
}

/** What the store of a server that has ended holds of these names, by the project's own reader. */
export function keptIn(dir: string, names: Iterable<string>): Kept[] {
  const reader = new SqliteReader(dir);
  try {
    const kept = new Map<number, Kept>();
    for (const key of names) {
      const query = { key, after: 0, before: Number.MAX_SAFE_INTEGER, limit: 1_000_000, notes: true };
      for (const message of reader.history(query).messages) kept.set(message.seq, message);
    }
    return [...kept.values()].sort((a, b) => a.seq - b.seq);
  } finally {
    reader.close();
  }
}

/**
 * What is wrong; an empty list when all is well. Everybody has to have settled before.
 *
 * @param kept all messages that are stored, oldest first.
 * @param others whether messages may be stored of people whose testimony is not there.
 */
export function whatIsWrong(
  testimonies: readonly Testimony[],
  kept: readonly Kept[],
  { others = false } = {},
): string[] {
  const wrongs = testimonies.flatMap((testimony) => testimony.wrongs);
  const saidBy = new Map<string, { by: string; said: Said }>();
  for (const { name, said } of testimonies) {
    for (const one of said) saidBy.set(one.text, { by: name, said: one });
  }
  const judged = others ? kept.filter(({ from }) => testimonies.some(({ name }) => name === from)) : kept;
  wrongs.push(...notInvented(judged, saidBy), ...notDoubled(kept));
  for (const testimony of testimonies) {
    wrongs.push(...notLost(testimony, kept), ...inOrder(testimony, kept), ...heardAll(testimony, kept));
  }
  wrongs.push(...deskHeard(testimonies, kept));
  return wrongs;
}

/** Whatever is stored was said so, by them and to them. */
function* notInvented(kept: readonly Kept[], saidBy: ReadonlyMap<string, { by: string; said: Said }>) {
  for (const { seq, from, to, text } of kept) {
    const origin = saidBy.get(text);
    if (!origin) yield `${seq} is stored, and nobody said it: ${text}`;
    else if (origin.by !== from || origin.said.to !== to) yield `${seq} is stored as from ${from} to ${to}`;
  }
}

function* notDoubled(kept: readonly Kept[]) {
  const seen = new Map<string, number>();
  for (const { seq, text } of kept) {
    const before = seen.get(text);
    if (before !== undefined) yield `stored twice, as ${before} and ${seq}: ${text}`;
    seen.set(text, seq);
  }
}

/** What was acknowledged is stored under that seq; what was refused whenever it was sent is not stored. */
function* notLost({ name, said }: Testimony, kept: readonly Kept[]) {
  const seqOf = new Map(kept.map(({ seq, text }) => [text, seq]));
  for (const { text, seq, sends, refusals } of said) {
    const stored = seqOf.get(text);
    if (seq > 0 && stored === undefined) yield `${seq} of ${name} was acknowledged and is lost: ${text}`;
    if (seq > 0 && stored !== undefined && stored !== seq) yield `${seq} of ${name} is stored as ${stored}`;
    if (seq === 0 && sends === refusals && stored !== undefined) yield `${stored} of ${name} was refused`;
  }
}

/** One sender's messages stand in the order in which they were said. What was refused once may come later. */
function* inOrder({ name, said }: Testimony, kept: readonly Kept[]) {
  const seqOf = new Map(kept.map(({ seq, text }) => [text, seq]));
  let last = 0;
  for (const { text, refusals } of said) {
    const seq = seqOf.get(text);
    if (seq === undefined || refusals > 0) continue;
    if (seq < last) yield `${seq} of ${name} was said after ${last}`;
    last = seq;
  }
}

/**
 * Everything that was sent to them came, as it is stored, and nothing else but their own. All of it came in the order
 * of the seqs; to attendants, who are handed older messages, that of each sender.
 */
function* heardAll({ name, role, heard, order }: Testimony, kept: readonly Kept[]) {
  const bySeq = new Map(kept.map((message) => [message.seq, message]));
  for (const { seq, to } of kept) if (to === name && !heard.has(seq)) yield `${name} never heard ${seq}`;
  for (const { seq, from, to, text } of heard.values()) {
    const stored = bySeq.get(seq);
    const same = stored && stored.from === from && stored.to === to && stored.text === text;
    if (!same) yield `${name} heard ${seq}, which is not stored so: ${text}`;
    else if (to !== name && from !== name && !(to === '*' && role === 'atendente'))
      yield `${name} heard ${seq}, which is for ${to}`;
  }
  const lasts = new Map<string, number>();
  for (const seq of order) {
    const whose = role === 'atendente' ? (bySeq.get(seq)?.from ?? '') : '';
    const last = lasts.get(whose) ?? 0;
    if (seq < last) yield `${seq} came to ${name} after ${last}`;
    lasts.set(whose, seq);
  }
}

/** What was said to the desk came to an attendant, if there are any. */
function* deskHeard(testimonies: readonly Testimony[], kept: readonly Kept[]) {
  const attendants = testimonies.filter(({ role }) => role === 'atendente');
  if (attendants.length === 0) return;
  for (const { seq, to } of kept) {
    if (to === '*' && !attendants.some(({ heard }) => heard.has(seq))) yield `no attendant ever heard ${seq}`;
  }
}
