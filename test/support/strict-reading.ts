/**
 * How the sessions of the document are read where they are played against a server of one's own, made for each of
 * them: what is shown is what must be said. Times, tokens, estimates of the waiting, the numbers of pings and the
 * version of the server match any other of their kind, and nothing else does.
 */

import type { Reading } from '../../src/conform/reading.ts';
import { TOKEN, Tokens } from '../../src/conform/tokens.ts';

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

/** A line without what differs from one run to the next. */
function shape(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(TOKEN, '<token>')
    .replace(/(?<=telechat\/)\S+/, '<version>')
    .replace(/(?<=^(?:@\S+ )?(?:\+ok|QUEUE) \d+ \d+ )\d+$/, '<seconds>')
    .replace(/^PING \d+$/, 'PING <number>');
}
