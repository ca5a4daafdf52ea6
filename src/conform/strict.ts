/**
 * How the sessions of the document are read where they are played against a server of one's own, made for each of
 * them: what is shown is what must be said. Times, tokens, estimates of the waiting, the numbers of pings and the
 * version of the server match any other of their kind, and nothing else does.
 */

import type { Reading } from './reading.ts';

/** A token where a reply to CONNECT or RESUME has it. */
export const TOKEN = /(?<=^(?:@\S+ )?\+ok \S+ (?:atendente|consumidor|membro) )[\w-]{22}(?= )/;

export class StrictReading implements Reading {
  readonly #tokens = new Tokens();

  sent(_: string, line: string): string {
    return this.#tokens.given(line);
  }

  shown(line: string): string {
    return shape(line);
  }

  fits(_: string, shown: string, said: string): boolean {
    return shape(shown) === shape(said) && this.#tokens.fit(shown, said);
  }

  listing(lines: readonly string[]): readonly string[] {
    return lines;
  }

  ignores(): boolean {
    return false;
  }
}

/** The tokens that a session shows, and those that the server gave in their place. */
export class Tokens {
  readonly #given = new Map<string, string>();

  /** A line with the tokens that the server gave. */
  given(line: string): string {
    return line.replace(/[\w-]{22}/g, (word) => this.#given.get(word) ?? word);
  }

  /** The same token where the session shows the same, another where it shows another. Learns. */
  fit(shown: string, said: string): boolean {
    const [here, there] = [TOKEN.exec(shown)?.[0], TOKEN.exec(said)?.[0]];
    if (!here || !there) return true;
    if ((this.#given.get(here) ?? there) !== there) return false;
    this.#given.set(here, there);
    return true;
  }
}

/** A line without what differs from one run to the next. */
function shape(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(TOKEN, '<token>')
    .replace(/(?<=telechat\/)\S+/, '<version>')
    .replace(/(?<=^(?:@\S+ )?(?:\+ok|QUEUE) \d+ \d+ )\d+$/, '<seconds>')
    .replace(/^PING \d+$/, 'PING <number>');
}
