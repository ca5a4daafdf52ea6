/**
 * The canned answers of the desk, as the server listed them last: what `!name` at the beginning of a text stands for.
 * Owns that list and when it is asked for; never sends a message, never shows anything.
 */

import { splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import type { Link } from './link.ts';
import { keyOf } from './view.ts';

export type Expanded =
  | { readonly is: 'text'; readonly text: string }
  /** There is no canned answer of this name. */
  | { readonly is: 'unknown'; readonly name: string };

/** `!name`, and what follows it behind white space of any kind; not `!`, `!?` or `! so`. */
const CALL = /^!([\p{L}\p{N}]\S*)(\s.*)?$/su;

/**
 * What a typed text says: the answer for the `!name` at its beginning, and what follows as it stands there; `!!` begins
 * a text with `!`. Pure.
 *
 * @param answerOf the text of an answer by its name as typed; undefined if there is none.
 */
export function expandCanned(typed: string, answerOf: (name: string) => string | undefined): Expanded {
  if (typed.startsWith('!!')) return { is: 'text', text: typed.slice(1) };
  const name = calledIn(typed);
  if (name === null) return { is: 'text', text: typed };
  const answer = answerOf(name);
  return answer === undefined
    ? { is: 'unknown', name }
    : { is: 'text', text: `${answer}${typed.slice(name.length + 1).trimEnd()}` };
}

/** The name of the answer that a text calls for; null if for none. */
function calledIn(typed: string): string | null {
  return CALL.exec(typed)?.[1] ?? null;
}

export class Canned {
  readonly #link: Pick<Link, 'request'>;
  /** By the keys of their names: the names as written, and texts as people read them. */
  #answers: ReadonlyMap<string, { readonly name: string; readonly text: string }> = new Map();
  #areNone = false;
  #asking: Promise<void> | null = null;

  constructor(link: Pick<Link, 'request'>) {
    this.#link = link;
  }

  /** As they are written, in the order of the list. */
  get names(): readonly string[] {
    return [...this.#answers.values()].map(({ name }) => name);
  }

  /** Whether the server said last that it has none, or knows no such list. */
  get areNone(): boolean {
    return this.#areNone;
  }

  /** Asks the server for the list, unless that is under way. A server that has none changes nothing. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  /** What a typed text says. Asks the server again before a name is taken for unknown. */
  async expand(text: string): Promise<Expanded> {
    const name = calledIn(text);
    if (name !== null) {
      await this.#asking;
      if (this.#textOf(name) === undefined) await this.ask();
    }
    return expandCanned(text, (called) => this.#textOf(called));
  }

  #textOf(name: string): string | undefined {
    return this.#answers.get(keyOf(name))?.text;
  }

  async #ask(): Promise<void> {
    const reply = await this.#link.request('CANNED');
    this.#asking = null;
    if (reply?.kind === 'err') this.#areNone = reply.code === 'BAD-COMMAND';
    if (reply?.kind !== 'listing') return;
    this.#areNone = reply.items.length === 0;
    const answers = reply.items.map(({ rest }) => splitWords(rest, 1));
    this.#answers = new Map(
      answers.map(([name = '', text = '']) => [keyOf(name), { name, text: unescapeText(text) }]),
    );
  }
}
