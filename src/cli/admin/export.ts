/**
 * `telechat export`: the messages of a name, a page at a time, so that any number of them takes little memory.
 */

import { open, unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Reach } from '../../control/reach.ts';
import type { Fault } from '../../control/request.ts';
import type { StoredMessage } from '../../desk/journal.ts';
import type { Name } from '../../protocol/names.ts';
import type { Format } from './formats.ts';
import type { AdminTexts } from './texts.ts';

export type Exported =
  | { readonly ok: true; readonly messages: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Writes the messages to a new file, for its owner alone, or to stdout. A file that could not be written to its end
 * is removed; on stdout the tail is missing then.
 *
 * @param told what a fault is told as.
 */
export async function exportMessages(
  reach: Reach,
  { name, key }: Name,
  format: Format,
  output: string | undefined,
  t: AdminTexts,
  told: (fault: Fault, detail: string) => string,
): Promise<Exported> {
  const known = await reach.ask({ do: 'known', key });
  if (!known.ok) return { ok: false, problem: told(known.why, known.detail ?? '') };
  if (!known.known) return { ok: false, problem: t.nothingStored(name) };

  let messages = 0;
  let problem = '';
  const whole = async function* () {
    yield format.head;
    for (let after = 0; ; ) {
      const answer = await reach.ask({ do: 'page', key, after });
      if (!answer.ok) {
        problem = told(answer.why, answer.detail ?? '');
        return;
      }
      const page = answer.messages ?? [];
      if (page.length === 0) break;
      yield page.map((message) => format.message(message, messages++ === 0)).join('');
      after = (page.at(-1) as StoredMessage).seq;
    }
    yield format.tail;
  };
  try {
    if (output === undefined) await pipeline(whole, process.stdout, { end: false });
    else await toFile(whole, output, () => problem !== '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    // Whoever reads our output has had enough.
    if (output === undefined && code === 'EPIPE') return { ok: false, problem: '' };
    if (code === 'EEXIST') return { ok: false, problem: t.outputExists(output ?? '') };
    return { ok: false, problem: t.cannotWrite(output ?? 'stdout', code ?? message) };
  }
  return problem === '' ? { ok: true, messages } : { ok: false, problem };
}

async function toFile(
  whole: () => AsyncGenerator<string>,
  path: string,
  failed: () => boolean,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  let complete = false;
  try {
    await pipeline(whole, file.createWriteStream({ flush: true }));
    complete = !failed();
  } finally {
    if (!complete) await unlink(path);
  }
}
