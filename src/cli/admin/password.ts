/**
 * A new password, from a person or from a pipe: never from the command line, which everybody on the machine can see.
 */

import { MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import { type Console, openQuestions, type Questions } from './questions.ts';
import type { AdminTexts } from './texts.ts';

/** Characters that a password has at least. */
const LEAST_PASSWORD = 8;

export type Given = { readonly password: string } | { readonly problem: string };

/** How often a person may try who mistypes it: while it is asked for, nothing that is typed is shown. */
const TRIES = 3;

/** Asks twice, without showing what is typed, and again if that will not do. */
export async function askPassword(name: string, at: Console, t: AdminTexts): Promise<Given> {
  if (!at.isTerminal) return { problem: t.noTerminal };
  const questions = openQuestions(at, true, () => process.exit(130));
  try {
    for (let tries = 1; ; tries++) {
      const given = await askTwice(name, questions, t);
      if (given === null) return { problem: t.unchanged(t.noPassword) };
      if (!('problem' in given)) return given;
      if (tries === TRIES) return { problem: t.unchanged(given.problem) };
      at.output.write(`${t.tryAgain(given.problem)}\n`);
    }
  } finally {
    questions.close();
  }
}

/** Null if the person went away. */
async function askTwice(name: string, questions: Questions, t: AdminTexts): Promise<Given | null> {
  const password = await questions.ask(t.askPassword(name, LEAST_PASSWORD));
  if (password === null) return null;
  const checked = checkPassword(password, t);
  if ('problem' in checked) return checked;
  const again = await questions.ask(t.askAgain);
  if (again === null) return null;
  return again === password ? checked : { problem: t.notTheSame };
}

/** Reads all there is; one line end at the end of it is none of the password. */
export async function readPassword(input: AsyncIterable<Buffer>, t: AdminTexts): Promise<Given> {
  const given = await readAll(input, t);
  return 'problem' in given ? { problem: t.unchanged(given.problem) } : given;
}

async function readAll(input: AsyncIterable<Buffer>, t: AdminTexts): Promise<Given> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > MAX_TEXT_BYTES + 2) return { problem: t.passwordLong(MAX_TEXT_BYTES) };
    chunks.push(chunk);
  }
  if (size === 0) return { problem: t.noPassword };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return checkPassword(text.replace(/\r?\n$/, ''), t);
  } catch {
    return { problem: t.passwordControl };
  }
}

/** Whether it can be sent as the password in PASS, and is not too easy to guess. */
function checkPassword(written: string, t: AdminTexts): Given {
  const password = written.normalize('NFC');
  if (/\p{Cc}/u.test(password) || !password.isWellFormed()) return { problem: t.passwordControl };
  if ([...password].length < LEAST_PASSWORD) return { problem: t.passwordShort(LEAST_PASSWORD) };
  if (Buffer.byteLength(password) > MAX_TEXT_BYTES) return { problem: t.passwordLong(MAX_TEXT_BYTES) };
  return { password };
}
