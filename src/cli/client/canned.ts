/**
 * The canned answers of the desk, as the server listed them last: what `!name` at the beginning of a text stands for.
 * Owns that list and when it is asked for; never sends a message, never shows anything.
 */

import { readName } from '../../protocol/names.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { escapeText } from '../../protocol/text.ts';
import type { Link } from './link.ts';

export type Expanded =
  /** As it goes over the wire. */
  | { readonly is: 'text'; readonly wire: string }
  /** There is no canned answer of this name. */
  | { readonly is: 'unknown'; readonly name: string };

/** `!name`, and what follows it; not `!`, `!?` or `! so`. */
const CALL = /^!([\p{L}\p{N}]\S*)(?: (.*))?$/su;

export class Canned {
  readonly #link: Pick<Link, 'request'>;
  /** By the keys of their names: the names as written, and texts as on the wire. */
  #answers: ReadonlyMap<string, { readonly name: string; readonly text: string }> = new Map();
  #asking: Promise<void> | null = null;

  constructor(link: Pick<Link, 'request'>) {
    this.#link = link;
  }

  /** As they are written, in the order of the list. */
  get names(): readonly string[] {
    return [...this.#answers.values()].map(({ name }) => name);
  }

  /** Asks the server for the list, unless that is under way. A server that has none changes nothing. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  /** What a typed text says. Asks the server again before a name is taken for unknown. */
  async expand(text: string): Promise<Expanded> {
    if (text.startsWith('!!')) return { is: 'text', wire: escapeText(text.slice(1)) };
    const [, name, rest = ''] = CALL.exec(text) ?? [];
    if (name === undefined) return { is: 'text', wire: escapeText(text) };
    await this.#asking;
    if (!this.#has(name)) await this.ask();
    const answer = this.#answers.get(keyOfAnswer(name))?.text;
    if (answer === undefined) return { is: 'unknown', name };
    return { is: 'text', wire: rest === '' ? answer : `${answer} ${escapeText(rest)}` };
  }

  #has(name: string): boolean {
    return this.#answers.has(keyOfAnswer(name));
  }

  async #ask(): Promise<void> {
    const reply = await this.#link.request('CANNED');
    this.#asking = null;
    if (reply?.kind !== 'listing') return;
    const answers = reply.items.map(({ rest }) => splitWords(rest, 1));
    this.#answers = new Map(answers.map(([name = '', text = '']) => [keyOfAnswer(name), { name, text }]));
  }
}

/** What the name of an answer is compared by; one that is none, by itself. */
function keyOfAnswer(name: string): string {
  return readName(name)?.key ?? name;
}
