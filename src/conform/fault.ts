/** What is thrown where a server does something else than the document says, or lacks what it takes to find out. */

import { changed, inLang, type Telling } from './telling.ts';
import { shortened, visible } from './visible.ts';

export class Fault extends Error {
  /** What should have come. */
  readonly expected: Telling;
  /** What came, escaped. */
  readonly seen: Telling;
  /** The last lines of the connection, `> sent` and `< said`, escaped; the newest last. */
  readonly context: readonly string[];
  /** Where in the document it is shown, `docs/PROTOCOL.md:12`, or ''. */
  readonly place: string;
  /** The clause that is broken, whatever was being tried; or ''. */
  readonly about: string;

  constructor(expected: Telling, seen: Telling, context: readonly string[] = [], place = '', about = '') {
    const fit = (text: string) => shortened(visible(text));
    const shown = { expected: changed(expected, fit), seen: changed(seen, fit) };
    super(
      [place, `expected ${inLang(shown.expected, 'en')}`, `seen     ${inLang(shown.seen, 'en')}`]
        .filter(Boolean)
        .join('\n'),
    );
    this.name = 'Fault';
    this.expected = shown.expected;
    this.seen = shown.seen;
    this.context = context;
    this.place = place;
    this.about = about;
  }

  /** The same fault, at a place of the document. */
  at(place: string): Fault {
    return new Fault(this.expected, this.seen, this.context, place, this.about);
  }

  /** The same fault, of this clause, unless it is already of another one. */
  of(clause: string): Fault {
    return new Fault(this.expected, this.seen, this.context, this.place, this.about || clause);
  }
}

/** Does what is needed to try many a clause. What goes wrong in it is a fault of this one. */
export async function asFaultOf<T>(clause: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Fault && !(error instanceof Unreachable) ? error.of(clause) : error;
  }
}

/** Thrown where there is no connection at all. */
export class Unreachable extends Fault {}

/** Thrown instead of sending what the server is known to do without, so that nothing can be said about the rest. */
export class Lacking extends Error {
  /** A verb; `@` for labels; a role in which nobody can enter. */
  readonly what: string;

  constructor(what: string) {
    super(`the server lacks ${what}`);
    this.name = 'Lacking';
    this.what = what;
  }
}
