/**
 * Which lines are a paste of several: these are text, whoever pasted them, and never commands. Owns that rule and holds
 * a line back where it needs the next key; reads no keys.
 *
 * The rule: a terminal that is asked to puts marks around what is pasted. If there are two lines or more between them,
 * empty ones apart, all are pasted, the last too, which may wait for its Enter. One line is as if typed, with its end
 * or without, and so is the first of several if it was begun by hand. Without marks nothing is taken for pasted, since
 * keys may come together too.
 */

/** Has the terminal mark what is pasted (DECSET 2004), or no longer. */
export const MARK_PASTES = '\x1b[?2004h';
export const LEAVE_PASTES = '\x1b[?2004l';

export class Pastes {
  readonly #give: (line: string, isPasted: boolean) => void;
  #isUnderWay = false;
  /** The line was begun by hand before the paste. */
  #isTypedFirst = false;
  /** The line came behind others of a paste. */
  #isRest = false;
  /** The first line of a paste, of which it is not known yet whether it is the only one. */
  #first: string | null = null;

  /** @param give gets every line once, in order: at once, or before the next key does anything. */
  constructor(give: (line: string, isPasted: boolean) => void) {
    this.#give = give;
  }

  /** A key, by readline's name for it, while `line` stands there. To be called before readline has it. */
  key(name: string | undefined, line: string): void {
    if (!this.#isUnderWay && line === '') this.#isRest = false;
    if (name === 'paste-end') this.#isUnderWay = false;
    if (name !== 'return' && name !== 'enter') this.#decide(name !== 'paste-end');
    if (name !== 'paste-start') return;
    this.#isUnderWay = true;
    this.#isTypedFirst = line !== '';
  }

  /** Whether more is about to come. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Whether a line is held back: empty ones behind it are none. */
  get isHolding(): boolean {
    return this.#first !== null;
  }

  /** A line was entered. Not while one is held back. */
  entered(line: string): void {
    if (this.#isUnderWay && !this.#isRest && !this.#isTypedFirst) {
      this.#first = line;
      return;
    }
    const isPasted = this.#isRest;
    this.#isRest = this.#isUnderWay;
    this.#isTypedFirst = false;
    this.#give(line, isPasted);
  }

  /** There will be no more keys. */
  ended(): void {
    this.#decide(true);
  }

  #decide(areSeveral: boolean): void {
    if (this.#first === null) return;
    const first = this.#first;
    this.#first = null;
    this.#isRest = areSeveral;
    this.#give(first, areSeveral);
  }
}
