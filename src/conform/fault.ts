/** What is thrown where a server does something else than the document says. */

import { shortened, visible } from './visible.ts';

export class Fault extends Error {
  /** What should have come, in the words of the protocol or of a person. */
  readonly expected: string;
  /** What came, escaped. */
  readonly seen: string;
  /** The last lines of the connection, `> sent` and `< said`, escaped; the newest last. */
  readonly context: readonly string[];
  /** Where in the document it is shown, `docs/PROTOCOL.md:12`, or ''. */
  readonly place: string;

  constructor(expected: string, seen: string, context: readonly string[] = [], place = '') {
    const shown = { expected: shortened(visible(expected)), seen: shortened(visible(seen)) };
    super([place, `expected ${shown.expected}`, `seen     ${shown.seen}`].filter(Boolean).join('\n'));
    this.name = 'Fault';
    this.expected = shown.expected;
    this.seen = shown.seen;
    this.context = context;
    this.place = place;
  }

  /** The same fault, at a place of the document. */
  at(place: string): Fault {
    return new Fault(this.expected, this.seen, this.context, place);
  }
}

/** Thrown where there is no connection at all. */
export class Unreachable extends Fault {}
